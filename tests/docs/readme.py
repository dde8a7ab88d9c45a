# SPDX-License-Identifier: MIT
"""What a program can check of README.md and of the guide's: the examples are the files that are tested, links lead
somewhere, and the functions and tests that are named exist."""
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1])
readme = (root / 'README.md').read_text()
wrong = []

for example in ('first.c', 'echo.c', 'guide/framed_client.cpp'):
    if (root / 'examples' / example).read_text() not in readme:
        wrong.append(f'the example is not examples/{example} as it is')
guide = root / 'examples/guide/README.md'
for folder, text in (root, readme), (guide.parent, guide.read_text()):
    for link in re.findall(r'\]\(([^)#:]+)\)', text):
        if not (folder / link).exists():
            wrong.append(f'{link} does not exist')
for task in guide.parent.glob('*.c*'):
    if f'({task.name})' not in guide.read_text():
        wrong.append(f'{task.name} is not in the guide')

sources = ''.join(path.read_text() for folder in ('include', 'tests/unit')
                  for path in (root / folder).rglob('*.[ch]'))
# What a macro makes is there by the parts of its name.
names = set(re.findall(r'`(bytes_\w+|a_\w+)`', readme + guide.read_text()))
for name in sorted(names):
    handle_and_verb = re.match(r'(bytes(?:_mut|_queue)?)_(get|peek|put)_', name)
    if name not in sources and not handle_and_verb:
        wrong.append(f'{name} does not exist')

for line in wrong:
    print(f'README.md: {line}')
sys.exit(bool(wrong))
