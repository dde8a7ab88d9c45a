#!/bin/sh
# SPDX-License-Identifier: MIT
# Build the HTTP header server, send it a real request and a browser's, print what it parsed, and stop it:
#     sh examples/run.sh
# or leave it running on a port (0: the kernel picks one) until Ctrl-C:
#     sh examples/run.sh serve [PORT]
# Build, test and measure another example:
#     sh examples/run.sh framing    # an echo and digest server, beside a bare libuv loop and libevent
#     sh examples/run.sh lines      # a log filter, beside GNU grep
#     sh examples/run.sh cache      # a cache for clients of Redis: with redis-cli and redis-benchmark; then stop it
#     sh examples/run.sh cache serve [PORT]    # leave it running until Ctrl-C
#     sh examples/run.sh cache measure         # test it, and measure it beside redis-server
# Installs what is missing on Debian.
set -eu
cd "$(dirname "$0")/.."
. tests/packages.sh
. examples/server.sh

# build FOLDER "TARGETS" [OPTION...]: with these options of meson setup; without any, optimised. No targets: all.
build() {
    to=$1
    targets=$2
    shift 2
    [ $# -ne 0 ] || set -- -Dbuildtype=release -Dtests=enabled
    mkdir -p build
    say "building in $to"
    if [ ! -f "$to/build.ninja" ]; then
        meson setup "$to" "$@" >"$to.log" 2>&1 || {
            cat "$to.log"
            exit 1
        }
    fi
    # shellcheck disable=SC2086
    ninja -C "$to" $targets >"$to.log" 2>&1 || {
        cat "$to.log"
        exit 1
    }
}

# build_and_test FOLDER "TESTS" "TARGETS"
build_and_test() {
    build "$1" "$3"
    say "testing"
    # shellcheck disable=SC2086
    meson test -C "$1" --no-rebuild --print-errorlogs $2
    say "measuring: a minute or two"
}

case ${1-} in
'' | serve) ;;
framing)
    need_packages meson ninja-build gcc libc6-dev pkg-config libuv1-dev libxxhash-dev libevent-dev python3
    folder=build/examples-framing
    server=examples/framing/framing
    load=tests/framing/framing_load
    build_and_test $folder framing "$server $load tests/bench/framing_bare tests/bench/framing_libevent"
    exec python3 tests/bench/framing/run.py $folder/$server $folder/tests/bench/framing_bare \
        $folder/tests/bench/framing_libevent $folder/$load
    ;;
lines)
    need_packages meson ninja-build gcc libc6-dev pkg-config libxxhash-dev python3 grep
    folder=build/examples-lines
    build_and_test $folder "lines lines-filter" "examples/lines/lines tests/lines/test-lines-filter"
    exec python3 tests/bench/lines.py $folder/examples/lines/lines
    ;;
cache)
    need_packages meson ninja-build gcc libc6-dev pkg-config libuv1-dev libxxhash-dev uthash-dev redis-tools python3 \
        python3-redis
    folder=build/examples-cache
    program=examples/cache/cache
    load=tests/bench/cache_load
    case ${2-} in
    measure)
        build_and_test $folder "cache-resp cache-store cache-command cache-replies cache-clients cache-limits" \
            "$program tests/cache/test-cache-resp tests/cache/test-cache-store tests/cache/test-cache-command $load"
        exec python3 tests/bench/cache/run.py $folder/$program $folder/$load
        ;;
    serve)
        build $folder $program
        say "press Ctrl-C to stop; try: redis-cli -p ${3:-6379}"
        exec $folder/$program --listen "127.0.0.1:${3:-6379}"
        ;;
    esac
    build $folder $program
    exec sh examples/cache/trial.sh $folder/$program
    ;;
*)
    echo "usage: sh examples/run.sh [serve [PORT] | framing | lines | cache [serve [PORT] | measure]]" >&2
    exit 64
    ;;
esac

need_packages meson ninja-build gcc libc6-dev pkg-config libuv1-dev libxxhash-dev curl
build build/examples '' -Dtests=disabled -Dexamples=enabled
program=build/examples/examples/http/http_headers

if [ "${1-}" = serve ]; then
    say "press Ctrl-C to stop; try: curl -v http://127.0.0.1:${2:-8080}/"
    exec "$program" --listen "127.0.0.1:${2:-8080}"
fi

say "starting the server"
start_server "$program" --listen 127.0.0.1:0
address=${line##* }

say "curl's request, answered with its own parsed head"
curl --silent --show-error --fail --max-time 10 "http://$address/hello?from=curl"

say "a browser's request (examples/http/browser-request.txt), sent as it is"
# curl's telnet mode sends the file byte for byte, and ends when the server closes the connection.
curl --silent --show-error --max-time 10 "telnet://$address" <examples/http/browser-request.txt

stop_server server

say "the same request as JSON, without a server"
"$program" --json examples/http/browser-request.txt
say "done"
