# SPDX-License-Identifier: MIT
"""The exit statuses of http_headers with their messages, its options and limits, and where a stream ends."""
import fcntl
import os
import pathlib
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import black_box  # noqa: E402
from black_box import Skip, program, same  # noqa: E402

GET = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n%s"


def error(*arguments, data):
    """The code and the status of the rejection."""
    result = program("--json", *arguments, data=data)
    same(result.status, 1)
    last = result.objects()[-1]
    return last["code"], last["status"]


def test_status_0_without_requests():
    for data in (b"", b"\r\n", b"\r\n\r\n\r\n"):
        result = program("--json", data=data)
        same((result.status, result.out), (0, b""))
        same(len(result.err.splitlines()), 1)


def test_status_1_for_a_rejection_with_its_message():
    result = program(data=GET + b"GET / HTTP/2.0\r\n\r\n")
    same(result.status, 1)
    assert result.last_error().startswith("http_headers: rejected with 505 at byte "), result.err


def test_status_2_inside_a_request():
    for data in (b"\r", b"\r\n\r", GET[:1], GET[:-1], GET + b"\r", GET + b"G", POST % (3, b"ab"), POST % (1, b""),
                 b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"):
        result = program("--json", data=data)
        same((data, result.status), (data, 2))
        same(len(result.objects()), data.count(GET))
        same(result.last_error(), "http_headers: the input ended inside a request, after %d byte%s"
             % (len(data), "" if len(data) == 1 else "s"))


def test_status_64_with_a_message_that_names_the_argument():
    for arguments, word in (
        (["--split", "0"], "'0'"), (["--split", "-1"], "'-1'"), (["--split", ""], "''"), (["--split", "1k"], "'1k'"),
        (["--split", "+1"], "'+1'"), (["--split", " 1"], "' 1'"), (["--split", "0x10"], "'0x10'"),
        (["--split", "18446744073709551616"], "'18446744073709551616'"), (["--split=x"], "'x'"),
        (["--max-body", "99999999999999999999999999"], "'99999999999999999999999999'"),
        (["--max-fields", "1000001"], "'1000001'"), (["--max-head"], "--max-head"), (["--split"], "--split"),
        (["--nonsense"], "'--nonsense'"), (["-x"], "'-x'"), (["--jso"], "'--jso'"), (["--jsonx"], "'--jsonx'"),
        (["--json=yes"], "'yes'"), (["--"] * 3, "'--'"), (["a", "b"], "'b'"), (["--reply", "x"], "--reply"),
        (["--idle-time", "5"], "--idle-time"), (["--listen"], "--listen"), (["--listen", "here"], "'here'"),
        (["--listen", "127.0.0.1:65536"], "'127.0.0.1:65536'"), (["--listen", "127.0.0.1:0", "file"], "'file'"),
        (["--listen", ":0", "--json"], "--json"), (["--listen", ":0", "--split", "1"], "--split"),
        (["--count"], "--count"), (["--listen", ":0", "--count", "x"], "--count"),
        (["--listen", ":0", "--head-time", "0"], "'0'"), (["--max-responses", "5"], "--max-responses goes"),
        (["--max-answers", "5"], "--max-answers goes"),
    ):
        result = program(*arguments)
        same((arguments, result.status, result.out), (arguments, 64, b""))
        same(len(result.err.splitlines()), 1)
        assert result.err.startswith("http_headers: ") and word in result.err, result.err


def test_status_66_for_a_file_that_cannot_be_read():
    with tempfile.TemporaryDirectory() as folder:
        for path in (os.path.join(folder, "absent"), folder, os.path.join(folder, "x" * 300), ""):
            result = program(path)
            same((path, result.status, result.out), (path, 66, b""))
            assert result.last_error().startswith("http_headers: cannot read " + path), result.err
    with open(os.devnull, "wb") as write_only:
        result = program(stdin=write_only)
    same(result.status, 66)
    assert result.last_error().startswith("http_headers: cannot read standard input: "), result.err


def test_status_71_when_memory_runs_out():
    limited = "ulimit -v 40000 2>/dev/null || exit 125; exec \"$@\""
    shell = ["sh", "-c", limited, "sh"]

    def run(*arguments, data):
        command = shell + black_box.PROGRAM + list(arguments)
        return black_box.Result(subprocess.run(command, input=data, stdout=subprocess.PIPE,
                                         stderr=subprocess.PIPE, timeout=60))

    if run("--json", data=GET).status != 0:
        raise Skip("the program does not run in 40 MB of address space (a sanitizer or an emulator)")
    result = run("--json", "--max-body", "1000000000", data=GET + POST % (64 << 20, bytes(64 << 20)))
    same((result.status, len(result.objects())), (71, 1))
    assert result.last_error().startswith("http_headers: out of memory "), result.err
    tiny = b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * 2000000 + b"0\r\n\r\n"
    same(run("--json", "--max-chunk-overhead", "100000000", "--max-body", "100000000", data=GET + tiny).status, 71)
    result = run("--max-fields", "1000000", "--max-trailers", "1000000", data=GET)
    if result.status != 0: # 32 MB for the fields alone
        same(result.status, 71)
        same(result.err, "http_headers: out of memory before the first byte of input\n")


def test_status_74_when_the_output_cannot_be_written():
    if not os.path.exists("/dev/full"):
        raise Skip("there is no /dev/full")
    big = POST % (200000, bytes(200000))
    for arguments, data in ((["--json"], GET), ([], GET), (["--json"], big), (["--json"], b"G@"), (["--help"], b""),
                            (["--version"], b""), ([], GET + GET[:5])):
        with open("/dev/full", "wb") as full:
            result = program(*arguments, data=data, stdout=full)
        same((arguments, result.status), (arguments, 74))
        assert result.last_error().startswith("http_headers: cannot write to standard output: "), result.err


def test_status_74_when_the_reader_of_the_output_has_left():
    reader, writer = os.pipe()
    os.close(reader)
    result = program("--json", data=GET, stdout=writer)
    os.close(writer)
    same(result.status, 74)


def test_status_74_when_standard_output_is_closed():
    result = black_box.Result(subprocess.run(["sh", "-c", 'exec "$@" >&-', "sh"] + black_box.PROGRAM, input=GET,
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60))
    same(result.status, 74)


def test_help_and_version():
    result = program("--help")
    same((result.status, result.err), (0, ""))
    for word in ("--json", "--split N", "--count NAME", "--strict-target", "--syntax", "--listen ADDR:PORT",
                 "--reply TEXT", "--max-body N", "(1048576)"):
        assert word in result.out.decode("ascii"), word
    assert max(map(len, result.out.splitlines())) <= 120
    result = program("--version")
    same((result.status, result.err), (0, ""))
    assert result.out.startswith(b"http_headers "), result.out


def test_files_dashes_and_the_end_of_options():
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "--json"), "wb") as file:
            file.write(GET)
        expected = program("--json", data=GET).out
        same(program("--json", "--", "--json", cwd=folder).out, expected)
        same(program("--json", os.path.join(folder, "--json")).out, expected)
        same(program("--json", "-", data=GET).out, expected)
        same(program("-", "--json", "--split=2", data=GET).out, expected)


