#!/bin/sh
# SPDX-License-Identifier: MIT
# Build the HTTP header server, send it a real request and a browser's, print what it parsed, and stop it:
#     sh examples/run.sh
# or leave it running on a port (0: the kernel picks one) until Ctrl-C:
#     sh examples/run.sh serve [PORT]
# Installs what is missing on Debian.
set -eu
cd "$(dirname "$0")/.."
. tests/packages.sh

case ${1-} in
'') ;;
serve) ;;
*)
    echo "usage: sh examples/run.sh [serve [PORT]]" >&2
    exit 64
    ;;
esac

need_packages meson ninja-build gcc libc6-dev pkg-config libuv1-dev libxxhash-dev curl
say "building in build/examples"
mkdir -p build
if [ ! -f build/examples/build.ninja ]; then
    meson setup build/examples -Dtests=disabled -Dexamples=enabled >build/examples.log 2>&1 || {
        cat build/examples.log
        exit 1
    }
fi
ninja -C build/examples >build/examples.log 2>&1 || {
    cat build/examples.log
    exit 1
}
program=build/examples/examples/http/http_headers

if [ "${1-}" = serve ]; then
    say "press Ctrl-C to stop; try: curl -v http://127.0.0.1:${2:-8080}/"
    exec "$program" --listen "127.0.0.1:${2:-8080}"
fi

work=$(mktemp -d)
server=
finish() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 1' INT TERM

say "starting the server"
mkfifo "$work/first-line"
"$program" --listen 127.0.0.1:0 >"$work/first-line" &
server=$!
read -r line <"$work/first-line"
echo "$line"
address=${line##* }

say "curl's request, answered with its own parsed head"
curl --silent --show-error --fail --max-time 10 "http://$address/hello?from=curl"

say "a browser's request (examples/http/browser-request.txt), sent as it is"
# curl's telnet mode sends the file byte for byte, and ends when the server closes the connection.
curl --silent --show-error --max-time 10 "telnet://$address" <examples/http/browser-request.txt

say "stopping the server"
kill -TERM "$server"
status=0
wait "$server" || status=$?
server=
[ "$status" -eq 0 ] || {
    echo "the server ended with status $status" >&2
    exit 1
}

say "the same request as JSON, without a server"
"$program" --json examples/http/browser-request.txt
say "done"
