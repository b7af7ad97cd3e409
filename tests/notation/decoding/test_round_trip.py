"""Notation becomes code, code becomes notation again, and the two prove equal."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from random_formulas import formulas, sums_of_products
from round_trips import round_trip
from valued import formulas_of_conversions, formulas_of_equations, random_expressions, rows

from boxdot.grammar.errors import BoxdotError
from boxdot.notation.checking import check as check_shapes
from boxdot.notation.decoding import decode
from boxdot.notation.reading import read

FULL = os.environ.get("BOXDOT_TESTS") == "full"
"""``BOXDOT_TESTS=full`` tries 500 random formulas of each kind; otherwise a share of them."""

TABLES = Path(__file__).resolve().parents[1] / "codegen"
LANGUAGES = ["numpy", "torch", "jax", "julia", "matlab"]

FORMULAS = [
    ("X ⊡ B", "X ∈ R^{H×W×3}; B ∈ R^{H×W}"),
    ("X ⊡ Bᵀ ⊞ B", "X, B ∈ R^{n×n}"),
    ("((X ⊟ μ) ⧄ σ) ⊡ γ ⊞ β", "X ∈ R^{N×C×H×W}; μ, σ, γ, β ∈ R^{1×C}"),
    ("𝒫_3(Y ⊡ Z) ⧄ 𝒫_3(Z ⊡ Z)", "Y ∈ R^{m×n×k}; Z ∈ R^{1×n×k}"),
    ("A x ⊞ xᵀ", "A ∈ R^{n×n}; x ∈ R^n"),
    ("diag(y) X diag(z)", "X ∈ R^{m×n}; y ∈ R^m; z ∈ R^n"),
    ("permute_{2,1,3}(X) ⊡ y", "X ∈ R^{m×n×k}; y ∈ R^n"),
    ("vec(X) ⊟ vec(Y)", "X, Y ∈ R^{m×n}"),
    ("tr(A B) 𝑰_n + A", "A, B ∈ R^{n×n}"),
    ("softmax_2(X) ⊡ x", "X ∈ R^{m×n}; x ∈ R^m"),
    ("exp(−X) ⧄ (1 ⊞ ‖x‖²)", "X ∈ R^{m×n}; x ∈ R^m"),
    ("X ×_2 A", "X ∈ R^{m×n×k}; A ∈ R^{h×n}"),
    ("A ⊗ B − B ⊗ A", "A, B ∈ R^{n×n}"),
    ("[A, B; B, A] x", "A, B ∈ R^{n×n}; x ∈ R^{2n}"),
    ("X_{:,1} ⊞ X_{2,:}ᵀ", "X ∈ R^{m×n}"),
    ("mean_1(X) ⊞ var_2(X)", "X ∈ R^{m×n}"),
    ("(Xᵀ X)⁻¹ Xᵀ y", "X ∈ R^{m×n}; y ∈ R^m"),
    ("max(X, 0) ⊙ σ(X)", "X ∈ R^{m×n}"),
    ("y ⊡ Zᵀ ⊡ X", "X ∈ R^{m×n}; Z ∈ R^{n×1}; y ∈ R^m"),
]


NOT_PROVED = {
    "vec-lengths": "it holds where I = J only; code has no such condition",
    "eq-44": "the code takes the family A^(r) as one array with an axis for r",
    "otgrad-20": "δ is not declared",
    "y_i = Σ_k w_k x_{i+k-1}": "the index form has no sum of two indices",
    "(−x)² + 2^{x_1}": "of a number x, x_1 is another number for the engine and x itself for code",
}
"""What has code, but no proof that the code says it again, and why."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("text", "declare"), FORMULAS, ids=[text for text, _ in FORMULAS])
def test_code_says_the_formula_again(text, declare, language):
    found = round_trip(read(text, declare), language)
    assert found.verdict == "proved", found


CASES = [*formulas_of_equations(), *formulas_of_conversions()]


