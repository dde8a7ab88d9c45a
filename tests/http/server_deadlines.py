# SPDX-License-Identifier: MIT
"""The timeouts of the server: python3 server_deadlines.py CLOCKED_PROGRAM. Prints TAP.

Time passes only where a test lets it, to the millisecond, and no test waits for real time."""
import os
import resource
import signal
import sys

from server_client import TIMEOUT, body_for, check, equal, get, run
from server_clock import ClockedServer

BIG = get("/", *["X-%d: %s" % (i, "v" * 1000) for i in range(50)])  # its response is about 50 KiB


def quiet(*clients):
    for client in clients:
        check(client.is_quiet(0), "something came too early")


def timed_out(client):
    response = client.response()
    equal((response.status, response.field("Connection")), (408, "close"), "response")
    check(response.body.endswith(b" (request-timeout)\n"), "body is %r" % response.body)
    check(client.is_closed(), "closed")


def head_deadline():
    """a head that arrives slowly gets 408 when its time, counted from its first byte, has passed"""
    with ClockedServer("--head-time", 1000) as server, server.connect() as client:
        server.wait_until_handled(client)
        server.advance(5000)
        client.send(b"\r\nG")
        for byte in b"ET / HTTP":
            server.wait_until_handled(client)
            server.advance(100)
            client.send(bytes([byte]))
        server.wait_until_handled(client)
        server.advance(99)
        quiet(client)
        server.advance(1)
        timed_out(client)


def next_head_deadline():
    """each head has its whole time, whenever the one before arrived"""
    with ClockedServer("--head-time", 1000) as server, server.connect() as client:
        for _ in range(3):
            server.advance(5000)
            server.wait_until_handled(client.send(b"GET /"))
            server.advance(999)
            equal(client.exchange(b" HTTP/1.1\r\nHost: a\r\n\r\n").status, 200, "status")
        # A head whose first bytes arrive with the end of another.
        server.wait_until_handled(client.send(b"GET /"))
        server.advance(999)
        equal(client.exchange(b" HTTP/1.1\r\nHost: a\r\n\r\nGET").status, 200, "status")
        server.advance(999)
        quiet(client)
        server.advance(1)
        timed_out(client)


def idle_deadline():
    """idle connections are closed without a response, before the first request and after one, but not inside one"""
    with ClockedServer("--idle-time", 1000) as server:
        with server.connect() as fresh, server.connect() as empty, server.connect() as used, \
                server.connect() as begun:
            server.wait_until_handled(empty.send(b"\r\n"), begun.send(b"G"), fresh)
            server.advance(999)
            equal(used.exchange(get()).status, 200, "status")
            quiet(fresh, empty, begun)
            server.advance(1)
            check(fresh.is_closed(), "closed")
            check(empty.is_closed(), "closed after an empty line")
            server.advance(998)
            quiet(used)
            server.advance(1)
            check(used.is_closed(), "closed after a request")
            equal(begun.exchange(get()[1:]).status, 200, "status of one in a head")


def body_deadline():
    """a body that arrives slowly gets 408; the time of one that makes progress restarts with each step"""
    head = get()[:-2] + b"Content-Length: 10000\r\n\r\n"
    with ClockedServer("--body-time", 1000, "--body-step", 1000) as server:
        with server.connect() as client:
            server.wait_until_handled(client.send(head[:10]))
            server.advance(5000)
            server.wait_until_handled(client.send(head[10:]))
            for _ in range(9):
                server.advance(100)
                server.wait_until_handled(client.send(b"x" * 100))
            server.advance(99)
            quiet(client)
            server.advance(1)
            timed_out(client)
        with server.connect() as client:
            server.wait_until_handled(client.send(head))
            for _ in range(10):
                server.advance(500)
                server.wait_until_handled(client.send(b"x" * 400))
                server.advance(499)
                server.wait_until_handled(client.send(b"x" * 600))
            equal(client.response().status, 200, "status")
        with server.connect() as client:
            server.wait_until_handled(client.send(head + b"x" * 1500))
            server.advance(999)
            server.wait_until_handled(client.send(b"x" * 499))
            server.advance(1)
            timed_out(client)


def head_method():
    """408 has no body if the method is HEAD, in a head and in a body (RFC 9110 section 9.3.2)"""
    with ClockedServer("--head-time", 1000, "--body-time", 1000) as server:
        for part in (b"\r\nHEAD / HTTP/1.1\r\nHo", b"HEAD / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n"):
            with server.connect() as client:
                server.wait_until_handled(client.send(part))
                server.advance(1000)
                equal(client.response(head=True).status, 408, "status")
                check(client.is_closed(), "closed without a body")


def waiting_for_continue():
    """after 100 Continue a client has the time of a body"""
    with ClockedServer("--body-time", 1000, "--head-time", 500, "--idle-time", 500) as server, \
            server.connect() as client:
        equal(client.exchange(get()[:-2] + b"Expect: 100-continue\r\nContent-Length: 1\r\n\r\n").status, 100, "status")
        server.advance(999)
        quiet(client)
        server.advance(1)
        timed_out(client)


