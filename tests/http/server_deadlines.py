# SPDX-License-Identifier: MIT
"""What the server does when time passes: python3 server_deadlines.py CLOCKED_PROGRAM. Speaks TAP.

Time passes only where a test says so, a millisecond more or less, and nothing waits for the real one."""
import os
import resource
import signal
import sys

from server_client import PATIENCE, answer_to, check, equal, get, run
from server_clock import ClockedServer

BIG = get("/", *["X-%d: %s" % (i, "v" * 1000) for i in range(50)])  # its answer is about 50 KiB


def quiet(*clients):
    for client in clients:
        check(client.is_quiet(0), "something came before its time")


def timed_out(client):
    response = client.response()
    equal((response.status, response.field("Connection")), (408, "close"), "answer")
    check(response.body.endswith(b" (request-timeout)\n"), "body is %r" % response.body)
    check(client.is_closed(), "closed")


def head_deadline():
    """a head that drips in gets 408 at its deadline, which is counted from its first byte"""
    with ClockedServer("--head-time", 1000) as server, server.connect() as client:
        server.settle(client)
        server.pass_time(5000)
        client.send(b"\r\nG")
        for byte in b"ET / HTTP":
            server.settle(client)
            server.pass_time(100)
            client.send(bytes([byte]))
        server.settle(client)
        server.pass_time(99)
        quiet(client)
        server.pass_time(1)
        timed_out(client)


def next_head_deadline():
    """each head has its whole time, whenever the one before came"""
    with ClockedServer("--head-time", 1000) as server, server.connect() as client:
        for _ in range(3):
            server.pass_time(5000)
            server.settle(client.send(b"GET /"))
            server.pass_time(999)
            equal(client.ask(b" HTTP/1.1\r\nHost: a\r\n\r\n").status, 200, "status")
        # One whose first bytes come along with the end of another.
        server.settle(client.send(b"GET /"))
        server.pass_time(999)
        equal(client.ask(b" HTTP/1.1\r\nHost: a\r\n\r\nGET").status, 200, "status")
        server.pass_time(999)
        quiet(client)
        server.pass_time(1)
        timed_out(client)


def idle_deadline():
    """idle connections are closed without a word, before the first request and after one, and not in one"""
    with ClockedServer("--idle-time", 1000) as server:
        with server.connect() as fresh, server.connect() as empty, server.connect() as used, \
                server.connect() as begun:
            server.settle(empty.send(b"\r\n"), begun.send(b"G"), fresh)
            server.pass_time(999)
            equal(used.ask(get()).status, 200, "status")
            quiet(fresh, empty, begun)
            server.pass_time(1)
            check(fresh.is_closed(), "closed")
            check(empty.is_closed(), "closed after an empty line")
            server.pass_time(998)
            quiet(used)
            server.pass_time(1)
            check(used.is_closed(), "closed after a request")
            equal(begun.ask(get()[1:]).status, 200, "status of one in a head")


def body_deadline():
    """a body that drips in gets 408; one that makes progress has its time anew for each step"""
    head = get()[:-2] + b"Content-Length: 10000\r\n\r\n"
    with ClockedServer("--body-time", 1000, "--body-step", 1000) as server:
        with server.connect() as client:
            server.settle(client.send(head[:10]))
            server.pass_time(5000)
            server.settle(client.send(head[10:]))
            for _ in range(9):
                server.pass_time(100)
                server.settle(client.send(b"x" * 100))
            server.pass_time(99)
            quiet(client)
            server.pass_time(1)
            timed_out(client)
        with server.connect() as client:
            server.settle(client.send(head))
            for _ in range(10):
                server.pass_time(500)
                server.settle(client.send(b"x" * 400))
                server.pass_time(499)
                server.settle(client.send(b"x" * 600))
            equal(client.response().status, 200, "status")
        with server.connect() as client:
            server.settle(client.send(head + b"x" * 1500))
            server.pass_time(999)
            server.settle(client.send(b"x" * 499))
            server.pass_time(1)
            timed_out(client)


