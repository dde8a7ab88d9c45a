#!/bin/sh
# SPDX-License-Identifier: MIT
# The library as a meson subproject: found by its name, without installing files, running its tests or setting -Werror.
set -eu
source_tree=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/subprojects/libbytes"
(cd "$source_tree" && tar cf - --exclude=./build --exclude=./.git .) | tar xf - -C "$work/subprojects/libbytes"
cat >"$work/meson.build" <<'MESON'
project('user', 'c', default_options: ['c_std=c11', 'werror=false'])
bytes = dependency('libbytes', version: '>= 0.1', fallback: 'libbytes')
test('use', executable('use', 'use.c', dependencies: bytes))
MESON
cat >"$work/use.c" <<'C'
#include <bytes/bytes.h>

int main(void)
{
    Bytes view;
    if (bytes_copy("hello", 5, &view) != 0) {
        return 1;
    }
    bytes_drop(&view);
    return 0;
}
C
meson setup "$work/build" "$work"
meson test -C "$work/build" --print-errorlogs | tee "$work/log"
grep -q '^Ok: *1 *$' "$work/log" # the user's own test, none of the library's
DESTDIR="$work/root" meson install -C "$work/build"
if [ -d "$work/root" ] && [ -n "$(find "$work/root" -type f)" ]; then
    echo "a subproject installed files:"
    find "$work/root" -type f
    exit 1
fi
