# SPDX-License-Identifier: MIT
"""Every public function that these headers declare is called by a step of a fuzz target.

usage: coverage.py ROOT SOURCE... -- HEADER...

A static function that no step uses is a compiler warning, so a call in a source file is a call by a step."""
import importlib.util
import pathlib
import re
import sys


def declared(root, headers):
    sys.dont_write_bytecode = True
    spec = importlib.util.spec_from_file_location('names', root / 'tests/abi/names.py')
    names = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(names)
    return {name for name in names.declared(headers) if not name.endswith('_')}


def called(sources):
    text = ''.join(re.sub(r'/\*.*?\*/|"[^"\n]*"', '', pathlib.Path(source).read_text(), flags=re.DOTALL)
                   for source in sources)
    return set(re.findall(r'\b(\w+)\(', text))


def main():
    split = sys.argv.index('--')
    functions = declared(pathlib.Path(sys.argv[1]), sys.argv[split + 1:])
    missing = functions - called(sys.argv[2:split])
    for name in sorted(missing):
        print(f'{name}: called by no step')
    print(f'{len(functions)} functions, {len(missing)} not called')
    sys.exit(bool(missing) or not functions)


main()
