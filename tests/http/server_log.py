# SPDX-License-Identifier: MIT
"""The log and the counters of the server: python3 server_log.py PROGRAM. Prints TAP."""
import re
import signal
import sys

from server_client import Server, check, equal, get, run

LINE = re.compile(r"(\S+) (-|\"\S*\") (\d+) (\d+) (\d+) (\S+)\n$")
NUMBERS = ["connections", "accepted", "requests", "rejected", "refused", "yielded", "too_slow", "over_memory", "memory",
           "peak_memory", "lost_lines"]


def logged(server):
    """The next line, as method, target, status, bytes, microseconds, client."""
    text = server.process.stdout.readline().decode()
    found = LINE.match(text)
    check(found, "a line is %r" % text)
    return found.groups()


def counters(server):
    server.send_signal(signal.SIGUSR1)
    text = server.process.stderr.readline().decode()
    check(text.startswith("http_headers: "), "counters are %r" % text)
    found = dict(word.split("=") for word in text.split()[1:])
    equal(list(found), NUMBERS, "names of counters")
    return {name: int(number) for name, number in found.items()}


def exchanges(server, data, *, head=False, responses=1):
    """Send, and check that each response is logged with its status and its client. The first three of each line."""
    lines = []
    with server.connect() as client:
        client.send(data)
        for _ in range(responses):
            response = client.response(head)
            method, target, status, _, micros, name = logged(server)
            equal(int(status), response.status, "status")
            equal(name, "%s:%d" % client.socket.getsockname()[:2], "client")
            check(int(micros) < 100000000, "%s microseconds" % micros)
            lines.append((method, target, int(status)))
    return lines


def lines_of_the_log():
    """--log prints a line for each response, also to rejected requests; targets are escaped"""
    with Server("--log", "--max-body", 10) as server:
        equal(exchanges(server, get("/a?b=c") + get("/[d]"), responses=2),
              [("GET", '"/a?b=c"', 200), ("GET", '"/[d]"', 200)], "pipelined")
        equal(exchanges(server, get("/a\\b")), [("GET", '"/a\\\\b"', 200)], "escaped target")
        equal(exchanges(server, b"HEAD /h HTTP/1.1\r\nHost: a\r\n\r\n", head=True), [("HEAD", '"/h"', 200)], "HEAD")
        equal(exchanges(server, b"GET / HTTP/1.1\r\n\r\n"), [("-", "-", 400)], "rejected head")
        equal(exchanges(server, b"CONNECT b:80 HTTP/1.1\r\nHost: b\r\n\r\n"), [("CONNECT", '"b:80"', 501)], "CONNECT")
        chunked = b"POST /p HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        equal(exchanges(server, chunked + b"5\r\nhello\r\n0\r\n\r\n"), [("POST", '"/p"', 200)], "body")
        equal(exchanges(server, chunked + b"5\r\nhello\r\n6\r\n"), [("POST", '"/p"', 413)], "rejected body")
        with server.connect() as client:
            client.send(chunked)
            check(client.is_quiet(), "no response yet")
            equal(client.exchange(b"0\r\n\r\n").status, 200, "status")
            line = logged(server)
            equal(line[:3], ("POST", '"/p"', "200"), "body that comes later")
            check(int(line[4]) >= 90000, "it took %s microseconds" % line[4])
    with Server("--log", "--syntax") as server:
        equal(exchanges(server, b"GET /\xff\"x HTTP/1.1\r\n\r\n"), [("GET", '"/\\xff\\"x"', 200)], "escaped bytes")


def bytes_of_the_log():
    """the log has the number of bytes of each response, its head included"""
    with Server("--log", "--reply", "hello") as server, server.connect() as client:
        client.send(get("/", "Connection: close"))
        whole = b""
        while True:
            data = client.socket.recv(65536)
            if not data:
                break
            whole += data
        equal(int(logged(server)[3]), len(whole), "bytes")


def nobody_reads_the_log():
    """a log that nobody reads delays nothing; lines that were lost are counted, those that were not are whole"""
    count = 20000
    with Server("--log") as server, server.connect() as client:
        target = "/" + "x" * 100
        for _ in range(count // 100):
            client.send(get(target) * 100)
            for _ in range(100):
                equal(client.response().status, 200, "status")
        lost = counters(server)["lost_lines"]
        check(lost > 0, "no line was lost")
        for _ in range(count - lost):
            equal(logged(server)[:3], ("GET", '"%s"' % target, "200"), "line")
        equal(counters(server)["lost_lines"], lost, "lost lines")
    print("# %d of %d lines were lost" % (lost, count))


def counters_on_a_signal():
    """SIGUSR1 prints counters, and the server goes on"""
    with Server("--max-per-address", 2) as server, server.connect() as client:
        for _ in range(3):
            equal(client.exchange(get()).status, 200, "status")
        with server.connect() as other:
            equal(other.exchange(b"GET / HTTP/1.1\r\n\r\n").status, 400, "status")
            with server.connect() as more:
                try:
                    check(more.is_closed(), "one more is closed")
                except ConnectionResetError:
                    pass
            found = counters(server)
        expected = {"connections": 2, "accepted": 2, "requests": 3, "rejected": 1, "refused": 1, "yielded": 0,
                    "too_slow": 0, "over_memory": 0, "lost_lines": 0}
        equal({name: found[name] for name in expected}, expected, "counters")
        check(0 < found["memory"] <= found["peak_memory"],
              "memory is %d of %d" % (found["memory"], found["peak_memory"]))
        equal(client.exchange(get()).status, 200, "status after it")
        equal(counters(server)["requests"], 4, "requests")


sys.exit(run([lines_of_the_log, bytes_of_the_log, nobody_reads_the_log, counters_on_a_signal], 240))
