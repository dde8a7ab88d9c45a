#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""clang-tidy-14 has nothing to say about any source of a build.

tidy.py BUILD [REGEX]    the sources in BUILD/compile_commands.json, each once; with REGEX, those that it matches
"""
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent


def commands(build, pattern):
    """One compile command for each source of the repository, by its path; generated sources are left out."""
    found = {}
    for entry in json.loads((build / 'compile_commands.json').read_text()):
        path = pathlib.Path(os.path.normpath(os.path.join(entry['directory'], entry['file'])))
        if path.is_relative_to(ROOT) and not path.is_relative_to(build) and re.search(pattern, str(path)):
            found.setdefault(path, entry)
    return found


def tidy(database, path):
    return subprocess.run(['clang-tidy-14', '-quiet', '-p', database, path], check=False, capture_output=True, text=True)


def main(build, pattern='.'):
    build = pathlib.Path(build).resolve()
    sources = commands(build, pattern)
    with tempfile.TemporaryDirectory() as database:
        (pathlib.Path(database) / 'compile_commands.json').write_text(json.dumps(list(sources.values())))
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            results = list(pool.map(lambda path: tidy(database, path), sources))
    findings = {}  # a header's are reported once for each source that includes it
    for result in results:
        for finding in re.split(r'^(?=\S+:\d+:\d+: (?:error|warning): )', result.stdout, flags=re.MULTILINE)[1:]:
            location, text = finding.split(': ', 1)
            findings.setdefault(os.path.relpath(os.path.normpath(build / location), ROOT), text)
        if result.returncode != 0 and not result.stdout:
            findings.setdefault(result.args[-1], result.stderr)
    for location, text in sorted(findings.items()):
        print(f'{location}: {text}', end='')
    print(f'{len(sources)} sources, {len(findings)} findings')
    return not findings and bool(sources)


if __name__ == '__main__':
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    sys.exit(not main(*sys.argv[1:]))
