#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""gdb prints handles as src/libbytes-gdb.py says: printers.py GDB SCRIPT PROGRAM. SCRIPT may be `auto`: then gdb is to
find it by itself, in a folder that it trusts."""
import pathlib
import re
import subprocess
import sys

# What is printed, and the pattern of all of it.
EXPECTED = {
    'print empty': r'0 bytes b"", pins nothing',
    'print literal': r'8 bytes b"a \\"b\\"\\n\\0\\x7f", pins nothing',
    'print unique': r'6 bytes b" world", pins \d+ bytes allocated, [0-9.]+% of the weight',
    'print most': r'5 bytes b"hello", pins \d+ bytes allocated, [0-9.e-]+% of the weight',
    'print adopted': r'7 bytes b"adopted", pins 7 bytes adopted, unique',
    'print buffer': r'4 of \d+ bytes b"tail", pins \d+ bytes allocated, [0-9.]+% of the weight',
    'print head': r'4 bytes b"head", pins \d+ bytes allocated, [0-9.e-]+% of the weight',
    'print aligned': r'0 of 4096 bytes b"", pins 8192 bytes allocated, unique',
    'print queue': r'10 bytes in 3 pieces = {\[0\] = 3 bytes b"one", pins nothing, '
                   r'\[1\] = 3 bytes b"two", pins nothing, \[2\] = 4 of 4\d+ bytes b"tail", pins 4\d+ bytes allocated, unique, high = 1000}',
    'print ring': r'5 bytes in 5 pieces = {' +
                  ', '.join(rf'\[{i}\] = 1 bytes b"{i + 1}", pins nothing' for i in range(5)) + '}',
    'print weak': r'4 bytes, weak, b"kept"',
    'print gone': r'7 bytes that are gone',
    'print kept': r'4 bytes b"kept", pins \d+ bytes with weak views, unique',
    'print format': r'length of 4 bytes be at 0, skips the header, at most 100',
    'print lines': r'lines up to LF and CRLF, at most 80, 0 searched',
    'print span': r'4 bytes, b"span"',
    'set print elements 3': None,
    'print unique.data': None,
    'print most ': r'5 bytes b"hel"..., pins .*',
    'bytes-storage adopted.storage': r'adopted, read only\nsize 7, retains 7, initial capacity 0\n'
                                     r'weight outstanding 0x1000+, 1 of the whole\nallocator malloc',
    'bytes-storage buffer.storage': r'allocated\nsize \d+, retains \d+, initial capacity 1\d\d\n'
                                    r'weight outstanding 0x1000+, 1 of the whole\nallocator malloc',
    'bytes-storage aligned.storage': r'allocated\nsize 4096, retains 8192, initial capacity 4096\n'
                                     r'weight outstanding 0x1000+, 1 of the whole\nallocator 0x[0-9a-f]+',
    'bytes-storage literal.storage': r'no storage: .*',
}


def main(gdb, script, program):
    commands = ['set print pretty off', 'set width 0', 'set confirm off']
    commands += [] if script == 'auto' else [f'source {script}']
    commands += ['break stop', 'run', 'up']
    for number, command in enumerate(EXPECTED):
        commands += [f'echo <{number}>', command, f'echo </{number}>']
    arguments = [argument for command in commands for argument in ('-ex', command)]
    trusted = f'add-auto-load-safe-path {pathlib.Path(program).resolve().parents[1]}'
    early = ['-iex', trusted if script == 'auto' else 'set auto-load off']
    done = subprocess.run([gdb, '-nx', '-batch', *early, *arguments, program], capture_output=True, text=True,
                          check=False)
    if 'ptrace: Operation not permitted' in done.stderr:
        sys.exit(77)  # a sandbox: skipped
    wrong = 0
    for number, (command, pattern) in enumerate(EXPECTED.items()):
        found = re.search(rf'<{number}>(.*)</{number}>', done.stdout, re.S)
        answer = re.sub(r'^\$\d+ = ', '', found.group(1).strip()) if found else 'nothing'
        if pattern is not None and not re.fullmatch(pattern, answer):
            wrong += 1
            print(f'{command}:\n  {answer}\nis not\n  {pattern}')
    if wrong:
        print(done.stdout[-2000:], done.stderr[-2000:])
    return wrong


if __name__ == '__main__':
    sys.exit(bool(main(*sys.argv[1:])))
