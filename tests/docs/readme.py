# SPDX-License-Identifier: MIT
"""What a program can check of README.md: its example is the file that is tested, its links lead somewhere, and the
functions and tests that it names exist."""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
readme = (root / 'README.md').read_text()
wrong = []

for example in ('first.c', 'echo.c'):
    if (root / 'examples' / example).read_text() not in readme:
        wrong.append(f'the example is not examples/{example} as it is')
for link in re.findall(r'\]\(([^)#:]+)\)', readme):
    if not (root / link).exists():
        wrong.append(f'{link} does not exist')

sources = ''.join(path.read_text() for folder in ('include', 'tests/unit')
                  for path in (root / folder).rglob('*.[ch]'))
# What a macro makes is there by the parts of its name.
names = set(re.findall(r'`(bytes_\w+|a_\w+)`', readme))
for name in sorted(names):
    handle_and_verb = re.match(r'(bytes(?:_mut|_queue)?)_(get|peek|put)_', name)
    if name not in sources and not handle_and_verb:
        wrong.append(f'{name} does not exist')

for line in wrong:
    print(f'README.md: {line}')
sys.exit(bool(wrong))