def head_method():
    """408 has no body where the method is HEAD, in a head and in a body (RFC 9110 section 9.3.2)"""
    with ClockedServer("--head-time", 1000, "--body-time", 1000) as server:
        for part in (b"\r\nHEAD / HTTP/1.1\r\nHo", b"HEAD / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n"):
            with server.connect() as client:
                server.settle(client.send(part))
                server.pass_time(1000)
                equal(client.response(head=True).status, 408, "status")
                check(client.is_closed(), "closed without a body")


def waiting_for_continue():
    """a client that was told to continue has the time of a body"""
    with ClockedServer("--body-time", 1000, "--head-time", 500, "--idle-time", 500) as server, \
            server.connect() as client:
        equal(client.ask(get()[:-2] + b"Expect: 100-continue\r\nContent-Length: 1\r\n\r\n").status, 100, "status")
        server.pass_time(999)
        quiet(client)
        server.pass_time(1)
        timed_out(client)


def answers_before_a_deadline():
    """answers that are due come before the 408 of a request behind them"""
    with ClockedServer("--head-time", 1000) as server, server.connect() as client:
        server.settle(client.send(get("/1") + get("/2") + b"GET"))
        server.pass_time(1000)
        for target in ("/1", "/2"):
            equal(client.response().body, answer_to(get(target)), "body")
        timed_out(client)


def deadlines_of_many():
    """each of many connections has its own deadline, though one timer serves all"""
    with ClockedServer("--head-time", 1000, "--body-time", 1700, "--idle-time", 2300) as server:
        events = []
        for i in range(30):
            client = server.connect()
            data, time = ((b"GET", 1000), (get()[:-2] + b"Content-Length: 9\r\n\r\n", 1700), (b"", 2300))[i % 3]
            server.settle(client.send(data))
            events.append((100 * i + time, i, client))
            server.pass_time(100)
        now = 3000
        early = [event for event in events if event[0] <= now]
        late = sorted(event for event in events if event[0] > now)
        for _, i, client in early:
            check(client.is_closed() if i % 3 == 2 else client.response().status == 408, "ended")
        for at, i, client in late:
            if at - 1 > now:
                server.pass_time(at - 1 - now)
                now = at - 1
            quiet(*[other for when, _, other in late if when > now])
            if at > now:
                server.pass_time(at - now)
                now = at
            check(client.is_closed() if i % 3 == 2 else client.response().status == 408, "ended")
        for _, _, client in events:
            client.close()


def stall(server, client, requests):
    """Send requests and take no answers, until the server reads no more. How many bytes were sent."""
    client.socket.setblocking(False)
    sent = 0
    rounds = 0
    while rounds < 20 and sent < len(requests):
        try:
            sent += client.socket.send(requests[sent:sent + 65536])
            rounds = 0
        except BlockingIOError:
            server.go_round(1)
            rounds += 1
    client.socket.settimeout(PATIENCE)
    check(sent < len(requests), "the server reads without end")
    return sent


def until_gone(client):
    """Take what comes, until the connection has ended."""
    try:
        while client.more():
            client.buffer = client.buffer[-65536:]
    except ConnectionResetError:
        pass


def write_deadline():
    """a client that takes no answers is dropped at the deadline, not before, and others are served meanwhile"""
    with ClockedServer("--write-time", 1000, "--head-time", 500, "--body-time", 500) as server, \
            server.connect() as slow, server.connect() as never, server.connect() as other:
        requests = BIG * 1000
        sent = stall(server, slow, requests)
        stall(server, never, requests)
        server.pass_time(999)
        equal(other.ask(get()).status, 200, "status of another")
        complete, part = divmod(sent, len(BIG))
        for _ in range(complete):
            equal(slow.response().body, answer_to(BIG), "body")
        # A part of a head that was not read because of that is not too late: its time begins now.
        equal(slow.ask(BIG[part:]).status, 200, "status of the last one")
        server.pass_time(1)
        until_gone(never)
        equal(slow.ask(get()).status, 200, "status of one that was slow")
        equal(other.ask(get()).status, 200, "status of another")


