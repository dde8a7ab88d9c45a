# SPDX-License-Identifier: MIT
"""How http_headers was built: python3 hardened.py PROGRAM fortified|plain. Prints TAP."""
import pathlib
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import black_box  # noqa: E402


def readelf(*options):
    return subprocess.run(["readelf", "-W"] + list(options) + [sys.argv[1]], stdout=subprocess.PIPE, check=True,
                          text=True).stdout


def undefined():
    """The names that it needs from libraries."""
    rows = [line.split() for line in readelf("--dyn-syms").splitlines() if " UND " in line]
    return {row[7].split("@")[0] for row in rows if len(row) > 7}


def test_its_addresses_are_not_fixed():
    assert "DYN" in readelf("-h").split("Type:")[1].splitlines()[0]


def test_its_relocations_are_read_only():
    assert "GNU_RELRO" in readelf("-l")
    flags = readelf("-d")
    assert "BIND_NOW" in flags or " NOW" in flags, flags


def test_its_stack_is_not_executable():
    line = next(line for line in readelf("-l").splitlines() if "GNU_STACK" in line)
    assert "E" not in line.split()[6], line


def test_its_stack_has_canaries():
    assert "__stack_chk_fail" in undefined()


def test_it_calls_the_checked_forms_of_the_c_library():
    if sys.argv[2] != "fortified":
        raise black_box.Skip("not optimized, or another C library")
    assert any(name.endswith("_chk") for name in undefined()), undefined()


black_box.run(globals())
