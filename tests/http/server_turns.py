# SPDX-License-Identifier: MIT
"""Clients that send much at once do not delay the others: python3 server_turns.py PROGRAM. Prints TAP."""
import os
import resource
import selectors
import signal
import socket
import statistics
import sys
import time

from server_client import Server, body_for, check, equal, get, run

SENDERS = 100
REQUESTS = 1000  # of each
SLOW = 1000      # clients that read slowly
OTHER_DESCRIPTORS = 64


def stopped(server, stop):
    os.kill(server.process.pid, signal.SIGSTOP if stop else signal.SIGCONT)
    if stop:
        while open("/proc/%d/stat" % server.process.pid).read().rsplit(")", 1)[1].split()[0] != "T":
            time.sleep(0.001)


def others_wait_for_one_share():
    """a request waits for one share of the requests that others have sent before, not for all of them"""
    with Server("--max-output", 1000000000, "--max-responses", 1000000000, "--turn-requests", 10) as server:
        senders = [server.connect() for _ in range(SENDERS)]
        last = server.connect()
        for client in senders + [last]:
            client.exchange(get())
        stopped(server, True)
        for client in senders:
            client.send(get("/many") * REQUESTS)
        last.send(get("/last"))
        stopped(server, False)
        equal(last.response().body, body_for(get("/last")), "body")
        stopped(server, True)
        early = 0
        for client in senders:
            client.socket.setblocking(False)
            try:
                while client.more():
                    pass
            except BlockingIOError:
                pass
            client.socket.setblocking(True)
            early += client.buffer.count(b"HTTP/1.1 200")
        stopped(server, False)
        print("# %d of %d responses were sent before that of the last request" % (early, SENDERS * REQUESTS))
        check(early < SENDERS * REQUESTS // 4, "%d responses were sent before" % early)
        for client in senders:
            for _ in range(REQUESTS):
                equal(client.response().body, body_for(get("/many")), "body")
            client.close()
        last.close()


def turns_of_bodies():
    """a body of very small chunks does not delay others either, and arrives"""
    chunked = b"POST /many HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
    body = b"1\r\nx\r\n" * 10000 + b"0\r\n\r\n"
    with Server("--turn-requests", 3, "--max-chunk-overhead", 1000000) as server, server.connect() as client:
        client.send(chunked + body + get("/next"))
        equal(client.response().body, body_for(chunked), "body")
        equal(client.response().body, body_for(get("/next")), "next body")


def one_at_a_time():
    """all are served also where each request is a share of its own"""
    with Server("--turn-requests", 1) as server:
        clients = [server.connect() for _ in range(20)]
        for number, client in enumerate(clients):
            client.send(b"".join(get("/%d/%d" % (number, i)) for i in range(50)))
        for number, client in enumerate(clients):
            for i in range(50):
                equal(client.response().body, body_for(get("/%d/%d" % (number, i))), "body")
            client.close()


class SlowReaders:
    """Many clients that send as much as they can and read little at a time."""

    def __init__(self, address, count):
        self.sockets = []
        self.requests = get("/slow") * 2000
        for _ in range(count):
            one = socket.create_connection(address)
            one.setblocking(False)
            self.sockets.append(one)
        self.next = 0

    def step(self, count):
        """Some of them read a little and send more."""
        for _ in range(count):
            one = self.sockets[self.next % len(self.sockets)]
            self.next += 1
            for move in (lambda: one.recv(2048), lambda: one.send(self.requests)):
                try:
                    move()
                except BlockingIOError:
                    pass

    def close(self):
        for one in self.sockets:
            one.close()


def among_slow_readers():
    """a client among 1,000 slow readers that pipeline is served soon"""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    count = min(SLOW, hard - OTHER_DESCRIPTORS)
    times = []
    with Server() as server:
        slow = SlowReaders(server.address, count)
        slow.step(count)
        with server.connect() as client:
            for _ in range(100):
                slow.step(count // 20)
                began = time.monotonic()
                equal(client.exchange(get()).status, 200, "status")
                times.append(1000 * (time.monotonic() - began))
        slow.close()
    print("# %d slow readers; a response came after %.1f ms, the slowest after %.1f ms"
          % (count, statistics.median(times), max(times)))
    check(max(times) < 1000, "a response came after %.0f ms" % max(times))


sys.exit(run([others_wait_for_one_share, turns_of_bodies, one_at_a_time, among_slow_readers], 240))
