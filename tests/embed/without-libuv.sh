#!/bin/sh
# SPDX-License-Identifier: MIT
# Where there is no libuv, the core and its tests are built all the same.
set -eu
source_tree=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/none"
# pkg-config that knows nothing: neither libuv nor anything else.
PKG_CONFIG_LIBDIR="$work/none" meson setup "$work/build" "$source_tree" | tee "$work/log"
grep -q 'libuv *: *NO' "$work/log"
ninja -C "$work/build"
meson test -C "$work/build" --suite unit --suite cost --print-errorlogs
