#!/bin/sh
# SPDX-License-Identifier: MIT
# What a request costs the server, beside a bare libuv loop and nginx, under wrk. Installs what is missing on
# Debian. Arguments are passed on to serve.py: `--runs N`, `--seconds N`, `--help`. The status is 0 if the required
# ratios hold.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/packages.sh

need_packages meson ninja-build gcc libc6-dev libxxhash-dev pkg-config python3 libuv1-dev wrk || exit 1
install_nginx || exit 1
folder=build/serve
log=build/serve.log
mkdir -p build
set -- "$folder" "$@"
if ! { [ -f "$folder/build.ninja" ] || meson setup "$folder" -Dbuildtype=release -Dexamples=enabled; } >"$log" 2>&1 ||
    ! ninja -C "$folder" examples/http/http_headers tests/bench/serve_floor >>"$log" 2>&1; then
    tail -n 60 "$log"
    exit 1
fi
exec python3 tests/bench/serve.py "$@"
