#!/bin/sh
# SPDX-License-Identifier: MIT
# Every command that the README gives is run here, in a copy of the tree, or named with what runs it.
set -eu
source_tree=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
(cd "$source_tree" && tar cf - --exclude=./build --exclude='./build-*' --exclude=./.git .) | tar xf - -C "$work"
cd "$work"
mkdir -p tools
fail() {
    echo "failed: $*"
    exit 1
}

# What the commands are given: a program, a plugin, and an installation in a folder of its own.
cp examples/guide/framed_client.c server.c
cp tests/embed/plugin.c plugin.c
export DESTDIR="$work/root" PKG_CONFIG_PATH="$work/root/usr/local/lib/pkgconfig" PKG_CONFIG_SYSROOT_DIR="$work/root"
PKG_CONFIG_PATH=$PKG_CONFIG_PATH:$work/root/usr/local/lib/$(gcc -print-multiarch)/pkgconfig

# Lines of commands: indented by four, outside the code blocks, without comments.
awk '/^```/ {inside = !inside} !inside && /^    [^ ]/' README.md | sed -e 's/^    //' -e 's/  *#.*//' >commands
echo 'meson setup build && meson test -C build' >>commands
[ "$(wc -l <commands)" -ge 8 ] || fail "few commands were found"
while IFS= read -r command; do
    printf '== %s\n' "$command"
    case $command in
    'sh tests/run.sh' | 'meson setup build && meson test -C build')
        grep -qF 'meson setup build && meson test -C build' README.md || fail "the README does not say so any more"
        ;; # this is what runs the tests
    'sh tests/packaging/debian.sh folder') ;; # tests/all.sh runs it
    'sh tests/bench/run.sh') ;; # needs every peer; run for each release
    "$ "*) ;;                   # tests/http runs them, with the output that the README shows
    '{"'*) ;;                   # output
    'sh examples/run.sh' | 'meson setup build -D'* | 'cc '* | 'sh src/amalgamate.sh folder')
        sh -euc "$command" </dev/null >log 2>&1 || {
            cat log
            fail "$command"
        }
        ;;
    *) fail "a command that this test does not know" ;;
    esac
done <commands
[ -x a.out ] && [ -f plugin.so ] && [ -f folder/bytes.c ] || fail "what the commands make"
echo "== done"
