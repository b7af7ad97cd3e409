"""UnicodeMath: what PowerPoint and Word build up is the formula, by a grammar of its own."""

from __future__ import annotations

import os
import tomllib

import pytest
from hypothesis import HealthCheck, given, settings
from lark.exceptions import LarkError
from random_formulas import formulas
from unicodemath import to_latex
from valued import DATA, formulas_of_conversions, formulas_of_equations, random_expressions

from boxdot.grammar.errors import BoxdotError
from boxdot.notation.codegen.convert import convert
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.printing import print_declaration, to_text
from boxdot.notation.reading import read

FULL = os.environ.get("BOXDOT_TESTS") == "full"


def entries() -> list[tuple[str, Formula]]:
    """Return every entry of the corpus that can be read, also those that have no code."""
    found = []
    for entry in tomllib.loads((DATA / "equations.toml").read_text("utf-8"))["entry"]:
        declared = "; ".join(
            f"{name} ∈ R^{{{'×'.join(map(str, shape))}}}" if shape else f"{name} ∈ R"
            for name, shape in entry.get("declare", {}).items()
        )
        for spelling in ("unicode", "latex"):
            try:
                formula = read(str(entry.get(spelling, "")), declared)
            except BoxdotError:
                continue
            if formula.statements:
                found.append((f"{entry['id']} {spelling}", formula))
    return found


def agrees(formula: Formula) -> None:
    """Check that what is built up reads as the formula again: every script and every fraction."""
    text = convert(formula, "unicodemath").code
    built = to_latex(text)
    declared = "; ".join(print_declaration(d) for d in formula.symbols.values())
    again = read(built, declared, first_slices=formula.first_slices)
    assert to_text(again) == to_text(formula), (text, built)


@pytest.mark.parametrize(
    "cases",
    [
        entries,
        formulas_of_equations,
        formulas_of_conversions,
        lambda: [(c.name, c.formula) for c in random_expressions(500 if FULL else 60)],
    ],
    ids=["corpus", "equations", "conversions", "random"],
)
def test_what_is_built_up_is_the_formula(cases):
    found = cases()
    assert len(found) >= 40
    for name, formula in found:
        # â_{ij1} of eq. 64 is a name in one spelling, an entry in the other: they look the same
        if name != "eq-64 unicode":
            agrees(formula)


@given(formulas())
@settings(max_examples=500 if FULL else 60, deadline=None, suppress_health_check=list(HealthCheck))
def test_random_formulas(formula):
    agrees(read(*formula))


OTHERS = [
    ("f_1 (x) + 𝒫_3(X)", "f_1 ∈ R; x ∈ R; X ∈ R^{I×J×K}"),
    ("log(exp(x))² (√x)² x", "x ∈ R"),
    ("A ⊘ B ⊙ A", "A, B ∈ R^{m×n}"),
    ("X_□ ⊙ Y^□", "X, Y ∈ R^{N×M}"),
    ("a_1 (x / y_1) z", "a_1, x, y_1, z ∈ R"),
    ("(1 / n_1) x", "n_1 ∈ R; x ∈ R^n"),
    ("(Σ_i Σ_j X_{ij} y_j) Σ_i z_i", "X ∈ R^{m×n}; y ∈ R^n; z ∈ R^m"),
    ("‖x (‖y‖)‖ ‖y‖ + |x| |‖y‖|", "x ∈ R; y ∈ R^n"),
    ("softmax(x)ᵀ y", "x, y ∈ R^n"),
    ("[1 2; 3 -4] [A, B; Bᵀ, A]", "A, B ∈ R^{n×n}"),
    ("x^{-1/2} x^{a + b} x^{-n}", "x, a, b, n ∈ R"),
    ("⟨x, y⟩_M + ‖x‖_{2,1} + ‖x‖_∞²", "x, y ∈ R^n; M ∈ R^{n×n}"),
]


@pytest.mark.parametrize(("formula", "declarations"), OTHERS)
def test_what_could_be_built_up_wrong(formula, declarations):
    agrees(read(formula, declarations))


BUILT = [
    ("f_1(x)", "f_{1(x)}"),
    ("f_1 (x)", "f_{1}(x)"),
    ("a/b_1 c", r"\frac{a}{b_{1}c}"),
    ("a/(b_1) c", r"\frac{a}{b_{1}}\,c"),
    ("x_1 a/b", r"\frac{x_{1}a}{b}"),
    ("x_1 〖a/b〗", r"x_{1}\frac{a}{b}"),
    ("√x^2", r"\sqrt{x^{2}}"),
    ("exp\u2061(x)^2", r"\exp(x)^{2}"),
    ("∑_i▒〖x_i y〗 z", r"\sum_{i} x_{i}y\,z"),
]


@pytest.mark.parametrize(("text", "built"), BUILT)
def test_the_rules_of_the_grammar(text, built):
    """Scripts and fractions take in all that follows, and white space ends but one of them."""
    assert to_latex(text) == built


@pytest.mark.parametrize("text", ["X_□⊙Y", "A⊘B", "∑_i x_i", "(a", "‖x", "x_", "a/"])
def test_what_draws_something_else_is_no_text(text):
    with pytest.raises((LarkError, AssertionError)):
        to_latex(text)
