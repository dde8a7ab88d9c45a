#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The processor time of examples/lines and of GNU grep -F on the same file, in turn.

lines.py PROGRAM [MEBIBYTES]    the file is made in a temporary folder; the output goes to a file there

Prints a table, and exits with 1 if the program takes more processor time than grep for one of the needles.
"""
import os
import random
import statistics
import subprocess
import sys
import tempfile

ROUNDS = 5
NEEDLES = {"in 1 % of the lines": b"ERR-4711", "in 20 % of the lines": b"WARN-slow", "in no line": b"NOT-THERE"}
WORDS = b"""connection accepted from closed timeout request GET /index.html POST /api/v1/users status 200 404 500 bytes
upstream 10.0.3.17 192.168.1.44 latency ms worker cache hit miss retry scheduler token refresh payload queue""".split()


def log_lines(count):
    random.seed(7)
    lines = []
    for number in range(count):
        words = random.choices(WORDS, k=random.randint(6, 18))
        if random.random() < 0.01:
            words[0] = NEEDLES["in 1 % of the lines"]
        if random.random() < 0.2:
            words[-1] = NEEDLES["in 20 % of the lines"]
        lines.append(b"2026-01-01T10:%02d:%02d host-%d app[%d]: %s\n" % (
            number // 60 % 60, number % 60, number % 9, number % 7000, b" ".join(words)))
    return b"".join(lines)


def write_log(path, size):
    lines = log_lines(100000)
    with open(path, "wb") as log:
        for _ in range(max(1, size // len(lines))):
            log.write(lines)


def processor_time(command, output):
    """User and system time in seconds."""
    with open(output, "wb") as out:
        process = subprocess.Popen(command, stdout=out, env=dict(os.environ, LC_ALL="C"))
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode in (0, 1), "%s: status %d" % (command[0], process.returncode)
    return usage.ru_utime, usage.ru_stime


def same_file(left, right):
    return subprocess.run(["cmp", "-s", left, right], check=False).returncode == 0


def main(program, mebibytes="1024"):
    worst = 0.0
    with tempfile.TemporaryDirectory() as folder:
        log, ours, theirs = (os.path.join(folder, name) for name in ("log", "ours", "theirs"))
        write_log(log, int(mebibytes) << 20)
        print("%d MiB, processor seconds (user + system), median of %d; grep: LC_ALL=C grep -F" % (
            os.path.getsize(log) >> 20, ROUNDS))
        print("%-22s %18s %18s %8s" % ("needle", "lines", "grep", "ratio"))
        for name, needle in NEEDLES.items():
            runs = {program: [], "grep": []}
            for _ in range(ROUNDS):
                runs[program].append(processor_time([program, needle, log], ours))
                runs["grep"].append(processor_time(["grep", "-F", needle, log], theirs))
            assert same_file(ours, theirs), "the outputs differ"
            middle = {key: sorted(value, key=sum)[ROUNDS // 2] for key, value in runs.items()}
            ratio = statistics.median(sum(left) / sum(right) for left, right in zip(runs[program], runs["grep"]))
            worst = max(worst, ratio)
            print("%-22s %7.2f = %.2f+%.2f %7.2f = %.2f+%.2f %8.2f" % (
                name, sum(middle[program]), *middle[program], sum(middle["grep"]), *middle["grep"], ratio))
    print("required: at most 1.00 of grep; the largest is %.2f" % worst)
    return worst > 1.0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
