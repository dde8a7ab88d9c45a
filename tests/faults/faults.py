#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Each fault of test-faults is reported at its line, and the same program without it is not. Speaks TAP.

faults.py TOOL MODES PROGRAM SOURCE   TOOL: none, address (AddressSanitizer), valgrind, pages (the MMU)
                                      MODES: those of the build, as `isolate` or `valgrind`, or `none`
"""
import os
import re
import signal
import subprocess
import sys

SENTINEL = 99  # exit status of valgrind if it has something to report


def is_seen(tool, modes, seen_by):
    """Whether a build reports a fault that is `seen_by` these: a fact of the design, not of the run."""
    poisoned = tool == 'address' or tool == 'valgrind' and {'isolate', 'valgrind'} & modes
    isolated = 'isolate' in modes and tool != 'none'
    return bool('poison' in seen_by and poisoned or 'isolation' in seen_by and isolated and tool != 'pages'
                or 'pages' in seen_by and tool == 'pages')


def lines_of(source):
    """The lines of each function in which it reads or writes."""
    lines, name = {}, None
    with open(source, encoding='utf-8') as file:
        for number, line in enumerate(file, 1):
            begun = re.match(r'static void (\w+)\(bool fault\)', line)
            name = begun.group(1) if begun else name
            if re.match(r'\s+(READ|WRITE)\(', line):
                lines.setdefault(name, set()).add(number)
    return lines


def run(tool, program, *args):
    command = [program, *args]
    if tool == 'valgrind':
        command = ['valgrind', '--quiet', '--leak-check=full', f'--error-exitcode={SENTINEL}', *command]
    environment = {**os.environ, 'ASAN_OPTIONS': 'exitcode=97:detect_stack_use_after_return=0'}
    done = subprocess.run(command, capture_output=True, text=True, errors='replace', env=environment)
    return done.returncode, done.stderr


def is_reported(tool, status, report, source, lines):
    """Whether the tool ended the program for the access in one of the lines."""
    at_line = any(f'{os.path.basename(source)}:{line}' in report for line in lines)
    return {'none': False,
            'address': status == 97 and 'AddressSanitizer: ' in report and at_line,
            'valgrind': status == SENTINEL and 'Invalid ' in report and at_line,
            'pages': status == -signal.SIGSEGV}[tool]


def main(tool, modes, program, source):
    modes = set(modes.split(','))
    lines = lines_of(source)
    faults = [line.split() for line in subprocess.run([program], check=True, capture_output=True,
                                                      text=True).stdout.splitlines()]
    print(f'1..{2 * len(faults)}')
    number = 0

    def result(good, name, report):
        nonlocal number
        number += 1
        print(f'{"ok" if good else "not ok"} {number} - {name}')
        if not good:
            print(*(f'# {line}' for line in report.splitlines()), sep='\n')
        return not good

    wrong = 0
    for name, *seen_by in faults:
        status, report = run(tool, program, name, 'sound')
        wrong += result(status == 0 and not report, f'without_a_{name}', report)
        status, report = run(tool, program, name)
        if is_seen(tool, modes, seen_by):
            wrong += result(is_reported(tool, status, report, source, lines[name]), name, f'status {status}\n{report}')
        else:
            wrong += result(status == 0, f'{name}_goes_unnoticed', report)
    return wrong


if __name__ == '__main__':
    sys.exit(bool(main(*sys.argv[1:])))
