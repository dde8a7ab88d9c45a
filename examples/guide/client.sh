#!/bin/sh
# SPDX-License-Identifier: MIT
# A client gets from the echo server what it sends: client.sh SERVER CLIENT
set -eu
work=$(mktemp -d)
mkfifo "$work/port"
"$1" >"$work/port" &
server=$!
trap 'kill $server; rm -rf "$work"' EXIT
read -r port <"$work/port"
[ "$("$2" "$port" one '' three)" = "$(printf 'one\n\nthree')" ]
