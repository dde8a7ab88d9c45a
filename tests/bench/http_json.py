# SPDX-License-Identifier: MIT
"""The tables of http_parse.c, from standard input, as JSON."""
import json
import re
import sys

out = {'scan path': None, 'parsing': [], 'parsing and views': []}
for line in sys.stdin:
    # input, bytes, pieces, ours ns, theirs ns, ratio, MB/s
    parsed = re.match(r'(\S.*?) +(\d+) +(whole|64|1) +([\d.]+) +([\d.]+) +[\d.]+ +[\d.]+', line)
    # input, what, ours ns
    viewed = re.match(r'(\S.*?) +(parse(?: \+ [a-z +]*[a-z])?) +([\d.]+) ', line)
    if parsed:
        name, size, pieces, ours, theirs = parsed.groups()
        out['parsing'].append({'input': name, 'bytes': int(size), 'pieces': pieces, 'libbytes ns': float(ours),
                               'http_parser ns': float(theirs)})
    elif viewed:
        name, what, ours = viewed.groups()
        out['parsing and views'].append({'input': name, 'what': what, 'libbytes ns': float(ours)})
    elif line.startswith('scan path: '):
        out['scan path'] = line.split(': ')[1].strip()
if not all(out.values()):
    sys.exit('http_json.py: unexpected output of http_parse.c')
json.dump(out, sys.stdout, indent=1)
print()
