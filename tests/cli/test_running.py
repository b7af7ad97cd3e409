"""The command line as a whole: help, unknown commands, streams, and failures of our own."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

import boxdot
from boxdot.cli import output
from boxdot.cli.group import COMMANDS

MASK = ("check", "X ⊙ B where X ∈ R^{H×W×3}, B ∈ R^{H×W}")


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_version(boxdot_command, option):
    assert boxdot_command(option).out == f"boxdot {boxdot.__version__}\n"
    assert boxdot_command("--no-color", option).out == f"boxdot {boxdot.__version__}\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_an_example(boxdot_command, name):
    done = boxdot_command(name, "--help")
    assert done.code == 0
    assert f"boxdot {name} " in done.out.split("\n\n", 1)[1] or name == "rules"


def test_help_lists_every_command(boxdot_command):
    out = boxdot_command("--help").out
    assert all(f"\n  {name} " in out for name in COMMANDS)
    assert boxdot_command().code == 2


@pytest.mark.parametrize(("typed", "meant"), [("chek", "check"), ("evaluate", "eval")])
def test_unknown_command(boxdot_command, typed, meant):
    done = boxdot_command(typed)
    assert (done.code, done.out) == (2, "")
    assert f"Did you mean {meant!r}?" in done.err


def test_an_expression_may_start_with_a_minus(boxdot_command):
    arguments = ("-X + X", "-d", "X ∈ R^n")
    done = boxdot_command("check", *arguments)
    assert (done.code, done.out) == (2, "")
    assert "after --" in done.err
    assert boxdot_command("check", *arguments[1:], "--", arguments[0]).code == 0
    assert boxdot_command("check", "−X + X", *arguments[1:]).code == 0


def test_a_bug_is_one_line(boxdot_command, monkeypatch):
    def broken(*_, **__):
        raise KeyError("axis")

    monkeypatch.setattr(boxdot, "check", broken)
    monkeypatch.delenv("BOXDOT_DEBUG", raising=False)
    done = boxdot_command(*MASK)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert "bug of boxdot (KeyError: 'axis')" in done.err
    monkeypatch.setenv("BOXDOT_DEBUG", "1")
    assert "Traceback" in boxdot_command(*MASK).err


def test_text_is_painted_where_it_matters():
    painted = output._painted("error: no\n  X ⊙ B\n    ^\nhelp: X ⊡ B")
    assert painted.count("\x1b[31m") == 2  # the word and the caret
    assert painted.count("\x1b[36m") == 1


def run(*arguments, **environment):
    return subprocess.run(
        [sys.executable, "-m", "boxdot", *arguments],
        capture_output=True,
        env={**os.environ, **environment},
        timeout=60,
    )


def test_no_colour_without_a_terminal():
    assert b"\x1b" not in run(*MASK).stdout


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(
    ("arguments", "environment", "coloured"),
    [((), {}, True), (("--no-color",), {}, False), ((), {"NO_COLOR": "1"}, False)],
)
def test_colour_on_a_terminal(arguments, environment, coloured):
    import pty

    leader, follower = pty.openpty()
    variables = {key: value for key, value in os.environ.items() if key != "NO_COLOR"}
    subprocess.run(
        [sys.executable, "-m", "boxdot", *MASK, *arguments],
        stdout=follower,
        stderr=follower,
        env={**variables, **environment},
        timeout=60,
    )
    os.close(follower)
    assert (b"\x1b[31m" in os.read(leader, 65536)) == coloured
    os.close(leader)


def test_output_is_utf8_in_any_locale():
    done = run(*MASK, LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert "X ⊙ B" in done.stdout.decode("utf-8")
    assert b"Traceback" not in done.stderr


def test_a_reader_that_leaves_early_changes_nothing():
    process = subprocess.Popen(
        [sys.executable, "-m", "boxdot", *MASK], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    process.stdout.close()
    error = process.stderr.read()
    assert (process.wait(timeout=60), error) == (1, b"")
