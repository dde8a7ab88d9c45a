# SPDX-License-Identifier: MIT
"""What the tests of the server share: starting it, being its client, and printing TAP."""
import ctypes
import os
import re
import select
import signal
import socket
import subprocess
import sys
import threading
import time

PR_SET_PDEATHSIG = 1  # of Linux's prctl(): a signal for when the parent dies
TIMEOUT = 200.0  # seconds until anything that does not happen is a failure; less than meson's limit
# A day for each timeout: none expires in a test that is not about it, however slow the machine is.
NO_TIMEOUTS = [word for name in ("head", "body", "idle", "write", "linger", "drain", "yield")
                for word in ("--%s-time" % name, "86400000")] + ["--grace-time", "0"]


SUMMARY = re.compile(r"http_headers: (\d+) requests? on (\d+) connections?, (\d+) views? handed out, (\d+) bytes? "
                          r"copied by the library, memory allocated (\d+) times?\n$")


class Failure(Exception):
    pass


def check(condition, text):
    if not condition:
        raise Failure(text)


def equal(got, expected, text):
    check(got == expected, "%s: got %r, expected %r" % (text, got, expected))


class Server:
    """The program, on a port that the kernel chooses. As a context manager it sends SIGTERM at the end and expects the
    exit status 0. `descriptors` are its soft and its hard limit."""

    def __init__(self, *options, host="127.0.0.1", descriptors=None, environment=None):
        def limit():
            # The server must not outlive a test that is killed.
            if sys.platform == "linux":
                ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            if descriptors is not None:
                import resource
                resource.setrlimit(resource.RLIMIT_NOFILE, descriptors)

        listen = "[%s]:0" % host if ":" in host else host + ":0"
        command = [sys.argv[1], "--listen", listen] + NO_TIMEOUTS + [str(option) for option in options]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=limit,
                                        env=environment)
        ready, _, _ = select.select([self.process.stdout], [], [], TIMEOUT)
        self.line = self.process.stdout.readline().decode() if ready else ""
        found = re.match(r"listening on (.*):(\d+)\n$", self.line)
        if not found:
            self.process.kill()
            raise Failure("first line is %r, errors are %r" % (self.line, self.process.communicate()[1]))
        self.address = (host, int(found.group(2)))

    def connect(self, receive_buffer=None, source=None):
        return Client(self.address, receive_buffer, source)

    def send_signal(self, number):
        self.process.send_signal(number)

    def wait(self):
        """The exit status, after a check that standard error is the summary and nothing else. Its numbers are then in
        `requests`, `connections`, `views`, `copied` and `allocations`."""
        try:
            _, errors = self.process.communicate(timeout=TIMEOUT)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()
            raise Failure("the server does not exit")
        summary = SUMMARY.match(errors.decode())
        check(summary, "standard error is %r" % errors)
        self.requests, self.connections, self.views, self.copied, self.allocations = map(int, summary.groups())
        return self.process.returncode

    def connection_count(self):
        """The number of its open connections."""
        with open("/proc/%d/net/tcp" % self.process.pid) as file:
            local = {line.split()[9] for line in file if line.split()[1].endswith(":%04X" % self.address[1])
                     and line.split()[3] != "0A"}
        folder = "/proc/%d/fd" % self.process.pid
        return sum(os.readlink(os.path.join(folder, name))[8:-1] in local for name in os.listdir(folder))

    def processor_time(self):
        with open("/proc/%d/stat" % self.process.pid) as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        if kind is not None:
            self.process.kill()
            _, errors = self.process.communicate()
            if errors:
                print("# standard error of the server: " + errors.decode(errors="replace").replace("\n", "\n# "))
        elif self.process.returncode is None:
            self.send_signal(signal.SIGTERM)
            equal(self.wait(), 0, "exit status")


class Response:
    def __init__(self, status, version, fields, body):
        self.status = status
        self.version = version
        self.fields = fields
        self.body = body

    def field(self, name):
        return self.fields.get(name.lower())


class Client:
    """One connection. Each operation has a timeout."""

    def __init__(self, address, receive_buffer=None, source=None):
        self.socket = socket.socket(socket.AF_INET6 if ":" in address[0] else socket.AF_INET)
        self.socket.settimeout(TIMEOUT)
        if source is not None:
            self.socket.bind((source, 0))
        if receive_buffer is not None:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.connect(address)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""

    def send(self, data):
        self.socket.sendall(data)
        return self

    def half_close(self):
        self.socket.shutdown(socket.SHUT_WR)
        return self

    def more(self):
        data = self.socket.recv(65536)
        self.buffer += data
        return data

    def response(self, head=False):
        while b"\r\n\r\n" not in self.buffer:
            check(self.more(), "connection closed before a response; it holds %r" % self.buffer)
        top, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        lines = top.decode("latin-1").split("\r\n")
        version, status, _ = lines[0].split(" ", 2)
        fields = {}
        for line in lines[1:]:
            name, value = line.split(": ", 1)
            check(name.lower() not in fields, "repeated field " + name)
            fields[name.lower()] = value
        status = int(status)
        length = 0 if head or status == 100 else int(fields["content-length"])
        while len(self.buffer) < length:
            check(self.more(), "connection closed in a response")
        body, self.buffer = self.buffer[:length], self.buffer[length:]
        return Response(status, version, fields, body)

    def exchange(self, data, head=False):
        return self.send(data).response(head)

    def is_closed(self):
        """Wait for the end of file; nothing may come before it."""
        data = self.buffer or self.socket.recv(65536)
        equal(data, b"", "bytes instead of the end")
        return True

    def is_quiet(self, seconds=0.1):
        return not self.buffer and not select.select([self.socket], [], [], seconds)[0]

    def reset(self):
        import struct
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def close(self):
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()


def get(target="/", *fields):
    lines = ["GET %s HTTP/1.1" % target, "Host: a"] + list(fields)
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def body_for(request):
    """The body of the response to a request: its parsed head."""
    lines = request.split(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    method, target, version = lines[0].split(" ")
    out = ["method: " + method, "target: " + target, "version: " + version[5:]]
    for line in lines[1:]:
        name, value = line.split(":", 1)
        out.append(name + ": " + value.strip(" \t"))
    return ("\n".join(out) + "\n").encode("latin-1")


def run(tests, seconds):
    """Run test functions and print TAP. Exits after so many seconds in any case."""
    def expire():
        print("Bail out! not finished after %d seconds" % seconds, flush=True)
        os._exit(1)

    timer = threading.Timer(seconds, expire)
    timer.daemon = True
    timer.start()
    print("1..%d" % len(tests), flush=True)
    failed = 0
    for number, test in enumerate(tests, 1):
        began = time.monotonic()
        try:
            skipped = test()
            print("ok %d - %s%s" % (number, test.__doc__, " # SKIP " + skipped if skipped else ""), flush=True)
        except Exception as error:  # any exception fails the test
            failed += 1
            print("not ok %d - %s" % (number, test.__doc__))
            print("# %s: %s" % (type(error).__name__, str(error).replace("\n", "\n# ")), flush=True)
        if time.monotonic() - began > 5:
            print("# took %.1f s" % (time.monotonic() - began), flush=True)
    return 1 if failed else 0
