# SPDX-License-Identifier: MIT
"""examples/cache under load and attack: nothing is copied for a GET, memory held is bounded, slow and hostile clients
are bounded too.

limits.py CACHE
"""
import random
import socket
import struct
import time

from client import Client, Error, Server, black_box, request, same

BIG = bytes(range(256)) * 400  # 102,400 bytes


def copied(server):
    return int(server.info()["bytes_copied_by_library"])


def test_a_get_copies_nothing_also_while_another_client_overwrites_the_key():
    with Server() as server, server.connect() as reader, server.connect() as writer:
        values = [bytes([65 + i]) * len(BIG) for i in range(20)]
        writer.call("SET", "k", values[0])
        reader.call("GET", "k")
        before = copied(server)
        # Many responses wait, each of the value that was current when its request came.
        for i, value in enumerate(values):
            same(writer.call("SET", "k", value), b"OK")
            reader.send(request("GET", "k"))
            time.sleep(0.002 * (i % 3))
        set_copied = copied(server)
        seen = [reader.reply() for _ in values]
        assert all(value in values for value in seen), "a torn value"
        same(seen[-1], values[-1])
        same(seen, sorted(seen))
        # What a SET of more than a read block copies is at most the part that came with the first read.
        assert set_copied - before <= len(values) * len(BIG), (before, set_copied)
        now = copied(server)
        for _ in range(50):
            reader.send(request("GET", "k") * 5)
            for _ in range(5):
                same(reader.reply(), values[-1])
        reader.send(request("GETRANGE", "k", 1000, 99999))
        same(len(reader.reply()), 99000)
        same(copied(server), now)


def test_with_copy_below_1_values_of_any_length_are_sent_without_a_copy():
    with Server("--copy-below", 1) as server, server.connect() as client:
        for size in (1, 64, 511, 512, 4096):
            client.call("SET", "k", b"x" * size)
            now = copied(server)
            for _ in range(100):
                same(client.call("GET", "k"), b"x" * size)
            same(copied(server), now)


def test_each_byte_of_a_large_value_is_copied_once_at_most():
    with Server() as server, server.connect() as client:
        for size in (70000, 100000, 131072, 500000, 1000000):
            before = copied(server)
            data = request("SET", "k", b"x" * size)
            client.send(data)
            same(client.reply(), b"OK")
            assert copied(server) - before <= len(data), (size, copied(server) - before)
        info = server.info()
        assert int(info["values_kept_as_read"]) >= 4, info
        same(client.call("GET", "k"), b"x" * 1000000)


def test_random_cuts_of_a_session_do_not_change_its_replies():
    choose = random.Random(1)
    keys = ["k%d" % i for i in range(5)]
    parts = []
    for _ in range(300):
        key = choose.choice(keys)
        parts.append(choose.choice([
            request("SET", key, b"v" * choose.choice((0, 1, 100, 511, 512, 5000, 70000))),
            request("GET", key), request("APPEND", key, "x" * 50), request("STRLEN", key),
            request("MGET", *keys), b"GET %s\r\n" % key.encode(), request("GETRANGE", key, 10, 1000),
            request("MSET", "a", "1", "b", "y" * 600), request("SETRANGE", key, 600, "zz")]))
    session = b"".join([request("FLUSHALL")] + parts + [request("PING")])
    with Server() as server:
        results = []
        for cut in (lambda: len(session), lambda: choose.randint(1, 20000), lambda: choose.randint(1, 300)):
            with server.connect() as client:
                received = []
                at = 0
                client.socket.setblocking(False)
                while not b"".join(received[-2:]).endswith(b"+PONG\r\n"):
                    if at < len(session):
                        try:
                            at += client.socket.send(session[at:at + cut()])
                        except BlockingIOError:
                            pass
                    try:
                        received.append(client.socket.recv(1 << 20))
                        assert received[-1], "the connection ended"
                    except BlockingIOError:
                        if at == len(session):
                            time.sleep(0.001)
                results.append(b"".join(received))
        assert results[0] == results[1] == results[2], [len(result) for result in results]


