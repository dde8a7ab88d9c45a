# SPDX-License-Identifier: MIT
"""What clients can cost at most, and who is served when that is reached: python3 server_capacity.py PROGRAM. Prints
TAP."""
import re
import signal
import statistics
import sys
import time

from server_client import Failure, Server, body_for, check, equal, get, run

BIG = get("/", *["X-%d: %s" % (i, "v" * 1000) for i in range(50)])  # its response is about 50 KiB
MIB = 1 << 20


def peak_memory(server):
    """The most bytes that the server has allocated at once, as it says itself: sanitizers do not count."""
    server.send_signal(signal.SIGUSR1)
    return int(re.search(rb" peak_memory=(\d+) ", server.process.stderr.readline()).group(1))


def fill(client, requests):
    """Send without blocking, and read nothing. False if the server has closed the connection."""
    client.socket.setblocking(False)
    try:
        client.socket.send(requests)
    except BlockingIOError:
        pass
    except (BrokenPipeError, ConnectionResetError):
        return False
    return True


def memory_limit():
    """many clients that take no responses hold no more memory than --max-memory; others are served meanwhile"""
    limit = 20 * MIB
    with Server("--max-memory", limit) as server, server.connect() as other:
        equal(other.exchange(get()).status, 200, "status")
        clients = [server.connect() for _ in range(300)]
        for _ in range(40):
            for client in clients:
                fill(client, BIG * 20)
            # Small, so that it never holds as much as they do: a part of a large head would count like theirs.
            equal(other.exchange(get("/other")).body, body_for(get("/other")), "body of another")
        most = peak_memory(server)
        closed = sum(not fill(client, BIG) for client in clients)
        for client in clients:
            client.close()
    print("# %.1f MiB at most, with a limit of %d MiB; %d of %d closed"
          % (most / MIB, limit / MIB, closed, len(clients)))
    # What is read in one turn comes on top.
    check(most < limit + len(clients) * 65536, "the server held %d bytes" % most)
    check(closed > 0, "none is closed")


def idle_ones_yield():
    """when all places are taken, the connection that has been idle for longest is closed for a new client"""
    with Server("--max-connections", 3, "--yield-time", 50) as server:
        clients = []
        for target in ("/0", "/1", "/2"):
            clients.append(server.connect())
            equal(clients[-1].exchange(get(target)).status, 200, "status")
        clients[0].send(b"GET / HT")
        time.sleep(0.1)
        clients[1].exchange(get())
        with server.connect() as new:
            equal(new.exchange(get("/new")).body, body_for(get("/new")), "body")
        check(clients[2].is_closed(), "the one that was idle for longest is closed")
        equal(clients[0].exchange(b"TP/1.1\r\nHost: a\r\n\r\n").status, 200, "status of one in a head")
        equal(clients[1].exchange(get()).status, 200, "status of one that was not idle")
        for client in clients:
            client.close()


def slow_heads():
    """a client is served soon although others hold all places by heads that they do not complete"""
    times = []
    with Server("--max-connections", 50, "--yield-time", 100) as server:
        attackers = [server.connect().send(b"GET / HT") for _ in range(80)]
        for _ in range(20):
            for number, one in enumerate(attackers):  # those that were closed come again
                try:
                    one.send(b"T")
                except (BrokenPipeError, ConnectionResetError):
                    one.close()
                    attackers[number] = server.connect().send(b"GET / HT")
            began = time.monotonic()
            with server.connect() as client:
                equal(client.exchange(get()).status, 200, "status")
            times.append(time.monotonic() - began)
        for one in attackers:
            one.close()
    print("# a response came after %.0f ms, the slowest after %.0f ms"
          % (1000 * statistics.median(times), 1000 * max(times)))
    check(max(times) < 2, "a response came after %.1f s" % max(times))


def address_limit():
    """--max-per-address limits the connections of one address; others are served"""
    with Server("--max-per-address", 2) as server:
        clients = [server.connect().send(get()) for _ in range(2)]
        for client in clients:
            equal(client.response().status, 200, "status")
        for _ in range(3):
            with server.connect() as more:
                try:
                    check(more.is_closed(), "one more is closed")
                except ConnectionResetError:
                    pass
        if sys.platform == "linux":  # where all of 127.0.0.0/8 is local
            with server.connect(source="127.0.0.2") as other:
                equal(other.exchange(get()).status, 200, "status of another address")
        clients[0].close()
        while True:
            with server.connect() as again:
                try:
                    if again.exchange(get()).status == 200:
                        break
                except (Failure, ConnectionResetError, BrokenPipeError):  # the other one is being closed
                    time.sleep(0.01)
        equal(clients[1].exchange(get()).status, 200, "status of the second")
        clients[1].close()


sys.exit(run([memory_limit, idle_ones_yield, slow_heads, address_limit], 240))
