"""How papers are read: leniently, and with different names for different sizes."""

from __future__ import annotations

import pytest

from boxdot.notation.inference import infer
from boxdot.notation.reading.formulas import read

LSTM = "X ∈ R^{n×d}; W ∈ R^{d×h}; H, Z, R ∈ R^{n×h}; U ∈ R^{h×h}; b ∈ R^{1×h}; v ∈ R^h; s ∈ R"

FOUND = (
    # formula, the rules found
    ("H = σ(X W + R U + b)", ["implicit-broadcast-add"]),
    ("Z = φ(X W + b)", ["implicit-broadcast-add"]),
    ("H = Z ⊙ H + (1 − Z) ⊙ R", ["scalar-add"]),
    ("H ⊙ X", ["hadamard-incompatible"]),
    ("X U", ["matmul-mismatch"]),
    ("H = X", ["side-mismatch"]),
    ("H ⊡ X", ["broadcast-condition"]),
    ("H / Z", ["tensor-division"]),
    ("H = Z ⊙ R + R ⊙ H", []),
    ("H = σ(X W + R U ⊞ b)", []),
    ("H = X W + 𝟏_n b", []),
    # what a paper may mean otherwise, or what is not declared
    ("v U", []),
    ("H = g(X) + b", []),
    ("H = Q + b", []),
    ("L = mean(H − Z)", []),
    ("H = 0", []),
    ("y_i = Σ_j a_{ij}", []),
    ("v · H", []),
)


@pytest.mark.parametrize(("formula", "names"), FOUND, ids=[row[0] for row in FOUND])
def test_what_is_found(formula, names):
    inference = infer(read(formula, LSTM), lenient=True, distinct_names=True)
    assert [problem.name for problem in inference.problems] == names
    assert all(problem.severity == "error" for problem in inference.problems)


def test_arithmetic_may_be_equal_to_a_name():
    declared = "A ∈ R^{n×2h}; B ∈ R^{d×m}; C ∈ R^{h×m}"
    assert not infer(read("A B", declared), lenient=True, distinct_names=True).problems
    found = infer(read("A C", declared), lenient=True, distinct_names=True).problems
    assert [problem.name for problem in found] == ["matmul-mismatch"]  # 2h is never h


def test_the_place_is_the_operator():
    formula = read("H = σ(X W + R U + b)", LSTM)
    (problem,) = infer(formula, lenient=True, distinct_names=True).problems
    assert problem.span is not None
    assert problem.span.of(formula.text) == "+"
    assert problem.span.start == formula.text.rindex("+")
    assert problem.fix == "X W + R U ⊞ b"


def test_fixes_may_be_left_out():
    inference = infer(read("X + b", LSTM), fixes=False)
    assert [problem.fix for problem in inference.problems] == [None]
