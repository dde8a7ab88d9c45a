# SPDX-License-Identifier: MIT
"""What the server survives, and how it ends: python3 server_limits.py PROGRAM. Speaks TAP.

Deadlines are tested with short times, and only that they pass. Two tests need a client that is not kept from running
for two seconds: those that show that a deadline is absolute, or moves with progress."""
import os
import re
import resource
import signal
import socket
import sys
import time

from server_client import PATIENCE, Server, answer_to, check, equal, get, run

BIG = get("/", *["X-%d: %s" % (i, "v" * 1000) for i in range(50)])  # its answer is about 50 KiB


def head_deadline():
    """a head that drips in gets 408 at its deadline, however lively the client is"""
    with Server("--head-time", 300) as server, server.connect() as client:
        client.send(b"GET / HTTP/1.1\r\nHost: a\r\n")
        began = time.monotonic()
        try:
            while client.is_quiet(0.05):
                check(time.monotonic() - began < PATIENCE, "no answer")
                client.send(b"X: y\r\n" if time.monotonic() - began < 1 else b"")
        except (BrokenPipeError, ConnectionResetError):
            pass
        response = client.response()
        equal((response.status, response.field("Connection")), (408, "close"), "answer")
        check(time.monotonic() - began >= 0.25, "not before its time")
        check(client.is_closed(), "closed")


def head_deadline_is_absolute():
    """a head has its whole time from its first byte, and the next head has it anew"""
    with Server("--head-time", 2000, "--idle-time", 60000) as server, server.connect() as client:
        for _ in range(4):
            time.sleep(0.7)
            client.send(b"GET /")
            time.sleep(0.1)
            equal(client.ask(b" HTTP/1.1\r\nHost: a\r\n\r\n").status, 200, "status")


def idle_deadline():
    """idle connections are closed without a word, before the first request and after one"""
    with Server("--idle-time", 200) as server:
        with server.connect() as client:
            check(client.is_closed(), "closed")
        with server.connect() as client:
            check(client.send(b"\r\n").is_closed(), "closed after an empty line")
        with server.connect() as client:
            equal(client.ask(get()).status, 200, "status")
            check(client.is_closed(), "closed")


def body_deadline():
    """a body that drips in gets 408; one that makes progress does not"""
    with Server("--body-time", 300, "--body-step", 1000) as server:
        head = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n"
        with server.connect() as client:
            client.send(head)
            began = time.monotonic()
            while client.is_quiet(0.05):
                check(time.monotonic() - began < PATIENCE, "no answer")
                client.send(b"x" if time.monotonic() - began < 1 else b"")
            equal(client.response().status, 408, "status")
            check(client.is_closed(), "closed")
    with Server("--body-time", 3000, "--body-step", 1000) as server, server.connect() as client:
        client.send(get("/1")[:-2] + b"Content-Length: 10000\r\n\r\n")
        for _ in range(10):
            time.sleep(0.4)
            client.send(b"x" * 1000)
        equal(client.response().status, 200, "status")


def linger_bounds():
    """after the last answer the server waits for the client, but not for ever, nor for any number of bytes"""
    with Server("--linger-time", 200) as server, server.connect() as client:
        equal(client.ask(b"GET / HTTP/1.1\r\n\r\n").status, 400, "status")
        check(client.is_closed(), "its side is closed")
        until_gone(client, b"")
    with Server("--linger-time", 600000, "--linger-bytes", 100000) as server, server.connect() as client:
        equal(client.ask(b"GET / HTTP/1.1\r\n\r\n").status, 400, "status")
        client.send(b"x" * 50000)
        until_gone(client, b"x" * 10000)


def until_gone(client, data):
    """Send until the server's socket is gone, which a reset tells."""
    began = time.monotonic()
    while True:
        try:
            client.send(data or b"x")
        except (BrokenPipeError, ConnectionResetError):
            return
        check(time.monotonic() - began < PATIENCE, "the server still listens")
        time.sleep(0.02)


def stall(client, requests):
    """Send requests and take no answers, until the server takes no more. How many bytes were sent."""
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
    client.socket.settimeout(PATIENCE)
    return sent


