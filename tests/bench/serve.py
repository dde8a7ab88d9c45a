# SPDX-License-Identifier: MIT
"""What a request costs three servers, in microseconds of processor time: python3 serve.py BUILD_FOLDER [OPTION...].

Each run starts a server on one processor and wrk on another, and reads from the kernel how long the server's threads
have run, in user and in system mode (/proc/PID/task/TID/schedstat). In each round each server gets each load, the loads
and the servers within a load in shuffled order. A ratio is that of two runs of one round and one load, seconds apart,
so that a change of the clock rate or a busy machine affects both. All figures are medians over the rounds. All servers
send responses of the same number of bytes, which is checked before each run.
"""
import argparse
import glob
import json
import os
import platform
import random
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
PATIENCE = 10.0  # seconds for a server to start
MIN_REQUESTS = 1000  # in a run that counts; each server here serves far more in a second
BODY = "x" * 100  # of nginx's responses; those of the other servers are made as long

# The fields of a fetch by the script of a page, with client hints; 20 with Host.
FIELDS = [
    "Connection: keep-alive",
    "Pragma: no-cache",
    "Cache-Control: no-cache",
    'sec-ch-ua: "Chromium";v="130", "Not?A_Brand";v="99"',
    'sec-ch-ua-platform: "Linux"',
    "sec-ch-ua-mobile: ?0",
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36",
    "X-Request-Id: 7d0f2d1e-5c1b-4f67-9f0a-3a5b8c9d0e1f",
    "Accept: application/json, text/plain, */*",
    "Origin: https://www.beispiel-laden.example",
    "Sec-Fetch-Site: same-site",
    "Sec-Fetch-Mode: cors",
    "Sec-Fetch-Dest: empty",
    "Referer: https://www.beispiel-laden.example/",
    "Accept-Encoding: gzip, deflate, br, zstd",
    "Accept-Language: de-DE,de;q=0.9,en;q=0.8",
    "DNT: 1",
    "Priority: u=1, i",
    "Cookie: kunde=5512; token=eyJhbGciOiJIUzI1NiJ9.eyJrIjoxfQ.x3Vd0lPqZ7aWm2KcT9sYb4Re8NuH1jGfXoLi6vDtQ5E; "
    "thema=hell; ab=17; einwilligung=n%2Cs; filiale=0421; zuletzt=1763645281",
]

PIPELINE = """init = function(args)
    local requests = {}
    for i = 1, 16 do
        requests[i] = wrk.format()
    end
    pipeline = table.concat(requests)
end
request = function()
    return pipeline
end
"""

NGINX = """daemon off;
worker_processes 1;
pid nginx.pid;
error_log stderr crit;
events {
    worker_connections 1024;
}
http {
    access_log off;
    keepalive_requests 1000000000;
    default_type text/plain;
    client_body_temp_path temp;
    proxy_temp_path temp;
    fastcgi_temp_path temp;
    uwsgi_temp_path temp;
    scgi_temp_path temp;
    server {
        listen 127.0.0.1:%d;
        location / {
            return 200 "%s";
        }
    }
}
"""

OURS, FLOOR, NGINX_NAME = "http_headers", "bare loop", "nginx"
SERVERS = [OURS, FLOOR, NGINX_NAME]
LOADS = {"plain": "one request at a time", "pipelined": "16 at a time", "20 fields": "one at a time, 20 fields"}
# load, the other server, the highest ratio allowed; None: less than 1
REQUIRED = [("plain", FLOOR, 1.10), ("plain", NGINX_NAME, None), ("20 fields", FLOOR, 1.10),
            ("20 fields", NGINX_NAME, None), ("pipelined", NGINX_NAME, 0.15)]


class Failure(Exception):
    pass


class Disturbed(Exception):
    """The machine was busy with something else, so that the run says nothing about the server."""


def pin(processor):
    return lambda: os.sched_setaffinity(0, {processor})


