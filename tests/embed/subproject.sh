#!/bin/sh
# SPDX-License-Identifier: MIT
# The library as a meson subproject: found by its name, in a folder or by a wrap file, linked statically, without
# installing files, running its tests or setting -Werror. What is installed starts.
set -eu
source_tree=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
    echo "failed: $*"
    exit 1
}

# project NAME: a program and a plugin that use the library, in a folder with subprojects/
project() {
    mkdir -p "$work/$1/subprojects"
    cp "$source_tree/tests/embed/"*.c "$work/$1"
    cat >"$work/$1/meson.build" <<'MESON'
project('user', 'c', default_options: ['c_std=c11', 'werror=false'])
bytes = dependency('libbytes', version: '>= 0.1', fallback: 'libbytes')
use = executable('use', 'use.c', 'use_more.c', dependencies: bytes, install: true)
plugin = shared_library('plugin', 'plugin.c', dependencies: bytes, install: true)
host = executable('host', 'host.c', dependencies: meson.get_compiler('c').find_library('dl', required: false))
test('use', use)
test('plugin', host, args: plugin)
MESON
}

# try NAME SETTING...: build, test and install it; the program starts where it was installed, and nothing else is there
try() {
    name=$1
    shift
    echo "== $name $*"
    build=$work/$name/build
    rm -rf "$build" "$work/$name/prefix"
    meson setup "$build" "$work/$name" --prefix "$work/$name/prefix" "$@"
    meson test -C "$build" --print-errorlogs | tee "$work/log"
    grep -q '^Ok: *2 *$' "$work/log" || fail "the user's own two tests, and none of the library's"
    meson install -C "$build"
    rm -rf "$build"
    env -u LD_LIBRARY_PATH "$work/$name/prefix/bin/use" || fail "the installed program"
    installed=$(cd "$work/$name/prefix" && find . -type f ! -name use ! -name 'libplugin.*')
    [ -z "$installed" ] || fail "the subproject installed $installed"
    plugin=$(find "$work/$name/prefix" -name 'libplugin.*')
    ! nm -D --defined-only "$plugin" | grep ' bytes_' || fail "the plugin exports the library's functions"
}

project folder
mkdir "$work/folder/subprojects/libbytes"
(cd "$source_tree" && tar cf - --exclude=./build --exclude='./build-*' --exclude=./.git .) |
    tar xf - -C "$work/folder/subprojects/libbytes"
try folder
try folder --default-library=static -Db_lto=true
try folder --default-library=both -Dlibbytes:default_library=shared

# The wrap file of the README, with a repository that is on this machine.
project wrap
cp -R "$work/folder/subprojects/libbytes" "$work/repository"
(
    cd "$work/repository"
    git init -q
    git add -A
    git -c user.name=test -c user.email=test@example.org commit -q -m 'all'
    git tag "$(sed -n 's/^revision = //p' README.md)"
)
sed -n '/^```ini$/,/^```$/p' "$source_tree/README.md" | sed -e '/^```/d' -e "s|^url = .*|url = file://$work/repository|" \
    >"$work/wrap/subprojects/libbytes.wrap"
grep -q '^\[wrap-git\]' "$work/wrap/subprojects/libbytes.wrap" || fail "the README has no wrap file"
try wrap
echo "== done"