def test_the_memory_held_is_bounded_and_the_least_recently_used_keys_go():
    bound = 8 << 20
    with Server("--maxmemory", bound) as server, server.connect() as client:
        for i in range(3000):
            same(client.call("SET", "k%d" % i, b"x" * 10000), b"OK")
            client.call("GET", "k0")
        info = server.info()
        assert int(info["used_memory"]) <= bound + 200000, info["used_memory"]
        assert int(info["evicted_keys"]) > 1500, info["evicted_keys"]
        assert client.call("GET", "k0") is not None
        assert client.call("GET", "k1") is None
        assert client.call("GET", "k2999") is not None
        if not server.is_sanitized():  # AddressSanitizer keeps freed memory for some time
            assert server.resident() < 3 * bound, server.resident()
        reply = client.call("SET", "huge", b"x" * (2 * bound))
        assert str(reply).startswith("OOM "), reply
        same(client.call("DBSIZE"), 0)
        same(client.call("SET", "small", "v"), b"OK")


def test_values_that_pin_much_more_than_they_show_are_not_kept():
    with Server() as server, server.connect() as client:
        # 64 KiB reads with one value of 1000 bytes each: kept as views they would hold 64 times as much.
        for i in range(2000):
            client.send(request("SET", "k%d" % i, b"x" * 1000) + b"".join(request("ECHO", b"y" * 50) for _ in range(3)))
        for _ in range(8000):
            client.reply()
        used = int(server.info()["used_memory"])
        assert used < 2000 * 1000 * 1.4, used
        usage = client.call("MEMORY", "USAGE", "k7")
        assert 1000 < usage < 1400, usage


def test_memory_usage_is_what_a_value_pins():
    with Server() as server, server.connect() as client:
        before = int(server.info()["used_memory"])
        client.call("SET", "k", b"x" * 200000)
        usage = client.call("MEMORY", "USAGE", "k")
        grown = int(server.info()["used_memory"]) - before
        assert 200000 < usage <= 400000 + 8192, usage
        assert usage <= grown + 1000 and grown <= usage + 150000, (usage, grown)


def fill(client, data, most):
    """Send a request again and again until the server takes no more; the bytes sent."""
    client.socket.setblocking(False)
    sent, stuck = 0, 0
    while sent < most and stuck < 20:
        try:
            sent += client.socket.send(data)
            stuck = 0
        except BlockingIOError:
            stuck += 1
            time.sleep(0.02)
    return sent


def test_a_client_that_does_not_read_holds_bounded_memory():
    with Server("--max-output", 100000) as server, server.connect() as other:
        other.call("SET", "short", b"x" * 500)
        other.call("SET", "long", BIG)
        before = int(server.info()["used_memory"])
        for key in ("short", "long"):
            with server.connect() as slow:
                slow.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                sent = fill(slow, request("GET", key) * 1000, 50 << 20)
                assert sent < 50 << 20, "the server goes on reading"
                held = int(server.info()["used_memory"]) - before
                assert held < 1 << 20, (key, held)
                for i in range(20):  # what it waits for is overwritten; others are served
                    same(other.call("SET", key, BIG[i:]), b"OK")
                held = int(server.info()["used_memory"]) - before
                assert held < 2 << 20, (key, held)


def test_a_reply_of_too_many_short_values_ends_the_connection():
    with Server("--max-copied", 100000) as server, server.connect() as client:
        client.call("SET", "k", b"x" * 500)
        same(len(client.call("MGET", *["k"] * 200)), 200)
        client.send(request("MGET", *["k"] * 201))
        same(client.at_end(), True)
        with server.connect() as other:
            same(other.call("STRLEN", "k"), 500)


def protocol_error(server, data, expected):
    with server.connect() as client:
        client.send(data)
        reply = client.reply()
        assert isinstance(reply, Error), (data[:50], reply)
        same(str(reply), "ERR Protocol error: " + expected)
        same(client.at_end(), True)


def test_malformed_requests_are_rejected_and_end_the_connection():
    with Server() as server:
        protocol_error(server, b"*1048577\r\n", "invalid multibulk length")
        protocol_error(server, b"*99999999999999999999\r\n", "invalid multibulk length")
        protocol_error(server, b"*2\r\n$3\r\nGET\r\n$-5\r\n", "invalid bulk length")
        protocol_error(server, b"*2\r\n$3\r\nGET\r\n$536870913\r\n", "invalid bulk length")
        protocol_error(server, b"*1\r\n" * 100000, "expected '$', got '*'")
        protocol_error(server, b"*1\r\n+PING\r\n", "expected '$', got '+'")
        protocol_error(server, b"x" * 70000, "too big inline request")
        protocol_error(server, b"GET \"a\r\n", "unbalanced quotes in request")
        with server.connect() as client:
            same(client.call("PING"), b"PONG")