def responses_before_a_timeout():
    """responses to complete requests come before the 408 for the next one"""
    with ClockedServer("--head-time", 1000) as server, server.connect() as client:
        server.wait_until_handled(client.send(get("/1") + get("/2") + b"GET"))
        server.advance(1000)
        for target in ("/1", "/2"):
            equal(client.response().body, body_for(get(target)), "body")
        timed_out(client)


def timers_of_many():
    """each of many connections has its own timeout, although all share one timer of libuv"""
    with ClockedServer("--head-time", 1000, "--body-time", 1700, "--idle-time", 2300) as server:
        events = []
        for i in range(30):
            client = server.connect()
            data, time = ((b"GET", 1000), (get()[:-2] + b"Content-Length: 9\r\n\r\n", 1700), (b"", 2300))[i % 3]
            server.wait_until_handled(client.send(data))
            events.append((100 * i + time, i, client))
            server.advance(100)
        now = 3000
        early = [event for event in events if event[0] <= now]
        late = sorted(event for event in events if event[0] > now)
        for _, i, client in early:
            check(client.is_closed() if i % 3 == 2 else client.response().status == 408, "ended")
        for at, i, client in late:
            if at - 1 > now:
                server.advance(at - 1 - now)
                now = at - 1
            quiet(*[other for when, _, other in late if when > now])
            if at > now:
                server.advance(at - now)
                now = at
            check(client.is_closed() if i % 3 == 2 else client.response().status == 408, "ended")
        for _, _, client in events:
            client.close()


def stall(server, client, requests):
    """Send requests and read no responses, until the server stops reading. The number of bytes sent."""
    client.socket.setblocking(False)
    sent = 0
    rounds = 0
    while rounds < 20 and sent < len(requests):
        try:
            sent += client.socket.send(requests[sent:sent + 65536])
            rounds = 0
        except BlockingIOError:
            server.run_rounds(1)
            rounds += 1
    client.socket.settimeout(TIMEOUT)
    check(sent < len(requests), "the server does not stop reading")
    return sent


def until_gone(client):
    """Read until the connection has ended."""
    try:
        while client.more():
            client.buffer = client.buffer[-65536:]
    except ConnectionResetError:
        pass


def write_deadline():
    """a client that reads no responses is dropped when its time has passed, and others are served meanwhile"""
    # No step counts: what the kernels move between them takes real time.
    options = ("--write-time", 1000, "--write-step", 1000000000, "--head-time", 500, "--body-time", 500)
    with ClockedServer(*options) as server, server.connect() as slow, server.connect() as never, \
            server.connect() as other:
        requests = BIG * 1000
        sent = stall(server, slow, requests)
        stall(server, never, requests)
        server.advance(999)
        equal(other.exchange(get()).status, 200, "status of another")
        complete, part = divmod(sent, len(BIG))
        for _ in range(complete):
            equal(slow.response().body, body_for(BIG), "body")
        # A part of a head that was not read because of that is not late: its time begins now.
        equal(slow.exchange(BIG[part:]).status, 200, "status of the last one")
        server.advance(1)
        until_gone(never)
        equal(slow.exchange(get()).status, 200, "status for the slow one")
        equal(other.exchange(get()).status, 200, "status of another")


def read_some(server, client, count):
    """Read so many bytes of responses, and let what they make room for arrive."""
    client.socket.setblocking(True)
    while count > 0:
        count -= len(client.socket.recv(min(count, 1 << 16)))
    server.run_rounds(4)


def write_rate():
    """a client that takes its responses slowly is kept as long as it takes another step within each time"""
    options = ("--write-time", 1000, "--write-step", 10000, "--reply", "r" * 100000, "--max-output", 1000000000)
    with ClockedServer(*options) as server, server.connect(receive_buffer=65536) as client, \
            server.connect() as other:
        server.wait_until_handled(client.send(get() * 100))  # written in few and large pieces
        for _ in range(10):
            server.advance(900)
            read_some(server, client, 100000)
            equal(server.connection_count(), 2, "connections while it takes bytes")
        server.advance(1000)
        server.advance(1000)
        equal(server.connection_count(), 1, "connections after the time has passed")
        equal(other.exchange(get()).status, 200, "status of another")


def linger_deadline():
    """after the last response the server waits for the client, but not for ever"""
    with ClockedServer("--linger-time", 1000) as server, server.connect() as client:
        equal(client.exchange(b"GET / HTTP/1.1\r\n\r\n").status, 400, "status")
        check(client.is_closed(), "the server's side is closed")
        server.wait_until_handled(client.send(b"x"))
        server.advance(999)
        server.wait_until_handled(client.send(b"x"))
        server.wait_until_handled(client.send(b"x"))
        server.advance(1)
        try:
            # The first is answered with a reset, which a later one meets.
            for _ in range(100):
                client.send(b"x")
                server.wait_until_handled()
            check(False, "the server still listens")
        except (BrokenPipeError, ConnectionResetError):
            pass