def test_limits():
    same(error("--max-body", "2", data=POST % (3, b"abc")), ("body-too-large", 413))
    same(program("--max-body", "3", data=POST % (3, b"abc")).status, 0)
    same(error(data=POST % (1048577, b"")), ("body-too-large", 413))
    same(error("--max-body", "4", data=b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                                       b"3\r\nabc\r\n2\r\n"), ("body-too-large", 413))
    same(error("--max-fields", "1", data=b"GET / HTTP/1.1\r\nHost: a\r\nB: c\r\n\r\n"), ("too-many-fields", 431))
    same(error("--max-fields", "0", data=GET), ("too-many-fields", 431))
    same(error("--max-head", "20", data=GET), ("head-too-large", 431))
    same(program("--max-head", str(len(GET)), data=GET).status, 0)
    same(error("--max-request-line", "10", data=GET), ("request-line-too-long", 414))
    same(error("--max-field", "6", data=GET), ("field-too-large", 431))
    same(error("--max-empty-lines", "1", data=b"\r\n\r\n" + GET), ("too-many-empty-lines", 400))
    trailers = b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: b\r\nC: d\r\n\r\n"
    same(program(data=trailers).status, 0)
    same(error("--max-trailers", "1", data=trailers), ("too-many-trailers", 431))
    same(error("--max-trailers", "0", data=trailers), ("too-many-trailers", 431))
    same(error("--max-trailer-bytes", "5", data=trailers), ("trailers-too-large", 431))


