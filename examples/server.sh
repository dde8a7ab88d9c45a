# SPDX-License-Identifier: MIT
# Sourced by the scripts that try a server. They have `say` of tests/packages.sh.

finish() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    rm -rf "$work"
}

# start_server PROGRAM ARGUMENT...: start it, wait for its first line, which becomes $line, and print that. It is killed
# when the script ends before stop_server.
start_server() {
    work=$(mktemp -d)
    server=
    trap finish EXIT
    trap 'exit 1' INT TERM
    mkfifo "$work/first-line"
    "$@" >"$work/first-line" &
    server=$!
    read -r line <"$work/first-line"
    echo "$line"
}

# stop_server NAME: the script ends unless the server ends with 0.
stop_server() {
    say "stopping the $1"
    kill -TERM "$server"
    status=0
    wait "$server" || status=$?
    server=
    [ "$status" -eq 0 ] || {
        echo "the $1 ended with status $status" >&2
        exit 1
    }
}
