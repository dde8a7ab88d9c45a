# SPDX-License-Identifier: MIT
"""The table of http_parse.c, from standard input, as JSON."""
import json
import re
import sys

rows = []
path = None
for line in sys.stdin:
    row = re.match(r'(\S.*?) +(\d+) +(whole|64|1) +([\d.]+) +([\d.]+) +[\d.]+ +[\d.]+$', line)
    if row:
        name, size, pieces, ours, theirs = row.groups()
        rows.append({'input': name, 'bytes': int(size), 'pieces': pieces, 'libbytes ns': float(ours),
                     'http_parser ns': float(theirs)})
    elif line.startswith('scan path: '):
        path = line.split(': ')[1].strip()
if not rows:
    sys.exit('no figures')
json.dump({'scan path': path, 'results': rows}, sys.stdout, indent=2)
print()
