"""``boxdot convert``: code, notation, and the refusal of ill-shaped formulas."""

from __future__ import annotations

import numpy as np
import pytest

BIAS = ("X ⊡ b", "-d", "X ∈ R^{H×W×3}; b ∈ R^H")


def test_numpy_inserts_the_singleton_axes(boxdot_command):
    document = boxdot_command("convert", *BIAS, "--to", "numpy", "--json").json
    assert document.keys() == {"code", "imports", "warnings"}
    X, b = np.ones((2, 4, 3)), np.array([1.0, 10.0])
    assert np.array_equal(eval(document["code"], {"np": np, "X": X, "b": b}), X * b[:, None, None])


def test_function_wraps_the_code(boxdot_command):
    done = boxdot_command("convert", *BIAS, "--function", "scale")
    assert done.code == 0
    namespace: dict = {}
    exec(done.out, namespace)
    assert namespace["scale"](np.ones((2, 4, 3)), np.array([1.0, 10.0])).sum() == 12 * 11


@pytest.mark.parametrize(
    ("target", "written"),
    [("unicode", "X ⊡ b"), ("latex", r"\boxdot")],
)
def test_notation(boxdot_command, target, written):
    assert written in boxdot_command("convert", *BIAS, "--to", target).out


@pytest.mark.parametrize("mode", [(), ("--json",)], ids=["text", "json"])
def test_ill_shaped_has_no_code(boxdot_command, mode):
    done = boxdot_command("convert", "X ⊙ b", *BIAS[1:], *mode)
    assert done.code == 1
    assert "hadamard-mismatch" in done.err
    assert "code" not in done.json if mode else done.out == ""


def test_unknown_language(boxdot_command):
    done = boxdot_command("convert", *BIAS, "--to", "nunpy")
    assert (done.code, done.out) == (2, "")
    assert "nunpy" in done.err
    assert "numpy" in done.err


@pytest.mark.parametrize("name", ["__import__", "lambda", "print"])
def test_names_of_python_become_safe(boxdot_command, name):
    done = boxdot_command("convert", f"{name} ⊡ b", "-d", f"{name}, b ∈ R^3", "--function", "f")
    assert done.code == 0
    namespace: dict = {}
    exec(done.out, namespace)
    assert namespace["f"](np.arange(3), np.ones(3)).tolist() == [0, 1, 2]
