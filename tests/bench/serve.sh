#!/bin/sh
# SPDX-License-Identifier: MIT
# What a request costs the server, beside a bare libuv loop and nginx, under wrk. Installs what is missing on
# Debian. Arguments are passed on to serve.py: `--runs N`, `--seconds N`, `--help`. The status is 0 if the required
# ratios hold.
set -u
cd "$(dirname "$0")/../.." || exit 1
. tests/packages.sh

# Debian starts nginx on port 80 when it is installed; only the program is needed here.
install_nginx() {
    if [ -x /usr/sbin/nginx ] || command -v nginx >/dev/null 2>&1; then
        return 0
    fi
    as_root=
    [ "$(id -u)" -eq 0 ] || as_root=sudo
    policy=/usr/sbin/policy-rc.d
    if [ -e $policy ]; then
        policy= # the machine's own, which must stay
    else
        trap '$as_root rm -f "$policy"; exit 1' HUP INT TERM
        printf '#!/bin/sh\nexit 101\n' | $as_root tee $policy >/dev/null
        $as_root chmod 755 $policy || return 1
    fi
    need_packages nginx-light
    status=$?
    if [ -n "$policy" ]; then
        $as_root rm -f $policy
        trap - HUP INT TERM
    fi
    if [ $status -eq 0 ] && [ -d /run/systemd/system ]; then
        $as_root systemctl disable nginx >/dev/null 2>&1 # nor when the machine starts again
    fi
    return $status
}

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
