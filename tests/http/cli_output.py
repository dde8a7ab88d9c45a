# SPDX-License-Identifier: MIT
"""The output of http_headers, which does not depend on how the input is cut."""
import os
import pathlib
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import black_box  # noqa: E402
from black_box import program, raw, same  # noqa: E402

GET = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
GET_OBJECT = {"method": "GET", "target": "/", "version": "1.1", "headers": [["Host", "a"]], "body": "", "trailers": []}
CHUNKED = (
    b"POST /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"5\r\nhello\r\n7;ext=\"a b\"\r\n, world\r\n0\r\nDigest: x\r\nEmpty:\r\n\r\n"
)
SIZED = b"PUT /x HTTP/1.1\r\nHost: a\r\nContent-Length: 12\r\n\r\n\r\n0\x00\xff\"\\end\r\n"
HTTP_1_0 = b"GET /old HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"
CONNECT = b"CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n"
UPGRADE = (
    b"POST /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nContent-Length: 3\r\n\r\nabc"
)
CLOSE = b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
NO_HOST = b"GET / HTTP/1.1\r\nAccept: */*\r\n\r\n"
BAD_NAME = b"GET / HTTP/1.1\r\nHost: a\r\nX@Y: z\r\n\r\n"

INPUTS = {
    "nothing": b"",
    "empty lines": b"\r\n\r\n\r\n",
    "a lone CR": b"\r",
    "one request": GET,
    "pipelined": GET + CHUNKED + SIZED + HTTP_1_0 + GET,
    "empty lines between": b"\r\n" + GET + b"\r\n\r\n" + SIZED + b"\r\n",
    "empty values": b"OPTIONS * HTTP/1.7\r\nHost:\r\nA:\r\nB: \t \r\nC:\t c \t d \t\r\n\r\n",
    "high bytes": b"GET / HTTP/1.1\r\nHost: a\r\nX: " + bytes(range(0x80, 0x100)) + b"\r\n\r\n",
    "connect": GET + CONNECT + b"\x16\x03\x01 not HTTP \r\n\r\n",
    "upgrade": GET + UPGRADE + b"\x81\x05hello",
    "close": CLOSE + GET,
    "no host after a request": GET + NO_HOST + GET,
    "bad name after a request": GET + SIZED + BAD_NAME,
    "bad chunk": GET + CHUNKED.replace(b"hello\r\n", b"hello!\r\n"),
    "bad method": b"\r\n\r\nG@T / HTTP/1.1\r\n",
    "incomplete head": GET + GET[:-2],
    "incomplete body": GET + SIZED[:-1],
    "incomplete chunks": GET + CHUNKED[:-3],
}


def test_one_request_is_one_object():
    result = program("--json", data=GET)
    same(result.status, 0)
    same(result.out, b'{"method":"GET","target":"/","version":"1.1","headers":[["Host","a"]],'
                     b'"body":"","trailers":[]}\n')


def test_pipelined_requests_come_in_order():
    result = program("--json", data=INPUTS["pipelined"])
    same(result.status, 0)
    objects = result.objects()
    same([o["method"] for o in objects], ["GET", "POST", "PUT", "GET", "GET"])
    same([o["version"] for o in objects], ["1.1", "1.1", "1.1", "1.0", "1.1"])
    same(objects[0], GET_OBJECT)
    same(objects[4], GET_OBJECT)


def test_chunks_are_decoded_and_trailers_are_separate():
    same(program("--json", data=CHUNKED).objects(), [{
        "method": "POST", "target": "/upload", "version": "1.1",
        "headers": [["Host", "a"], ["Transfer-Encoding", "chunked"]],
        "body": "hello, world",
        "trailers": [["Digest", "x"], ["Empty", ""]],
    }])


def test_every_byte_of_a_body_is_printed():
    body = bytes(range(256)) * 3
    parts = [body[i:i + 7] for i in range(0, len(body), 7)]
    for request in (
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body),
        b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        + b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n",
    ):
        result = program("--json", data=request + GET)
        same(result.status, 0)
        first, second = result.objects()
        same(raw(first["body"]), body)
        same(second, GET_OBJECT)


def test_bytes_above_0x7f_are_code_points_of_the_same_number():
    result = program("--json", data=INPUTS["high bytes"])
    same(raw(result.objects()[0]["headers"][1][1]), bytes(range(0x80, 0x100)))
    assert "\u00a0\u00ff".encode("utf-8")[-2:] in result.out
    same(len(result.out.decode("utf-8").splitlines()), 1) # not even U+0085 breaks the line


def test_only_what_json_requires_is_escaped():
    result = program("--json", data=b"PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\n\x00\x1f\x7f\"\\/")
    assert b'"body":"\\u0000\\u001f\x7f\\"\\\\/"' in result.out, result.out


def test_the_version_is_as_received():
    same(program("--json", data=b"GET / HTTP/1.7\r\nHost: a\r\n\r\n").objects()[0]["version"], "1.7")


def test_values_are_trimmed_and_may_be_empty():
    same(program("--json", data=INPUTS["empty values"]).objects()[0]["headers"],
         [["Host", ""], ["A", ""], ["B", ""], ["C", "c \t d"]])


def test_readable_output():
    result = program(data=CHUNKED + b"GET /\x7e HTTP/1.1\r\nHost: a\r\nX: \xc3\xa4\\\tb\r\n\r\n")
    same(result.out.decode("ascii"),
         "POST /upload HTTP/1.1\n    Host: a\n    Transfer-Encoding: chunked\n    (body of 12 bytes)\n"
         "    (trailers)\n    Digest: x\n    Empty: \n\n"
         "GET /~ HTTP/1.1\n    Host: a\n    X: \\xc3\\xa4\\\\\\x09b\n\n")


