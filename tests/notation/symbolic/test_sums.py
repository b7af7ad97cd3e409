"""Every node as a sum over entries has the value that the reference evaluator gives it."""

from __future__ import annotations

import itertools

import pytest
import sympy

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.reading import read
from boxdot.notation.symbolic import to_sympy


def test_value(sum_case, trials, agrees):
    case, known = trials(*sum_case)
    form = to_sympy(case.formula)
    expected = known.reference()
    lengths = [int(case.number(1 if size is None else size)) for size in form.sizes]
    positions = list(itertools.product(*(range(1, length + 1) for length in lengths)))
    for at in positions:
        index = (*(k - 1 for k in at), *(0,) * (len(expected.shape) - len(at)))
        assert agrees(case.number(form(*at)), expected[index]), (at, form)
    assert len(positions) == len(expected.entries)


def test_slice():
    form = to_sympy(read("X_{2:3,1}", "X ∈ R^{4×2}"))
    assert form.sizes == (2,)
    assert [str(form(k)) for k in (1, 2)] == ["X[2, 1]", "X[3, 1]"]


def test_equation_orders_its_indices():
    form = to_sympy(read("C_{ji} = A_{ik} B_{kj}", "A ∈ R^{I×K}; B ∈ R^{K×J}"))
    assert [index.name for index in form.indices] == ["j", "i"]
    assert str(form.expression) == "Eq(C[j, i], Sum(A[i, k]*B[k, j], (k, 1, K)))"


def test_equal_expressions_are_equal_objects():
    form = to_sympy(read("tr(A⁻¹ B) − tr(A⁻¹ B) + ‖A‖_F² − ‖A‖_F²", "A, B ∈ R^{n×n}"))
    assert form.expression == 0


def test_index_from_zero_is_not_taken_for_positive():
    form = to_sympy(read("Σ_{k=0}^{K} k x_{k+1}", "x ∈ R^J; K ∈ R"))
    (index,) = form.expression.variables
    assert index.is_nonnegative
    assert index.is_positive is None


@pytest.mark.parametrize("relation", ["<=", "<"])
def test_relations(relation):
    found = to_sympy(read(f"‖x‖₁ {'≤' if relation == '<=' else '<'} ‖y‖₁", "x, y ∈ R^I"))
    assert found.expression.rel_op == relation


def test_chain_is_a_conjunction():
    found = to_sympy(read("x = y = z", "x, y, z ∈ R^I")).expression
    assert isinstance(found, sympy.And)
    assert len(found.args) == 2


def test_declared_sets_are_assumed():
    declared = "n ∈ ℕ^I; z ∈ ℂ^I; x ∈ R^I"
    entries = {e.base.name: e for e in to_sympy(read("n + x + z", declared)).expression.args}
    assert entries["n"].is_integer
    assert entries["x"].is_real
    assert entries["z"].is_real is None


@pytest.mark.parametrize(
    ("text", "declared", "message"),
    [
        ("‖x‖_∞", "x ∈ R^I", "axis of unknown length"),
        ("f(X)", "X ∈ R^{I×J}", "what f does to the entries is not known"),
        ("x ⊛ y", "x, y ∈ R^I", "several meanings"),
        ("argmin_x ‖x‖", "x ∈ R^I", "minimise"),
        ("X ⊡ Y", "X ∈ R^I", "the shape of this is not known"),
    ],
)
def test_refused(text, declared, message):
    with pytest.raises(UnsupportedError, match=message):
        to_sympy(read(text, declared))


def test_unknown_form():
    with pytest.raises(UnsupportedError, match="choose one of 'sum'"):
        to_sympy(read("x", "x ∈ R^I"), "tensor")


@pytest.mark.parametrize("form", ["sum", "matrix", "array"])
def test_nothing_to_convert(form):
    with pytest.raises(UnsupportedError, match="no expression"):
        to_sympy(read("X ∈ R^{I×J}"), form)


@pytest.mark.parametrize("form", ["matrix", "array"])
@pytest.mark.parametrize("text", ["X ⊡ Y", "X ⊞ Y", "X ⊡ y", "Xᵀ Y", "X : Y"])
def test_sizes_of_two_names(form, text):
    """What holds on a condition only: for SymPy two names are two sizes."""
    formula = read(text, "X ∈ R^{I×J}; Y ∈ R^{K×J}; y ∈ R^K")
    assert to_sympy(formula).expression.has(sympy.Indexed)
    with pytest.raises(UnsupportedError, match="under one name"):
        to_sympy(formula, form)
