#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The processor time per frame of examples/framing, beside a bare libuv loop and libevent, in one run, in turn.

run.py FRAMING BARE LIBEVENT LOAD    LIBEVENT may be "absent"

Prints a table, and exits with 1 unless, per frame, the first takes at most 1.10 of the bare loop's time at 256 B and at
64 KiB, and serves at least 1.5 times the frames of libevent at 256 B.
"""
import os
import signal
import statistics
import subprocess
import sys

ROUNDS = 7
WORK = {"256 B": (20, 256, 200, 500), "64 KiB": (10, 65536, 8, 400)}  # connections, size, frames in a batch, batches


def measure(server, load, work):
    """User and kernel time of the server per frame, in nanoseconds."""
    process = subprocess.Popen([server], stdout=subprocess.PIPE, text=True)
    port = process.stdout.readline().strip()
    result = subprocess.run([load, port] + [str(value) for value in work], stdout=subprocess.PIPE, text=True, check=True)
    process.send_signal(signal.SIGTERM)
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    frames = int(result.stdout)
    return usage.ru_utime * 1e9 / frames, usage.ru_stime * 1e9 / frames


def main(framing, bare, libevent, load):
    servers = {"libbytes": framing, "bare libuv loop": bare}
    if libevent != "absent":
        servers["libevent"] = libevent
    ratios = {}
    print("processor time per frame in ns (user + kernel), median of %d runs in turn" % ROUNDS)
    for what, work in WORK.items():
        runs = {name: [] for name in servers}
        for _ in range(ROUNDS):
            for name, server in servers.items():
                runs[name].append(measure(server, load, work))
        for name, times in runs.items():
            user, kernel = sorted(times, key=sum)[ROUNDS // 2]
            ratio = statistics.median(sum(ours) / sum(other) for ours, other in zip(runs["libbytes"], times))
            ratios[what, name] = ratio
            print("%-8s %-16s %8.0f = %.0f + %.0f, kernel %.0f %%; libbytes takes %.2f of it" % (
                what, name, user + kernel, user, kernel, 100 * kernel / (user + kernel), ratio))
    wrong = [what for what in WORK if ratios[what, "bare libuv loop"] > 1.10]
    if libevent != "absent" and ratios["256 B", "libevent"] > 1 / 1.5:
        wrong.append("libevent at 256 B")
    print("required: at most 1.10 of the bare loop, and at most 0.67 of libevent at 256 B: %s" % (
        "not met: " + ", ".join(wrong) if wrong else "met"))
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