def test_the_summary_counts_views_copies_and_allocations():
    # Views of the head, its method, target, name and value; allocations for a buffer, the views and the parser's
    # ranges.
    same(program(data=GET).err,
         "http_headers: 1 request, 5 views handed out, 0 bytes copied by the library, memory allocated 3 times\n")


def test_more_requests_in_a_block_copy_and_allocate_nothing():
    same(program(data=GET * 1000).err,
         "http_headers: 1000 requests, 5000 views handed out, 0 bytes copied by the library, "
         "memory allocated 3 times\n")


def test_a_warm_buffer_is_reused_for_any_number_of_blocks():
    result = program("--json", data=GET * 20000)
    same(result.status, 0)
    assert result.last_error().endswith("memory allocated 3 times"), result.err
    copied = int(result.err.split(" bytes copied")[0].split()[-1])
    assert copied < len(GET) * 20, result.err # at most a part of one request for each block


def test_a_rejection_is_the_last_line():
    for name in ("no host after a request", "bad name after a request", "bad chunk"):
        result = program(data=INPUTS[name])
        same(result.status, 1)
        lines = result.out.decode("ascii").splitlines()
        same(lines[0], "GET / HTTP/1.1")
        assert lines[-1].startswith("rejected with 400 at byte "), lines[-1]


def test_rejections_as_json_with_stream_offsets():
    expected = {
        "no host after a request": ("missing-host", len(GET)),
        "bad name after a request": ("bad-field-name", len(GET + SIZED) + BAD_NAME.index(b"@Y")),
        "bad chunk": ("bad-chunk-end", len(GET) + CHUNKED.index(b"hello") + 5),
        "bad method": ("bad-method", 5),
    }
    for name, (code, offset) in expected.items():
        result = program("--json", data=INPUTS[name])
        same(result.status, 1)
        last = result.objects()[-1]
        same(sorted(last), ["code", "error", "offset", "status"])
        same((name, last["code"], last["status"], last["offset"]), (name, code, 400, offset))
        assert last["error"] in result.last_error(), result.err
        for earlier in result.objects()[:-1]:
            same(sorted(earlier), sorted(GET_OBJECT))


def test_output_does_not_depend_on_how_the_input_is_cut():
    for arguments in ([], ["--json"], ["--json", "--syntax"]):
        for name, data in INPUTS.items():
            whole = program(*arguments, data=data)
            sizes = range(1, min(len(data), 40) + 1) if arguments == ["--json"] else (1, 2, 3, 5, 16, 61)
            for size in [*sizes, len(data) + 1, 2**31 - 1]:
                cut = program("--split", size, *arguments, data=data)
                same((name, size, cut.status, cut.out), (name, size, whole.status, whole.out))


def test_values_of_a_field_are_counted_most_frequent_first():
    def request_with(*agents):
        return b"GET / HTTP/1.1\r\nHost: a\r\n" + b"".join(b"%s: %s\r\n" % agent for agent in agents) + b"\r\n"

    data = (request_with((b"User-Agent", b"b")) + request_with((b"user-agent", b"a"), (b"X", b"y")) + GET + CHUNKED
            + request_with((b"USER-AGENT", b"c \xe9\\"), (b"User-Agent", b"a")) + request_with((b"User-Agent", b"")))
    for split in ([], ["--split", 1], ["--split", 50]):
        result = program("--count", "User-agent", *split, data=data)
        same((result.status, result.out), (0, b"       2 a\n       1 \n       1 b\n       1 c \\xe9\\\\\n"))
        same(program("--count", "User-agent", "--json", *split, data=data).objects(), [
            {"value": "a", "count": 2}, {"value": "", "count": 1}, {"value": "b", "count": 1},
            {"value": "c \xe9\\", "count": 1}])
        same(program("--count", "digest", *split, data=data).out, b"") # trailers are not counted
        rejected = program("--count", "user-agent", "--json", *split, data=data + NO_HOST + data)
        same((rejected.status, len(rejected.objects())), (1, 5))
        same(rejected.objects()[-1]["code"], "missing-host")


def test_a_big_file_in_pieces():
    body = bytes((i * 7 + i // 251) % 256 for i in range(300000))
    sized = b"PUT /big HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body)
    chunks = b"".join(b"%X\r\n%s\r\n" % (len(body[i:i + 999]), body[i:i + 999]) for i in range(0, len(body), 999))
    chunked = b"PUT /big HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + b"0\r\n\r\n"
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "big")
        with open(path, "wb") as file:
            file.write(sized + chunked + GET * 100)
        whole = program("--json", path)
        same(whole.status, 0)
        objects = whole.objects()
        same(len(objects), 102)
        assert all(raw(o["body"]) == (body if o["target"] == "/big" else b"") for o in objects)
        for size in (1, 997, 4096, 65536, 1000000):
            same(program("--json", "--split", size, path).out, whole.out)


def test_a_request_is_printed_when_its_last_byte_has_arrived():
    reader, writer = os.pipe()
    process = black_box.subprocess.Popen(black_box.PROGRAM + ["--json"], stdin=reader, stdout=black_box.subprocess.PIPE,
                                   stderr=black_box.subprocess.DEVNULL)
    os.close(reader)
    os.write(writer, GET + SIZED[:-1])
    line = process.stdout.readline()
    assert b'"GET"' in line, line
    os.write(writer, SIZED[-1:])
    assert b'"PUT"' in process.stdout.readline()
    os.close(writer)
    same(process.stdout.read(), b"")
    same(process.wait(), 0)


if __name__ == "__main__":
    black_box.run(globals())