def resident(server):
    with open("/proc/%d/status" % server.process.pid) as file:
        return int(re.search(r"VmRSS:\s+(\d+) kB", file.read()).group(1)) * 1024


def back_pressure():
    """a client that takes no answers is not read from any more; later it gets them all, in order"""
    for options in (["--max-output", 100000], ["--max-answers", 4], []):
        with Server(*options) as server, server.connect() as client:
            requests = BIG * 1000
            sent = stall(client, requests)
            check(sent < len(requests), "the server reads without end")
            check(resident(server) < 400 << 20, "memory is bounded")
            complete, part = divmod(sent, len(BIG))
            for i in range(complete):
                equal(client.response().body, answer_to(BIG), "body %d" % i)
            client.send(BIG[part:] + get("/last"))
            equal(client.response().body, answer_to(BIG), "body of the last one stalled")
            equal(client.response().body, answer_to(get("/last")), "last body")


def write_deadline():
    """a client that never takes its answers is dropped, and others are served meanwhile"""
    with Server("--write-time", 500) as server, server.connect() as client, server.connect() as other:
        began = time.monotonic()
        try:
            stall(client, BIG * 1000)
            equal(other.ask(get()).status, 200, "status of another")
            while client.more():
                client.buffer = b""
                check(time.monotonic() - began < PATIENCE, "still there")
        except ConnectionResetError:
            pass
        equal(other.ask(get()).status, 200, "status of another")


def many_small():
    """many pipelined requests at once, more than may wait"""
    with Server("--max-answers", 10) as server, server.connect() as client:
        client.send(b"".join(get("/%d" % i) for i in range(3000)))
        for i in range(3000):
            equal(client.response().body, answer_to(get("/%d" % i)), "body")


def resets():
    """resets in a head, in a body, with answers under way and while lingering harm nobody else"""
    with Server() as server, server.connect() as other:
        for data in (b"", b"GET / HT", b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nx", get() * 50,
                     b"GET / HTTP/1.1\r\n\r\n"):
            for _ in range(20):
                client = server.connect()
                client.send(data)
                client.reset()
            equal(other.ask(get()).status, 200, "status of another")
        client = server.connect()
        stall(client, BIG * 300)
        client.reset()
        equal(other.ask(get()).status, 200, "status of another")


def served_in_turn(server, count):
    """That many clients connect at once; each must be served when others have left. None is turned away."""
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
            equal(client.ask(get()).status, 200, "status")
        waiting = server.connect().send(get("/waiting"))
        check(waiting.is_quiet(0.3), "it waits")
        clients[0].close()
        equal(waiting.response().body, answer_to(get("/waiting")), "body")
        waiting.close()
        clients[1].close()
        clients[2].close()
        served_in_turn(server, 50)


def few_descriptors():
    """with few descriptors clients wait, and none is turned away"""
    with Server(descriptors=(24, 24)) as server:
        served_in_turn(server, 60)


def no_descriptors():
    """when descriptors run out all the same, accepting pauses without spinning, and goes on later"""
    if not hasattr(resource, "prlimit"):
        return "no prlimit"
    with Server() as server, server.connect() as first:
        equal(first.ask(get()).status, 200, "status")
        old = resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE)
        resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (5, old[1]))
        waiting = server.connect().send(get("/waiting"))
        before = server.processor_time()
        check(waiting.is_quiet(1.0), "it waits")
        check(server.processor_time() - before < 0.3, "the server spins")
        equal(first.ask(get()).status, 200, "status of one that is there")
        resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, old)
        equal(waiting.response().body, answer_to(get("/waiting")), "body")
    return None


def quiet_when_idle():
    """idle connections cost no processor time and little memory"""
    with Server() as server:
        first = server.connect()
        first.ask(BIG)
        before = resident(server)
        clients = [server.connect() for _ in range(400)]
        for client in clients:
            equal(client.ask(BIG).status, 200, "status")
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
    """connections in the middle of a small head do not keep large buffers"""
    with Server() as server:
        clients = [server.connect() for _ in range(400)]
        before = resident(server)
        for client in clients:
            equal(client.ask(get() + b"GET / HTTP/1.1\r\n").status, 200, "status")
        each = (resident(server) - before) / len(clients)
        for client in clients:
            client.close()
    print("# %d bytes of the server's memory each" % each)
    check(each < 16384, "a part of a head takes %d bytes" % each)


