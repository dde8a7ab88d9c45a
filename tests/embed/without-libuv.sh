#!/bin/sh
# SPDX-License-Identifier: MIT
# Without libuv the core and its tests are built.
set -eu
source_tree=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/none"
# pkg-config finds no package at all.
PKG_CONFIG_LIBDIR="$work/none" meson setup "$work/build" "$source_tree" | tee "$work/log"
grep -q 'libuv *: *NO' "$work/log"
ninja -C "$work/build"
meson test -C "$work/build" --suite unit --suite cost --print-errorlogs