class Server:
    """A server process, perhaps with a worker process. As a context manager it ends the server."""

    def __init__(self, command, processor):
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        preexec_fn=pin(processor), text=True)

    def find_port(self):
        found = re.match(r"listening on .*:(\d+)$", self.process.stdout.readline())
        if not found:
            raise self.ended("did not print its address")
        self.port = int(found.group(1))
        return self

    def ended(self, what):
        self.process.kill()
        return Failure("%s %s: %s" % (self.process.args[0], what, self.process.communicate()[1].strip()))

    def wait_for_file(self, path):
        until = time.monotonic() + PATIENCE
        while not os.path.exists(path):
            if self.process.poll() is not None:
                raise self.ended("has ended")
            if time.monotonic() > until:
                raise self.ended("does not start")
            time.sleep(0.01)

    def processes(self):
        pids = [self.process.pid]
        for pid in pids:
            for path in glob.glob("/proc/%d/task/*/children" % pid):
                with open(path) as file:
                    pids.extend(int(child) for child in file.read().split())
        return pids

    def run_time(self):
        """Nanoseconds that its threads have spent on a processor."""
        total = 0
        for pid in self.processes():
            for path in glob.glob("/proc/%d/task/*/schedstat" % pid):
                with open(path) as file:
                    total += int(file.read().split()[0])
        return total

    def response(self):
        """All bytes of one response."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as client:
            client.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            data = b""
            while True:
                head, blank, body = data.partition(b"\r\n\r\n")
                length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
                if blank and length and len(body) >= int(length.group(1)):
                    return data
                more = client.recv(65536)
                if not more:
                    raise Failure("a response ends early: %r" % data)
                data += more

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()


def start_nginx(program, prefix, processor):
    """nginx cannot let the kernel choose a port. One is chosen for it, and another one if it was taken meanwhile."""
    pid_file = os.path.join(prefix, "nginx.pid")  # written when it listens; a connection might reach another server
    for _ in range(10):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        with open(os.path.join(prefix, "nginx.conf"), "w") as file:
            file.write(NGINX % (port, BODY))
        if os.path.exists(pid_file):
            os.remove(pid_file)
        server = Server([program, "-p", prefix, "-e", "stderr", "-c", "nginx.conf"], processor)
        server.port = port
        try:
            server.wait_for_file(pid_file)
            return server
        except Failure as failure:
            if "in use" not in str(failure):
                raise
    raise Failure("found no port for nginx")


class Bench:
    def __init__(self, options, folder):
        self.options = options
        self.folder = folder
        self.seconds = options.seconds
        self.disturbed = 0  # runs that had to be repeated
        processors = sorted(os.sched_getaffinity(0))
        self.server_processor, self.client_processor = processors[0], processors[-1]
        self.nginx = shutil.which("nginx") or "/usr/sbin/nginx"
        self.script = os.path.join(folder, "pipeline.lua")
        with open(self.script, "w") as file:
            file.write(PIPELINE)
        with self.start(NGINX_NAME) as server:
            self.response_size = len(server.response())
        self.reply = ""
        with self.start(OURS) as server:
            empty = len(server.response())
        # The length of the body has digits too: one or two fewer than that of nginx.
        for digits in range(3):
            self.reply = "x" * max(0, self.response_size - empty - digits)
            with self.start(OURS) as server:
                if len(server.response()) == self.response_size:
                    return
        raise Failure("cannot make responses of %d bytes" % self.response_size)

    def start(self, name):
        build = self.options.build
        if name == NGINX_NAME:
            return start_nginx(self.nginx, self.folder, self.server_processor)
        if name == FLOOR:
            command = [build + "/tests/bench/serve_floor", str(self.response_size)]
        else:
            command = [build + "/examples/http/http_headers", "--listen", "127.0.0.1:0", "--reply", self.reply]
        return Server(command, self.server_processor).find_port()

    def wrk(self, port, load, seconds):
        command = ["wrk", "-t1", "-c%d" % self.options.connections, "-d%ds" % seconds]
        if load == "pipelined":
            command += ["-s", self.script]
        if load == "20 fields":
            for field in FIELDS:
                command += ["-H", field]
        command.append("http://127.0.0.1:%d/" % port)
        result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                preexec_fn=pin(self.client_processor))
        count = re.search(r"(\d+) requests in ([\d.]+)(s?)", result.stdout)
        if count and count.group(3) and float(count.group(2)) > seconds + 1:  # wrk keeps its own time
            raise Disturbed(count.group(0))
        if result.returncode != 0 or not count or "errors" in result.stdout or "Non-2xx" in result.stdout:
            raise Failure("wrk, %s: %s" % (load, result.stdout))
        if int(count.group(1)) < MIN_REQUESTS:
            raise Disturbed(count.group(0))
        return int(count.group(1))

    def run(self, name, load):
        """Microseconds per request."""
        for _ in range(5):
            try:
                return self.run_once(name, load)
            except Disturbed as disturbed:
                self.disturbed += 1
                if self.options.verbose:
                    print("repeated: %s, %s: %s" % (name, load, disturbed), flush=True)
        raise Failure("the machine is too busy")

    def run_once(self, name, load):
        with self.start(name) as server:
            size = len(server.response())
            if size != self.response_size:
                raise Failure("the responses of %s have %d bytes, not %d" % (name, size, self.response_size))
            begin = server.run_time()
            count = self.wrk(server.port, load, self.seconds)
            return (server.run_time() - begin) / count / 1000

    def rounds(self):
        figures = {load: {name: [] for name in SERVERS} for load in LOADS}
        loads = [load for load in LOADS if self.options.load in (None, load)]
        for number in range(self.options.runs):
            for load in random.sample(loads, len(loads)):
                for name in random.sample(SERVERS, len(SERVERS)):
                    figures[load][name].append(self.run(name, load))
            if self.options.verbose:
                for load in loads:
                    print(number, load, ", ".join("%s %.3f" % (n, figures[load][n][-1]) for n in SERVERS), flush=True)
        return {load: figures[load] for load in loads}


def processor_name():
    with open("/proc/cpuinfo") as file:
        found = re.search(r"model name\s*:\s*(.*)", file.read())
    return found.group(1) if found else platform.machine()


def version_of(*command):
    found = re.search(r"(?:nginx/|wrk )(?:debian/)?([\d.]+)", subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True).stdout)
    return found.group(1) if found else "?"


def request_size(load):
    request = "GET / HTTP/1.1\r\nHost: 127.0.0.1:12345\r\n\r\n"
    return len(request) + (sum(len(field) + 2 for field in FIELDS) if load == "20 fields" else 0)


def ratio_of(servers, name, other):
    return statistics.median(a / b for a, b in zip(servers[name], servers[other]))


def report(figures, machine):
    """Print the tables. The contents of the file."""
    medians = {load: {name: statistics.median(runs) for name, runs in servers.items()}
               for load, servers in figures.items()}
    print("%(processor)s, %(processors)d processors, Linux %(kernel)s, nginx %(nginx)s, wrk %(wrk)s" % machine)
    print("%(connections)d connections, responses of %(response)d bytes, median of %(runs)d runs of %(seconds)d s"
          % machine)
    if machine["disturbed"] != 0:
        print("%(disturbed)d runs were repeated: the machine was busy with something else" % machine)
    print()
    print("%-10s %6s  %-13s %10s  %-17s" % ("load", "bytes", "server", "us/request", "lowest..highest"))
    for load, servers in figures.items():
        for name, runs in servers.items():
            print("%-10s %6d  %-13s %10.3f  %.3f..%.3f"
                  % (load, request_size(load), name, medians[load][name], min(runs), max(runs)))
    print()
    print("%-10s %-26s %8s  %-12s" % ("load", "ratio", "measured", "required"))
    checks = []
    for load, other, most in REQUIRED:
        if load not in figures:
            continue
        ratio = ratio_of(figures[load], OURS, other)
        good = ratio <= most if most is not None else ratio < 1
        required = "<= %.2f" % most if most is not None else "< 1"
        print("%-10s %-26s %8.3f  %-8s %s" % (load, OURS + " / " + other, ratio, required, "ok" if good else "MISSED"))
        checks.append({"load": load, "to": other, "ratio": round(ratio, 4), "required": required, "ok": good})
    for load, servers in figures.items():  # for information
        print("%-10s %-26s %8.3f" % (load, FLOOR + " / " + NGINX_NAME, ratio_of(servers, FLOOR, NGINX_NAME)))
    return {
        "machine": machine,
        "unit": "microseconds of processor time per request",
        "runs": {load: {name: [round(run, 4) for run in runs] for name, runs in servers.items()}
                 for load, servers in figures.items()},
        "medians": {load: {name: round(median, 4) for name, median in servers.items()}
                    for load, servers in medians.items()},
        "ratios": checks,
    }


def main():
    parser = argparse.ArgumentParser(description="What a request costs the server.")
    parser.add_argument("build", help="build folder")
    parser.add_argument("--runs", type=int, default=15, help="rounds: 15")
    parser.add_argument("--seconds", type=int, default=1, help="length of a run: 1")
    parser.add_argument("--connections", type=int, default=64, help="of wrk: 64")
    parser.add_argument("--load", choices=list(LOADS), help="only this one")
    parser.add_argument("--output", default=os.path.join(HERE, "results", "serve.json"), help="file for the figures")
    parser.add_argument("--verbose", action="store_true", help="print each round")
    options = parser.parse_args()
    if len(os.sched_getaffinity(0)) < 2:
        print("one processor only: the client disturbs the server", file=sys.stderr)
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)  # nginx's worker may be another user
        bench = Bench(options, folder)
        figures = bench.rounds()
        result = report(figures, {
            "processor": processor_name(),
            "processors": os.cpu_count(),
            "kernel": platform.release().split("-")[0],
            "nginx": version_of(bench.nginx, "-v"),
            "wrk": version_of("wrk", "-v"),
            "connections": options.connections,
            "response": bench.response_size,
            "runs": options.runs,
            "seconds": options.seconds,
            "disturbed": bench.disturbed,
        })
    os.makedirs(os.path.dirname(options.output), exist_ok=True)
    with open(options.output, "w") as file:
        json.dump(result, file, indent=2)
        file.write("\n")
    return 0 if all(check["ok"] for check in result["ratios"]) else 1


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))  # so that servers are ended too
    try:
        sys.exit(main())
    except (Failure, OSError) as failure:
        print("serve.py: %s" % failure, file=sys.stderr)
        sys.exit(70)
