# SPDX-License-Identifier: MIT
"""What clients can cost at most, and who is served when that is reached: python3 server_capacity.py PROGRAM. Prints
TAP."""
import re
import sys

from server_client import Server, body_for, check, equal, get, run

BIG = get("/", *["X-%d: %s" % (i, "v" * 1000) for i in range(50)])  # its response is about 50 KiB
MIB = 1 << 20


def resident(server):
    with open("/proc/%d/status" % server.process.pid) as file:
        return int(re.search(r"VmRSS:\s+(\d+) kB", file.read()).group(1)) * 1024


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
        before = resident(server)
        clients = [server.connect() for _ in range(300)]
        most = 0
        for _ in range(40):
            for client in clients:
                fill(client, BIG * 20)
            most = max(most, resident(server) - before)
            equal(other.exchange(BIG).body, body_for(BIG), "body of another")
        closed = sum(not fill(client, BIG) for client in clients)
        for client in clients:
            client.close()
    print("# %.1f MiB at most, with a limit of %d MiB; %d of %d closed" % (most / MIB, limit / MIB, closed, len(clients)))
    check(most < limit + 8 * MIB, "the server held %d bytes" % most)
    check(closed > 0, "none is closed")


sys.exit(run([memory_limit], 240))
