# SPDX-License-Identifier: MIT
"""What the server answers: python3 server.py PROGRAM. Speaks TAP."""
import os
import re
import signal
import subprocess
import sys

from server_client import PATIENCE, Server, answer_to, check, equal, get, run


def echoes():
    """a request's own head comes back"""
    with Server() as server, server.connect() as client:
        request = get("/a?b=c", "User-Agent: x y", "X-Empty:", "X-Spaces: \t v \t", "x-lower: \xe9")
        response = client.ask(request)
        equal(response.status, 200, "status")
        equal(response.version, "HTTP/1.1", "version")
        equal(response.body, answer_to(request), "body")
        equal(response.field("Content-Type"), "text/plain", "type")
        check(re.match(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$", response.field("Date")),
              "Date is %r" % response.field("Date"))
        equal(response.field("Connection"), None, "Connection")
        equal(client.ask(get("/again")).body, answer_to(get("/again")), "second body")


def any_method():
    """any token is a method, and forms of target are answered (RFC 9110 section 9.1, RFC 9112 section 3.2)"""
    with Server() as server, server.connect() as client:
        for line in (b"BREW /pot HTTP/1.1", b"OPTIONS * HTTP/1.1", b"GET http://b/c HTTP/1.1", b"get / HTTP/1.9"):
            request = line + b"\r\nHost: b\r\n\r\n"
            equal(client.ask(request).body, answer_to(request), "body")


def listening_line():
    """the first line names the address, of IPv6 too, and a taken one is refused with 71"""
    with Server() as server:
        equal(server.line, "listening on 127.0.0.1:%d\n" % server.address[1], "line")
        again = subprocess.run([sys.argv[1], "--listen", "127.0.0.1:%d" % server.address[1]], stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, timeout=PATIENCE)
        equal((again.returncode, again.stdout), (71, b""), "status and output")
        equal(again.stderr.decode(), "http_headers: cannot listen on 127.0.0.1:%d: address already in use\n"
              % server.address[1], "sentence")
    if not os.path.exists("/proc/net/if_inet6"):
        return
    with open("/proc/net/if_inet6") as file:
        if not any(line.startswith("0" * 31 + "1 ") for line in file):
            return
    with Server(host="::1") as server, server.connect() as client:
        equal(server.line, "listening on [::1]:%d\n" % server.address[1], "line")
        equal(client.ask(get()).status, 200, "status")


def fixed_reply():
    """--reply answers a fixed body"""
    with Server("--reply", "hello") as server, server.connect() as client:
        equal(client.ask(get("/a")).body, b"hello", "body")
        head = client.ask(b"HEAD / HTTP/1.1\r\nHost: a\r\n\r\n", head=True)
        equal(head.field("Content-Length"), "5", "length")
        old = client.ask(b"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
        equal((old.body, old.field("Connection")), (b"hello", "keep-alive"), "answer to 1.0")
        last = client.ask(get("/", "Connection: close"))
        equal((last.body, last.field("Connection")), (b"hello", "close"), "last answer")
        check(client.is_closed(), "closed")
    with Server("--reply", "") as server, server.connect() as client:
        equal(client.ask(get("/a")).body, b"", "empty body")


def pipelining():
    """pipelined requests are answered in order, in one write (RFC 9112 section 9.3.2)"""
    with Server() as server, server.connect() as client:
        requests = [get("/%d" % i, *["X-%d: %s" % (j, "v" * j) for j in range(i % 20)]) for i in range(200)]
        client.send(b"".join(requests[:16]))
        client.more()
        equal(client.buffer.count(b"HTTP/1.1 200"), 16, "answers in the first read")
        client.send(b"".join(requests[16:]))
        for request in requests:
            equal(client.response().body, answer_to(request), "body")


def slow_bytes():
    """a client that sends byte by byte"""
    with Server() as server, server.connect() as client:
        request = get("/bytes", "X-A: b", "Content-Length: 3")
        for byte in request + b"xyz" + get("/next"):
            client.send(bytes([byte]))
        equal(client.response().body, answer_to(request), "body")
        equal(client.response().body, answer_to(get("/next")), "next body")


def large_heads():
    """heads of nearly the largest size, whole and in pieces"""
    with Server() as server, server.connect() as client:
        for size in (1000, 10000, 60000):
            fields = ["X-%d: %s" % (i, "v" * 1000) for i in range(size // 1010)]
            request = get("/", *fields)
            equal(client.ask(request).body, answer_to(request), "body")
            for begin in range(0, len(request), 777):
                client.send(request[begin:begin + 777])
            equal(client.response().body, answer_to(request), "body in pieces")
        request = get("/", "X: " + "v" * 16000)
        client.send(request * 20)
        for _ in range(20):
            equal(client.response().body, answer_to(request), "pipelined body")


REFUSED = [
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


def refusals():
    """each refusal has its status and its sentence, and closes (RFC 9110 section 15.5 and 15.6)"""
    with Server() as server:
        for status, code, request in REFUSED:
            with server.connect() as client:
                response = client.ask(request)
                equal(response.status, status, "status of " + code)
                check(response.body.endswith(b" (%s)\n" % code.encode()), "body is %r" % response.body)
                equal(response.field("Connection"), "close", "Connection of " + code)
                check(response.field("Date"), "no Date for " + code)
                check(client.is_closed(), "closed after " + code)


def answers_before_refusal():
    """requests before a refused one are answered first, those behind it never (RFC 9112 section 9.3.2)"""
    with Server() as server:
        for status, code, request in REFUSED:
            with server.connect() as client:
                client.send(get("/1") + get("/2") + request)
                equal(client.response().body, answer_to(get("/1")), "first body before " + code)
                equal(client.response().body, answer_to(get("/2")), "second body before " + code)
                equal(client.response().status, status, "status of " + code)
                check(client.is_closed(), "closed after " + code)
        with server.connect() as client:
            client.send(b"GET / HTTP/1.1\r\n\r\n" + get("/behind"))
            equal(client.response().status, 400, "status")
            check(client.is_closed(), "closed")


def head_method():
    """HEAD has the fields of GET and no body, refused or not (RFC 9110 section 9.3.2)"""
    with Server() as server:
        with server.connect() as client:
            full = client.ask(get("/"))
            client.send(b"HEAD / HTTP/1.1\r\nHost: a\r\n\r\n" + get("/next"))
            head = client.response(head=True)
            equal(head.status, 200, "status")
            equal(int(head.field("Content-Length")), len(full.body) + 1, "length")
            equal(client.response().body, answer_to(get("/next")), "next body")
        good = b"HEAD / HTTP/1.1\r\nHost: a\r\n"
        chunked = good + b"Transfer-Encoding: chunked\r\n\r\n"
        for request in (b"HEAD / HTTP/1.1\r\n\r\n", good + b"Expect: wonders\r\n\r\n", chunked + b"x",
                        chunked + b"1\r\nxy", chunked + b"fffffff\r\n"):
            with server.connect() as client:
                check(client.ask(request, head=True).status >= 400, "status")
                check(client.is_closed(), "closed without a body")


def old_version():
    """HTTP/1.0 closes unless keep-alive is asked for (RFC 9112 section 9.3)"""
    with Server() as server:
        with server.connect() as client:
            response = client.ask(b"GET / HTTP/1.0\r\n\r\n" + get("/behind"))
            equal((response.status, response.field("Connection")), (200, "close"), "answer")
            check(client.is_closed(), "closed")
        with server.connect() as client:
            request = b"GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n"
            response = client.ask(request)
            equal(response.field("Connection"), "keep-alive", "Connection")
            equal(client.ask(request).body, answer_to(request), "second body")


def close_asked():
    """Connection: close is answered, with its body read, and obeyed (RFC 9112 section 9.6)"""
    with Server() as server, server.connect() as client:
        request = b"POST / HTTP/1.1\r\nHost: a\r\nConnection: x, Close\r\nContent-Length: 5\r\n\r\n"
        response = client.ask(request + b"hello" + get("/behind"))
        equal((response.body, response.field("Connection")), (answer_to(request), "close"), "answer")
        check(client.is_closed(), "closed")


def absolute_target():
    """the authority of the target goes before Host (RFC 9112 section 3.2.2)"""
    with Server() as server, server.connect() as client:
        request = b"GET http://b.example:80/c HTTP/1.1\r\nHost: a\r\n\r\n"
        equal(client.ask(request).body, answer_to(request), "body")
        equal(client.ask(b"GET http://b:x/ HTTP/1.1\r\nHost: a\r\n\r\n").status, 400, "status")


def nothing_early():
    """nothing is answered before the head is complete (RFC 9110 section 5.3)"""
    with Server() as server, server.connect() as client:
        client.send(b"POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 1\r\n")
        check(client.is_quiet(), "no answer yet")
        equal(client.ask(b"\r\n").status, 100, "first status")
        equal(client.ask(b"x").status, 200, "status")


def upgrade_ignored():
    """Upgrade is ignored (RFC 9110 section 7.8)"""
    with Server() as server, server.connect() as client:
        request = get("/", "Connection: Upgrade", "Upgrade: websocket")
        equal(client.ask(request).body, answer_to(request), "body")
        equal(client.ask(get("/next")).body, answer_to(get("/next")), "next body")


def bodies():
    """bodies are read and thrown away, of either framing (RFC 9112 section 6.3 and 9.3)"""
    with Server() as server, server.connect() as client:
        length = b"POST /l HTTP/1.1\r\nHost: a\r\nContent-Length: 300000\r\n\r\n"
        chunked = b"POST /c HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        chunks = b"3;e=f\r\nabc\r\n" * 1000 + b"0\r\nX-T: u\r\n\r\n"
        client.send(length + b"x" * 300000 + chunked + chunks + get("/next"))
        equal(client.response().body, answer_to(length), "body")
        equal(client.response().body, answer_to(chunked), "body")
        equal(client.response().body, answer_to(get("/next")), "next body")
        client.send(length + b"x" * 299999)
        check(client.is_quiet(), "no answer before the body is complete")
        equal(client.ask(b"x").status, 200, "status")


def expectations():
    """100-continue is sent if the body is not there yet, and not to HTTP/1.0 (RFC 9110 section 10.1.1)"""
    with Server() as server:
        with server.connect() as client:
            request = b"POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 5\r\n\r\n"
            first = client.ask(request)
            equal((first.status, first.fields, first.body), (100, {}, b""), "first answer")
            check(client.is_quiet(), "nothing else yet")
            equal(client.ask(b"hello").body, answer_to(request), "body")
            client.send(request + b"h").send(b"ello")
            equal(client.response().status, 200, "status where the body has begun to arrive")
            for none in (get("/", "Expect: 100-continue"), get("/", "Expect: 100-continue", "Content-Length: 0")):
                equal(client.ask(none).status, 200, "status where there is no body")
        with server.connect() as client:
            request = b"POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 9999999\r\n\r\n"
            equal(client.ask(request).status, 413, "status of a body that is not wanted")
            check(client.is_closed(), "closed")
        with server.connect() as client:
            request = b"POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue, wonders\r\nContent-Length: 5\r\n\r\n"
            equal(client.ask(request + b"hello").status, 417, "status of more than can be met")
            check(client.is_closed(), "closed")
        with server.connect() as client:
            equal(client.ask(b"GET / HTTP/1.0\r\nExpect: wonders\r\n\r\n").status, 200, "status of 1.0")
        with server.connect() as client:
            request = b"POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n"
            equal(client.ask(get("/0") + request).body, answer_to(get("/0")), "body before")
            equal(client.response().status, 100, "status")
            client.send(b"1\r\nx\r\n").send(b"0\r\n\r\n")
            equal(client.response().body, answer_to(request), "body")
        with server.connect() as client:
            client.send(b"POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n")
            check(client.is_quiet(), "no 1xx to HTTP/1.0")
            equal(client.ask(b"x").status, 200, "status")


def big_body():
    """a body over the limit: 413 arrives though the client goes on sending, then the end (RFC 9112 section 9.6)"""
    with Server("--max-body", 1000) as server:
        for framing in (b"Content-Length: 500000", b"Transfer-Encoding: chunked"):
            with server.connect() as client:
                client.send(b"POST / HTTP/1.1\r\nHost: a\r\n" + framing + b"\r\n\r\n")
                client.send(b"7A120\r\n" + b"x" * 500000)
                response = client.response()
                equal((response.status, response.field("Connection")), (413, "close"), "answer")
                check(client.half_close().is_closed(), "closed")


def bodies_too_large_late():
    """an answer that was prepared is withdrawn when the body turns out to be too large"""
    with Server("--max-body", 1000) as server, server.connect() as client:
        chunked = b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        client.send(get("/1") + chunked + b"3E8\r\n" + b"x" * 1000)
        equal(client.response().body, answer_to(get("/1")), "body")
        check(client.is_quiet(), "no answer yet")
        equal(client.ask(b"\r\n1\r\n").status, 413, "status")
        check(client.is_closed(), "closed")


def not_held_back():
    """an answer that is due does not wait for the rest of the next request"""
    with Server() as server, server.connect() as client:
        second = get("/second", "X: y")
        equal(client.ask(get("/first") + second[:20]).body, answer_to(get("/first")), "first body")
        check(client.is_quiet(), "no second answer yet")
        equal(client.ask(second[20:]).body, answer_to(second), "second body")


def half_closed():
    """a client that has closed its side gets its answers, but to none that is incomplete (RFC 9112 section 8)"""
    with Server() as server:
        with server.connect() as client:
            client.send(get("/1") + get("/2")).half_close()
            equal(client.response().body, answer_to(get("/1")), "first body")
            equal(client.response().body, answer_to(get("/2")), "second body")
            check(client.is_closed(), "closed")
        with server.connect() as client:
            client.send(get("/1") + b"GET / HT").half_close()
            equal(client.response().body, answer_to(get("/1")), "body")
            check(client.is_closed(), "closed in a request")
        for body in (b"Content-Length: 5\r\n\r\nhell", b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n"):
            with server.connect() as client:
                client.send(get("/1") + get("/2")[:-2] + body).half_close()
                equal(client.response().body, answer_to(get("/1")), "body")
                check(client.is_closed(), "closed in a body")
        with server.connect() as client:
            check(client.half_close().is_closed(), "closed without a request")


def counts_of(rounds, parts, answers, options):
    """What a server has counted at its end that was sent the parts so many times, each when it may have read the one
    before, and the answers to them awaited each time."""
    with Server(*options) as server:
        with server.connect() as client:
            for _ in range(rounds):
                for part in parts:
                    client.send(part)
                    if part is not parts[-1]:
                        equal(client.response().status, 100, "status")
                for _ in range(answers):
                    equal(client.response().status, 200, "status")
        server.send_signal(signal.SIGTERM)
        equal(server.wait(), 0, "exit status")
    equal(server.requests, rounds * answers, "number of requests")
    equal(server.connections, 1, "number of connections")
    return server.allocations, server.copied


def nothing_allocated():
    """a connection that persists costs no allocation a request, one if the body comes later, and no copy"""
    length = b"Content-Length: 10\r\n\r\n"
    chunked = b"Transfer-Encoding: chunked\r\n\r\n"
    chunks = b"a\r\n0123456789\r\n0\r\nA: b\r\n\r\n"
    late = [get()[:-2] + b"Expect: 100-continue\r\n" + length, b"0123456789"]  # its answer waits in a block of its own
    for name, parts, answers in (
            ("plain", [get("/plain", "User-Agent: x")], 1),
            ("20 fields", [get("/", *["X-%d: y" % i for i in range(19)])], 1),
            ("pipelined", [get("/pipelined") * 16], 16),
            ("with a body", [get()[:-2] + length + b"0123456789"], 1),
            ("with a chunked body", [get()[:-2] + chunked + chunks], 1),
            ("pipelined with bodies", [(get()[:-2] + length + b"0123456789" + get()[:-2] + chunked + chunks) * 8], 16),
            ("with a body that comes later", late, 1)):
        for options in ([], ["--reply", "hello"]):
            few = counts_of(100, parts, answers, options)
            many = counts_of(1100, parts, answers, options)
            more = (many[0] - few[0], many[1] - few[1])
            print("# %s: %d allocations for 100 requests, %d for 1000 more"
                  % (" ".join(options + [name]), few[0], more[0]))
            equal(more, (1000 if parts is late else 0, 0), "allocations and bytes copied for 1000 more, " + name)


def curl():
    """curl shows the request's own headers"""
    with Server() as server:
        try:
            result = subprocess.run(["curl", "-s", "--noproxy", "*", "--max-time", str(PATIENCE), "-H", "X-Mine: yes",
                                     "http://127.0.0.1:%d/path" % server.address[1]], stdout=subprocess.PIPE)
        except FileNotFoundError:
            return "no curl"
        check(b"\nX-Mine: yes\n" in result.stdout, "curl printed %r" % result.stdout)
    return None


sys.exit(run([echoes, any_method, listening_line, fixed_reply, pipelining, slow_bytes, large_heads, refusals,
              answers_before_refusal, head_method, old_version, close_asked, absolute_target, nothing_early,
              upgrade_ignored, bodies, expectations, big_body, bodies_too_large_late, not_held_back, half_closed,
              nothing_allocated, curl], 240))
