"""Decorated names: what belongs to the name, and what is an index, a power, a transpose."""

from __future__ import annotations

import pytest

from boxdot.notation.expressions.nodes import (
    Apply,
    BroadcastForm,
    Constant,
    ConstantKind,
    Index,
    Indicator,
    Marginal,
    Number,
    Power,
    Slice,
    Symbol,
    Transpose,
)
from boxdot.notation.reading import read

i, j, k, X = Symbol("i"), Symbol("j"), Symbol("k"), Symbol("X")


@pytest.mark.parametrize(
    ("text", "declared", "expected"),
    [
        ("W_0 ⊡ 1", "W_0 ∈ R^I", Symbol("W_0")),
        ("A^{(r)} ⊡ 1", "", Symbol("A^(r)")),
        ("m^X ⊡ 1", "m^X ∈ R^{n×n}", Symbol("m^X")),
        ("C^∞ ⊡ 1", "C^∞ ∈ R^{n×n}", Symbol("C^∞")),
        ("e₁ ⊡ 1", "e1 ∈ R^3", Symbol("e1")),
        (r"\mathbf{W}_{\textrm{xi}} \boxdot 1", "", Symbol("𝐖_xi")),
        (r"\mathbf{W}_{\textrm{xi}}^{(l)} \boxdot 1", "", Symbol("𝐖_xi^(l)")),
        (r"\bm{\mathcal{X}} \boxdot 1", "X ∈ R^{I×J×K}", X),
        (r"\widehat{\mathbf{Y}} \boxdot 1", "Ŷ ∈ R^I", Symbol("Ŷ")),
        ("X~ ⊡ 1", "X~ ∈ R^I", Symbol("X̃")),
        ("x′ ⊡ 1", "", Symbol("x′")),
        ("X_{ij} ⊡ 1", "X ∈ R^{I×J}", Index(X, (i, j))),
        ("X_ij ⊡ 1", "X ∈ R^{I×J}", Index(X, (i, j))),
        ("v_{ij} ⊡ 1", "", Index(Symbol("v"), (i, j))),
        ("X_{i,j} ⊡ 1", "", Index(X, (i, j))),
        ("X_{:j:} ⊡ 1", "", Index(X, (Slice(), j, Slice()))),
        ("X_{1:n} ⊡ 1", "", Index(X, (Slice(Number("1"), Symbol("n")),))),
        ("F^{kk′}_{ij} ⊡ 1", "F ∈ R^{n×m×n×n}", Index(Symbol("F"), (i, j), (k, Symbol("k′")))),
        ("X_(3) ⊡ 1", "", Apply("unfold", (X,), (Number("3"),))),
        ("X^□ ⊡ 1", "", BroadcastForm(X)),
        ("X_□ ⊡ 1", "", Marginal(X)),
        ("X^T ⊡ 1", "", Transpose(X)),
        ("X^{-T} ⊡ 1", "", Transpose(Power(X, Number("-1")))),
        ("X⁻¹ ⊡ 1", "", Power(X, Number("-1"))),
        ("d_i d_iᵀ", "d ∈ R^{n×3}", None),
        ("I ⊡ 1", "", Constant(ConstantKind.IDENTITY)),
        ("I ⊡ 1", "I ∈ R^{n×n}", Symbol("I")),
        ("I_3 ⊡ 1", "", Constant(ConstantKind.IDENTITY, (3,))),
        (r"\mathbf{I}_t \boxdot 1", "𝐈_t ∈ R^{n×h}", Symbol("𝐈_t")),
        ("𝟏_{2,J} ⊡ 1", "", Constant(ConstantKind.ONES, (2, "J"))),
        ("𝟏_I ⊡ 1", "", Constant(ConstantKind.ONES, ("I",))),
    ],
)
def test_first_operand(text: str, declared: str, expected: object) -> None:
    operand = read(text, declared).statements[0].sides[0]
    if expected is None:
        row = Index(Symbol("d"), (i,))
        assert (operand.left, operand.right) == (row, Transpose(row))
    else:
        assert operand.left == expected


def test_indicator() -> None:
    (chain,) = read("1_{i=k} x").statements
    assert isinstance(chain.sides[0].left, Indicator)


def test_a_first_side_i_is_defined() -> None:
    assert read("I = A B").statements[0].sides[0] == Symbol("I")
    assert read("A B = I").statements[0].sides[1] == Constant(ConstantKind.IDENTITY)


def test_products_of_sizes_are_read_letter_by_letter() -> None:
    text = "(1 / (NHW)) x"
    factor = read(text, "X ∈ R^{N×H×W}; x ∈ R").statements[0].sides[0].left.right
    assert factor == read("N H W").statements[0].sides[0]
