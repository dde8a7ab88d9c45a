#!/bin/sh
# SPDX-License-Identifier: MIT
# Build and run the tests: `sh tests/run.sh` with one compiler, `sh tests/run.sh --all` with every compiler, sanitizer
# and target. Installs missing packages on Debian. The last line is "N passed, N failed"; the status is 0 if no test
# failed.
set -u
cd "$(dirname "$0")/.." || exit 1
. tests/packages.sh

all=no
case ${1-} in
'') ;;
--all) all=yes ;;
*)
    echo "usage: sh tests/run.sh [--all]" >&2
    exit 64
    ;;
esac

passed=0
failed=0
failed_names=

result() { # result NAME PASSED FAILED
    passed=$((passed + $2))
    failed=$((failed + $3))
    if [ "$3" -ne 0 ] || [ "$2" -eq 0 ]; then
        failed_names="$failed_names $1"
        [ "$3" -ne 0 ] || failed=$((failed + 1)) # a run of no tests is a failure
    fi
}

number_of() { # number_of WORD LOG: from the summary that meson prints last
    awk -v word="$1:" '$0 ~ "^" word {n = $NF} END {print n + 0}' "$2"
}

# What build_and_test builds: everything, or what the tests that it runs need.
build=all

# build_and_test NAME "TEST ARGUMENTS" SETUP ARGUMENTS...: in build/NAME
build_and_test() {
    name=$1
    test_args=$2
    shift 2
    say "$name"
    folder=build/$name
    log=build/$name.log
    mkdir -p build
    if [ -f "$folder/build.ninja" ]; then
        set -- --reconfigure "$@"
    fi
    if ! meson setup "$folder" "$@" >"$log" 2>&1 || { [ $build = all ] && ! ninja -C "$folder" >>"$log" 2>&1; }; then
        tail -n 60 "$log"
        result "$name" 0 1
        return
    fi
    # Builds what the tests need, if that has not been done.
    # shellcheck disable=SC2086
    meson test -C "$folder" --print-errorlogs $test_args >"$log" 2>&1
    status=$?
    ok=$(number_of Ok "$log")
    wrong=$(($(number_of Fail "$log") + $(number_of Timeout "$log") + $(number_of 'Unexpected Pass' "$log")))
    if [ $status -ne 0 ] && [ $wrong -eq 0 ]; then
        wrong=1
    fi
    if [ $wrong -ne 0 ]; then
        cat "$log"
    fi
    printf '   %s passed, %s failed here\n' "$ok" "$wrong"
    result "$name" "$ok" "$wrong"
}

# check NAME COMMAND...: one test, passed if the command succeeds
check() {
    name=$1
    shift
    say "$name"
    mkdir -p build
    if "$@" >"build/$name.log" 2>&1; then
        result "$name" 1 0
    else
        cat "build/$name.log"
        result "$name" 0 1
    fi
}

need_packages meson ninja-build gcc g++ libc6-dev libxxhash-dev pkg-config python3 libuv1-dev libdw-dev uthash-dev || exit 1
# Clients of the HTTP server, and of the cache.
need_packages curl nodejs python3-requests redis-tools python3-redis && install_nginx ||
    say "tests of what is missing are skipped"
build_and_test gcc '' -Dwerror=true

if [ $all = yes ]; then
    . tests/all.sh
fi

[ -z "$failed_names" ] || say "failed:$failed_names"
printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
