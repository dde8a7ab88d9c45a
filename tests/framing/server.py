# SPDX-License-Identifier: MIT
"""The server of examples/framing against a client that compares every byte of every response."""
import pathlib
import signal
import socket
import struct
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import black_box  # noqa: E402
from black_box import same  # noqa: E402

LOAD = sys.argv[2]
BLOCK = 256 << 10


class Server:
    """A running server, and what it printed at its end."""

    def __init__(self):
        self.process = subprocess.Popen(black_box.PROGRAM + ["-c"], stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())
        self.report = ""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.report = self.process.communicate(timeout=60)[0]
        same(self.process.returncode, 0)
        assert "alive 0 bytes" in self.report, self.report

    def memory(self, field="VmRSS"):
        """Resident memory in KiB."""
        status = pathlib.Path("/proc/%d/status" % self.process.pid).read_text()
        return int(status.split(field + ":")[1].split()[0])

    def load(self, connections, size, frames, rounds):
        command = [LOAD] + [str(value) for value in (self.port, connections, size, frames, rounds)]
        result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=120,
                                check=False)
        same(result.returncode, 0)
        same(int(result.stdout), connections * frames * rounds)

    def connect(self):
        return socket.create_connection(("127.0.0.1", self.port))


def test_frames_of_0_bytes_to_16_mib_come_back_whole():
    with Server() as server:
        server.load(1, "mixed:16777216", 40, 1)
        server.load(3, 16777216, 2, 1)
        server.load(3, 0, 1000, 3)


def test_200_connections_with_random_cuts_get_their_responses_in_order():
    with Server() as server:
        server.load(200, "mixed:65536", 40, 2)


def test_nothing_is_copied_up_to_the_size_of_a_block():
    for size in (0, 1, 256, 4096, 65536, BLOCK - 4):
        with Server() as server:
            server.load(4, size, 200 if size < 10000 else 12, 3)
        assert server.report.rstrip().endswith("copied 0 bytes"), "%d: %s" % (size, server.report)


def test_memory_is_bounded_while_a_client_does_not_read():
    with Server() as server:
        before = server.memory()
        connection = server.connect()
        connection.setblocking(False)
        frame = struct.pack(">I", 60000) + b"x" * 60000
        sent = 0
        blocked = 0
        while blocked < 100 and sent < 500 << 20:
            try:
                sent += connection.send(frame[sent % len(frame):])
                blocked = 0
            except BlockingIOError:
                blocked += 1
                server.load(1, 10, 10, 1)  # others are served meanwhile
        assert sent < 64 << 20, "%d bytes were taken" % sent
        assert server.memory() < before + (24 << 10), "%d KiB, at first %d" % (server.memory(), before)
        connection.close()


def test_a_frame_above_the_limit_ends_its_connection_and_no_other():
    with Server() as server:
        connection = server.connect()
        connection.sendall(struct.pack(">I", (16 << 20) + 1))
        same(connection.recv(1), b"")
        connection.close()
        server.load(1, 100, 10, 1)


def test_a_client_that_goes_away_in_the_middle_leaves_nothing_behind():
    with Server() as server:
        for count in (1, 4, 5, 70000):
            connection = server.connect()
            connection.sendall((struct.pack(">I", 100000) + b"x" * 100000)[:count])
            connection.close()
        for _ in range(20):  # with responses on their way
            connection = server.connect()
            connection.sendall((struct.pack(">I", 1000) + b"x" * 1000) * 50)
            connection.close()
        server.load(1, 100, 10, 1)


def test_it_stops_with_connections_open():
    with Server() as server:
        connections = [server.connect() for _ in range(10)]
        for connection in connections:
            connection.sendall((struct.pack(">I", 1000) + b"x" * 1000) * 50)
    for connection in connections:
        connection.close()


if __name__ == "__main__":
    black_box.run(globals())
