# SPDX-License-Identifier: MIT
"""The program `lines` prints what `grep -F` prints, and ends with the same status."""
import os
import pathlib
import subprocess
import sys
import tempfile
import threading

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import black_box  # noqa: E402
from black_box import program, same  # noqa: E402

MIB = 1 << 20
TEXTS = {
    "nothing": b"",
    "one line": b"needle\n",
    "without a line feed at the end": b"a\nb needle",
    "not selected, without a line feed": b"needle\nb",
    "empty lines": b"\n\nneedle\n\n",
    "only line feeds": b"\n" * 300000,
    "at the beginning and the end of lines": b"needle a\na needle\nneedleneedle\n",
    "bytes that are no text": bytes(range(1, 10)) + b"needle\xff\xfe\n\x80\n",
    "lines across blocks": b"".join(b"%d %s\n" % (i, b"needle" if i % 7 == 0 else b"x" * (i % 300)) for i in range(9000)),
    "a line longer than a block": b"x" * 300000 + b"needle" + b"y" * 300000 + b"\nb\nneedle\n",
    "a long line that is not selected": b"x" * 500000 + b"\nneedle\n" + b"z" * 500000,
}


def grep(*arguments, data=b""):
    environment = dict(os.environ, LC_ALL="C")
    return subprocess.run(["grep", "-aF", *arguments], input=data, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          env=environment, check=False, timeout=60)


def test_it_prints_what_grep_prints():
    for name, text in TEXTS.items():
        for options in ([], ["-v"], ["-c"], ["-c", "-v"]):
            ours = program(*options, "needle", data=text)
            theirs = grep(*options, "needle", data=text)
            assert ours.out == theirs.stdout, "%s, %s" % (name, options)
            same(ours.status, theirs.returncode)


def test_files_are_filtered_in_order_and_standard_input_is_one_of_them():
    with tempfile.TemporaryDirectory() as folder:
        paths = [os.path.join(folder, name) for name in ("first", "second")]
        for path in paths:
            pathlib.Path(path).write_bytes(b"needle in " + os.path.basename(path).encode() + b"\nnothing\nlast needle")
        result = program("needle", paths[0], "-", paths[1], data=b"needle in the middle\n")
        same(result.status, 0)
        same(result.out, b"needle in first\nlast needle\nneedle in the middle\nneedle in second\nlast needle\n")


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_filtered():
    with tempfile.TemporaryDirectory() as folder:
        good = os.path.join(folder, "good")
        pathlib.Path(good).write_bytes(b"needle\n")
        result = program("needle", os.path.join(folder, "absent"), folder, good)
        same(result.status, 2)
        same(result.out, b"needle\n")
        assert "absent: No such file" in result.err and "%s: " % folder in result.err, result.err


def test_a_wrong_command_line_is_an_error():
    for arguments in ([], [""], ["two\nlines"], ["-x", "needle"]):
        result = program(*arguments)
        same(result.status, 2)
        assert "usage: lines" in result.err, result.err


def test_a_full_device_is_an_error():
    with open("/dev/full", "wb") as full:
        result = program("needle", data=b"needle\n", stdout=full)
    same(result.status, 2)
    assert "standard output" in result.err, result.err


def test_a_pipe_that_brings_single_bytes_is_filtered():
    read_end, write_end = os.pipe()

    def write():
        for byte in b"no\na needle\nno\nneedle":
            os.write(write_end, bytes([byte]))
        os.close(write_end)

    writer = threading.Thread(target=write)
    writer.start()
    result = program("needle", stdin=read_end)
    writer.join()
    os.close(read_end)
    same(result.out, b"a needle\nneedle\n")


def peak_memory(arguments, write):
    """Peak resident memory of the program in KiB, while `write` feeds its standard input."""
    process = subprocess.Popen(black_box.PROGRAM + arguments, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    write(process.stdin)
    process.stdin.close()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode in (0, 1), process.returncode
    return usage.ru_maxrss


def test_memory_is_flat_in_the_length_of_the_input():
    def write(mebibytes):
        block = (b"some line without it\n" * 40 + b"a needle here\n") * 1200
        return lambda out: [out.write(block) for _ in range(mebibytes * MIB // len(block))]

    little = peak_memory(["needle"], write(2))
    much = peak_memory(["needle"], write(200))
    assert much < little + 1024, "%d KiB for 2 MiB, %d KiB for 200 MiB" % (little, much)


def test_a_selected_line_of_100_megabytes_is_not_held():
    def write(out):
        out.write(b"needle ")
        for _ in range(100):
            out.write(b"x" * 1000000)
        out.write(b"\n")

    peak = peak_memory(["needle"], write)
    base = peak_memory(["needle"], lambda out: out.write(b"needle\n"))
    assert peak < base + 4096, "%d KiB, %d KiB for one short line" % (peak, base)


def test_an_undecided_line_of_100_megabytes_is_held_once():
    def write(out):
        for _ in range(100):
            out.write(b"x" * 1000000)
        out.write(b" needle\n")

    base = peak_memory(["needle"], lambda out: out.write(b"needle\n"))
    peak = peak_memory(["needle"], write)
    assert peak < base + 130 * 1024, "%d KiB, %d KiB for one short line" % (peak, base)


if __name__ == "__main__":
    black_box.run(globals())
