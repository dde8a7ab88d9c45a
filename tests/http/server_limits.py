# SPDX-License-Identifier: MIT
"""The limits of the server, and how it ends: python3 server_limits.py PROGRAM. Prints TAP. The timeouts are tested by
server_deadlines.py."""
import os
import re
import resource
import signal
import sys
import time

from server_client import TIMEOUT, Server, body_for, check, equal, get, run

BIG = get("/", *["X-%d: %s" % (i, "v" * 1000) for i in range(50)])  # its response is about 50 KiB


def linger_bytes():
    """after the last response the server discards a limited number of bytes"""
    with Server("--linger-bytes", 100000) as server, server.connect() as client:
        equal(client.exchange(b"GET / HTTP/1.1\r\n\r\n").status, 400, "status")
        client.send(b"x" * 50000)
        try:
            for _ in range(10000):
                client.send(b"x" * 10000)
            check(False, "the server does not stop reading")
        except (BrokenPipeError, ConnectionResetError):
            pass


def stall(client, requests):
    """Send requests and read no responses, until the server stops reading. The number of bytes sent."""
    client.socket.setblocking(False)
    sent = 0
    since = time.monotonic()
    while time.monotonic() - since < 0.5 and sent < len(requests):
        try:
            sent += client.socket.send(requests[sent:sent + 65536])
            since = time.monotonic()
        except BlockingIOError:
            time.sleep(0.01)
        except (BrokenPipeError, ConnectionResetError):
            break
    client.socket.settimeout(TIMEOUT)
    return sent


def resident(server):
    with open("/proc/%d/status" % server.process.pid) as file:
        return int(re.search(r"VmRSS:\s+(\d+) kB", file.read()).group(1)) * 1024


def back_pressure():
    """the server stops reading from a client that reads no responses; later the client gets them all, in order"""
    unlimited = 1000000000  # so that each limit is tested alone
    for options in (["--max-output", 100000, "--max-responses", unlimited],
                    ["--max-output", unlimited, "--max-responses", 4], []):
        with Server(*options) as server, server.connect() as client:
            requests = BIG * 1000
            sent = stall(client, requests)
            check(sent < len(requests), "the server does not stop reading")
            check(resident(server) < 400 << 20, "memory is bounded")
            complete, part = divmod(sent, len(BIG))
            for i in range(complete):
                equal(client.response().body, body_for(BIG), "body %d" % i)
            client.send(BIG[part:] + get("/last"))
            equal(client.response().body, body_for(BIG), "body of the last one stalled")
            equal(client.response().body, body_for(get("/last")), "last body")


def many_small():
    """more pipelined requests at once than responses may be queued"""
    with Server("--max-responses", 10) as server, server.connect() as client:
        client.send(b"".join(get("/%d" % i) for i in range(3000)))
        for i in range(3000):
            equal(client.response().body, body_for(get("/%d" % i)), "body")


def resets():
    """resets in a head, in a body, while responses are sent and while lingering affect no other client"""
    with Server() as server, server.connect() as other:
        for data in (b"", b"GET / HT", b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nx", get() * 50,
                     b"GET / HTTP/1.1\r\n\r\n"):
            for _ in range(20):
                client = server.connect()
                client.send(data)
                client.reset()
            equal(other.exchange(get()).status, 200, "status of another")
        client = server.connect()
        stall(client, BIG * 300)
        client.reset()
        equal(other.exchange(get()).status, 200, "status of another")


def served_in_turn(server, count):
    """So many clients connect at once; each must be served when others have left. None is rejected."""
    clients = []
    for _ in range(count):
        clients.append(server.connect().send(get()))
    for client in clients:
        equal(client.response().status, 200, "status")
        client.close()


def connection_limit():
    """beyond --max-connections clients wait for others to leave"""
    with Server("--max-connections", 3) as server:
        clients = [server.connect() for _ in range(3)]
        for client in clients:
            equal(client.exchange(get()).status, 200, "status")
        waiting = server.connect().send(get("/waiting"))
        check(waiting.is_quiet(0.3), "it waits")
        clients[0].close()
        equal(waiting.response().body, body_for(get("/waiting")), "body")
        waiting.close()
        clients[1].close()
        clients[2].close()
        served_in_turn(server, 50)


