"""Families of symbols, A^(1), A^(2), …, which one array holds along its first axis."""

from __future__ import annotations

import numpy as np
import pytest
from agreement import run_code

from boxdot.grammar.errors import DataError
from boxdot.notation.codegen.convert import convert
from boxdot.notation.reading import read
from boxdot.numeric.evaluating import evaluate

SUM = read(
    "Y = Σ_{r=1}^{R} A^(r) ⊡ B^(r) ⊡ C^(r)",
    "A^(r) ∈ R^{I×J×1}; B^(r) ∈ R^{I×1×K}; C^(r) ∈ R^{1×J×K}",
)


def arrays() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(0)
    shapes = {"A^(r)": (3, 2, 4, 1), "B^(r)": (3, 2, 1, 5), "C^(r)": (3, 1, 4, 5)}
    return {name: rng.normal(size=shape) for name, shape in shapes.items()}


def test_sum_of_broadcast_products():
    """Equation (44)."""
    given = arrays()
    by_hand = sum(a * b * c for a, b, c in zip(*given.values(), strict=True))
    assert np.allclose(evaluate(SUM, given), by_hand)
    assert np.allclose(run_code(convert(SUM), given), by_hand)
    assert np.allclose(evaluate(SUM, {f"{n[0]}_r": a for n, a in given.items()}), by_hand)


def test_one_member_is_not_the_family():
    given = {name: array[0] for name, array in arrays().items()}
    with pytest.raises(DataError) as error:
        evaluate(SUM, given)
    assert "B^(r) is declared R×I×1×K" in str(error.value)
    assert "stacked along the first axis" in str(error.value)
