#!/bin/sh
# SPDX-License-Identifier: MIT
# Measure this library side by side with its peers on this machine: `sh tests/bench/run.sh [OPTION...]`; the options are
# those of `bench --help`. Installs missing packages on Debian. Prints the figures; without options it also writes
# tests/bench/results and the figures in README.md and tests/bench/README.md. Exits with 0 if all required ratios hold.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/packages.sh

need_packages meson ninja-build gcc g++ libc6-dev libxxhash-dev pkg-config python3 || exit 1
rust=
command -v rustc >/dev/null 2>&1 || rust=rustc
# shellcheck disable=SC2086
need_packages libglib2.0-dev libevent-dev libavutil-dev libgstreamer1.0-dev libgrpc-dev libzmq3-dev libabsl-dev \
    librust-bytes-dev $rust libhttp-parser-dev python3-matplotlib || say 'continuing with the peers that are installed'

# A fresh build directory: meson caches which dependencies it did not find. -O2, as Debian builds its libraries.
rm -rf build/bench
mkdir -p build
if ! meson setup build/bench -Dbuildtype=release -Doptimization=2 >build/bench.log 2>&1 ||
    ! ninja -C build/bench >>build/bench.log 2>&1; then
    tail -n 60 build/bench.log
    exit 1
fi

say 'side by side'
if [ $# -ne 0 ]; then # a partial run or other settings: the figures are not kept
    exec build/bench/tests/bench/bench "$@"
fi
results=tests/bench/results
mkdir -p "$results"
build/bench/tests/bench/bench --json "$results/side-by-side.json"
status=$?

if [ -x build/bench/tests/bench/bench-http-parse ]; then
    say 'request heads, side by side with http_parser'
    build/bench/tests/bench/bench-http-parse >build/http-parse.txt || status=1
    cat build/http-parse.txt
    python3 tests/bench/http_json.py <build/http-parse.txt >"$results/http-parse.json" || status=1
else
    say 'http_parser: absent; Debian has it in libhttp-parser-dev'
fi

# Debian's packages are for Debian's Python; another may come first in PATH.
python=python3
[ ! -x /usr/bin/python3 ] || python=/usr/bin/python3
"$python" tests/bench/chart.py && "$python" tests/bench/table.py || status=1
exit $status