def few_descriptors():
    """with few descriptors clients wait, and none is rejected"""
    with Server(descriptors=(24, 24)) as server:
        served_in_turn(server, 60)


def no_descriptors():
    """when descriptors run out nevertheless, accepting pauses without spinning, and resumes later"""
    if not hasattr(resource, "prlimit"):
        return "no prlimit"
    with Server() as server, server.connect() as first:
        equal(first.exchange(get()).status, 200, "status")
        old = resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE)
        resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (5, old[1]))
        waiting = server.connect().send(get("/waiting"))
        before = server.processor_time()
        check(waiting.is_quiet(1.0), "it waits")
        check(server.processor_time() - before < 0.3, "the server spins")
        equal(first.exchange(get()).status, 200, "status of one that is there")
        resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, old)
        equal(waiting.response().body, body_for(get("/waiting")), "body")
    return None


def quiet_when_idle():
    """idle connections cost no processor time and little memory"""
    with Server() as server:
        first = server.connect()
        first.exchange(BIG)
        before = resident(server)
        clients = [server.connect() for _ in range(400)]
        for client in clients:
            equal(client.exchange(BIG).status, 200, "status")
        each = (resident(server) - before) / len(clients)
        spent = server.processor_time()
        time.sleep(0.5)
        check(server.processor_time() - spent < 0.2, "it is busy")
        for client in clients:
            client.close()
        first.close()
    print("# %d bytes of the server's memory each" % each)
    check(each < 16384, "an idle connection takes %d bytes" % each)


def partial_heads_are_small():
    """connections in the middle of a small head keep no large buffers"""
    with Server() as server:
        clients = [server.connect() for _ in range(400)]
        before = resident(server)
        for client in clients:
            equal(client.exchange(get() + b"GET / HTTP/1.1\r\n").status, 200, "status")
        each = (resident(server) - before) / len(clients)
        for client in clients:
            client.close()
    print("# %d bytes of the server's memory each" % each)
    check(each < 16384, "a part of a head takes %d bytes" % each)


def ends(number, name):
    def test():
        with Server() as server:
            idle = server.connect()
            equal(idle.exchange(get()).status, 200, "status")
            head = server.connect().send(b"GET /head HTTP/1.1\r\n")
            body_request = b"POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n"
            body = server.connect()
            equal(body.exchange(body_request).status, 100, "status")
            equal(server.connect().exchange(get()).status, 200, "status")
            server.send_signal(number)
            check(idle.is_closed(), "the idle one is closed")
            try:
                server.connect().close()
                check(False, "the server still accepts")
            except ConnectionRefusedError:
                pass
            response = head.exchange(b"Host: a\r\n\r\n" + get("/behind"))
            equal((response.status, response.field("Connection")), (200, "close"), "response to a head in progress")
            check(head.is_closed(), "closed")
            head.close()
            response = body.exchange(b"hello")
            equal((response.body, response.field("Connection")), (body_for(body_request), "close"), "body")
            check(body.is_closed(), "closed")
            body.close()
            equal(server.wait(), 0, "exit status")
    test.__doc__ = name + " stops accepting, completes requests that have begun, and exits with 0"
    return test


def close_is_stated():
    """after a signal while a body arrives, the response says Connection: close, whatever kind it is"""
    get_10 = b"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"
    for options in ([], ["--reply", "hello"]):
        for head in (get("/x"), get_10, b"HEAD / HTTP/1.1\r\nHost: a\r\n\r\n"):
            for framing, begun, rest in ((b"Content-Length: 4", b"ab", b"cd"),
                                         (b"Transfer-Encoding: chunked", b"2\r\nab", b"\r\n0\r\n\r\n")):
                request = head[:-2] + framing + b"\r\n\r\n"
                if head is get_10 and begun == b"2\r\nab":
                    continue
                with Server(*options) as server, server.connect() as client, server.connect() as idle:
                    usual = client.exchange(request + begun + rest, head=head.startswith(b"HEAD"))
                    client.send(get("/before") + request + begun)
                    check(client.response().status == 200, "status")
                    server.send_signal(signal.SIGTERM)
                    check(idle.is_closed(), "the idle one is closed")
                    client.send(rest + get("/behind"))
                    response = client.response(head=head.startswith(b"HEAD"))
                    equal(response.field("Connection"), "close", "Connection")
                    equal((response.status, response.body), (200, usual.body), "response")
                    equal(sorted(set(response.fields) | {"connection"}), sorted(set(usual.fields) | {"connection"}),
                          "fields")
                    check(client.is_closed(), "closed")
                    client.close()
                    equal(server.wait(), 0, "exit status")


