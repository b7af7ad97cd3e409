"""Bad input: a clear message on stderr, exit code 2, nothing on stdout, never a traceback."""

from __future__ import annotations

import time

import numpy as np
import pytest

SECONDS = 10
"""What even the longest bad input may take."""

FORMULAS = {
    # case: arguments, what the message must say
    "an unknown character": (("check", "X ☃ Y", "-d", "X, Y ∈ R^n"), "☃"),
    "an open parenthesis": (("check", "(X ⊡ Y", "-d", "X, Y ∈ R^n"), "("),
    "an open norm": (("check", "‖X ⊡ Y", "-d", "X, Y ∈ R^n"), "‖"),
    "a stray bracket": (("check", "X ⊡ Y]", "-d", "X, Y ∈ R^n"), "]"),
    "an undeclared symbol": (("check", "X ⊡ Y", "-d", "X ∈ R^n"), "Y"),
    "an undeclared symbol in convert": (("convert", "X ⊡ Y", "-d", "X ∈ R^n"), "Y"),
    "a deep nest": (("check", "(" * 10_000 + "x" + ")" * 10_000, "-d", "x ∈ R^n"), "deep"),
    "an empty formula": (("check", ""), ""),
    "a size that is no number": (("check", "x", "-d", "x ∈ R^n", "-s", "n=two"), "n=two"),
    "a size of nothing": (("check", "x", "-d", "x ∈ R^n", "-s", "n=0"), "n=0"),
    "an unknown option": (("check", "x", "--sise", "n=2"), "--size"),
    "a missing argument": (("check",), "EXPRESSION"),
    "a file that is not there": (("eval", "x", "-d", "x ∈ R^2", "--data", "no.npz"), "no.npz"),
}


def refused(done, message):
    assert done.code == 2
    assert done.out == ""
    assert message in done.err
    assert "Traceback" not in done.err
    assert "bug" not in done.err


@pytest.mark.parametrize("mode", [(), ("--json",)], ids=["text", "json"])
@pytest.mark.parametrize("case", FORMULAS)
def test_formula(boxdot_command, case, mode):
    arguments, message = FORMULAS[case]
    refused(boxdot_command(*arguments, *mode), message)


def test_ten_megabytes_on_one_line(boxdot_command):
    start = time.perf_counter()
    refused(boxdot_command("check", "-", stdin=b"x + " * 2_500_000 + b"x"), "characters")
    assert time.perf_counter() - start < SECONDS


def test_standard_input_that_is_not_utf8(boxdot_command):
    refused(boxdot_command("check", "-", stdin="X ± Y".encode("latin-1")), "UTF-8")


ARRAYS = {
    # case: the arrays of the file, what the message must say
    "a missing key": ({"A": np.ones((2, 3))}, "b"),
    "a wrong shape": ({"A": np.ones((2, 3)), "b": np.ones(3)}, "b"),
    "a wrong order": ({"A": np.ones((2, 3)), "b": np.ones((2, 3, 4))}, "b"),
    "an object array": ({"A": np.ones((2, 3)), "b": np.array([1, None])}, "b"),
    "text": ({"A": np.ones((2, 3)), "b": np.array(["1", "2"])}, "b"),
}


@pytest.mark.parametrize("case", ARRAYS)
def test_arrays(boxdot_command, tmp_path, case):
    arrays, message = ARRAYS[case]
    path = tmp_path / "arrays.npz"
    np.savez(path, **arrays)
    done = boxdot_command("eval", "A ⊡ b", "-d", "A ∈ R^{2×3}; b ∈ R^2", "--data", path)
    refused(done, message)


def test_data_that_is_no_archive(boxdot_command, tmp_path):
    path = tmp_path / "arrays.npz"
    path.write_bytes(b"not an archive")
    refused(boxdot_command("eval", "x", "-d", "x ∈ R^2", "--data", path), "arrays.npz")


@pytest.mark.parametrize("size", [10**18, 10**30])
def test_a_size_that_no_memory_holds(boxdot_command, size):
    declared = ("-d", "X ∈ R^{n×n}", "-s", f"n={size}")
    done = boxdot_command("eval", "𝟏_{n}", *declared)
    refused(done, str(size))


def test_paths_to_lint(boxdot_command, tmp_path):
    refused(boxdot_command("lint", tmp_path), "no paper")
    refused(boxdot_command("lint", tmp_path / "missing.tex"), "missing.tex")
    latin = tmp_path / "latin.tex"
    latin.write_bytes("é $x$".encode("latin-1"))
    refused(boxdot_command("lint", latin), "UTF-8")


def test_a_macro_that_calls_itself(boxdot_command, tmp_path):
    paper = tmp_path / "loop.tex"
    paper.write_text(r"\newcommand{\x}{\x\x} Let $\x \in \mathbb{R}^n$.", encoding="utf-8")
    done = boxdot_command("lint", paper, "--statistics")
    assert "bug" not in done.err
    assert done.code == 0
