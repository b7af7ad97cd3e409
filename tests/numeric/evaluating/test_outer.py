"""``X ∘ Y`` keeps the axes that inference says: a scalar multiple all, else the inner ones."""

from __future__ import annotations

import numpy as np
import pytest

import boxdot

ARRAYS = {"k": 2.0, "B": np.arange(6.0).reshape(2, 1, 3), "a": np.array([[1.0, 3.0]])}
SHAPES = "k ∈ R; B ∈ R^{I×1×K}; a ∈ R^{1×L}; Z ∈ R^{I×J×K}"
CASES = [
    ("k ∘ B", 2 * ARRAYS["B"]),
    ("B ∘ k", 2 * ARRAYS["B"]),
    ("a ∘ k", 2 * ARRAYS["a"]),
    ("(k ∘ B) ⊟ Z", 2 * ARRAYS["B"] - np.ones((2, 4, 3))),
    ("a ∘ B", np.einsum("al,ijk->alijk", ARRAYS["a"], ARRAYS["B"])),
]


@pytest.mark.parametrize(("text", "value"), CASES, ids=[text for text, _ in CASES])
def test_shape_and_value(text, value):
    arrays = {**ARRAYS, "Z": np.ones((2, 4, 3))}
    for found in (boxdot.evaluate(text, arrays, SHAPES), boxdot.compile(text, SHAPES)(arrays)):
        assert found.shape == value.shape
        assert np.array_equal(found, value)
