#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Write the core of the library as two files: amalgamate.py FOLDER. See amalgamate.sh."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
INCLUDE = ROOT / 'include'
SRC = ROOT / 'src'
BEGIN, END = INCLUDE / 'bytes/impl/begin.inl', INCLUDE / 'bytes/impl/end.inl'
# POSIX only, as meson.build has them, and what is left out without the hash.
POSIX_HEADERS = [INCLUDE / 'bytes/fd.h', INCLUDE / 'bytes/map.h']
CONDITIONS = {'fd.c': '!defined(_WIN32)', 'map.c': '!defined(_WIN32)', 'hash.c': '!defined(BYTES_NO_HASH)',
              'queue_hash.c': '!defined(BYTES_NO_HASH)'}
APART = {INCLUDE / 'bytes/uv.h'}  # a library of its own

HEADER = '''\
/* SPDX-License-Identifier: MIT */
/*
 * libbytes {version}, in two files that src/amalgamate.sh wrote: this one and bytes.c. Compile bytes.c as C11 with the
 * program. It needs xxhash.h; without it, define BYTES_NO_HASH wherever this file is included. What contains bytes.c
 * exports none of its functions, unless BYTES_EXPORTED is defined.
 *
 * {license}
 */
#ifndef BYTES_AMALGAMATED_H
#define BYTES_AMALGAMATED_H

#if !defined(BYTES_STATIC) && !defined(BYTES_EXPORTED)
#define BYTES_STATIC
#endif

'''
SOURCE = '''\
/* SPDX-License-Identifier: MIT */
/*
 * libbytes {version}, see bytes.h. It may also be included in a source of the program, whose names its private ones then
 * are: after everything else, or, if that source is strict C (-std=c11), before the first header.
 */
#if !defined(__STDC_VERSION__) || __STDC_VERSION__ < 201112L
#error "bytes.c is C11; bytes.h is for older dialects too"
#endif

/* What a build would have found out. Extensions that were not asked for before the first header have replacements. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#ifndef _FILE_OFFSET_BITS
#define _FILE_OFFSET_BITS 64
#endif
#include <string.h>
#if defined(__GLIBC__) && !defined(__USE_XOPEN2K8)
#error "POSIX is not declared: include bytes.c before the first header, or compile with -D_GNU_SOURCE"
#endif
#ifdef __USE_GNU
#define BYTES_HAVE_MEMMEM
#define BYTES_HAVE_MEMRCHR
#endif
#ifdef __GLIBC__
#define BYTES_HAVE_BACKTRACE
#endif
#if defined(__GLIBC__) && defined(__USE_GNU)
#define BYTES_HAVE_DL_ITERATE_PHDR
#endif
#ifdef __USE_MISC
#define BYTES_HAVE_PREADV
#endif
#if defined(__linux__) && defined(__has_include)
#if __has_include(<sys/single_threaded.h>)
#define BYTES_HAVE_SINGLE_THREADED
#endif
#endif

#include "bytes.h"

/* The one external definition of every inline function. */
{externs}

#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#endif
'''
SOURCE_END = '''
#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif
'''


def text(path):
    return path.read_text(encoding='utf-8')


def license_text():
    return '\n * '.join(text(ROOT / 'LICENSE').splitlines()).replace(' * \n', ' *\n')


def find(name, bracket, folder):
    candidates = ([folder / name, SRC / name] if bracket == '"' else []) + [INCLUDE / name]
    return next((path.resolve() for path in candidates if path.exists()), None)


def static_prototypes(header):
    """A private header whose functions are declared static, which holds for their definitions too."""
    return re.sub(r'^(?!static|typedef|extern|BYTES_API|#)(?=[A-Za-z][\w \*]*?\b\w+\([^;{]*;)', 'static ', header, flags=re.M)


def expand(path, done, public):
    """The text of a file with those of this tree that it includes, each once."""
    done.add(path)
    lines = []
    content = text(path) if public or path.suffix == '.c' else static_prototypes(text(path))
    for line in content.splitlines():
        found = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
        inner = found and find(found.group(2), found.group(1), path.parent)
        if inner is None:
            lines.append(line)
        elif inner in (BEGIN, END) or inner in done or (not public and INCLUDE in inner.parents):
            continue
        else:
            lines.append(f'/* {inner.relative_to(ROOT)} */')
            lines.extend(expand(inner, done, public))
    return [line for line in lines if not re.match(r'/\* SPDX-License-Identifier', line)]


