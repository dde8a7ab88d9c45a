# SPDX-License-Identifier: MIT
"""What the tests of examples/cache share: a server that runs, and a client that speaks RESP by bytes."""
import ctypes
import pathlib
import select
import signal
import socket
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import black_box  # noqa: E402
from black_box import same  # noqa: E402

TIMEOUT = 60


def die_with_parent():
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


class Server:
    """The program on a port that the kernel picks. At the end of a `with` it gets SIGTERM, and must exit with 0."""

    def __init__(self, *options):
        command = black_box.PROGRAM + ["--listen", "127.0.0.1:0"] + [str(option) for option in options]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                        preexec_fn=die_with_parent)
        ready, _, _ = select.select([self.process.stdout], [], [], TIMEOUT)
        line = self.process.stdout.readline() if ready else ""
        assert line.startswith("listening on 127.0.0.1:"), line
        self.port = int(line.rsplit(":", 1)[1])

    def connect(self):
        return Client(self.port)

    def resident(self):
        """Resident memory in bytes."""
        status = pathlib.Path("/proc/%d/status" % self.process.pid).read_text()
        return int(status.split("VmRSS:")[1].split()[0]) * 1024

    def is_sanitized(self):
        return "libasan" in pathlib.Path("/proc/%d/maps" % self.process.pid).read_text()

    def info(self):
        """The fields of INFO."""
        with self.connect() as client:
            text = client.call("INFO").decode()
        return dict(line.split(":", 1) for line in text.split("\r\n") if ":" in line)

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if kind is not None:
            self.process.kill()
        else:
            self.process.send_signal(signal.SIGTERM)
        _, errors = self.process.communicate(timeout=TIMEOUT)
        if kind is None:
            same((self.process.returncode, errors), (0, ""))


class Error(Exception):
    """An error reply."""


def request(*arguments):
    """The bytes of a request."""
    parts = [b"*%d\r\n" % len(arguments)]
    for argument in arguments:
        data = argument if isinstance(argument, bytes) else str(argument).encode()
        parts.append(b"$%d\r\n%s\r\n" % (len(data), data))
    return b"".join(parts)


class Client:
    """One connection. Replies are parsed to bytes, int, list, dict and None; errors are returned as Error objects."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), TIMEOUT)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.file = self.socket.makefile("rb")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.file.close()
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data)

    def call(self, *arguments):
        self.send(request(*arguments))
        return self.reply()

    def line(self):
        line = self.file.readline()
        assert line.endswith(b"\r\n"), "the connection ended: %r" % line
        return line[:-2]

    def reply(self):
        line = self.line()
        kind, rest = line[:1], line[1:]
        if kind == b"+":
            return rest
        if kind == b"-":
            return Error(rest.decode("latin-1"))
        if kind == b":":
            return int(rest)
        if kind == b"_" or rest == b"-1":
            return None
        if kind in b"$=":
            data = self.file.read(int(rest) + 2)
            assert data.endswith(b"\r\n") and len(data) == int(rest) + 2, "a string without its end"
            return data[:-2]
        if kind == b"*":
            return [self.reply() for _ in range(int(rest))]
        assert kind == b"%", line
        return {self.reply(): self.reply() for _ in range(int(rest))}

    def at_end(self):
        """True if the server has closed the connection."""
        return self.file.read(1) == b""
