#!/bin/sh
# SPDX-License-Identifier: MIT
# Start the cache, use it with redis-cli and redis-benchmark, and stop it: trial.sh PROGRAM
set -eu
cd "$(dirname "$0")/../.."
. tests/packages.sh
. examples/server.sh

say "starting the cache"
start_server "$1" --listen 127.0.0.1:0
port=${line##*:}

say "redis-cli"
redis-cli -p "$port" <<'EOF'
SET greeting "hello world" EX 100
GET greeting
TTL greeting
INCR visits
MEMORY USAGE greeting
SCAN 0
NONSENSE a b
EOF
redis-cli -p "$port" INFO stats

say "redis-benchmark, without and with pipelining"
for pipeline in 1 16; do
    redis-benchmark -p "$port" -q -t set,get -n 100000 -d 64 -r 100000 -P "$pipeline" | tr '\r' '\n' |
        grep 'requests per second'
done

stop_server cache
say "done"
