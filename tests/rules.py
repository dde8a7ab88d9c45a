#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Rules of style that neither clang-format nor clang-tidy holds: characters, include guards, C11 spellings, words."""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
C = ('.c', '.cc', '.cpp', '.h', '.hpp', '.inl')

# (names of files, what no line of them may match, why)
RULES = [
    (('',), r'[ \t]+$', 'trailing blanks'),
    ((*C, '.sh', 'meson.build', 'meson_options.txt'), r'[^ -~]', 'a tab, or a character outside ASCII'),
    (('.c',), r'\b_Static_assert\b', 'static_assert is in assert.h'),
    (('.c', '.h', '.inl'), r'^\s*for \(\w+ = ', 'declare the loop variable in the for statement'),
    (('.c',), r'\(\w+ \*\)\s*(?:malloc|calloc|realloc)\(', 'C converts void * without a cast'),
    # The words of the field.
    (('',), r'(?i)\blies? together\b|\bas many as (?:lie|there)|\bas it lies\b', 'say: contiguous'),
    (('',), r'(?i)\bbrought together\b', 'say: gathered'),
    (('',), r'(?i)\bfrom outside\b', 'say: untrusted'),
    (('',), r'(?i)\border of dictionaries\b', 'say: lexicographic'),
    (('',), r'(?i)\bmended\b', 'say: fixed'),
    (('',), r'(?i)\blikewise\b', 'name the subject again'),
    (('',), r'(?i)\bin the house of\b', 'say: in'),
    (('',), r'See there\b|@param self The (?:buffer|view|queue)\.', 'document what the name does not say'),
]


def guard(path):
    """The include guard of a header: its path, in which include/bytes/ is the root and an example its own."""
    own = re.sub(r'^include/bytes/', '', path)
    name = re.sub(r'\W', '_', re.sub(r'^examples/', '', own)).upper()
    return name if path.startswith('examples/') else f'BYTES_{name}'


def findings(path):
    lines = (ROOT / path).read_text(encoding='utf-8').splitlines()
    for number, line in enumerate(lines, 1):
        for names, pattern, why in RULES:
            if path.endswith(names) and re.search(pattern, line):
                yield f'{path}:{number}: {why}'
    if path.endswith('.h'):
        for number, line in enumerate(lines, 1):
            found = re.match(r'#ifndef (\w+_H)$', line)
            if found and number < 40 and found.group(1) != guard(path):
                yield f'{path}:{number}: the include guard is {guard(path)}'


listed = subprocess.run(['git', 'ls-files', '-z', 'include', 'src', 'examples', 'tests', 'fuzz', '*.md', 'meson*'],
                        cwd=ROOT, check=True, capture_output=True, text=True).stdout
checked = [path for path in listed.split('\0')
           if path.endswith((*C, '.md', '.py', '.sh', 'meson.build', 'meson_options.txt')) and path != 'tests/rules.py']
found = [finding for path in checked for finding in findings(path)]
print(*found, f'{len(checked)} files, {len(found)} findings', sep='\n')
sys.exit(bool(found) or not checked)
