# SPDX-License-Identifier: MIT
"""examples/echo.c, the program of the README, against a client that cuts its messages everywhere."""
import pathlib
import random
import socket
import struct
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import black_box  # noqa: E402
from black_box import same  # noqa: E402

process = subprocess.Popen(black_box.PROGRAM, stdout=subprocess.PIPE, text=True)
PORT = int(process.stdout.readline())


def message(payload):
    return struct.pack(">I", len(payload)) + payload


def receive(connection, size):
    parts = []
    while size > 0:
        part = connection.recv(min(size, 1 << 20))
        assert part, "the connection ended early"
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def echo(messages, cut):
    """Send the messages in pieces of sizes that `cut` gives; what comes back is the same."""
    data = b"".join(message(payload) for payload in messages)
    with socket.create_connection(("127.0.0.1", PORT)) as connection:
        at = 0
        received = b""
        while at < len(data):
            piece = data[at:at + cut()]
            connection.sendall(piece)
            at += len(piece)
        received = receive(connection, len(data))
    assert received == data, "%d bytes differ" % len(data)


def test_messages_come_back_byte_by_byte():
    echo([b"", b"a", b"hello", b"x" * 300], lambda: 1)


def test_messages_come_back_however_they_are_cut():
    random.seed(1)
    payloads = [random.randbytes(random.choice((0, 1, 10, 1000, 70000))) for _ in range(40)]
    for _ in range(5):
        echo(payloads, lambda: random.randint(1, 5000))


def test_a_message_of_the_maximum_comes_back_and_a_longer_one_ends_the_connection():
    echo([b"x" * (1 << 20)], lambda: 1 << 20)
    with socket.create_connection(("127.0.0.1", PORT)) as connection:
        connection.sendall(struct.pack(">I", (1 << 20) + 1))
        same(connection.recv(1), b"")


def test_many_clients_are_served_at_once():
    connections = [socket.create_connection(("127.0.0.1", PORT)) for _ in range(100)]
    for number, connection in enumerate(connections):
        connection.sendall(message(b"client %d" % number))
    for number, connection in enumerate(connections):
        expected = message(b"client %d" % number)
        same(receive(connection, len(expected)), expected)
        connection.close()


if __name__ == "__main__":
    try:
        black_box.run(globals())
    finally:
        process.kill()
        process.wait()
