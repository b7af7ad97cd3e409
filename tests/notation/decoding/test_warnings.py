"""Warnings of code that pairs other axes than the notation: by the law, on every pair of shapes."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

import boxdot
from boxdot.notation.hazards.law import Outcome, outcome

LENGTHS, ORDERS = (1, 2, 3), (1, 2, 3)
SHAPES = [shape for order in ORDERS for shape in itertools.product(LENGTHS, repeat=order)]
TOLD = {
    Outcome.UNDEFINED: "for the notation, which pairs the first ones, this is undefined",
    Outcome.OTHER_SHAPE: "the notation pairs the first ones, which has another shape",
    Outcome.OTHER_VALUES: "the notation pairs the first ones, which has other values",
}


def declared(left, right):
    return "; ".join(
        f"{name} ∈ R^{{{'×'.join(map(str, shape))}}}" for name, shape in (("A", left), ("B", right))
    )


@pytest.mark.parametrize("order", ORDERS)
def test_every_pair_of_shapes(order):
    random = np.random.default_rng(0)
    for left, right in itertools.product(SHAPES, SHAPES):
        if len(left) != order:
            continue
        arrays = {"A": random.normal(size=left), "B": random.normal(size=right)}
        try:
            told = arrays["A"] * arrays["B"]
        except ValueError:
            with pytest.raises(boxdot.CodeError):
                boxdot.from_code("A * B", "numpy", declared(left, right))
            continue
        decoded = boxdot.from_code("A * B", "numpy", declared(left, right))
        found = None if len(left) == len(right) else outcome(left, right)
        expected = TOLD.get(found)
        assert [expected in warning for warning in decoded.warnings] == (
            [True] if expected else []
        ), (left, right, decoded.warnings)
        value = boxdot.evaluate(decoded.formula, arrays)
        np.testing.assert_allclose(value.reshape(told.shape), told, err_msg=str((left, right)))


@pytest.mark.parametrize("language", ["julia", "matlab"])
def test_languages_that_pair_the_first_axes_need_no_warnings(language):
    for left, right in itertools.product(SHAPES, SHAPES):
        pairs = zip(left, right, strict=False)
        if all(one == other or 1 in (one, other) for one, other in pairs):
            decoded = boxdot.from_code("A .* B", language, declared(left, right))
            assert not decoded.warnings
        else:
            with pytest.raises(boxdot.CodeError):
                boxdot.from_code("A .* B", language, declared(left, right))


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("x @ A.T + x.T", "the transpose of an array with one axis is the array itself"),
        ("np.diag(C)", "takes its first entry"),
        ("A[s]", "counts places from 0, the notation from 1"),
        ("A[m].sum(axis=0)", "m is taken for true and false"),
        ("np.where(x > A, x, A)", "has other values"),
        ("np.maximum(A, x)", "has other values"),
        ("A - A.mean(axis=1)", "has other values"),
        ("A += x\nA", "has other values"),
    ],
)
def test_traps(code, told):
    declare = "A ∈ R^{n×n}; x ∈ R^n; C ∈ R^{n×1}; s ∈ Z^k; m ∈ {0,1}^n"
    warnings = boxdot.from_code(code, "numpy", declare).warnings
    assert any(told in warning for warning in warnings), warnings
