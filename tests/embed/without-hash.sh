#!/bin/sh
# SPDX-License-Identifier: MIT
# Without the hash the library is built without xxhash.h, and a program that calls the hash is told so by the compiler.
set -eu
source_tree=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() {
    echo "failed: $*"
    exit 1
}
meson setup "$work/build" "$source_tree" --prefix "$work/prefix" --libdir lib -Dhash=disabled | tee "$work/log"
grep -q 'hash *: *NO' "$work/log"
grep -q 'tests *: *NO' "$work/log"
meson install -C "$work/build"
! ninja -C "$work/build" -t deps | grep xxhash || fail "xxhash.h was included"
export PKG_CONFIG_PATH="$work/prefix/lib/pkgconfig"
cat >"$work/hash.c" <<'C'
#include <bytes/bytes.h>

int main(void)
{
    BytesQueue queue = BYTES_QUEUE_EMPTY;
    Bytes view = BYTES_EMPTY;
    return bytes_hash(&view, 0) == bytes_queue_hash(&queue, 0, 0, 0);
}
C
for compiler in gcc g++ clang clang++; do
    command -v $compiler >/dev/null 2>&1 || continue
    case $compiler in *++) language='-x c++' ;; *) language='-x c' ;; esac
    for package in libbytes libbytes-static; do
        # The flags are split on purpose.
        # shellcheck disable=SC2046,SC2086
        $compiler $language -Wall -Wextra -Werror $(pkg-config --cflags $package) "$source_tree/tests/embed/use.c" \
            "$source_tree/tests/embed/use_more.c" -x none -o "$work/use" $(pkg-config --libs $package)
        LD_LIBRARY_PATH="$work/prefix/lib" "$work/use"
        # shellcheck disable=SC2046,SC2086
        ! $compiler $language $(pkg-config --cflags $package) -c "$work/hash.c" -o "$work/hash.o" 2>"$work/log" ||
            fail "$compiler compiles a call of the hash"
        grep -q 'bytes_hash.*libbytes was built without the hash, -Dhash=disabled' "$work/log" || {
            cat "$work/log"
            fail "the message of $compiler"
        }
        grep -q 'bytes_queue_hash.*libbytes was built without the hash' "$work/log" || fail "the message of $compiler"
    done
done
! nm -D "$work/prefix/lib/libbytes.so" | grep -i 'hash' || fail "the library exports the hash"
echo "done"
