# SPDX-License-Identifier: MIT
"""A small harness that prints TAP, for black-box tests of a program: `import black_box`, write functions `test_...`,
and call `black_box.run(globals())`. The first argument of the script is the program.
"""
import json
import os
import shlex
import subprocess
import sys

# Absolute, because tests run it in folders of their own.
PROGRAM = shlex.split(os.environ.get("MESON_EXE_WRAPPER", "")) + [os.path.abspath(sys.argv[1])]


class Result:
    """The exit status and the output of a run of the program."""

    def __init__(self, process):
        self.status = process.returncode
        self.out = process.stdout
        self.err = (process.stderr or b"").decode("utf-8", "replace")

    def objects(self):
        """The lines of standard output, parsed as JSON; raw() makes bytes of their strings."""
        text = self.out.decode("utf-8")
        assert text == "" or text.endswith("\n"), "an unfinished line: %r" % text[-80:]
        return [json.loads(line) for line in text.splitlines()]

    def last_error(self):
        """The last line of standard error."""
        return self.err.splitlines()[-1] if self.err else ""


def program(*arguments, data=b"", **options):
    """Run the program with `data` as standard input."""
    command = PROGRAM + [str(argument) for argument in arguments]
    options.setdefault("stdout", subprocess.PIPE)
    if "stdin" not in options:
        options["input"] = data
    return Result(subprocess.run(command, stderr=subprocess.PIPE, timeout=60, **options))


def raw(text):
    """The bytes of a JSON string, in which each code point is a byte."""
    return text.encode("latin-1")


def same(left, right):
    """Assert equality; a failure shows both sides."""
    assert left == right, "%.600r\n  is not %.600r" % (left, right)


class Skip(Exception):
    """Raised with the reason by a test that cannot run here."""


def run(names):
    """Run the functions whose names begin with test_, in order, and exit with 0 if all passed."""
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
        except Exception as error:  # any exception is a failure
            failed += 1
            for line in ("%s: %s" % (type(error).__name__, error)).splitlines():
                print("# " + line)
            print("not ok " + title)
        sys.stdout.flush()
    sys.exit(1 if failed else 0)
