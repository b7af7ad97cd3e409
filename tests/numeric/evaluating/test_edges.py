"""Data at the edge of what NumPy computes with: whole numbers that overflow, no entries, bools."""

from __future__ import annotations

import numpy as np
import pytest

import boxdot
from boxdot.numeric.evaluating import evaluate


@pytest.mark.parametrize("dtype", ["u1", "i1", "i2", "f4", "f8"])
def test_norms_of_small_whole_numbers_are_numpys(dtype):
    x = np.full(5, 100, dtype)
    for text in ("‖x‖_F", "‖x‖_2"):
        found = evaluate(boxdot.parse(text, "x ∈ R^n"), {"x": x})
        np.testing.assert_allclose(found, np.linalg.norm(x), rtol=1e-6)
    squared = evaluate(boxdot.parse("‖X‖_F^2", "X ∈ R^{m×n}"), {"X": np.stack([x, x])})
    np.testing.assert_allclose(squared, 100_000, rtol=1e-6)


@pytest.mark.parametrize(
    ("text", "value", "message"),
    [
        ("max(x)", np.zeros(0), "of no entries is not defined"),
        ("softmax(x)", np.zeros(0), "of no entries is not defined"),
        ("‖x‖_∞", np.zeros(0), "of no entries is not defined"),
        ("x - x", np.array([True, False]), "truth values have no minus"),
        ("-x", np.array([True, False]), "truth values have no minus"),
        ("10^400 x", np.ones(2), "too large to be computed with"),
        ("1e999 x", np.ones(2), "too large to be computed with"),
    ],
)
def test_what_numpy_does_not_compute_is_bad_data(text, value, message):
    with pytest.raises(boxdot.DataError, match=message):
        evaluate(boxdot.parse(text, "x ∈ R^n"), {"x": value})


def test_sums_and_products_of_no_entries_have_values():
    for text, value in (("Σ_i x_i", 0), ("∏_i x_i", 1), ("xᵀ x", 0), ("‖x‖_F", 0)):
        assert evaluate(boxdot.parse(text, "x ∈ R^n"), {"x": np.zeros(0)}) == value