def linger_rate():
    """after the last response a client may go on sending, as long as it sends another step within each time"""
    with ClockedServer("--linger-time", 1000, "--linger-step", 1000) as server, server.connect() as client:
        equal(client.exchange(b"GET / HTTP/1.1\r\n\r\n").status, 400, "status")
        check(client.is_closed(), "the server's side is closed")
        for _ in range(5):
            server.advance(600)
            server.wait_until_handled(client.send(b"x" * 500))
            server.advance(399)
            server.wait_until_handled(client.send(b"x" * 500))
        server.wait_until_handled(client.send(b"x" * 999))
        server.advance(999)
        server.wait_until_handled(client)
        equal(server.connection_count(), 1, "connections before the time has passed")
        server.advance(1)
        equal(server.connection_count(), 0, "connections after the time has passed")


def grace():
    """after a signal a request that is under way on an idle connection gets a response, which says close"""
    with ClockedServer("--grace-time", 1000) as server, server.connect() as used, server.connect() as fresh, \
            server.connect() as idle, server.connect() as head:
        equal(used.exchange(get()).status, 200, "status")
        server.wait_until_handled(head.send(b"GET"))
        server.send_signal(signal.SIGTERM)
        server.run_rounds(4)
        server.advance(999)
        quiet(used, fresh, idle, head)
        for client in (used, fresh):
            response = client.exchange(get("/late"))
            equal((response.status, response.field("Connection")), (200, "close"), "response")
            check(client.is_closed(), "closed")
            client.close()
        server.advance(1)
        check(idle.is_closed(), "the idle one is closed")
        idle.close()
        quiet(head)
        equal(head.exchange(get()[3:]).field("Connection"), "close", "Connection of the one in a head")
        head.close()
        equal(server.wait(), 0, "exit status")


def drain_deadline():
    """requests that have begun when a signal comes have the drain time, and no more"""
    with ClockedServer("--drain-time", 1000) as server, server.connect() as head, server.connect() as stalled, \
            server.connect() as idle:
        server.wait_until_handled(head.send(get("/head")[:-2]))
        stall(server, stalled, BIG * 300)
        server.send_signal(signal.SIGTERM)
        check(idle.is_closed(), "the idle one is closed")
        server.wait_until_handled()
        server.advance(999)
        equal(head.exchange(b"\r\n").body, body_for(get("/head")), "body")
        check(server.process.poll() is None, "the server waits")
        server.now.value += 1
        equal(server.wait(), 0, "exit status")


def responses_in_flight():
    """a client that reads its responses only after the signal gets one for each request read, and then the end"""
    with ClockedServer("--linger-bytes", 1000000000) as server, server.connect() as client, \
            server.connect() as idle:
        sent = stall(server, client, get("/many") * 1000000)
        server.send_signal(signal.SIGTERM)
        check(idle.is_closed(), "the idle one is closed")
        count = 0
        response = None
        while response is None or response.field("Connection") != "close":
            response = client.response()
            equal(response.body, body_for(get("/many")), "body")
            count += 1
        check(count * len(get("/many")) <= sent, "more responses than requests")
        check(client.is_closed(), "closed")
        client.close()
        equal(server.wait(), 0, "exit status")


def all_responses_in_flight():
    """a connection whose responses were being sent when the signal came ends when they have been read"""
    request = get("/", *["X-%d: %s" % (i, "v" * 15000) for i in range(4)])
    count = 400  # their responses fill all buffers on the way, and some wait in the server
    with ClockedServer("--max-output", 1000000000) as server, server.connect() as client, server.connect() as idle:
        client.send(request * count)
        server.wait_until_handled(client)
        server.run_rounds(50)
        server.send_signal(signal.SIGTERM)
        check(idle.is_closed(), "the idle one is closed")
        for _ in range(count):
            equal(client.response().body, body_for(request), "body")
        check(client.is_closed(), "closed")
        client.close()
        equal(server.wait(), 0, "exit status")


def accepting_is_tried_again():
    """when descriptors have run out, accepting is tried again after 100 ms, although no connection ends"""
    if not hasattr(resource, "prlimit"):
        return "no prlimit"
    with ClockedServer() as server, server.connect() as first:
        equal(first.exchange(get()).status, 200, "status")
        old = resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE)
        resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (5, old[1]))
        with server.connect() as waiting:
            server.wait_until_handled(waiting.send(get("/waiting")))
            for _ in range(3):
                server.advance(100)
            quiet(waiting)
            resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, old)
            server.advance(99)
            quiet(waiting)
            server.advance(1)
            equal(waiting.response().body, body_for(get("/waiting")), "body")
    return None


sys.exit(run([head_deadline, next_head_deadline, idle_deadline, body_deadline, head_method, waiting_for_continue,
              responses_before_a_timeout, timers_of_many, write_deadline, write_rate, linger_deadline, linger_rate,
              grace, drain_deadline, responses_in_flight, all_responses_in_flight, accepting_is_tried_again], 240))
