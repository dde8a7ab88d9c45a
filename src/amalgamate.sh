#!/bin/sh
# SPDX-License-Identifier: MIT
# Write the library as two files, bytes.c and bytes.h, for programs that take sources up: sh src/amalgamate.sh FOLDER
set -eu
[ $# -eq 1 ] || {
    echo "usage: sh src/amalgamate.sh FOLDER" >&2
    exit 64
}
exec python3 "$(dirname "$0")/amalgamate.py" "$1"
