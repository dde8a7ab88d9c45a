# SPDX-License-Identifier: MIT
"""A small harness, in TAP, for tests of a program from outside: `import cli`, write functions `test_...`, `cli.run()`.

The first argument of the script is the program.
"""
import json
import os
import shlex
import subprocess
import sys

# Absolute, because tests run it in folders of their own.
PROGRAM = shlex.split(os.environ.get("MESON_EXE_WRAPPER", "")) + [os.path.abspath(sys.argv[1])]


class Result:
    """What a run of the program came to."""

    def __init__(self, process):
        self.status = process.returncode
        self.out = process.stdout
        self.err = (process.stderr or b"").decode("utf-8", "replace")

    def objects(self):
        """The lines of standard output as JSON. Strings are bytes again: each code point is a byte."""
        text = self.out.decode("utf-8")
        assert text == "" or text.endswith("\n"), "an unfinished line: %r" % text[-80:]
        return [json.loads(line) for line in text.splitlines()]

    def sentence(self):
        """The last line of standard error."""
        return self.err.splitlines()[-1] if self.err else ""


def program(*arguments, data=b"", **options):
    """Run it on `data`."""
    command = PROGRAM + [str(argument) for argument in arguments]
    options.setdefault("stdout", subprocess.PIPE)
    if "stdin" not in options:
        options["input"] = data
    return Result(subprocess.run(command, stderr=subprocess.PIPE, timeout=60, **options))


def raw(text):
    """The bytes that a JSON string stands for."""
    return text.encode("latin-1")


def same(left, right):
    """Assert equality, and show both sides."""
    assert left == right, "%.600r\n  is not %.600r" % (left, right)


class Skip(Exception):
    """Raised by a test that cannot be run here; says why."""


def run(names):
    """Run each function whose name begins with test_, in order; exit with a status."""
    tests = [(name, function) for name, function in names.items() if name.startswith("test_")]
    failed = 0
    print("1..%d" % len(tests))
    for number, (name, function) in enumerate(tests, 1):
        title = "%d - %s" % (number, name[5:].replace("_", " "))
        try:
            function()
            print("ok " + title)
        except Skip as reason:
            print("ok %s # SKIP %s" % (title, reason))
        except Exception as error:  # an unexpected one is a failure like any other
            failed += 1
            for line in ("%s: %s" % (type(error).__name__, error)).splitlines():
                print("# " + line)
            print("not ok " + title)
        sys.stdout.flush()
    sys.exit(1 if failed else 0)