def second_signal():
    """a second signal ends the server at once, with 0, where the first would wait"""
    with Server() as server:
        head = server.connect().send(b"GET / HTTP/1.1\r\n")
        stalled = server.connect()
        stall(stalled, BIG * 300)
        idle = server.connect()
        server.send_signal(signal.SIGTERM)
        check(idle.is_closed(), "the first signal has arrived")
        check(head.is_quiet(0.1), "it waits")
        server.send_signal(signal.SIGTERM)
        equal(server.wait(), 0, "exit status")


def requests_before_the_signal():
    """requests that were sent before the signal get their responses"""
    for _ in range(20):
        with Server() as server:
            warm = server.connect()
            equal(warm.exchange(get()).status, 200, "status")
            fresh = server.connect()
            os.kill(server.process.pid, signal.SIGSTOP)
            warm.send(get("/warm"))
            fresh.send(get("/fresh"))
            server.send_signal(signal.SIGTERM)
            os.kill(server.process.pid, signal.SIGCONT)
            equal(warm.response().body, body_for(get("/warm")), "body")
            equal(fresh.response().body, body_for(get("/fresh")), "body")
            warm.close()
            fresh.close()
            equal(server.wait(), 0, "exit status")


def requests_while_reading_has_stopped():
    """a request that was sent before the signal, while reading had stopped, gets its response"""
    count = 400  # their responses fill all buffers on the way
    with Server("--reply", "r" * 60000, "--max-output", 1000000000, "--max-responses", count) as server, \
            server.connect() as client, server.connect() as idle:
        os.kill(server.process.pid, signal.SIGSTOP)  # so that it reads them all at once
        client.send(get() * count)
        os.kill(server.process.pid, signal.SIGCONT)
        check(not client.is_quiet(TIMEOUT), "it responds")
        client.send(get("/last"))
        server.send_signal(signal.SIGTERM)
        check(idle.is_closed(), "the idle one is closed")
        for _ in range(count):
            equal(client.response().field("Connection"), None, "Connection")
        equal(client.response().field("Connection"), "close", "Connection of the last")
        check(client.is_closed(), "closed")
        client.close()
        equal(server.wait(), 0, "exit status")


def broken_output():
    """a closed standard output does not end the server"""
    with Server() as server, server.connect() as client:
        server.process.stdout.close()
        equal(client.exchange(get()).status, 200, "status")
        server.process.stdout = None


def random_cuts():
    """a stream cut at random places gets the same responses"""
    import random
    source = random.Random(1)
    requests = []
    expected = []
    for i in range(300):
        head = get("/%d" % i, *["X-%d: %s" % (j, "v" * source.randrange(200)) for j in range(source.randrange(8))])
        body = b""
        if source.randrange(3) == 0:
            body = b"b" * source.randrange(3000)
            head = head[:-2] + b"Content-Length: %d\r\n\r\n" % len(body)
        requests.append(head + body)
        expected.append(body_for(head))
    stream = b"".join(requests)
    with Server() as server, server.connect() as client:
        at = 0
        while at < len(stream):
            size = source.choice((1, 10, 100, 1000, 10000))
            client.send(stream[at:at + size])
            at += size
        for body in expected:
            equal(client.response().body, body, "body")


sys.exit(run([linger_bytes, back_pressure, many_small, resets, connection_limit, few_descriptors, no_descriptors,
              quiet_when_idle, partial_heads_are_small, ends(signal.SIGTERM, "SIGTERM"), ends(signal.SIGINT, "SIGINT"),
              close_is_stated, second_signal, requests_before_the_signal, requests_while_reading_has_stopped,
              broken_output, random_cuts], 240))
