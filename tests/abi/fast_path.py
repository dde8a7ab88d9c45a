#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Write a C file that stands in for the library: each exported function passes its name to fast_path_called().

fast_path.py LIST       the list of exports
"""
import sys

from names import golden

HEAD = '''\
/* The types are not those of the headers, which are not included: no stub looks at its arguments, or returns. */
void fast_path_called(const char *name);
'''


def main(path):
    print(HEAD)
    for name in sorted(golden(path)):
        print(f'void {name}(void);\nvoid {name}(void)\n{{\n    fast_path_called("{name}");\n}}\n')


if __name__ == '__main__':
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