@pytest.mark.parametrize("language", LANGUAGES if FULL else ["numpy"])
@pytest.mark.parametrize(("name", "formula"), CASES, ids=[name for name, _ in CASES])
def test_everything_that_has_code(name, formula, language):
    if name.partition(" ")[0] in NOT_PROVED:
        assert verdict(formula, language) != "proved"
    else:
        assert verdict(formula, language) == "proved"


def verdict(formula, language):
    """Return the verdict of a round trip; what is not read, or would raise an error, has none."""
    try:
        return round_trip(formula, language).verdict
    except BoxdotError as error:
        return error.message


def test_there_are_as_many_as_are_claimed():
    """208 equations have a value (tests/valued.py), each in two spellings; more have code."""
    assert len(formulas_of_equations()) >= 208
    assert len(formulas_of_conversions()) == 40


@pytest.mark.parametrize("table", ["numpy", "index", "columnmajor"])
def test_the_formulas_of_other_tests(table):
    for row in rows(TABLES / f"{table}.tsv"):
        found = round_trip(read(row["formula"], row["declarations"]))
        assert (found.verdict == "proved") == (row["formula"] not in NOT_PROVED), found


COUNT = 500 if FULL else 60
options = settings(max_examples=COUNT, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("language", LANGUAGES if FULL else ["numpy"])
def test_random_formulas(language):
    @options
    @given(formulas())
    def check(case):
        text, declared = case
        named = declared.replace("2", "m").replace("3", "n")
        formula = read(text, named)
        if check_shapes(formula).verdict == "conditional":
            return  # 4 = m m: it held for the number that has a name now
        found = round_trip(formula, language)
        assert found.verdict == "proved", found

    check()


@pytest.mark.parametrize("language", LANGUAGES if FULL else ["numpy"])
def test_random_sums(language):
    @options
    @given(sums_of_products())
    def check(case):
        text, declared, _ = case
        found = round_trip(read(text, declared), language)
        assert found.verdict == "proved", found

    check()


@pytest.mark.parametrize("language", LANGUAGES if FULL else ["numpy"])
def test_random_matrices(language):
    for case in random_expressions(COUNT):
        found = round_trip(case.formula, language)
        assert found.verdict == "proved", (case.name, found)


SAID = [
    ("np.arange(3, n + 3) @ x", "r_i = i + 2; rᵀ x where r ∈ ℝ^n"),
    ("p = A.prod(axis=1)", "p_i = ∏_j A_{ij} where p ∈ ℝ^n"),
    ("A.cumsum(axis=0)", "E_{ij} = Σ_k 1_{k≤i} A_{kj} where E ∈ ℝ^{n×n}"),
    ("np.tril(A)", "E_{ij} = 1_{i≥j}; A ⊙ E where E ∈ ℝ^{n×n}"),
    ("np.where(np.arange(n)[:, None] == np.arange(n), 1, 0) @ x", "𝑰_n x"),
    ("z[::2]", "r_i = z_{2i−1} where r ∈ ℝ^m"),
    ("x[::-1]", "r_i = x_{n+1−i} where r ∈ ℝ^n"),
    ("np.linalg.inv(S).sum(axis=0)", "E_{ijk} = (S_{i::}⁻¹)_{j,k}; permute_{2,3,1}(𝒫_1(E))"),
    ("x[x > 0].sum()", "sum(x ⊙ max(sign(x), 0))"),
    ("x[x < 0] = 0", "x^(2) = (1 ⊟ max(sign(−x), 0)) ⊙ x"),
]
"""What the notation says by entries, in statements of their own."""


@pytest.mark.parametrize(("code", "expected"), SAID, ids=[code for code, _ in SAID])
def test_entries(code, expected):
    declared = "A ∈ R^{n×n}; x ∈ R^n; z ∈ R^{2m}; S ∈ R^{t×n×n}"
    assert decode(code, "numpy", declared).text("unicode").startswith(expected)
