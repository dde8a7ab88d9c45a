#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How long a client waits while many others hold connections by heads that they do not complete:

    slow_heads.py PORT [CLIENTS [SECONDS]]

The others, 12000 by default, send the beginning of a head and come again whenever they are closed. Start a server
first, which needs a descriptor for each of its connections; so does this program.
"""
import resource
import select
import socket
import statistics
import sys
import threading
import time

ADDRESS = ("127.0.0.1", int(sys.argv[1]))
CLIENTS = int(sys.argv[2]) if len(sys.argv) > 2 else 12000
SECONDS = float(sys.argv[3]) if len(sys.argv) > 3 else 10


class Crowd:
    """Clients that send the beginning of a head, and come again."""

    def __init__(self):
        self.poll = select.epoll()
        self.sockets = {}
        self.returned = 0

    def come(self):
        one = socket.socket()
        one.setblocking(False)
        one.connect_ex(ADDRESS)
        self.sockets[one.fileno()] = one
        self.poll.register(one, select.EPOLLOUT | select.EPOLLRDHUP)

    def step(self):
        for number, events in self.poll.poll(0.01):
            one = self.sockets[number]
            if events & (select.EPOLLERR | select.EPOLLHUP | select.EPOLLRDHUP):
                self.poll.unregister(number)
                del self.sockets[number]
                one.close()
                self.come()
                self.returned += 1
                continue
            self.poll.modify(number, select.EPOLLRDHUP)
            try:
                one.send(b"GET / HT")
            except OSError:
                pass


def measure(times, failures, end):
    """One client after another: a connection, a request, a response."""
    while time.monotonic() < end:
        began = time.monotonic()
        try:
            with socket.create_connection(ADDRESS, 60) as one:
                one.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
                if not one.recv(65536).startswith(b"HTTP/1.1 200"):
                    raise OSError("no response")
            times.append(time.monotonic() - began)
        except OSError:
            failures.append(began)
        time.sleep(0.02)


hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
crowd = Crowd()
while len(crowd.sockets) < CLIENTS:
    for _ in range(200):
        crowd.come()
    crowd.step()
served, failed = [], []
ending = time.monotonic() + SECONDS
thread = threading.Thread(target=measure, args=(served, failed, ending))
thread.start()
while thread.is_alive():
    crowd.step()
served.sort()
print("%d clients, which came again %d times; %d of %d others got no response; median %.0f ms, p99 %.0f ms, slowest "
      "%.0f ms"
      % (CLIENTS, crowd.returned, len(failed), len(failed) + len(served), 1000 * statistics.median(served or [0]),
         1000 * (served or [0])[int(len(served) * 0.99) - 1], 1000 * max(served or [0])))