def test_many_fields_and_trailers():
    fields = b"".join(b"N%d: %d\r\n" % (i, i) for i in range(5000))
    request = b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n%s\r\n0\r\n%s\r\n" % (fields, fields)
    arguments = ["--json", "--max-fields", "6000", "--max-trailers", "5000", "--max-head", "200000",
                 "--max-trailer-bytes", "200000"]
    expected = [["N%d" % i, "%d" % i] for i in range(5000)]
    for split in ([], ["--split", "1"], ["--split", "5000"]):
        result = program(*arguments, *split, data=request + GET)
        same(result.status, 0)
        first, second = result.objects()
        same(first["headers"][2:], expected)
        same(first["trailers"], expected)
        same(second["method"], "GET")


def test_strict_target_follows_the_grammar_of_uris():
    for target in (b"/?a[]=1&f[x]={y}", b"/?family=A|B", b"/100%", b"/a\\b^c`"):
        data = b"GET %s HTTP/1.1\r\nHost: a\r\n\r\n" % target
        same(program("--json", data=data).objects()[0]["target"], target.decode())
        same(error("--strict-target", data=data)[0], "bad-target")
        same(program("--strict-target", "--syntax", data=data).status, 0)


def test_syntax_applies_no_rules_of_an_origin_server():
    for data, code in (
        (b"GET / HTTP/1.1\r\n\r\n", "missing-host"),
        (b"GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", "repeated-host"),
        (b"GET * HTTP/1.1\r\nHost: a\r\n\r\n", "target-form"),
        (b"GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n", "bad-target"),
        (b"GET /\xff HTTP/1.1\r\nHost: a\r\n\r\n", "bad-target"),
        (POST % (1048577, bytes(1048577)), "body-too-large"),
    ):
        same(error(data=data)[0], code)
        same(program("--syntax", data=data).status, 0)
    same(program("--syntax", "--json", data=b"GET /\xff# HTTP/1.1\r\n\r\n").objects()[0]["target"], "/\u00ff#")
    same(error("--syntax", data=b"GET /\x7f HTTP/1.1\r\n\r\n")[0], "bad-target")


def test_the_bytes_after_the_end_of_a_stream_are_counted():
    for request in (
        b"CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: x\r\nContent-Length: 3\r\n\r\nabc",
        b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        b"GET / HTTP/1.0\r\n\r\n",
    ):
        for rest in (0, 1, 17, 300000):
            for split in ([], ["--split", "1000"]):
                result = program("--json", *split, data=GET + request + b"\r" * rest)
                same((request, result.status, len(result.objects())), (request, 0, 2))
                same(result.last_error(), "http_headers: the last request ended the stream, %d byte%s"
                     % (rest, " remains" if rest == 1 else "s remain"))
    same(len(program("--json", data=b"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n" + GET).objects()), 2)


def test_an_input_that_ends_after_a_request_has_no_bytes_to_count():
    assert "ended the stream" not in program(data=GET).err


def test_a_non_blocking_input_is_waited_for():
    reader, writer = os.pipe()
    fcntl.fcntl(reader, fcntl.F_SETFL, os.O_NONBLOCK)
    process = subprocess.Popen(black_box.PROGRAM + ["--json"], stdin=reader, stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL)
    os.close(reader)
    time.sleep(0.1)
    os.write(writer, GET)
    os.close(writer)
    same(len(process.stdout.read().splitlines()), 1)
    same(process.wait(), 0)


def test_listening_requires_libuv():
    if "without-libuv" not in sys.argv:
        raise Skip("the program was built with it")
    result = program("--listen", "127.0.0.1:0")
    same((result.status, result.out), (71, b""))
    same(result.err, "http_headers: cannot listen on 127.0.0.1:0: this program was built without libuv\n")


def test_the_browser_request():
    result = program("--json", sys.argv[2])
    same(result.status, 0)
    request, = result.objects()
    same(len(request["headers"]), 18)
    same(request["headers"][0], ["Host", "www.example.org"])


if __name__ == "__main__":
    black_box.run(globals())
