# SPDX-License-Identifier: MIT
"""What the server survives, and how it ends: python3 server_limits.py PROGRAM. Speaks TAP. Deadlines have a script of
their own."""
import os
import re
import resource
import signal
import sys
import time

from server_client import PATIENCE, Server, answer_to, check, equal, get, run

BIG = get("/", *["X-%d: %s" % (i, "v" * 1000) for i in range(50)])  # its answer is about 50 KiB


def linger_bytes():
    """after the last answer the server waits for the client, but does not read any number of bytes"""
    with Server("--linger-bytes", 100000) as server, server.connect() as client:
        equal(client.ask(b"GET / HTTP/1.1\r\n\r\n").status, 400, "status")
        client.send(b"x" * 50000)
        try:
            for _ in range(10000):
                client.send(b"x" * 10000)
            check(False, "the server reads without end")
        except (BrokenPipeError, ConnectionResetError):
            pass


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
    any_number = 1000000000  # so that each limit is seen to hold alone
    for options in (["--max-output", 100000, "--max-answers", any_number],
                    ["--max-output", any_number, "--max-answers", 4], []):
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
                server.connect().close()
                check(False, "it still accepts")
            except ConnectionRefusedError:
                pass
            response = head.ask(b"Host: a\r\n\r\n" + get("/behind"))
            equal((response.status, response.field("Connection")), (200, "close"), "answer to a head in progress")
            check(head.is_closed(), "closed")
            head.close()
            response = body.ask(b"hello")
            equal((response.body, response.field("Connection")), (answer_to(body_request), "close"), "answer to a body")
            check(body.is_closed(), "closed")
            body.close()
            equal(server.wait(), 0, "exit status")
    test.__doc__ = name + " stops accepting, lets what has begun end, and exits with 0"
    return test


def close_is_said():
    """a signal that comes while a body does is in the answer, whatever kind that is"""
    get_10 = b"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"
    for options in ([], ["--reply", "hello"]):
        for head in (get("/x"), get_10, b"HEAD / HTTP/1.1\r\nHost: a\r\n\r\n"):
            for framing, begun, rest in ((b"Content-Length: 4", b"ab", b"cd"),
                                         (b"Transfer-Encoding: chunked", b"2\r\nab", b"\r\n0\r\n\r\n")):
                request = head[:-2] + framing + b"\r\n\r\n"
                if head is get_10 and begun == b"2\r\nab":
                    continue
                with Server(*options) as server, server.connect() as client, server.connect() as idle:
                    usual = client.ask(request + begun + rest, head=head.startswith(b"HEAD"))
                    client.send(get("/before") + request + begun)
                    check(client.response().status == 200, "status")
                    server.send_signal(signal.SIGTERM)
                    check(idle.is_closed(), "the idle one is closed")
                    client.send(rest + get("/behind"))
                    response = client.response(head=head.startswith(b"HEAD"))
                    equal(response.field("Connection"), "close", "Connection")
                    equal((response.status, response.body), (200, usual.body), "answer")
                    equal(sorted(set(response.fields) | {"connection"}), sorted(set(usual.fields) | {"connection"}),
                          "fields")
                    check(client.is_closed(), "closed")
                    client.close()
                    equal(server.wait(), 0, "exit status")


def second_signal():
    """a second signal ends it at once, with 0, where the first would wait"""
    with Server() as server:
        head = server.connect().send(b"GET / HTTP/1.1\r\n")
        stalled = server.connect()
        stall(stalled, BIG * 300)
        idle = server.connect()
        server.send_signal(signal.SIGTERM)
        check(idle.is_closed(), "the first has come")
        check(head.is_quiet(0.1), "it waits")
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


def asked_while_answers_wait():
    """a request that was sent before the signal, while reading had stopped, is answered"""
    count = 400  # their answers fill all buffers on the way
    with Server("--reply", "r" * 60000, "--max-output", 1000000000, "--max-answers", count) as server, \
            server.connect() as client, server.connect() as idle:
        os.kill(server.process.pid, signal.SIGSTOP)  # so that it reads them all at once
        client.send(get() * count)
        os.kill(server.process.pid, signal.SIGCONT)
        check(not client.is_quiet(PATIENCE), "it answers")
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


sys.exit(run([linger_bytes, back_pressure, many_small, resets, connection_limit, few_descriptors, no_descriptors,
              quiet_when_idle, partial_heads_are_small, ends(signal.SIGTERM, "SIGTERM"), ends(signal.SIGINT, "SIGINT"),
              close_is_said, second_signal, asked_and_ended, asked_while_answers_wait, broken_output, random_cuts], 240))
