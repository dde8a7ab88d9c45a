#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Write include/bytes/impl/begin.inl and end.inl: the names that the headers use for parameters, members and variables,
which a program may have defined as macros.

macros.py            write both anew from the headers of this tree
macros.py --check    exit with 1 and a list if they are not what it would write
macros.py --hostile  print definitions of all these names that no code survives, for a test
"""
import pathlib
import re
import sys

INCLUDE = pathlib.Path(__file__).resolve().parent.parent / 'include/bytes'
BEGIN, END = INCLUDE / 'impl/begin.inl', INCLUDE / 'impl/end.inl'
# Names of the language and of the C library: a program that redefines those has no C left.
STANDARD = set('''bool char const define double else enum extern false float if inline int return size_t sizeof ssize_t
static struct true typedef union unsigned va_list void while switch case default break for continue do goto signed short long
memchr memcmp memcpy memmove memset strlen
int8_t int16_t int32_t int64_t uint8_t uint16_t uint32_t uint64_t uintptr_t intptr_t
auto class constexpr delete explicit volatile restrict friend namespace new noexcept nullptr operator private protected public template
this throw try catch typename using virtual reinterpret_cast static_cast const_cast'''.split())

HEAD = '''\
/* SPDX-License-Identifier: MIT */
/* Written by src/macros.py. {what} */
'''
BEGIN_WHAT = '''Begins each public header: sets aside the macros of the program that have names
 * which the headers use, and turns off warnings of style that it may have on. impl/end.inl undoes both. Private.'''
END_WHAT = 'Ends each public header: undoes impl/begin.inl. Private.'
WARNINGS = '''
#if defined(__GNUC__)
#pragma GCC diagnostic push
#ifdef __cplusplus
#pragma GCC diagnostic ignored "-Wold-style-cast"
#pragma GCC diagnostic ignored "-Wzero-as-null-pointer-constant"
#ifndef __clang__
#pragma GCC diagnostic ignored "-Wuseless-cast"
#endif
#else
#pragma GCC diagnostic ignored "-Wdeclaration-after-statement"
#if !defined(__STDC_VERSION__) || __STDC_VERSION__ < 199901L
#pragma GCC diagnostic ignored "-Wpedantic"
#endif
#endif
#pragma GCC diagnostic ignored "-Wpadded"
#endif
'''
WARNINGS_END = '''
#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif
'''
# On other compilers the macros of the program would be lost.
GUARD = '\n#if defined(__GNUC__) || defined(_MSC_VER)\n'


def names():
    found = set()
    for path in sorted(INCLUDE.glob('*.h')) + sorted(INCLUDE.glob('impl/*.inl')):
        if path not in (BEGIN, END):
            text = re.sub(r'/\*.*?\*/|//[^\n]*|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'', ' ', path.read_text(),
                          flags=re.S)
            text = re.sub(r'^[ \t]*#[ \t]*(?!define)\w+(?:[^\n]*\\\n)*[^\n]*', '', text, flags=re.M)
            found.update(re.findall(r'\b[a-z]\w*\b', text))
    own = re.compile(r'bytes_|uv_|\w*_$')
    return sorted(name for name in found if not own.match(name) and name not in STANDARD)


def files():
    every = names()
    push = ''.join(f'#pragma push_macro("{name}")\n#undef {name}\n' for name in every)
    pop = ''.join(f'#pragma pop_macro("{name}")\n' for name in every)
    return {BEGIN: HEAD.format(what=BEGIN_WHAT) + WARNINGS + GUARD + push + '#endif\n',
            END: HEAD.format(what=END_WHAT) + GUARD + pop + '#endif\n' + WARNINGS_END}


def main(what=''):
    if what == '--hostile':
        print(*(f'#define {name} 2 2' for name in names()), sep='\n')
        return True
    same = True
    for path, text in files().items():
        if what == '--check':
            if not path.exists() or path.read_text() != text:
                print(f'{path} is not what src/macros.py writes: run it')
                same = False
        else:
            path.write_text(text)
    return same


if __name__ == '__main__':
    sys.exit(0 if main(*sys.argv[1:]) else 1)
