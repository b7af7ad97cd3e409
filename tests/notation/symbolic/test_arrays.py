"""Array expressions of SymPy have the values that the reference evaluator gives."""

from __future__ import annotations

import pytest
from sympy.tensor.array.expressions import ArrayDiagonal

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.reading import read
from boxdot.notation.symbolic import to_sympy


def test_value(array_case, trials, agrees):
    case, known = trials(*array_case)
    found = case.entries(to_sympy(case.formula, "array"))
    expected = known.reference()
    longer = [axis for axis, size in enumerate(expected.shape) if size != 1]
    for place, value in expected.entries.items():
        at = tuple(place[axis] for axis in longer)
        assert agrees(case.entry(found[at] if at else found), value), (place, found)


def test_product_is_a_diagonal():
    found = to_sympy(read("X ⊡ B", "X ∈ R^{H×W×3}; B ∈ R^{H×W}"), "array")
    assert found.shape == to_sympy(read("X", "X ∈ R^{H×W×3}"), "array").shape
    assert found.has(ArrayDiagonal)


@pytest.mark.parametrize("text", ["vec(X)", "A ⊗ A", "A⁻¹", "A = A", "‖A‖_F"])
def test_refused(text):
    with pytest.raises(UnsupportedError, match='try form="sum"'):
        to_sympy(read(text, "X ∈ R^{I×J×K}; A ∈ R^{n×n}"), "array")
