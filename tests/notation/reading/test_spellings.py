"""Three spellings, one expression; and which operand belongs to which operator."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from boxdot.notation.reading import read

DATA = Path(__file__).parents[2] / "data"


def rows(name: str) -> list[list[str]]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()[1:]
    return list(csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize(("unicode", "ascii_", "latex"), rows("spellings.tsv"))
def test_spellings_agree(unicode: str, ascii_: str, latex: str) -> None:
    expected = read(unicode, syntax="unicode").statements
    assert read(ascii_, syntax="ascii" if ascii_.isascii() else "auto").statements == expected
    assert read(latex, syntax="latex").statements == expected


@pytest.mark.parametrize(("text", "same", "why"), rows("trees.tsv"))
def test_precedence(text: str, same: str, why: str) -> None:
    assert read(text).statements == read(same).statements, why


@pytest.mark.parametrize(
    ("text", "declared", "same"),
    [
        ("X(Y)ᵀ", "X ∈ R^{I×J}; Y ∈ R^{K×J}", "X (Yᵀ)"),
        ("XW + b", "X ∈ R^{n×d}; W ∈ R^{d×h}; b ∈ R^h", "X W + b"),
        ("diag(y)X", "y ∈ R^I; X ∈ R^{I×J}", "diag(y) X"),
    ],
)
def test_declared_names_multiply(text: str, declared: str, same: str) -> None:
    assert read(text, declared).statements == read(same, declared).statements


def test_an_undeclared_head_is_a_function() -> None:
    (chain,) = read("f(X)ᵀ").statements
    assert type(chain.sides[0]).__name__ == "Transpose"
    assert type(chain.sides[0].operand).__name__ == "Apply"


def test_spans_are_exact_in_every_spelling() -> None:
    for text in ("X ⊡ (y + z)", "X .* (y + z)", r"\mathbf{X} \boxdot (y + z)"):
        (chain,) = read(text).statements
        product = chain.sides[0]
        assert product.operator_span.of(text) in ("⊡", ".*", r"\boxdot")
        assert product.left.span.of(text) in ("X", r"\mathbf{X}")
        assert product.right.span.of(text) == "(y + z)"
        assert product.right.operator_span.of(text) == "+"


PRODUCTS = ["Π_{r=1}^R x_r", "Pi_{r=1}^R x_r", r"\Pi_{r=1}^{R} x_r", r"Π_{r=1}^R \left(x_r\right)"]


@pytest.mark.parametrize("text", PRODUCTS)
def test_a_capital_pi_over_a_range_is_a_product(text: str) -> None:
    assert read(text).statements == read("∏_{r=1}^{R} x_r").statements


@pytest.mark.parametrize("text", ["Π x", "Π_1 x", r"\Pi_r x", "Π^2 x", "Π(x) = Π x"])
def test_a_capital_pi_without_a_range_is_a_name(text: str) -> None:
    assert "Reduce" not in repr(read(text, "Π ∈ R^{n×n}; x ∈ R^n").statements)