def test_what_a_client_announces_costs_nothing():
    with Server() as server:
        before = int(server.info()["used_memory"])
        clients = [server.connect() for _ in range(50)]
        for client in clients:
            client.send(b"*1048576\r\n$536870912\r\nabc")
        time.sleep(0.2)
        used = int(server.info()["used_memory"]) - before
        assert used < 50 * (1 << 20) * 1.2, used
        assert server.is_sanitized() or server.resident() < 50 << 20, server.resident()
        for client in clients:
            client.close()


def test_limits_have_options():
    with Server("--max-key", 10, "--max-value", 100, "--max-arguments", 5, "--max-clients", 2) as server:
        with server.connect() as client:
            same(client.call("SET", "k" * 10, "v" * 100), b"OK")
            same(str(client.call("SET", "k" * 11, "v")), "ERR a key is longer than 10 bytes")
            same(str(client.call("APPEND", "k" * 10, "v")),
                 "ERR string exceeds maximum allowed size (proto-max-bulk-len)")
            protocol_error(server, b"*6\r\n", "invalid multibulk length")
            protocol_error(server, b"*1\r\n$101\r\n", "invalid bulk length")
            with server.connect() as second, server.connect() as third:
                same(second.call("PING"), b"PONG")
                same(str(third.reply()), "ERR max number of clients reached")
                same(third.at_end(), True)


def ends_within(client, least, most):
    begin = time.time()
    same(client.at_end(), True)
    took = time.time() - begin
    assert least <= took < most, took


def test_deadlines_end_connections():
    with Server("--idle-time", 400, "--request-time", 400, "--write-time", 600) as server:
        with server.connect() as client:
            ends_within(client, 0.2, 20)
        with server.connect() as client:
            client.send(b"*2\r\n$3\r\nGET\r\n")
            ends_within(client, 0.2, 20)
        with server.connect() as client:
            client.call("SET", "k", b"x" * (4 << 20))
            client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.send(request("GET", "k") * 4)
            deadline = time.time() + 20
            while int(server.info()["connected_clients"]) > 1:
                assert time.time() < deadline, "a client that does not read stays"
                time.sleep(0.1)


def test_a_client_that_goes_on_sending_slowly_is_not_cut_off():
    with Server("--idle-time", 500, "--request-time", 500) as server, server.connect() as client:
        for _ in range(12):
            same(client.call("PING"), b"PONG")
            time.sleep(0.1)
        client.send(b"*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$700000\r\n")
        for _ in range(10):
            client.send(b"x" * 70000)
            time.sleep(0.1)
        client.send(b"\r\n")
        same(client.reply(), b"OK")


def test_a_client_that_closes_its_side_gets_its_replies():
    with Server() as server, server.connect() as client:
        client.call("SET", "k", BIG)
        client.send(request("GET", "k") * 100)
        client.socket.shutdown(socket.SHUT_WR)
        for _ in range(100):
            same(client.reply(), BIG)
        same(client.at_end(), True)


def test_queued_replies_are_sent_when_the_server_ends():
    with Server("--drain-time", 20000) as server, server.connect() as client:
        client.call("SET", "k", b"x" * (8 << 20))
        client.send(request("GET", "k"))
        time.sleep(0.3)
        server.process.terminate()
        same(client.reply(), b"x" * (8 << 20))
        same(client.at_end(), True)
        client.close()
        same(server.process.wait(10), 0)


def test_connections_that_break_leave_nothing_behind():
    with Server() as server:
        with server.connect() as client:
            client.call("SET", "k", BIG)
        before = None
        for turn in range(3):
            clients = [server.connect() for _ in range(100)]
            for i, client in enumerate(clients):
                client.send(request("GET", "k") * 30 + request("SET", "k", BIG)[:i * 700])
                client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            for client in clients:
                client.close()
            deadline = time.time() + 20
            while int(server.info()["connected_clients"]) > 1:
                assert time.time() < deadline, "connections stay"
                time.sleep(0.05)
            used = int(server.info()["used_memory"])
            assert before is None or used <= before + 200000, (before, used)
            before = used


if __name__ == "__main__":
    black_box.run(globals())
