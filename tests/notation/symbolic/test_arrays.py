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


MORE = [
    # numbers that are contractions, definitions that are put in, a name that is defined
    ("tr(A) + tr(B)", "A, B ∈ R^{n×n}"),
    ("tr(A) − 2 tr(B)", "A, B ∈ R^{n×n}"),
    ("2 ⟨x, y⟩", "x, y ∈ R^n"),
    ("(xᵀ y) A", "A ∈ R^{n×n}; x, y ∈ R^n"),
    ("𝑰 + A", "A ∈ R^{n×n}"),
    ("tr(A) B", "A, B ∈ R^{n×n}"),
]


@pytest.mark.parametrize(("text", "declared"), MORE, ids=[case[0] for case in MORE])
def test_more_values(text, declared, trials, agrees):
    case, known = trials(text, declared)
    found = case.entries(to_sympy(case.formula, "array"))
    for place, value in known.reference().entries.items():
        at = tuple(k for k, size in zip(place, known.reference().shape, strict=True) if size != 1)
        assert agrees(case.entry(found[at] if at else found), value), (place, found)


def test_definitions_are_put_in():
    shapes = "X ∈ R^{I×J}; y ∈ R^I"
    found = to_sympy(read("Z = X ⊡ y; Z ⊡ Z", shapes), "array")
    assert found == to_sympy(read("(X ⊡ y) ⊡ (X ⊡ y)", shapes), "array")
    assert to_sympy(read("Z = X ⊡ y", shapes), "array") == to_sympy(read("X ⊡ y", shapes), "array")
