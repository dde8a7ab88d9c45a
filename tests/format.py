#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every C and C++ source is as clang-format-14 would write it, and no line is longer than 120 columns."""
import pathlib
import subprocess
import sys

LIMIT = 120
root = pathlib.Path(__file__).resolve().parent.parent
listed = subprocess.run(['git', 'ls-files', '-z', 'include', 'src', 'examples', 'tests', 'fuzz'], cwd=root, check=True,
                        capture_output=True, text=True).stdout
sources = [name for name in listed.split('\0') if name.endswith(('.c', '.h', '.cc', '.cpp', '.hpp', '.inl'))]

checked = subprocess.run(['clang-format-14', '--dry-run', '--Werror', *sources], cwd=root, check=False)
long_lines = [f'{name}:{number}: longer than {LIMIT} columns' for name in sources
              for number, line in enumerate((root / name).read_text().splitlines(), 1) if len(line) > LIMIT]
print(f'{len(sources)} files', *long_lines, sep='\n')
sys.exit(checked.returncode != 0 or bool(long_lines) or not sources)
