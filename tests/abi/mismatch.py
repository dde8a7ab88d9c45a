#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A program links with the library only if both have the same modes; otherwise the linker names what is missing.

mismatch.py MODES INCLUDE LIBRARY CC... -- LINK...
                        the modes of the library as `trace_handles,isolate`, or `none`; what it is linked with
"""
import itertools
import pathlib
import re
import subprocess
import sys
import tempfile

MODES = ('trace_handles', 'isolate', 'valgrind')
# Isolation includes what is for Valgrind.
COMBINATIONS = [modes for count in range(3) for modes in itertools.combinations(MODES, count)
                if modes != ('isolate', 'valgrind')]
# What a program may do with handles, each apart from the others: any one of them is enough to see the mismatch.
USES = {
    'drop': 'bytes_drop(views);',
    'drop_all': 'bytes_drop_all(views, 2);',
    'copy': 'Bytes view; return bytes_copy(argv[0], (size_t)argc, &view);',
    'clone': 'views[1] = bytes_clone(views);',
    'share': 'views[1] = bytes_share(views);',
    'buffer': 'BytesMut buffer = BYTES_MUT_EMPTY; return bytes_mut_put(&buffer, argv[0], (size_t)argc);',
    'adopt': 'Bytes view; return bytes_adopt_malloc(argv[0], (size_t)argc, &view);',
    'queue': 'BytesQueue queue; bytes_queue_init(NULL, 0, &queue);',
    'queue_drop': 'BytesQueue queue = BYTES_QUEUE_EMPTY; bytes_queue_drop(&queue);',
}
# Volatile, so that the compiler does not see that the handles are empty.
PROGRAM = '''\
#include <bytes/bytes.h>
static Bytes space[2];
static Bytes *volatile address = space;
int main(int argc, char **argv)
{
    Bytes *const views = address;
    (void)argc;
    (void)argv;
    (void)views;
    BODY
    return 0;
}
'''


def suffix(modes):
    return '_with_' + '_and_'.join(modes) if modes else ''


def builds(source, modes, level, include, library, compiler, link, work):
    flags = [f'-DBYTES_{mode.upper()}=1' for mode in modes]
    done = subprocess.run([*compiler, '-std=c11', level, *flags, f'-I{include}', str(source), library, '-o',
                           str(work / 'program'), *link], capture_output=True, text=True)
    return done.returncode == 0, done.stderr


def main(library_modes, include, library, *rest):
    compiler, link = rest[:rest.index('--')], rest[rest.index('--') + 1:]
    library_modes = tuple(mode for mode in MODES if mode in library_modes.split(','))
    if 'isolate' in library_modes:
        library_modes = tuple(mode for mode in library_modes if mode != 'valgrind')
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        for use, body in USES.items():
            source = work / f'{use}.c'
            source.write_text(PROGRAM.replace('BODY', body))
            for modes, level in itertools.product(COMBINATIONS, ('-O0', '-O2')):
                linked, errors = builds(source, modes, level, include, library, compiler, link, work)
                named = re.search(rf'undefined.*bytes_\w+{suffix(modes)}\b', errors)
                if modes == library_modes and linked or modes != library_modes and not linked and named:
                    continue
                wrong += 1
                print(f'{use}, {level}, modes {modes}: {"linked" if linked else errors}')
    return wrong


if __name__ == '__main__':
    sys.exit(bool(main(*sys.argv[1:])))