def linger_deadline():
    """after the last answer the server waits for the client, but not for ever"""
    with ClockedServer("--linger-time", 1000) as server, server.connect() as client:
        equal(client.ask(b"GET / HTTP/1.1\r\n\r\n").status, 400, "status")
        check(client.is_closed(), "its side is closed")
        server.settle(client.send(b"x"))
        server.pass_time(999)
        server.settle(client.send(b"x"))
        server.settle(client.send(b"x"))
        server.pass_time(1)
        try:
            # The first is answered with a reset, which one after it meets.
            for _ in range(100):
                client.send(b"x")
                server.settle()
            check(False, "the server still listens")
        except (BrokenPipeError, ConnectionResetError):
            pass


def drain_deadline():
    """what has begun when a signal comes is given its time, and no more"""
    with ClockedServer("--drain-time", 1000) as server, server.connect() as head, server.connect() as stalled, \
            server.connect() as idle:
        server.settle(head.send(get("/head")[:-2]))
        stall(server, stalled, BIG * 300)
        server.send_signal(signal.SIGTERM)
        check(idle.is_closed(), "the idle one is closed")
        server.settle()
        server.pass_time(999)
        equal(head.ask(b"\r\n").body, answer_to(get("/head")), "body")
        check(server.process.poll() is None, "the server waits")
        server.now.value += 1
        equal(server.wait(), 0, "exit status")


def answers_under_way():
    """a client that takes its answers only after the signal gets all that were read, and then the end"""
    with ClockedServer("--linger-bytes", 1000000000) as server, server.connect() as client, \
            server.connect() as idle:
        sent = stall(server, client, get("/many") * 1000000)
        server.send_signal(signal.SIGTERM)
        check(idle.is_closed(), "the idle one is closed")
        answers = 0
        response = None
        while response is None or response.field("Connection") != "close":
            response = client.response()
            equal(response.body, answer_to(get("/many")), "body")
            answers += 1
        check(answers * len(get("/many")) <= sent, "more answers than requests")
        check(client.is_closed(), "closed")
        client.close()
        equal(server.wait(), 0, "exit status")


def answered_and_ended():
    """a connection whose answers were under way when the signal came ends when they have been taken"""
    request = get("/", *["X-%d: %s" % (i, "v" * 15000) for i in range(4)])
    count = 400  # their answers fill all buffers on the way, and some wait in the server
    with ClockedServer("--max-output", 1000000000) as server, server.connect() as client, server.connect() as idle:
        client.send(request * count)
        server.settle(client)
        server.go_round(50)
        server.send_signal(signal.SIGTERM)
        check(idle.is_closed(), "the idle one is closed")
        for _ in range(count):
            equal(client.response().body, answer_to(request), "body")
        check(client.is_closed(), "closed")
        client.close()
        equal(server.wait(), 0, "exit status")


def accepting_is_tried_again():
    """when descriptors have run out, accepting is tried again after a while, though no connection ends"""
    if not hasattr(resource, "prlimit"):
        return "no prlimit"
    with ClockedServer() as server, server.connect() as first:
        equal(first.ask(get()).status, 200, "status")
        old = resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE)
        resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (5, old[1]))
        with server.connect() as waiting:
            server.settle(waiting.send(get("/waiting")))
            for _ in range(3):
                server.pass_time(100)
            quiet(waiting)
            resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, old)
            server.pass_time(99)
            quiet(waiting)
            server.pass_time(1)
            equal(waiting.response().body, answer_to(get("/waiting")), "body")
    return None


sys.exit(run([head_deadline, next_head_deadline, idle_deadline, body_deadline, head_method, waiting_for_continue,
              answers_before_a_deadline, deadlines_of_many, write_deadline, linger_deadline, drain_deadline,
              answers_under_way, answered_and_ended, accepting_is_tried_again], 240))
