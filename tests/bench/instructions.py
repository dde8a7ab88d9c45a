#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Compare the number of instructions of each benchmark row with a table. Exits with 1 and a list if they differ.

instructions.py [--update] PROGRAM LIBRARY TABLE

PROGRAM is built from instructions.c, LIBRARY is the shared library it uses; callgrind counts the instructions of both.
With --update the table is rewritten. If the table is for another compiler or machine than PROGRAM, the counts are
printed and not compared. More in instructions.md.
"""
import os
import subprocess
import sys
import tempfile

MODES = ['single', 'multi']
# Tolerance for minor versions of the compiler. One more instruction per item is still found in rows of up to 50.
SHARE = 0.02
LEAST = 0.5

HEAD = '''\
# Instructions per item of work, in a process with one thread and in one with two: see instructions.md.
# A count may differ by 2 % or half an instruction, whichever is more. Fewer instructions than here are an error too: the
# table must be updated, so that a later increase is found. Written by `sh tests/bench/instructions.sh --update`.
'''


def counted(path, objects):
    """The instructions executed in these objects, and in PLT stubs, which callgrind assigns to no object, in one part of
    callgrind's output."""
    total = 0
    in_object = inside = False
    inclusive = False
    with open(path, encoding='utf-8') as file:
        for line in file:
            if line.startswith('ob='):
                inside = in_object = line[3:].strip() in objects
            elif line.startswith('fn='):
                inside = in_object or line.endswith('[PLT]\n')
            elif line.startswith('calls='):
                inclusive = True  # the next line is the cost of the callee, which has lines of its own
            elif line[0].isdigit():
                if inside and not inclusive:
                    total += int(line.split()[1])
                inclusive = False
    return total


def measure(program, library, mode):
    """Instructions per item by row, in the order of the program."""
    objects = {os.path.realpath(program), os.path.realpath(library)}
    rows = {}
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, 'part')
        done = subprocess.run(
            ['valgrind', '--quiet', '--tool=callgrind', '--compress-strings=no', '--compress-pos=no', '--skip-plt=no',
             '--zero-before=measured', '--dump-after=measured', f'--callgrind-out-file={out}', program, mode],
            check=True, stdout=subprocess.PIPE, text=True)
        calls = {}
        for number, line in enumerate(done.stdout.splitlines(), start=1):
            work, who, items, rounds = line.split('\t')
            call = int(items) * int(rounds), counted(f'{out}.{number}', objects)
            calls.setdefault((work, who), []).append(call)
    for row, ((few, first), (many, second)) in calls.items():
        rows[row] = (second - first) / (many - few)
        if min(first, second) < few:
            raise SystemExit(f'{row}: {first} and {second} instructions are implausible')
    return rows


def read(path):
    """The compiler the table is for, and its rows; an empty compiler if there is no table."""
    compiler = ''
    rows = {}
    if os.path.exists(path):
        with open(path, encoding='utf-8') as file:
            for line in file:
                if line.startswith('compiler:'):
                    compiler = line.split(':')[1].strip()
                elif line.strip() and not line.startswith(('#', 'work')):
                    work, who, *counts = [field.strip() for field in line.split('|')]
                    rows.update({(work, who, mode): float(count) for mode, count in zip(MODES, counts)})
    return compiler, rows


def table_of(compiler, rows):
    names = list(dict.fromkeys(row[:2] for row in rows))
    widths = [max(len(name[i]) for name in names) for i in range(2)]
    lines = [[*(f'{name:{width}}' for name, width in zip(name, widths)),
              *(f'{rows[(*name, mode)]:8.2f}' for mode in MODES)] for name in names]
    head = [f'{"work":{widths[0]}}', f'{"who":{widths[1]}}', *(f'{mode:>8}' for mode in MODES)]
    return f'{HEAD}compiler: {compiler}\n\n' + ''.join(' | '.join(line) + '\n' for line in [head, *lines])


def compare(table, rows):
    bad = 0
    for row in dict.fromkeys([*table, *rows]):
        name = '{}, {}, {}'.format(*row)
        if row not in rows or row not in table:
            print(f'{name}: not in the {"table" if row in rows else "program"}')
            bad += 1
        elif abs(rows[row] - table[row]) > max(SHARE * table[row], LEAST):
            print(f'{name}: {rows[row]:.2f} instructions, {table[row]:.2f} in the table')
            bad += 1
    return bad


def main(arguments):
    update = arguments[:1] == ['--update']
    if len(arguments) != 3 + update:
        raise SystemExit(__doc__)
    program, library, path = arguments[update:]
    compiler = subprocess.run([program, 'compiler'], check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
    expected, table = read(path)
    if update and expected not in ('', compiler):
        raise SystemExit(f'The table is for {expected}, this is {compiler}: delete the table to change that.')
    rows = {}
    for mode in MODES:
        rows.update({row + (mode,): count for row, count in measure(program, library, mode).items()})
    text = table_of(compiler, rows)
    if update:
        with open(path, 'w', encoding='utf-8') as file:
            file.write(text)
        return 0
    print(text)
    if not expected:
        raise SystemExit(f'{path}: no table, or it names no compiler')
    if expected != compiler:
        print(f'The table is for {expected}, this is {compiler}: not compared.')
        return 0
    bad = compare(table, rows)
    print(f'{len(rows)} counts, {bad} differ from the table')
    return bad != 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