def ends(number, name):
    def test():
        with Server() as server:
            idle = server.connect()
            equal(idle.ask(get()).status, 200, "status")
            head = server.connect().send(b"GET /head HTTP/1.1\r\n")
            body_request = b"POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n"
            body = server.connect()
            equal(body.ask(body_request).status, 100, "status")
            equal(server.connect().ask(get()).status, 200, "status")
            server.send_signal(number)
            check(idle.is_closed(), "the idle one is closed")
            try:
                socket.create_connection(server.address, 1).close()
                check(False, "it still accepts")
            except OSError:
                pass
            response = head.ask(b"Host: a\r\n\r\n" + get("/behind"))
            equal((response.status, response.field("Connection")), (200, "close"), "answer to a head in progress")
            check(head.is_closed(), "closed")
            head.close()
            equal(body.ask(b"hello").body, answer_to(body_request), "body")
            check(body.is_closed(), "closed")
            body.close()
            equal(server.wait(), 0, "exit status")
    test.__doc__ = name + " stops accepting, lets what has begun end, and exits with 0"
    return test


def second_signal():
    """a second signal, or the time to drain, ends it at once, with 0"""
    for options, again in (([], True), (["--drain-time", 200], False)):
        with Server(*options) as server:
            head = server.connect().send(b"GET / HTTP/1.1\r\n")
            stalled = server.connect()
            stall(stalled, BIG * 300)
            server.send_signal(signal.SIGTERM)
            check(head.is_quiet(0.1), "it waits")
            if again:
                server.send_signal(signal.SIGTERM)
            equal(server.wait(), 0, "exit status")


def asked_and_ended():
    """requests that were sent before the signal are answered"""
    for _ in range(20):
        with Server() as server:
            warm = server.connect()
            equal(warm.ask(get()).status, 200, "status")
            fresh = server.connect()
            os.kill(server.process.pid, signal.SIGSTOP)
            warm.send(get("/warm"))
            fresh.send(get("/fresh"))
            server.send_signal(signal.SIGTERM)
            os.kill(server.process.pid, signal.SIGCONT)
            equal(warm.response().body, answer_to(get("/warm")), "body")
            equal(fresh.response().body, answer_to(get("/fresh")), "body")
            warm.close()
            fresh.close()
            equal(server.wait(), 0, "exit status")


def broken_output():
    """an output that is closed does not kill it"""
    with Server() as server, server.connect() as client:
        server.process.stdout.close()
        equal(client.ask(get()).status, 200, "status")
        server.process.stdout = None


def random_cuts():
    """a stream cut at random places is answered the same"""
    import random
    source = random.Random(1)
    requests = []
    wanted = []
    for i in range(300):
        head = get("/%d" % i, *["X-%d: %s" % (j, "v" * source.randrange(200)) for j in range(source.randrange(8))])
        body = b""
        if source.randrange(3) == 0:
            body = b"b" * source.randrange(3000)
            head = head[:-2] + b"Content-Length: %d\r\n\r\n" % len(body)
        requests.append(head + body)
        wanted.append(answer_to(head))
    stream = b"".join(requests)
    with Server() as server, server.connect() as client:
        at = 0
        while at < len(stream):
            size = source.choice((1, 10, 100, 1000, 10000))
            client.send(stream[at:at + size])
            at += size
        for body in wanted:
            equal(client.response().body, body, "body")


sys.exit(run([head_deadline, head_deadline_is_absolute, idle_deadline, body_deadline, linger_bounds, back_pressure,
              write_deadline, many_small, resets, connection_limit, few_descriptors, no_descriptors,
              quiet_when_idle, partial_heads_are_small, ends(signal.SIGTERM, "SIGTERM"), ends(signal.SIGINT, "SIGINT"),
              second_signal, asked_and_ended, broken_output, random_cuts], 300))
