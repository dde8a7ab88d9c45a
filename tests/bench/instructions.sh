#!/bin/sh
# SPDX-License-Identifier: MIT
# Compare the number of instructions of each benchmark row with tests/bench/instructions.txt; `--update` rewrites it.
# Installs missing packages on Debian. Exits with 0 if they agree or if the table is for another compiler or machine.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/packages.sh

case $*/${1-} in
/ | --update/--update) ;;
*)
    echo "usage: sh tests/bench/instructions.sh [--update]" >&2
    exit 64
    ;;
esac
need_packages meson ninja-build gcc g++ libc6-dev libxxhash-dev pkg-config python3 valgrind || exit 1

# Always the same options, whatever the defaults of this system's compiler and the environment are.
unset CFLAGS CPPFLAGS LDFLAGS
export CC=gcc CXX=g++
folder=build/instructions
log=build/instructions-build.log
mkdir -p build
machine=
[ "$(uname -m)" != x86_64 ] || machine='-march=x86-64 -mtune=generic -fcf-protection=none'
reconfigure=
[ ! -f "$folder/build.ninja" ] || reconfigure=--reconfigure
if ! meson setup $reconfigure "$folder" -Dbuildtype=release -Db_pie=true -Dexamples=disabled \
    -Dc_args="-fno-stack-protector -U_FORTIFY_SOURCE $machine" \
    -Dcpp_args="-fno-stack-protector -U_FORTIFY_SOURCE $machine" >"$log" 2>&1 ||
    ! ninja -C "$folder" tests/bench/instructions >>"$log" 2>&1; then
    tail -n 60 "$log"
    exit 1
fi
exec python3 tests/bench/instructions.py "$@" "$folder/tests/bench/instructions" "$folder/src/libbytes.so" \
    tests/bench/instructions.txt
