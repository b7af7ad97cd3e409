"""Exact numbers, and the exact evaluator against the naive reference evaluator."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
import reference_evaluator as reference

from boxdot.notation.equality.exact.arrays import Array, every
from boxdot.notation.equality.exact.evaluator import Evaluator
from boxdot.notation.equality.exact.numbers import (
    Bounds,
    Surd,
    UndecidedError,
    UndefinedError,
    divide,
    exponential,
    is_zero,
    logarithm,
    power,
    root,
    sign,
    text_of,
)
from boxdot.notation.equality.supplying import STYLES, Values
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.inference import infer
from boxdot.notation.reading import read


def test_roots_are_exact():
    assert root(9) == 3
    assert root(Fraction(1, 4)) == Fraction(1, 2)
    assert root(8) == root(2) * 2
    assert root(2) * root(3) == root(6)
    assert root(2) * root(2) == 2
    assert is_zero(root(2) + root(3) - root(3) - root(2))
    assert sign(root(2) + root(3) - root(10)) == -1
    assert divide(1, root(2) + 1) == root(2) - 1
    assert text_of(root(12) - 1) == "-1 + 2√3"


def test_bounds_are_apart_or_undecided():
    assert sign(exponential(1) - Fraction(271828, 100000)) == 1
    with pytest.raises(UndecidedError):
        sign(logarithm(6) - logarithm(2) - logarithm(3))
    with pytest.raises(UndecidedError):
        sign(power(power(2, Fraction(1, 3)), 3) - 2)
    assert isinstance(exponential(root(2)), Bounds)
    assert isinstance(root(5) + 1, Surd)


@pytest.mark.parametrize(
    "compute",
    [lambda: divide(1, 0), lambda: root(-1), lambda: logarithm(0), lambda: power(0, -1)],
)
def test_what_has_no_value_says_so(compute):
    with pytest.raises(UndefinedError):
        compute()


EXPRESSIONS = [
    "X ⊡ y + X ⊟ z ⊡ X",
    "(X ⧄ y) ⊙ X − k X",
    "Xᵀ diag(y) X",
    "A⁻¹ X",
    "A \\ y",
    "A³ − A²",
    "X ⊗ A",
    "A ⊙_KR Aᵀ",
    "vec(X)ᵀ vec(X)",
    "T ×_2 Z",
    "T_(2)",
    "𝒫_{1,3}(T)",
    "fold_3(T_(3) diag(vec(X))) + T",
    "permute_{3,1,2}(T)",
    "tr(A) det(A)",
    "y yᵀ ∘ z",
    "‖X‖_1 + ‖X‖_∞ + ‖X‖_0",
    "‖X‖_F² + xᵀ x",
    "⟨X, X⟩ + X : X",
    "Σ_i Σ_j X_{ij} y_i",
    "∏_i y_i",
    "Σ_{i=1}^{2} X_{i,1}",
    "[y, y, …, y] ⊙ X",
    "[1 2; 3 4] [5; 6]",
    "mean(X) + var(y)",
    "X_{:,1} + y",
    "T_1",
    "exp(y) + log(|y|) ⊙ tanh(y)",
    "softmax(y)",
    "σ(y) + sqrt(y ⊙ y)",
    "‖X ⊡ y^□‖_F",
]
DECLARATIONS = (
    "X ∈ R^{I×J}; A ∈ R^{I×I}; x, y ∈ R^I; z ∈ R^{1×J}; Z ∈ R^{K×J}; k ∈ R; T ∈ R^{I×J×K}"
)
SIZES = {"I": 2, "J": 3, "K": 2}


@pytest.mark.parametrize("text", EXPRESSIONS)
@pytest.mark.parametrize("seed", [1, 2])
def test_same_values_as_the_reference(text, seed):
    formula: Formula = read(text, DECLARATIONS, sizes=SIZES)
    inference = infer(formula)
    assert not inference.errors
    values = Values(formula, random.Random(seed), STYLES[1])
    side = formula.statements[0].sides[0]
    found = Evaluator(formula, inference, values)(side, {})
    given = {n: reference.Tensor(a.shape, dict(a.entries)) for n, a in values.arrays.items()}
    wanted = reference.Reference(formula, inference, given)(side)
    assert _trimmed(found.shape) == _trimmed(wanted.shape)
    for index, value in zip(every(found.shape), wanted.entries.values(), strict=True):
        assert _float(found[index]) == pytest.approx(float(value))


def _trimmed(shape):
    while shape and shape[-1] == 1:
        shape = shape[:-1]
    return shape


def _float(value):
    bounds = Bounds.of(value)
    return float((bounds.low + bounds.high) / 2)


def test_nested_lists():
    array = Array((2, 1), {(0, 0): 1, (1, 0): 2})
    assert array.nested == [[1], [2]]
