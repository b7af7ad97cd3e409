"""What starting costs: the version before the command-line library, a check before SymPy."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest

from boxdot.cli.group import COMMANDS, summary

CHECK = ["check", "Y = X ⊡ B", "-d", "X, Y ∈ R^{H×W×3}; B ∈ R^{H×W}"]
FAILING = ["check", "Y = X ⊙ B", "-d", "X, Y ∈ R^{H×W×3}; B ∈ R^{H×W}"]
CONVERT = ["convert", "X ⊡ B", "-d", "X, Y ∈ R^{H×W×3}; B ∈ R^{H×W}", "--to", "numpy"]
HEAVY = ["sympy", "numpy", "numba", "dask", "torch", "jax"]

PROGRAM = """
import sys
from boxdot.__main__ import main
main({arguments!r})
print("loaded:", *[name for name in {watched!r} if name in sys.modules])
"""


def loaded(arguments, watched):
    """Return which of the watched modules a command line loads."""
    program = PROGRAM.format(arguments=arguments, watched=watched)
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    *_, last = done.stdout.splitlines()
    assert last.startswith("loaded:"), done.stderr
    return last.split()[1:]


def test_version_loads_no_library():
    assert loaded(["--version"], ["click", "lark", "json", "typing", *HEAVY]) == []


@pytest.mark.parametrize("arguments", [CHECK, [*CHECK, "--json"], FAILING, CONVERT])
def test_plain_symbols_load_nothing_heavy(arguments):
    assert loaded(arguments, HEAVY) == []


def test_help_loads_no_command():
    watched = ["boxdot.cli.commands", "boxdot.notation", "boxdot.grammar.papers", "lark", *HEAVY]
    assert loaded(["--help"], watched) == ["boxdot.cli.commands"]  # the package, to find sources


@pytest.mark.parametrize("name", COMMANDS)
def test_help_lines_are_those_of_the_commands(name):
    command = import_module(COMMANDS[name]).command
    assert summary(name, 60) == command.get_short_help_str(60) != ""


def test_the_watch_sees_what_is_loaded():
    assert loaded(["eval", "[1 2]"], ["click", "numpy"]) == ["click", "numpy"]


def test_names_are_handed_on_lazily():
    program = "import sys, boxdot; print([m for m in sys.modules if m.startswith('boxdot.')])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout == "['boxdot._version']\n"