def header(version):
    done = {BEGIN, END}
    body = expand(INCLUDE / 'bytes/bytes.h', done, True)
    # Headers that the umbrella leaves out.
    rest = [path for path in sorted((INCLUDE / 'bytes').glob('*.h')) if path not in done | APART]
    for path in rest:
        condition = '#ifndef _WIN32' if path in POSIX_HEADERS else None
        body += [condition] if condition else []
        body += [f'/* {path.relative_to(ROOT)} */'] + expand(path, done, True)
        body += ['#endif'] if condition else []
    # System headers first: they are not among what begin.inl sets aside.
    system = sorted({line for line in body if re.match(r'#include <(?!sys/|unistd)', line)})
    body = [line for line in body if line not in system]
    begin, end = (re.sub(r'/\*.*?\*/\n', '', text(path), flags=re.S) for path in (BEGIN, END))
    return '\n'.join([HEADER.format(version=version, license=license_text()), *system, begin, *body, end, '#endif', ''])


def statics(source):
    """Names that a source keeps to itself: functions, objects, types and macros."""
    patterns = (r'^static [^;={]*?\b(\w+)\(', r'^static [^;({]*?\b(\w+)(?:\[\w*\])* = ', r'^typedef (?:struct|union|enum) (\w+)',
                r'^#define (\w+)', r'^enum \{ (\w+)', r'^enum \{[^}]*, (\w+)', r'^    ([A-Z_]+) = ')
    found = {name for pattern in patterns for name in re.findall(pattern, source, re.M)}
    return {name for name in found if not name.startswith('_')}  # the others are the C library's


def sources():
    listed = re.search(r'bytes_sources = files\((.*?)\)', text(SRC / 'meson.build'), re.S).group(1)
    names = re.findall(r"'(\w+\.c)'", listed) + list(CONDITIONS)
    return [SRC / name for name in names if name != 'inline.c']


def inline_names():
    names = set()
    for path in sorted((INCLUDE / 'bytes').glob('*.h')) + sorted((INCLUDE / 'bytes/impl').glob('*.inl')):
        if path not in APART:
            code = re.sub(r'/\*.*?\*/', ' ', text(path), flags=re.S)
            code = re.sub(r'^[ \t]*#(?:[^\n]*\\\n)*[^\n]*', '', code, flags=re.M)
            names.update(re.findall(r'\bBYTES_INLINE\b[^;{}()]*?\b(\w+)\s*\(', code))
    return sorted(names)


def source(version):
    hashed = {'bytes_hash'}
    externs = [f'extern __typeof__({name}) {name};' for name in inline_names() if name not in hashed]
    externs += ['#ifndef BYTES_NO_HASH'] + [f'extern __typeof__({name}) {name};' for name in sorted(hashed)] + ['#endif']
    parts = [SOURCE.format(version=version, externs='\n'.join(externs))]
    done = set()
    seen = set()
    for path in sources():
        own = statics(text(path))
        clashes = sorted(own & seen)
        seen |= own
        lines = [f'/* src/{path.name} */']
        lines += [f'#define {name} {path.stem}_{name}' for name in clashes]
        lines += [line for line in expand(path, done, False) if not re.match(r'#define _(GNU_SOURCE|FILE_OFFSET_BITS)', line)]
        lines += [f'#undef {name}' for name in clashes]
        condition = CONDITIONS.get(path.name)
        parts.append('\n'.join([f'#if {condition}', *lines, '#endif', ''] if condition else [*lines, '']))
    return '\n'.join([*parts, SOURCE_END])


def main(folder):
    version = '.'.join(re.search(rf'#define BYTES_VERSION_{part} (\d+)', text(INCLUDE / 'bytes/base.h')).group(1)
                       for part in ('MAJOR', 'MINOR', 'PATCH'))
    out = pathlib.Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    (out / 'bytes.h').write_text(header(version), encoding='utf-8')
    (out / 'bytes.c').write_text(source(version), encoding='utf-8')


if __name__ == '__main__':
    main(sys.argv[1])
