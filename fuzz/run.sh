#!/bin/sh
# SPDX-License-Identifier: MIT
# Fuzz: sh fuzz/run.sh [SECONDS] [TARGET...]
# Each target (all, if none is named) for SECONDS (60), from its corpus in the repository and from what earlier runs
# found, under AddressSanitizer and UndefinedBehaviorSanitizer. Fails if a target does.
set -eu
cd "$(dirname "$0")/.."

seconds=60
case ${1-} in
[0-9]*)
    seconds=$1
    shift
    ;;
esac
case $seconds in
*[!0-9]*)
    echo "usage: sh fuzz/run.sh [SECONDS] [TARGET...]" >&2
    exit 64
    ;;
esac

. ./tests/packages.sh
need_packages meson ninja-build clang libclang-rt-dev libc6-dev libstdc++-12-dev pkg-config libxxhash-dev

build=build/fuzz
found=build/fuzz-corpus
crashes=build/fuzz-crashes

# -fsanitize=fuzzer-no-link is for all of the project: the engine goes by what the library's code does.
with_options() {
    "$@" -Dfuzzing=libfuzzer -Db_sanitize=address,undefined -Db_lundef=false -Ddefault_library=static \
        -Dtests=disabled -Dexamples=disabled '-Dc_args=-fsanitize=fuzzer-no-link -fno-sanitize-recover=all'
}
echo "== building in $build"
if [ -f "$build/build.ninja" ]; then
    with_options meson configure "$build"
else
    with_options env CC=clang meson setup "$build"
fi
ninja -C "$build"

if [ $# -eq 0 ]; then
    for program in "$build"/fuzz/fuzz-*; do
        if [ -f "$program" ]; then
            set -- "$@" "${program##*/fuzz-}"
        fi
    done
fi
if [ $# -eq 0 ]; then
    echo "no fuzz target was built" >&2
    exit 1
fi

failed=
for target in "$@"; do
    program=$build/fuzz/fuzz-$target
    if [ ! -x "$program" ]; then
        echo "$target: no such target" >&2
        exit 64
    fi
    mkdir -p "$found/$target" "$crashes/$target"
    set -- "$found/$target"
    if [ -d "fuzz/corpus/$target" ]; then
        set -- "$@" "fuzz/corpus/$target"
    fi
    if [ -f "fuzz/$target.dict" ]; then
        set -- "-dict=fuzz/$target.dict" "$@"
    fi
    echo "== $target: $seconds seconds; new inputs go to $found/$target"
    # The first folder takes what is new, the others are only read.
    if "$program" -max_total_time="$seconds" -max_len=4096 -timeout=20 -print_final_stats=1 \
        -artifact_prefix="$crashes/$target/" "$@"; then
        echo "== $target: nothing found"
    else
        echo "== $target: FAILED; its input is in $crashes/$target" >&2
        failed="$failed $target"
    fi
done

if [ -n "$failed" ]; then
    echo "failed:$failed" >&2
    exit 1
fi
