#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The first line of a report of handles is the line of source that lost one: leak.py SOURCE PROGRAM"""
import os
import re
import subprocess
import sys


def line_of(source, mark):
    with open(source, encoding='utf-8') as file:
        return next(number for number, line in enumerate(file, 1) if mark in line)


def check(text, source):
    name = re.escape(os.path.basename(source))
    lines = text.splitlines()
    expected = [
        (0, rf'1 handle: /.*/{name}:{line_of(source, "/* the lost one */")} in use'),
        (-2, rf'  pinning 1 storage, \d+ bytes: /.*/{name}:{line_of(source, "/* its storage */")} in main'),
        (-1, r'alive: 1 handle, pinning 1 storage, \d+ bytes'),
    ]
    wrong = [pattern for index, pattern in expected if not lines or not re.fullmatch(pattern, lines[index])]
    if wrong:
        print(text, 'not as expected:', *wrong, sep='\n')
    return not wrong


def main(source, program):
    report = subprocess.run([program], check=True, capture_output=True, text=True).stdout
    at_exit = subprocess.run([program, 'exit'], check=True, capture_output=True, text=True,
                             env={**os.environ, 'BYTES_TRACE_HANDLES': '1'}).stderr
    return check(report, source) and check(at_exit, source)


if __name__ == '__main__':
    sys.exit(0 if main(*sys.argv[1:]) else 1)
