#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""No file includes a file of a higher floor, and no circle of files includes each other. Exits with 1 and a list if not.

floors.py ROOT

A file belongs to the module that its name begins with (queue_ring.c to `queue`); a file without a module is an error,
so that each new one is given its floor here.
"""
import pathlib
import re
import sys

# From the ground up; the modules of one floor may use each other in one direction.
LIBRARY = [
    ['attributes', 'begin', 'end', 'mode', 'base', 'compiler', 'counting', 'orders', 'sizes', 'system_errors', 'compat', 'scan'],
    ['guard', 'allocator'],
    ['poison', 'storage', 'trace'],
    ['view', 'isolate'],
    ['adopt', 'mut', 'format', 'map', 'pool', 'weak'],
    ['number', 'search', 'hash', 'no_hash', 'text'],
    ['queue'],
    ['queue_number'],
    ['codec', 'fd'],
    ['uv'],
    ['bytes', 'inline'],
]
# The folders of the example; files beside them are below them. Two folders of one floor do not know each other.
HTTP = {'': 0, 'parser': 1, 'server': 2, 'cli': 2}
# The program, which puts them together.
HTTP_MAIN = ('cli', 'main.c')
# Looks upward that are still there.
UPWARD = set()


def library_floor(path):
    modules = {module: floor for floor, names in enumerate(LIBRARY) for module in names}
    name = path.stem
    while name and name not in modules:
        name = name.rpartition('_')[0]
    return modules.get(name)


def http_floor(path, http):
    parts = path.relative_to(http).parts
    if parts == HTTP_MAIN:
        return len(HTTP)
    return HTTP.get(parts[0] if len(parts) > 1 else '')


def unit(name):
    """A source and its own headers are one; a public header is apart, because several sources implement it."""
    path = pathlib.PurePath(name)
    return name if path.parts[0] == 'include' else str(path.parent / re.sub('_internal$', '', path.stem))


def units(files):
    """Which units each source reaches, through headers too. A header without a source is no unit that could close a
    circle."""
    graph = {}
    for source in (name for name in files if name.endswith('.c')):
        reached = set()
        pending = [source]
        while pending:
            new = files.get(pending.pop(), set()) - reached
            reached |= new
            pending.extend(new)
        graph.setdefault(unit(source), set()).update(unit(name) for name in reached if unit(name) != unit(source))
    return graph


def included(path, folders):
    """The files of this tree that a file includes."""
    for bracket, name in re.findall(r'^#include\s*([<"])([^>"]+)', path.read_text(encoding='utf-8'), re.MULTILINE):
        candidates = [folder / name for folder in ([path.parent] if bracket == '"' else []) + folders]
        found = next((candidate for candidate in candidates if candidate.exists()), None)
        if found is not None:
            yield found.resolve()


def circle(graph):
    """Names that include each other in a circle, or None."""
    done = set()

    def visit(name, trail):
        if name in trail:
            return trail[trail.index(name):] + [name]
        if name in done:
            return None
        for other in sorted(graph.get(name, ())):
            found = visit(other, trail + [name])
            if found:
                return found
        done.add(name)
        return None

    return next((found for found in (visit(name, []) for name in sorted(graph)) if found), None)


def check(root):
    root = root.resolve()
    http = root / 'examples/http'
    library = sorted(path for folder in ('include', 'src') for path in (root / folder).rglob('*')
                     if path.suffix in ('.c', '.h', '.inl'))
    example = sorted(path for path in http.rglob('*') if path.suffix in ('.c', '.h'))
    folders = [root / 'include', http] + [http / folder for folder in HTTP if folder]
    wrong = []
    files = {}
    for path in library + example:
        floor = library_floor(path) if path in library else http_floor(path, http)
        if floor is None:
            wrong.append(f'{path.relative_to(root)}: no floor; give it one in tests/headers/floors.py')
            continue
        for other in included(path, folders):
            if (path in library) != (other in library):
                if path in library:
                    wrong.append(f'{path.relative_to(root)} includes {other.relative_to(root)}, of an example')
                continue
            above = library_floor(other) if other in library else http_floor(other, http)
            pair = (str(path.relative_to(root)), str(other.relative_to(root)))
            beside = path in example and above == floor and path.parent != other.parent
            if above is not None and (above > floor or beside) and pair not in UPWARD:
                where = 'beside' if beside else 'above'
                wrong.append(f'{path.relative_to(root)} includes {other.relative_to(root)}, which is {where} it')
            files.setdefault(pair[0], set()).add(pair[1])
    for graph in (files, units(files)):
        found = circle(graph)
        if found:
            wrong.append('a circle: ' + ' includes '.join(found))
    if len(library) < 20 or len(files) < 20:
        wrong.append('nothing to check')
    return wrong


if __name__ == '__main__':
    mistakes = check(pathlib.Path(sys.argv[1]))
    print(*mistakes, sep='\n')
    sys.exit(bool(mistakes))
