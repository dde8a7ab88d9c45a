#!/bin/sh
# SPDX-License-Identifier: MIT
# An installed library serves programs that are not built with meson: found with pkg-config, CMake or nothing, shared and
# static, in each dialect of C and C++, with gcc and clang, with link-time optimisation, and as part of a plugin.
set -eu
source_tree=$(cd "$(dirname "$0")/../.." && pwd)
here=$source_tree/tests/embed
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
meson setup "$work/build" "$source_tree" --prefix "$work/prefix" --libdir lib -Dtests=disabled -Dexamples=disabled
meson install -C "$work/build"
export PKG_CONFIG_PATH="$work/prefix/lib/pkgconfig"
lib=$work/prefix/lib
strict='-Wall -Wextra -Wpedantic -Werror'

say() {
    printf '== %s\n' "$*"
}

fail() {
    say "failed: $*"
    exit 1
}

# needs PROGRAM LIBRARY: the program is linked to that shared library
needs() {
    ldd "$1" | grep -q "$2" || fail "$1 does not use $2"
}

needs_not() {
    ! ldd "$1" 2>&1 | grep -q "$2" || fail "$1 uses $2"
}

exports_nothing() {
    ! nm -D --defined-only "$1" | grep ' bytes_' || fail "$1 exports functions of the library"
}

run() {
    LD_LIBRARY_PATH="$lib" "$@" >"$work/out" || fail "$*"
}

# The lists of flags are split on purpose.
# shellcheck disable=SC2046,SC2086
consumers() {
    cc=$1
    cxx=$2
    say "$cc: pkg-config"
    [ "$(pkg-config --modversion libbytes)" = "$(pkg-config --modversion libbytes-static)" ]
    $cc -std=c11 $strict "$here/use.c" "$here/use_more.c" -o "$work/use" $(pkg-config --cflags --libs libbytes)
    needs "$work/use" libbytes.so
    run "$work/use"
    grep -q '^hello!! [0-9.]*$' "$work/out"

    say "$cc: pkg-config, static"
    $cc -std=c11 -O0 $strict "$here/use.c" "$here/use_more.c" -o "$work/use-static" \
        $(pkg-config --cflags --libs libbytes-static)
    needs_not "$work/use-static" libbytes
    "$work/use-static" >"$work/out"
    $cc -std=c11 -static "$here/use.c" "$here/use_more.c" -o "$work/use-fully-static" \
        $(pkg-config --static --cflags --libs libbytes)
    "$work/use-fully-static" >"$work/out"

    say "$cc: plain -lbytes"
    $cc "$here/use.c" "$here/use_more.c" -I"$work/prefix/include" -L"$lib" -Wl,-rpath,"$lib" -lbytes -o "$work/plain"
    "$work/plain" >"$work/out"

    for standard in gnu89 c89 c99 gnu99 c11 gnu11 c17 gnu17 c2x gnu2x; do
        say "$cc -std=$standard"
        for optimisation in -O0 -O2; do
            $cc -std=$standard $optimisation -Wall -Wextra -Werror "$here/use.c" "$here/use_more.c" -o "$work/use" \
                $(pkg-config --cflags --libs libbytes)
            run "$work/use"
        done
    done
    for standard in c++11 gnu++11 c++14 c++17 c++20; do
        say "$cxx -std=$standard"
        $cxx -x c++ -std=$standard $strict "$here/use.c" "$here/use_more.c" -o "$work/use" \
            $(pkg-config --cflags --libs libbytes)
        run "$work/use"
        $cxx -x c++ -std=$standard -O2 -fvisibility=hidden $strict "$here/use.c" "$here/use_more.c" -o "$work/use" \
            $(pkg-config --cflags libbytes-static) -x none $(pkg-config --libs libbytes-static)
        "$work/use" >"$work/out"
    done

    say "$cc: hidden visibility, link-time optimisation"
    for package in libbytes libbytes-static; do
        $cc -O2 -flto -fvisibility=hidden $strict "$here/use.c" "$here/use_more.c" -o "$work/use" \
            $(pkg-config --cflags --libs $package)
        run "$work/use"
    done

    say "$cc: plugins"
    for language in c c++; do
        for visibility in default hidden; do
            $cc -x $language -O0 -fPIC -shared -fvisibility=$visibility $(pkg-config --cflags libbytes-static) "$here/plugin.c" \
                -x none -o "$work/plugin-$language-$visibility.so" $(pkg-config --libs libbytes-static) -Wl,-z,defs
            exports_nothing "$work/plugin-$language-$visibility.so"
        done
    done
    # Without BYTES_STATIC too, in C: the archive's own functions are hidden.
    $cc -O0 -fPIC -shared -I"$work/prefix/include" "$here/plugin.c" "$lib/libbytes.a" -o "$work/plugin-archive.so"
    exports_nothing "$work/plugin-archive.so"
    $cc -fPIC -shared "$here/plugin.c" -o "$work/plugin-shared.so" $(pkg-config --cflags --libs libbytes)
    $cc -D_DEFAULT_SOURCE $strict "$here/host.c" -o "$work/host" -ldl
    run "$work/host" "$work"/plugin-*.so

    # bytes-uv is a library of its own, built where libuv is.
    if pkg-config --exists 'libuv >= 1.44'; then
        say "$cc: bytes-uv"
        for package in libbytes-uv libbytes-uv-static; do
            $cc -std=c11 -D_DEFAULT_SOURCE -Wall -Wextra -Werror "$here/use_uv.c" -o "$work/$package" \
                $(pkg-config --cflags --libs $package)
            run "$work/$package"
        done
        needs "$work/libbytes-uv" libbytes-uv.so
        needs_not "$work/libbytes-uv-static" libbytes
    fi

    say "$cc: CMake"
    CC=$cc cmake -S "$here/cmake" -B "$work/cmake-$cc" -DCMAKE_PREFIX_PATH="$work/prefix"
    cmake --build "$work/cmake-$cc"
    needs "$work/cmake-$cc/use-bytes" libbytes.so
    needs_not "$work/cmake-$cc/use-bytes-static" libbytes
    "$work/cmake-$cc/use-bytes" >"$work/out"
    "$work/cmake-$cc/use-bytes-static" >"$work/out"
    if pkg-config --exists 'libuv >= 1.44'; then
        "$work/cmake-$cc/use-bytes-uv"
        "$work/cmake-$cc/use-bytes-uv-static"
    fi
}

