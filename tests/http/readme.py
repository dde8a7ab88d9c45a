# SPDX-License-Identifier: MIT
"""What a program can check of examples/http/README.md: python3 readme.py PROGRAM ROOT. Prints TAP."""
import os
import pathlib
import re
import shlex
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import black_box  # noqa: E402
from black_box import program, same  # noqa: E402

ROOT = sys.argv[2]
FOLDER = os.path.join(ROOT, "examples/http")
UNITS = {"ms": 1, "s": 1000, "KiB": 1024, "MiB": 1024 * 1024}


def read(*path):
    with open(os.path.join(FOLDER, *path)) as file:
        return file.read()


README = read("README.md")


def rows(first):
    """The rows of the table whose first column has this heading, as lists of cells."""
    found = []
    for block in README.split("\n\n"):
        lines = block.splitlines()
        if lines[0].startswith("| %s |" % first):
            found += [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines[2:]]
    assert found, "no table %r" % first
    return found


def names(text):
    return re.findall(r"`([^`]+)`", text)


def defaults():
    """The default of each option that has one, from the help."""
    found = re.findall(r"^  --(\S+) .*\((\d+)\)$", program("--help").out.decode(), re.MULTILINE)
    return {name: int(value) for name, value in found}


def test_the_table_of_errors_is_that_of_the_program():
    table = re.sub(r"\\\n\s*", "", read("parser", "error.h"))
    errors = re.findall(r'X\(\w+, "([^"]+)", (\d+),\s*"([^"]+)"\)', table)
    assert len(errors) > 30, errors
    same([(names(code)[0], status, sentence) for code, status, sentence, _ in rows("code")], errors)


def test_the_limits_of_the_parser_are_the_defaults():
    config = read("parser", "config.c")
    limits = re.search(r"\.limits =\s*\{(.*?)\}", config, re.DOTALL).group(1)
    expected = {name: eval(value) for name, value in
                re.findall(r"\.(\w+) = ([^,]+),", limits.replace("UINT64_C(1)", "1"))}
    listed = {names(what)[0]: int(default) for what, default, _ in rows("limit")}
    same(listed, expected)
    codes = {code for code, _, _, _ in rows("code")}
    for _, _, beyond in rows("limit"):
        assert "`%s`" % names(beyond)[0] in codes, beyond


def test_the_limits_of_the_server_are_the_defaults():
    found = defaults()
    for what, options, default, _ in (row for row in rows("what") if len(row) == 4):
        values = [value.strip() for value in default.split(",")]
        for option, value in zip(names(options), values):
            number, _, unit = value.partition(" ")
            assert number.isdigit(), (what, value)
            same((option, int(number) * UNITS.get(unit, 1)), (option, found.pop(option[2:])))
    same({name: value for name, value in found.items() if not name.startswith("max-")}, {"body-step": 64 * 1024})


def test_every_option_that_is_named_exists():
    help_text = program("--help").out.decode()
    options = {name.split()[0] for name in names(README) if name.startswith("--")}
    assert len(options) > 10, options
    for option in options:
        assert option == "--help" or re.search(r"^  %s\b" % option, help_text, re.MULTILINE), option


def test_the_sample_prints_what_is_shown():
    command, *lines = re.search(r"^    \$ printf (.*?)\n((?:    .*\n)+)", README, re.MULTILINE).groups()
    data, pipe, name, *arguments = shlex.split(command)
    same((pipe, name), ("|", "http_headers"))
    result = program(*arguments, data=data.encode().decode("unicode_escape").encode("latin-1"))
    same(result.out.decode() + result.err, re.sub("^    ", "", lines[0], flags=re.MULTILINE))


def test_every_link_leads_to_a_file():
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert len(links) > 5, links
    for link in links:
        assert os.path.exists(os.path.join(FOLDER, link)), link


def test_every_test_that_is_named_exists():
    listed = [name for row in rows("what") if len(row) == 2 for name in names(row[1])]
    assert len(listed) > 10, listed
    with open(os.path.join(ROOT, "tests/http/meson.build")) as file:
        build = file.read()
    for name in listed:
        source = "test_" + name.replace(" ", "_") + ".c" if name.startswith("parser ") else name + ".py"
        assert "'%s'" % name in build or os.path.exists(os.path.join(ROOT, "tests/http", source)), name


if __name__ == "__main__":
    black_box.run(globals())
