# SPDX-License-Identifier: MIT
"""The processor time per command of examples/cache beside redis-server, in one run, in turn; and resident memory.

run.py CACHE LOAD [ROUNDS]    needs Debian's redis-tools: redis-check-rdb is the server, if it is called so

Prints a table, and exits with 1 unless each median of the ratios is within what is required. REDIS=PATH is another
redis-server.
"""
import ctypes
import os
import pathlib
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time

REDIS = os.environ.get("REDIS", shutil.which("redis-check-rdb"))
# name, bytes of a value, keys, connections, pipeline, rounds of the load, at most this part of Redis' time
WORK = [
    ("64 B, P1", 64, 100000, 50, 1, 1500, 0.9),
    ("64 B, P16", 64, 100000, 50, 16, 600, 0.65),
    ("4 KiB, P1", 4096, 10000, 50, 1, 1200, 0.9),
    ("4 KiB, P16", 4096, 10000, 50, 16, 150, 0.65),
    ("64 KiB, P1", 65536, 200, 50, 1, 150, 0.5),
    ("64 KiB, P16", 65536, 200, 20, 16, 20, 0.5),
    ("256 KiB, P1", 262144, 50, 20, 1, 60, 0.5),
    ("1 MiB, P1", 1048576, 20, 10, 1, 30, 0.5),
]
MEMORY_KEYS = 1000000
MEMORY_MOST = 1.1


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A server on a port of its own; it dies with this process."""

    def __init__(self, command, **options):
        self.port = free_port()
        words = [word.replace("PORT", str(self.port)) for word in command]
        self.process = subprocess.Popen(words, stdout=subprocess.DEVNULL, **options,
                                        preexec_fn=lambda: ctypes.CDLL(None).prctl(1, signal.SIGKILL))

    def times(self):
        """Processor time so far in nanoseconds, as the scheduler accounts it, and the kernel's share in ticks."""
        folder = pathlib.Path("/proc/%d" % self.process.pid)
        fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
        return int((folder / "schedstat").read_text().split()[0]), int(fields[11]), int(fields[12])

    def resident(self):
        return int(pathlib.Path("/proc/%d/status" % self.process.pid).read_text().split("VmRSS:")[1].split()[0])

    def stop(self):
        self.process.terminate()
        self.process.wait()


def start(cache):
    servers = {
        "redis": Server(["redis-server", "--port", "PORT", "--save", "", "--appendonly", "no"], executable=REDIS),
        "cache": Server([cache, "--listen", "127.0.0.1:PORT"]),
    }
    time.sleep(1)
    return servers


def load(program, server, *arguments):
    command = [program, str(server.port)] + [str(argument) for argument in arguments]
    return int(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout)


def measure(program, server, *arguments):
    """Nanoseconds of the server per command, and the kernel's part of them."""
    before = server.times()
    count = load(program, server, *arguments)
    total, user, kernel = (b - a for a, b in zip(before, server.times()))
    return total / count, kernel / max(user + kernel, 1)


def compare_time(cache, program, rounds):
    met = True
    print("processor time of the server per command in us (kernel's part), median of %d runs in turn" % rounds)
    for name, size, keys, connections, pipeline, turns, most in WORK:
        servers = start(cache)
        for server in servers.values():
            load(program, server, "fill", size, keys)
        for command in ("set", "get"):
            runs = {key: [] for key in servers}
            for _ in range(rounds):
                for key, server in servers.items():
                    runs[key].append(measure(program, server, command, size, keys, connections, pipeline, turns))
            ratio = statistics.median(ours[0] / theirs[0] for ours, theirs in zip(runs["cache"], runs["redis"]))
            is_required = command == "get" or size <= 4096
            verdict = "" if not is_required else "required %.2f: %s" % (most, "met" if ratio <= most else "NOT MET")
            met = met and (ratio <= most or not is_required)
            shown = {key: "%7.2f (%2.0f %%)" % (statistics.median(run[0] for run in values) / 1000,
                                               100 * statistics.median(run[1] for run in values))
                     for key, values in runs.items()}
            print("%s %-12s redis %s  cache %s  ratio %.2f  %s" % (
                command.upper(), name, shown["redis"], shown["cache"], ratio, verdict), flush=True)
        for server in servers.values():
            server.stop()
    return met


def compare_memory(cache, program):
    servers = start(cache)
    sizes = {}
    for key, server in servers.items():
        load(program, server, "fill", 64, MEMORY_KEYS)
        sizes[key] = server.resident()
        server.stop()
    ratio = sizes["cache"] / sizes["redis"]
    print("resident memory with %d keys of 16 B and values of 64 B: redis %.1f MB, cache %.1f MB, ratio %.2f" % (
        MEMORY_KEYS, sizes["redis"] / 1e3 * 1.024, sizes["cache"] / 1e3 * 1.024, ratio))
    return ratio <= MEMORY_MOST


def main(cache, program, rounds="7"):
    if REDIS is None:
        sys.exit("run.py: redis-tools is not installed")
    met = compare_time(cache, program, int(rounds))
    met = compare_memory(cache, program) and met
    print("required: %s" % ("met" if met else "not met"))
    return not met


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