consumers gcc g++
if command -v clang >/dev/null 2>&1 && command -v clang++ >/dev/null 2>&1; then
    consumers clang clang++
fi

if command -v gdb >/dev/null 2>&1; then
    say "gdb loads its printers with the library"
    mkdir -p "$work/prefix/bin"
    # shellcheck disable=SC2046
    gcc -std=c11 -g -O0 "$source_tree/tests/gdb/handles.c" -o "$work/prefix/bin/handles" -Wl,-rpath,"$lib" \
        $(pkg-config --cflags --libs libbytes)
    python3 "$source_tree/tests/gdb/printers.py" gdb auto "$work/prefix/bin/handles"
    rm "$work/prefix/bin/handles"
fi

say "CMake: another minor version is not accepted"
mkdir "$work/later"
printf 'cmake_minimum_required(VERSION 3.18)\nproject(user C)\nfind_package(libbytes 0.2)\nif(libbytes_FOUND)\n%s\nendif()\n' \
    'message(FATAL_ERROR "0.1 was taken for 0.2")' >"$work/later/CMakeLists.txt"
cmake -S "$work/later" -B "$work/later/build" -DCMAKE_PREFIX_PATH="$work/prefix" >"$work/out" 2>&1
say "CMake: a prefix that was moved"
mv "$work/prefix" "$work/moved"
cmake -S "$here/cmake" -B "$work/cmake-moved" -DCMAKE_PREFIX_PATH="$work/moved" >"$work/out"
cmake --build "$work/cmake-moved" --target use-bytes >"$work/out"
"$work/cmake-moved/use-bytes" >"$work/out"
say "done"
