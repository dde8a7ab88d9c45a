#!/bin/sh
# SPDX-License-Identifier: MIT
# Compare the binary interface of the shared libraries with the one that is checked in, by abidiff:
#     sh tests/abi/baseline.sh [BUILD]     fails if a function is gone, or a type or function has changed
#     sh tests/abi/baseline.sh --update    after an intended change: raise the version in base.h, as it says there
# Functions that were added are no difference; exports.txt lists them. For x86-64 and glibc, as the baselines are.
set -eu
cd "$(dirname "$0")/../.."
update=no
if [ "${1-}" = --update ]; then
    update=yes
    shift
fi
build=${1-build/gcc}
if [ "$(uname -m)" != x86_64 ]; then
    echo "the baselines are for x86-64"
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for name in bytes bytes-uv; do
    [ -f "$build/src/lib$name.so" ] || continue
    # What is private in src/ is left out: storage, for instance, is opaque.
    abidw --headers-dir include --drop-private-types --exported-interfaces-only --no-comp-dir-path --no-corpus-path \
        --no-show-locs --no-parameter-names --out-file "$work/lib$name.abi" "$build/src/lib$name.so"
    # Which unit's debugging information was taken is no part of the interface.
    sed -i "s/ declared-inline='yes'//" "$work/lib$name.abi"
    if [ $update = yes ]; then
        cp "$work/lib$name.abi" "tests/abi/lib$name.abi"
    else
        abidiff --no-added-syms "tests/abi/lib$name.abi" "$work/lib$name.abi"
    fi
done
echo "done"
