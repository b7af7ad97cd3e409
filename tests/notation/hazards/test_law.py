"""The law of hazards against real NumPy, and against Julia's rule, simulated (Julia is not run)."""

from __future__ import annotations

from collections import Counter
from itertools import product

import numpy as np
import pytest

import boxdot
from boxdot.notation.hazards.law import Outcome, julia_outcome, outcome

PAIRS = [
    (long, short)
    for order in range(4)
    for less in range(order)
    for long in product((1, 2, 3), repeat=order)
    for short in product((1, 2, 3), repeat=less)
]
EVERY = [
    (left, right)
    for one in range(4)
    for other in range(4)
    for left in product((1, 2, 3), repeat=one)
    for right in product((1, 2, 3), repeat=other)
]


def generic(shape, start):
    """Return data in which no two entries, products or sums coincide."""
    return np.sqrt(np.arange(start, start + int(np.prod(shape))) + 0.3).reshape(shape)


def stretched(left, right, strict):
    """Return what the notation, and Julia's dotted operators, say: axes paired from the first."""
    order = max(left.ndim, right.ndim)
    shapes = [array.shape + (1,) * (order - array.ndim) for array in (left, right)]
    if strict and shapes[0] != shapes[1]:
        return None
    try:
        return left.reshape(shapes[0]) * right.reshape(shapes[1])
    except ValueError:
        return None


def told(left_shape, right_shape, *, strict=False):
    """Return what happens, by doing it."""
    left, right = generic(left_shape, 1), generic(right_shape, 101)
    meant = stretched(left, right, strict)
    try:
        done = left * right
    except ValueError:
        return Outcome.BOTH_FAIL if meant is None else Outcome.RAISES
    if meant is None:
        return Outcome.UNDEFINED
    if meant.shape != done.shape:
        return Outcome.OTHER_SHAPE
    same = meant.size == done.size and np.allclose(meant.ravel(), done.ravel())
    return Outcome.AGREES if same else Outcome.OTHER_VALUES


def test_390_pairs_of_different_order_have_the_counts_of_the_specification():
    assert len(PAIRS) == 390
    assert Counter(outcome(*pair) for pair in PAIRS) == {
        Outcome.AGREES: 102,
        Outcome.OTHER_SHAPE: 80,
        Outcome.OTHER_VALUES: 24,
        Outcome.UNDEFINED: 64,
        Outcome.RAISES: 64,
        Outcome.BOTH_FAIL: 56,
    }


@pytest.mark.parametrize("strict", [False, True])
def test_the_law_is_what_numpy_does(strict):
    wrong = [
        (pair, outcome(*pair, strict=strict), told(*pair, strict=strict))
        for pair in EVERY
        if outcome(*pair, strict=strict) is not told(*pair, strict=strict)
    ]
    assert wrong == []


def test_julia_pairs_axes_as_the_notation_does():
    for left, right in EVERY:
        meant = stretched(generic(left, 1), generic(right, 101), strict=False)
        expected = Outcome.BOTH_FAIL if meant is None else Outcome.AGREES
        assert julia_outcome(left, right) is expected


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (("H", "W", 3), ("H", "W"), Outcome.RAISES),
        (("n", "n"), ("n",), Outcome.OTHER_VALUES),
        (("n", 1), ("n",), Outcome.OTHER_SHAPE),
        (("k", "m", "m"), (1, "m"), Outcome.OTHER_VALUES),
        (("N", "C", "H", "W"), ("W",), Outcome.UNDEFINED),
        (("N", "C", "H", "W"), ("C",), Outcome.BOTH_FAIL),
        (("I", "J"), (1,), Outcome.AGREES),
    ],
)
def test_families_with_named_sizes(left, right, expected):
    assert outcome(left, right) is expected


def test_hazards_of_a_formula():
    found = boxdot.hazards("X ⊡ y ⊞ 2 X", "X ∈ R^{n×n}; y ∈ R^n")
    assert [(h.sign, h.numpy.value, h.julia.value) for h in found] == [
        ("+", "agrees", "agrees"),
        ("*", "other values", "agrees"),
    ]
    (hazard,) = boxdot.hazards("X ⊡ y", "X ∈ R^{I×J}; y ∈ R^I")
    assert hazard.numpy is Outcome.RAISES
    assert "J = I" in hazard.condition
