# SPDX-License-Identifier: MIT
"""The responses of the server: python3 server.py PROGRAM. Prints TAP."""
import os
import re
import signal
import socket
import subprocess
import sys
import time

from server_client import TIMEOUT, Client, Server, body_for, check, equal, get, run


def parsed_head():
    """the response to a request is its own parsed head"""
    with Server() as server, server.connect() as client:
        request = get("/a?b=c", "User-Agent: x y", "X-Empty:", "X-Spaces: \t v \t", "x-lower: \xe9")
        response = client.exchange(request)
        equal(response.status, 200, "status")
        equal(response.version, "HTTP/1.1", "version")
        equal(response.body, body_for(request), "body")
        equal(response.field("Content-Type"), "text/plain", "type")
        check(re.match(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$", response.field("Date")),
              "Date is %r" % response.field("Date"))
        equal(response.field("Connection"), None, "Connection")
        equal(client.exchange(get("/again")).body, body_for(get("/again")), "second body")


def any_method():
    """any token is a method, and each form of target gets a response (RFC 9110 section 9.1, RFC 9112 section 3.2)"""
    with Server() as server, server.connect() as client:
        for line in (b"BREW /pot HTTP/1.1", b"OPTIONS * HTTP/1.1", b"GET http://b/c HTTP/1.1", b"get / HTTP/1.9"):
            request = line + b"\r\nHost: b\r\n\r\n"
            equal(client.exchange(request).body, body_for(request), "body")


def listening_line():
    """the first line is the address, also for IPv6, and an address in use is an error with status 71"""
    with Server() as server:
        equal(server.line, "listening on 127.0.0.1:%d\n" % server.address[1], "line")
        again = subprocess.run([sys.argv[1], "--listen", "127.0.0.1:%d" % server.address[1]], stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, timeout=TIMEOUT)
        equal((again.returncode, again.stdout), (71, b""), "status and output")
        equal(again.stderr.decode(), "http_headers: cannot listen on 127.0.0.1:%d: address already in use\n"
              % server.address[1], "message")
    if not os.path.exists("/proc/net/if_inet6"):
        return
    with open("/proc/net/if_inet6") as file:
        if not any(line.startswith("0" * 31 + "1 ") for line in file):
            return
    with Server(host="::1") as server, server.connect() as client:
        equal(server.line, "listening on [::1]:%d\n" % server.address[1], "line")
        equal(client.exchange(get()).status, 200, "status")


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def without_standard_streams():
    """standard streams may be closed: no connection gets their descriptors, which libuv does not close"""
    for closed in ((0,), (1,), (2,), (0, 1), (0, 1, 2)):
        port = free_port()
        process = subprocess.Popen([sys.argv[1], "--listen", "127.0.0.1:%d" % port], stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, preexec_fn=lambda: [os.close(number) for number in closed])
        try:
            until = time.monotonic() + TIMEOUT
            while True:
                try:
                    client = Client(("127.0.0.1", port))
                    break
                except ConnectionRefusedError:
                    check(process.poll() is None, "it has ended with status %s" % process.poll())
                    check(time.monotonic() < until, "it does not listen")
                    time.sleep(0.01)
            for _ in range(3):
                with client:
                    equal(client.exchange(get()).status, 200, "status without %s" % (closed,))
                client = Client(("127.0.0.1", port))
            client.close()
            process.send_signal(signal.SIGTERM)
            errors = process.communicate(timeout=TIMEOUT)[1]
            equal(process.returncode, 0, "exit status without %s, after %r" % (closed, errors))
        finally:
            process.kill()
            process.communicate()


def fixed_reply():
    """--reply sets the body of every response"""
    with Server("--reply", "hello") as server, server.connect() as client:
        equal(client.exchange(get("/a")).body, b"hello", "body")
        head = client.exchange(b"HEAD / HTTP/1.1\r\nHost: a\r\n\r\n", head=True)
        equal(head.field("Content-Length"), "5", "length")
        old = client.exchange(b"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
        equal((old.body, old.field("Connection")), (b"hello", "keep-alive"), "response to 1.0")
        last = client.exchange(get("/", "Connection: close"))
        equal((last.body, last.field("Connection")), (b"hello", "close"), "last response")
        check(client.is_closed(), "closed")
    with Server("--reply", "") as server, server.connect() as client:
        equal(client.exchange(get("/a")).body, b"", "empty body")


def pipelining():
    """responses to pipelined requests come in order, in one write (RFC 9112 section 9.3.2)"""
    with Server() as server, server.connect() as client:
        requests = [get("/%d" % i, *["X-%d: %s" % (j, "v" * j) for j in range(i % 20)]) for i in range(200)]
        client.send(b"".join(requests[:16]))
        client.more()
        equal(client.buffer.count(b"HTTP/1.1 200"), 16, "responses in the first read")
        client.send(b"".join(requests[16:]))
        for request in requests:
            equal(client.response().body, body_for(request), "body")


def slow_bytes():
    """a client that sends byte by byte"""
    with Server() as server, server.connect() as client:
        request = get("/bytes", "X-A: b", "Content-Length: 3")
        for byte in request + b"xyz" + get("/next"):
            client.send(bytes([byte]))
        equal(client.response().body, body_for(request), "body")
        equal(client.response().body, body_for(get("/next")), "next body")


def large_heads():
    """heads of nearly the largest size, whole and in pieces"""
    with Server() as server, server.connect() as client:
        for size in (1000, 10000, 60000):
            fields = ["X-%d: %s" % (i, "v" * 1000) for i in range(size // 1010)]
            request = get("/", *fields)
            equal(client.exchange(request).body, body_for(request), "body")
            for begin in range(0, len(request), 777):
                client.send(request[begin:begin + 777])
            equal(client.response().body, body_for(request), "body in pieces")
        request = get("/", "X: " + "v" * 16000)
        client.send(request * 20)
        for _ in range(20):
            equal(client.response().body, body_for(request), "pipelined body")


REJECTED = [
    (400, "bad-method", b"G@T / HTTP/1.1\r\n"),
    (400, "missing-host", b"GET / HTTP/1.1\r\n\r\n"),
    (400, "repeated-host", b"GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"),
    (400, "obs-fold", b"GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n"),
    (400, "bare-lf", b"GET / HTTP/1.1\nHost: a\n\n"),
    (400, "space-before-colon", b"GET / HTTP/1.1\r\nHost : a\r\n\r\n"),
    (400, "length-and-coding",
     b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"),
    (400, "bad-chunk-size", b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nx"),
    (413, "body-too-large", b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1048577\r\n\r\n"),
    (413, "body-too-large", b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n100001\r\n"),
    (414, "request-line-too-long", b"GET /" + b"a" * 8200),
    (417, "expectation-failed", b"GET / HTTP/1.1\r\nHost: a\r\nExpect: wonders\r\n\r\n"),
    (431, "field-too-large", b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 16400),
    (431, "too-many-fields", b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X: y\r\n" * 101),
    (501, "unknown-coding", b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"),
    (501, "not-implemented", b"CONNECT a:80 HTTP/1.1\r\nHost: a:80\r\n\r\n"),
    (505, "unsupported-version", b"GET / HTTP/2.0\r\nHost: a\r\n\r\n"),
]


def rejections():
    """a rejected request gets its status and sentence, then the connection closes (RFC 9110 section 15.5 and 15.6)"""
    with Server() as server:
        for status, code, request in REJECTED:
            with server.connect() as client:
                response = client.exchange(request)
                equal(response.status, status, "status of " + code)
                check(response.body.endswith(b" (%s)\n" % code.encode()), "body is %r" % response.body)
                equal(response.field("Connection"), "close", "Connection of " + code)
                check(response.field("Date"), "no Date for " + code)
                check(client.is_closed(), "closed after " + code)


def responses_before_a_rejection():
    """requests before a rejected one get their responses first, those after it none (RFC 9112 section 9.3.2)"""
    with Server() as server:
        for status, code, request in REJECTED:
            with server.connect() as client:
                client.send(get("/1") + get("/2") + request)
                equal(client.response().body, body_for(get("/1")), "first body before " + code)
                equal(client.response().body, body_for(get("/2")), "second body before " + code)
                equal(client.response().status, status, "status of " + code)
                check(client.is_closed(), "closed after " + code)
        with server.connect() as client:
            client.send(b"GET / HTTP/1.1\r\n\r\n" + get("/behind"))
            equal(client.response().status, 400, "status")
            check(client.is_closed(), "closed")


def head_method():
    """the response to HEAD has the fields of GET and no body, also after a rejection (RFC 9110 section 9.3.2)"""
    with Server() as server:
        with server.connect() as client:
            full = client.exchange(get("/"))
            client.send(b"HEAD / HTTP/1.1\r\nHost: a\r\n\r\n" + get("/next"))
            head = client.response(head=True)
            equal(head.status, 200, "status")
            equal(int(head.field("Content-Length")), len(full.body) + 1, "length")
            equal(client.response().body, body_for(get("/next")), "next body")
        good = b"HEAD / HTTP/1.1\r\nHost: a\r\n"
        chunked = good + b"Transfer-Encoding: chunked\r\n\r\n"
        for request in (b"HEAD / HTTP/1.1\r\n\r\n", good + b"Expect: wonders\r\n\r\n", chunked + b"x",
                        chunked + b"1\r\nxy", chunked + b"fffffff\r\n"):
            with server.connect() as client:
                check(client.exchange(request, head=True).status >= 400, "status")
                check(client.is_closed(), "closed without a body")


def old_version():
    """HTTP/1.0 closes unless keep-alive is asked for (RFC 9112 section 9.3)"""
    with Server() as server:
        with server.connect() as client:
            response = client.exchange(b"GET / HTTP/1.0\r\n\r\n" + get("/behind"))
            equal((response.status, response.field("Connection")), (200, "close"), "response")
            check(client.is_closed(), "closed")
        with server.connect() as client:
            request = b"GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n"
            response = client.exchange(request)
            equal(response.field("Connection"), "keep-alive", "Connection")
            equal(client.exchange(request).body, body_for(request), "second body")


def close_requested():
    """the body of a request with Connection: close is read, then the connection closes (RFC 9112 section 9.6)"""
    with Server() as server, server.connect() as client:
        request = b"POST / HTTP/1.1\r\nHost: a\r\nConnection: x, Close\r\nContent-Length: 5\r\n\r\n"
        response = client.exchange(request + b"hello" + get("/behind"))
        equal((response.body, response.field("Connection")), (body_for(request), "close"), "response")
        check(client.is_closed(), "closed")


def absolute_target():
    """the authority of the target takes precedence over Host (RFC 9112 section 3.2.2)"""
    with Server() as server, server.connect() as client:
        request = b"GET http://b.example:80/c HTTP/1.1\r\nHost: a\r\n\r\n"
        equal(client.exchange(request).body, body_for(request), "body")
        equal(client.exchange(b"GET http://b:x/ HTTP/1.1\r\nHost: a\r\n\r\n").status, 400, "status")


def nothing_early():
    """no response is sent before the head is complete (RFC 9110 section 5.3)"""
    with Server() as server, server.connect() as client:
        client.send(b"POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1\r\n")
        check(client.is_quiet(), "no response yet")
        equal(client.exchange(b"\r\n").status, 100, "first status")
        equal(client.exchange(b"x").status, 200, "status")


def upgrade_ignored():
    """Upgrade is ignored (RFC 9110 section 7.8)"""
    with Server() as server, server.connect() as client:
        request = get("/", "Connection: Upgrade", "Upgrade: websocket")
        equal(client.exchange(request).body, body_for(request), "body")
        equal(client.exchange(get("/next")).body, body_for(get("/next")), "next body")


def bodies():
    """bodies of either framing are read and discarded (RFC 9112 section 6.3 and 9.3)"""
    with Server() as server, server.connect() as client:
        length = b"POST /l HTTP/1.1\r\nHost: a\r\nContent-Length: 300000\r\n\r\n"
        chunked = b"POST /c HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        chunks = b"3;e=f\r\nabc\r\n" * 1000 + b"0\r\nX-T: u\r\n\r\n"
        client.send(length + b"x" * 300000 + chunked + chunks + get("/next"))
        equal(client.response().body, body_for(length), "body")
        equal(client.response().body, body_for(chunked), "body")
        equal(client.response().body, body_for(get("/next")), "next body")
        client.send(length + b"x" * 299999)
        check(client.is_quiet(), "no response before the body is complete")
        equal(client.exchange(b"x").status, 200, "status")


def expectations():
    """100 Continue is sent if the body has not begun to arrive, and not to HTTP/1.0 (RFC 9110 section 10.1.1)"""
    with Server() as server:
        with server.connect() as client:
            request = b"POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 5\r\n\r\n"
            first = client.exchange(request)
            equal((first.status, first.fields, first.body), (100, {}, b""), "first response")
            check(client.is_quiet(), "nothing else yet")
            equal(client.exchange(b"hello").body, body_for(request), "body")
            client.send(request + b"h").send(b"ello")
            equal(client.response().status, 200, "status where the body has begun to arrive")
            for none in (get("/", "Expect: 100-continue"), get("/", "Expect: 100-continue", "Content-Length: 0")):
                equal(client.exchange(none).status, 200, "status where there is no body")
        with server.connect() as client:
            request = b"POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 9999999\r\n\r\n"
            equal(client.exchange(request).status, 413, "status of a body that is not expected")
            check(client.is_closed(), "closed")
        with server.connect() as client:
            request = b"POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue, wonders\r\nContent-Length: 5\r\n\r\n"
            equal(client.exchange(request + b"hello").status, 417, "status of more than can be met")
            check(client.is_closed(), "closed")
        with server.connect() as client:
            equal(client.exchange(b"GET / HTTP/1.0\r\nExpect: wonders\r\n\r\n").status, 200, "status of 1.0")
        with server.connect() as client:
            request = b"POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n"
            equal(client.exchange(get("/0") + request).body, body_for(get("/0")), "body before")
            equal(client.response().status, 100, "status")
            client.send(b"1\r\nx\r\n").send(b"0\r\n\r\n")
            equal(client.response().body, body_for(request), "body")
        with server.connect() as client:
            client.send(b"POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n")
            check(client.is_quiet(), "no 1xx to HTTP/1.0")
            equal(client.exchange(b"x").status, 200, "status")


def big_body():
    """413 for a body over the limit arrives although the client goes on sending, then the end (RFC 9112 section 9.6)"""
    with Server("--max-body", 1000) as server:
        for framing in (b"Content-Length: 500000", b"Transfer-Encoding: chunked"):
            with server.connect() as client:
                client.send(b"POST / HTTP/1.1\r\nHost: a\r\n" + framing + b"\r\n\r\n")
                client.send(b"7A120\r\n" + b"x" * 500000)
                response = client.response()
                equal((response.status, response.field("Connection")), (413, "close"), "response")
                check(client.half_close().is_closed(), "closed")


def bodies_too_large_late():
    """a response that has been prepared is discarded when the body turns out to be too large"""
    with Server("--max-body", 1000) as server, server.connect() as client:
        chunked = b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        client.send(get("/1") + chunked + b"3E8\r\n" + b"x" * 1000)
        equal(client.response().body, body_for(get("/1")), "body")
        check(client.is_quiet(), "no response yet")
        equal(client.exchange(b"\r\n1\r\n").status, 413, "status")
        check(client.is_closed(), "closed")


def not_held_back():
    """a response does not wait for the rest of the next request"""
    with Server() as server, server.connect() as client:
        second = get("/second", "X: y")
        equal(client.exchange(get("/first") + second[:20]).body, body_for(get("/first")), "first body")
        check(client.is_quiet(), "no second response yet")
        equal(client.exchange(second[20:]).body, body_for(second), "second body")


def half_closed():
    """a client that has closed its side gets responses to its complete requests (RFC 9112 section 8)"""
    with Server() as server:
        with server.connect() as client:
            client.send(get("/1") + get("/2")).half_close()
            equal(client.response().body, body_for(get("/1")), "first body")
            equal(client.response().body, body_for(get("/2")), "second body")
            check(client.is_closed(), "closed")
        with server.connect() as client:
            client.send(get("/1") + b"GET / HT").half_close()
            equal(client.response().body, body_for(get("/1")), "body")
            check(client.is_closed(), "closed in a request")
        for body in (b"Content-Length: 5\r\n\r\nhell", b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n"):
            with server.connect() as client:
                client.send(get("/1") + get("/2")[:-2] + body).half_close()
                equal(client.response().body, body_for(get("/1")), "body")
                check(client.is_closed(), "closed in a body")
        with server.connect() as client:
            check(client.half_close().is_closed(), "closed without a request")


def counts_of(rounds, parts, responses, options):
    """The allocations and the bytes copied of a server that is sent these parts of requests in each of so many rounds.
    The client waits for 100 after each part but the last, and for the responses at the end of each round."""
    with Server(*options) as server:
        with server.connect() as client:
            for _ in range(rounds):
                for part in parts:
                    client.send(part)
                    if part is not parts[-1]:
                        equal(client.response().status, 100, "status")
                for _ in range(responses):
                    equal(client.response().status, 200, "status")
        server.send_signal(signal.SIGTERM)
        equal(server.wait(), 0, "exit status")
    equal(server.requests, rounds * responses, "number of requests")
    equal(server.connections, 1, "number of connections")
    return server.allocations, server.copied


def nothing_allocated():
    """a request on a persistent connection costs no copy and no allocation, or one if its body comes later"""
    length = b"Content-Length: 10\r\n\r\n"
    chunked = b"Transfer-Encoding: chunked\r\n\r\n"
    chunks = b"a\r\n0123456789\r\n0\r\nA: b\r\n\r\n"
    late = [get()[:-2] + b"Expect: 100-continue\r\n" + length, b"0123456789"]  # the response waits in its own block
    for name, parts, responses in (
            ("plain", [get("/plain", "User-Agent: x")], 1),
            ("20 fields", [get("/", *["X-%d: y" % i for i in range(19)])], 1),
            ("pipelined", [get("/pipelined") * 16], 16),
            ("with a body", [get()[:-2] + length + b"0123456789"], 1),
            ("with a chunked body", [get()[:-2] + chunked + chunks], 1),
            ("pipelined with bodies", [(get()[:-2] + length + b"0123456789" + get()[:-2] + chunked + chunks) * 8], 16),
            ("with a body that comes later", late, 1)):
        for options in ([], ["--reply", "hello"]):
            few = counts_of(100, parts, responses, options)
            many = counts_of(1100, parts, responses, options)
            more = (many[0] - few[0], many[1] - few[1])
            print("# %s: %d allocations for 100 requests, %d for 1000 more"
                  % (" ".join(options + [name]), few[0], more[0]))
            equal(more, (1000 if parts is late else 0, 0), "allocations and bytes copied for 1000 more, " + name)


def curl():
    """curl gets the headers of its own request"""
    with Server() as server:
        try:
            result = subprocess.run(["curl", "-s", "--noproxy", "*", "--max-time", str(TIMEOUT), "-H", "X-Mine: yes",
                                     "http://127.0.0.1:%d/path" % server.address[1]], stdout=subprocess.PIPE)
        except FileNotFoundError:
            return "no curl"
        check(b"\nX-Mine: yes\n" in result.stdout, "curl printed %r" % result.stdout)
    return None


sys.exit(run([parsed_head, any_method, listening_line, without_standard_streams, fixed_reply, pipelining, slow_bytes,
              large_heads, rejections, responses_before_a_rejection, head_method, old_version, close_requested,
              absolute_target, nothing_early, upgrade_ignored, bodies, expectations, big_body, bodies_too_large_late,
              not_held_back, half_closed, nothing_allocated, curl], 240))
