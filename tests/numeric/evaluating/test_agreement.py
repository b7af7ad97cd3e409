"""Random formulas on random small shapes: code, interpreter and reference agree."""

from __future__ import annotations

import itertools

import numpy as np
from agreement import assert_agreement, draw, run_code
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_formulas import declarations_of, formulas, sums_of_products

from boxdot.notation.codegen.convert import convert
from boxdot.notation.reading import read
from boxdot.notation.shapes.conventions import Convention
from boxdot.numeric.evaluating import evaluate

SLOW = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


@SLOW
@given(formulas(), st.integers(0, 2**16))
def test_random_expressions(formula, seed):
    assert_agreement(*formula, seed=seed)


@SLOW
@given(formulas(), st.integers(0, 2**16))
def test_random_expressions_with_named_sizes(formula, seed):
    text, declared = formula
    for number, name in ((2, "m"), (3, "n")):
        declared = declared.replace(f"{number}", name)
    assert_agreement(text, declared, {"m": 2, "n": 3}, seed=seed)


@SLOW
@given(sums_of_products(), st.integers(0, 2**16))
def test_random_sums(formula, seed):
    text, declared, sizes = formula
    assert_agreement(text, declared, sizes, seed=seed)


def test_every_pair_of_small_shapes():
    """⊡ of all compatible shapes with lengths 1 and 2 up to order 3, as eq. (7) has it."""
    shapes = [s for order in range(4) for s in itertools.product((1, 2), repeat=order)]
    for left, right in itertools.product(shapes, repeat=2):
        declared = {"A": left, "B": right}
        assert_agreement("A ⊡ B", declarations_of(declared))
        assert_agreement("A ⊟ B", declarations_of(declared))


def test_the_c_convention_is_that_of_numpy():
    """With leading axes free, ⊞ of every pair of small shapes is NumPy's own +."""
    shapes = [s for order in range(4) for s in itertools.product((1, 2), repeat=order)]
    for left, right in itertools.product(shapes, repeat=2):
        declared = declarations_of({"A": left, "B": right})
        formula = read("A ⊞ B", declared, convention=Convention.C)
        arrays = draw(formula, {})
        expected = np.add(arrays["A"], arrays["B"])
        for value in (evaluate(formula, arrays), run_code(convert(formula), arrays)):
            assert value.shape == expected.shape
            assert np.array_equal(value, expected)
