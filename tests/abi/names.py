#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compare the functions that headers declare with what names them elsewhere. Exits with 1 and a list if they differ.

names.py update                      write tests/abi/exports*.txt anew from the headers of this tree
names.py rows PROGRAM HEADER...      the functions that `PROGRAM --list` prints (without those that end in _)
names.py golden LIST HEADER...       the list of exports that is checked in
names.py exports NM LIBRARY LIST     the symbols that a shared library exports, and the list
names.py inline PROGRAM... -- HEADER...
                                     the inline functions that these `PROGRAM --list` print
names.py reference HTML HEADER...    the functions with an entry in the folder that Doxygen made (without those that
                                     end in _)
names.py soname READELF LIBRARY HEADER
                                     the version in the library's soname, and that of base.h
names.py plain HEADER...             no header mentions atomics outside comments
names.py installed FOLDER HEADER...  the headers that are installed, and the files in the folder
"""
import pathlib
import re
import subprocess
import sys


def read(path):
    with open(path, encoding='utf-8') as file:
        return file.read()


def code(path):
    """A header without its comments."""
    return re.sub(r'/\*.*?\*/|//[^\n]*', ' ', read(path), flags=re.DOTALL)


def declared(headers, marks='API|INLINE'):
    names = set()
    for header in headers:
        text = re.sub(r'^[ \t]*#(?:[^\n]*\\\n)*[^\n]*', '', code(header), flags=re.MULTILINE)
        names.update(re.findall(rf'\bBYTES_(?:{marks})\b[^;{{}}()]*?\b(\w+)\s*\(', text))
    return names


def golden(path):
    return set(read(path).split())


def update():
    folder = pathlib.Path(__file__).resolve().parent
    include = folder.parents[1] / 'include/bytes'
    uv = include / 'uv.h'  # a library of its own
    core = [header for header in sorted(include.glob('*.h')) if header != uv] + sorted(include.glob('impl/*.inl'))
    for file, headers in ('exports.txt', core), ('exports_uv.txt', [uv]):
        lines = ''.join(name + '\n' for name in sorted(declared(headers)))
        (folder / file).write_text(lines, encoding='utf-8')


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def same(left_name, left, right_name, right):
    for name in sorted(left - right):
        print(f'{name}: in {left_name}, not in {right_name}')
    for name in sorted(right - left):
        print(f'{name}: in {right_name}, not in {left_name}')
    if not left or not right:
        print('nothing to compare')
    return left == right and bool(left)


def main(what, *rest):
    if what == 'rows':
        listed = {name for name in run(rest[0], '--list').split() if name.startswith('bytes_')}
        public = {name for name in declared(rest[1:]) if not name.endswith('_')}
        return same('the headers', public, 'the table', listed)
    if what == 'update':
        update()
        return True
    if what == 'golden':
        equal = same('the headers', declared(rest[1:]), 'the list', golden(rest[0]))
        if not equal:
            print('if that is intended: python3 tests/abi/names.py update')
        return equal
    if what == 'exports':
        lines = [line.split() for line in run(rest[0], '-D', '--defined-only', rest[1]).splitlines()]
        # Type A: the version, which is a symbol too.
        names = {line[2].split('@')[0] for line in lines if len(line) == 3 and line[1] != 'A'}
        return same('the library', names, 'the list', golden(rest[2]))
    if what == 'inline':
        split = rest.index('--')
        called = {name for program in rest[:split] for name in run(program, '--list').split()}
        return same('the headers', declared(rest[split + 1:], 'INLINE'), 'the tests', called)
    if what == 'reference':
        pages = ''.join(read(page) for page in pathlib.Path(rest[0]).glob('*.html'))
        entries = set(re.findall(r'<h2 class="memtitle">.*?</span>(\w+)\(\)', pages))
        public = {name for name in declared(rest[1:]) if not name.endswith('_')}
        return same('the headers', public, 'the reference', entries)
    if what == 'installed':
        folder = pathlib.Path(rest[0]).resolve()
        present = {str(path.relative_to(folder)) for path in folder.rglob('*') if path.is_file()}
        return same('the folder', present, 'the build',
                    {str(pathlib.Path(header).resolve().relative_to(folder)) for header in rest[1:]})
    if what == 'soname':
        version = dict(re.findall(r'#define BYTES_VERSION_(\w+) (\d+)', read(rest[2])))
        # While the major version is 0, each minor version may change the interface.
        wanted = f'0.{version["MINOR"]}' if version['MAJOR'] == '0' else version['MAJOR']
        found = re.findall(r'SONAME.*\.so\.([0-9.]+)\]', run(rest[0], '-d', rest[1]))
        print(*found)
        return found == [wanted]
    if what == 'plain':
        bad = [header for header in rest if re.search('atomic', code(header), flags=re.IGNORECASE)]
        for header in bad:
            print(f'{header}: mentions atomics')
        return not bad
    print(__doc__)
    return False


if __name__ == '__main__':
    sys.exit(0 if main(*sys.argv[1:]) else 1)
