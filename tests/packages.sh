# SPDX-License-Identifier: MIT
# Sourced by the scripts that people run: installs the Debian packages that they need.

say() {
    printf '== %s\n' "$*"
}

# need_packages NAME...: install these Debian packages. On other systems print their names and go on; a tool that is
# missing reports itself.
need_packages() {
    if ! command -v dpkg-query >/dev/null 2>&1 || ! command -v apt-get >/dev/null 2>&1; then
        say "not a Debian system; the packages needed are, by their Debian names: $*"
        return 0
    fi
    missing=
    for package in "$@"; do
        case $(dpkg-query -W -f '${Status}' "$package" 2>/dev/null) in
        *' installed') ;;
        *) missing="$missing $package" ;;
        esac
    done
    [ -n "$missing" ] || return 0
    as_root=
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null 2>&1; then
            say "please install, as root:$missing"
            return 1
        fi
        as_root=sudo
    fi
    say "installing:$missing"
    $as_root apt-get update -qq || return 1
    # Word splitting is intended: one package a word.
    # shellcheck disable=SC2086
    $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends $missing >"${TMPDIR:-/tmp}/libbytes-apt.log" 2>&1 || {
        cat "${TMPDIR:-/tmp}/libbytes-apt.log"
        return 1
    }
}

# install_nginx: Debian starts nginx on port 80 when it is installed; only the program is needed here.
install_nginx() {
    if [ -x /usr/sbin/nginx ] || command -v nginx >/dev/null 2>&1; then
        return 0
    fi
    if ! command -v dpkg-query >/dev/null 2>&1; then
        need_packages nginx-light
        return
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
