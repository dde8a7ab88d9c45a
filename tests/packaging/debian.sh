#!/bin/sh
# SPDX-License-Identifier: MIT
# A release: the tarball of `meson dist` has every file of the repository, and a Debian source package of it builds, with
# its tests, and passes lintian. The packages serve a program. With a folder as its argument, they are left there.
set -eu
cd "$(dirname "$0")/../.."
. tests/packages.sh
need_packages meson ninja-build gcc g++ dpkg-dev debhelper fakeroot lintian gdb procps git xz-utils \
    libxxhash-dev libuv1-dev pkg-config python3
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() {
    say "failed: $*"
    exit 1
}

say "meson dist"
meson setup "$work/build" -Dtests=disabled -Dexamples=disabled >"$work/log"
meson dist -C "$work/build" --no-tests --allow-dirty >>"$work/log" 2>&1 || {
    cat "$work/log"
    exit 1
}
archive=$(ls "$work"/build/meson-dist/*.tar.xz)
version=$(basename "$archive" .tar.xz)
version=${version#libbytes-}
(cd "$work/build/meson-dist" && sha256sum -c ./*.sha256sum)
tar tf "$archive" | sed -n "s|^libbytes-$version/||p" | grep -v '/$' | grep . | LC_ALL=C sort >"$work/in-archive"
git ls-tree -r --name-only HEAD | LC_ALL=C sort >"$work/in-repository"
diff "$work/in-repository" "$work/in-archive" || fail "the tarball is not the repository"

say "dpkg-buildpackage"
cp "$archive" "$work/libbytes_$version.orig.tar.xz"
tar xf "$archive" -C "$work"
cd "$work/libbytes-$version"
cp -R "$root/tests/packaging/debian" debian
grep -q "^libbytes ($version-" debian/changelog || fail "the version of debian/changelog"
dpkg-buildpackage -us -uc >"$work/build.log" 2>&1 || {
    tail -n 60 "$work/build.log"
    exit 1
}
grep -E "^Ok: |^Fail: " "$work/build.log" || say "without its tests"
cd "$work"
say "lintian"
lintian --tag-display-limit 0 --fail-on error ./*.changes

say "the packages serve a program"
mkdir system
for package in *.deb; do
    case $package in *-dbgsym_*) continue ;; esac
    dpkg-deb -x "$package" system
done
multiarch=$(dpkg-architecture -qDEB_HOST_MULTIARCH)
lib=$work/system/usr/lib/$multiarch
for file in libbytes.so libbytes.so.0.1 libbytes.a libbytes-uv.so libbytes-uv.a pkgconfig/libbytes.pc \
    pkgconfig/libbytes-uv-static.pc cmake/libbytes/libbytes-config.cmake; do
    [ -e "$lib/$file" ] || fail "$file is not in the packages"
done
[ -e "$work/system/usr/share/gdb/auto-load/usr/lib/$multiarch/libbytes.so.$version-gdb.py" ] || fail "gdb's printers"
export PKG_CONFIG_PATH="$lib/pkgconfig" PKG_CONFIG_SYSROOT_DIR="$work/system"
# shellcheck disable=SC2046
gcc "$root/tests/embed/use.c" "$root/tests/embed/use_more.c" $(pkg-config --cflags --libs libbytes) -o use
LD_LIBRARY_PATH=$lib ./use
# shellcheck disable=SC2046
gcc "$root/tests/embed/use_uv.c" $(pkg-config --cflags --libs libbytes-uv) -Wl,-rpath-link,"$lib" -o use_uv
LD_LIBRARY_PATH=$lib ./use_uv
if [ $# -ne 0 ]; then
    mkdir -p "$1"
    cp ./*.deb ./*.dsc ./*.tar.xz ./*.changes ./*.buildinfo "$1"
fi
say "done"
