# SPDX-License-Identifier: MIT
"""10,000 connections at once, or as many as the limit on open descriptors allows: python3 server_many.py PROGRAM.
Prints TAP.

This process and the server each need one descriptor for each connection. This process raises its soft limit to the hard
one; the server starts with a low soft limit and raises it itself."""
import errno
import os
import resource
import selectors
import signal
import socket
import sys

from server_client import TIMEOUT, Server, body_for, check, equal, get, run

CONNECTIONS = 10000
OTHER_DESCRIPTORS = 64  # of either process, for anything but connections
AT_ONCE = 100    # connections made at once: fewer than the kernel's queue of those not yet accepted holds
LOW = 256        # soft limit of the server at its start
FEW = 20         # descriptors for connections when there are few
QUEUE = 400      # clients that connect then
DAY = 86400000   # milliseconds: a timeout that does not expire here


class Crowd:
    """Many connections, each with the bytes it still has to send and those it has received."""

    def __init__(self, address):
        self.address = address
        self.selector = selectors.DefaultSelector()
        self.sockets = []

    def connect(self, count):
        """Begin so many more. What is sent on them waits until they are established."""
        for _ in range(count):
            one = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            one.setblocking(False)
            result = one.connect_ex(self.address)
            check(result in (0, errno.EINPROGRESS), "cannot connect: " + os.strerror(result))
            self.sockets.append(one)

    def begin(self, request, size):
        """Send the first bytes of request(number) on all. They are so few that no send blocks."""
        for number, one in enumerate(self.sockets):
            equal(one.send(request(number)[:size]), size, "bytes sent")

    def exchange(self, numbers, request, begun=0, done=None):
        """Send request(number), less the bytes sent by begin(), on each of these, and wait for the responses.
        done(number) is called after each response."""
        rest = {number: request(number)[begun:] for number in numbers}
        received = dict.fromkeys(numbers, b"")
        waiting = len(rest)
        for number in numbers:
            self.selector.register(self.sockets[number], selectors.EVENT_WRITE, number)
        while waiting > 0:
            ready = self.selector.select(TIMEOUT)
            check(ready, "%d of %d got no response" % (waiting, len(rest)))
            for key, _ in ready:
                number = key.data
                if rest[number]:
                    rest[number] = rest[number][key.fileobj.send(rest[number]):]
                    if not rest[number]:
                        self.selector.modify(key.fileobj, selectors.EVENT_READ, number)
                    continue
                data = key.fileobj.recv(4096)
                check(data, "connection %d was closed" % number)
                received[number] += data
                head, blank, body = received[number].partition(b"\r\n\r\n")
                expected = body_for(request(number))
                if blank and len(body) >= len(expected):
                    check(head.startswith(b"HTTP/1.1 200 "), "response to %d is %r" % (number, head))
                    equal(body, expected, "body of %d" % number)
                    self.selector.unregister(key.fileobj)
                    waiting -= 1
                    if done:
                        done(number)

    def all_end(self):
        for number, one in enumerate(self.sockets):
            one.setblocking(True)
            one.settimeout(TIMEOUT)
            equal(one.recv(1), b"", "end of %d" % number)

    def close(self):
        for one in self.sockets:
            one.close()
        self.selector.close()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()


def resident(server):
    with open("/proc/%d/statm" % server.process.pid) as file:
        return int(file.read().split()[1]) * resource.getpagesize()


def raise_limit():
    """Raise the soft limit to the hard one. The hard limit, and how many connections this process may have."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = CONNECTIONS + OTHER_DESCRIPTORS if hard == resource.RLIM_INFINITY else hard
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return hard, min(CONNECTIONS, most - OTHER_DESCRIPTORS)


def target(name):
    return lambda number: get("/%s/%d" % (name, number))


def many_connections():
    """10,000 connections are served, persist, are served again, and end with the server"""
    hard, count = raise_limit()
    everybody = range(count)
    with Server("--idle-time", DAY, "--head-time", DAY, descriptors=(LOW, hard)) as server, \
            Crowd(server.address) as crowd:
        before = resident(server)
        for begin in range(0, count, AT_ONCE):
            numbers = range(begin, min(begin + AT_ONCE, count))
            crowd.connect(len(numbers))
            crowd.exchange(numbers, target("first"))
        each = (resident(server) - before) // count
        crowd.exchange(everybody, target("second"))
        # All are in the middle of a head at once.
        crowd.begin(target("third"), 10)
        crowd.exchange(everybody, target("third"), begun=10)
        server.send_signal(signal.SIGTERM)
        crowd.all_end()
        equal(server.wait(), 0, "exit status")
    print("# %d connections; an idle one took %d bytes of the server's memory" % (count, each))
    check(each < 16384, "an idle connection takes %d bytes" % each)


def descriptors_run_out():
    """with descriptors for a few of many clients the others wait, and all are served in the end"""
    if not hasattr(resource, "prlimit"):
        return "no prlimit"
    raise_limit()
    with Server("--idle-time", DAY) as server, Crowd(server.address) as crowd:
        folder = "/proc/%d/fd" % server.process.pid
        few = max(int(name) for name in os.listdir(folder)) + 1 + FEW
        # Of the running server, which notices only when accept() fails.
        _, hard = resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE)
        resource.prlimit(server.process.pid, resource.RLIMIT_NOFILE, (few, hard))
        crowd.connect(QUEUE)
        full = []

        def leave(number):
            # Not before the descriptors have run out.
            while not full:
                if len(os.listdir(folder)) >= few:
                    full.append(number)
            crowd.sockets[number].close()

        crowd.exchange(range(QUEUE), target("few"), done=leave)
    print("# %d clients, descriptors for %d" % (QUEUE, FEW))
    return None


sys.exit(run([many_connections, descriptors_run_out], 240))
