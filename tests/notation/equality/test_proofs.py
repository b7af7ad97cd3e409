"""What a proof says: conditions, counterexamples, definitions, reasons, the report and the JSON."""

from __future__ import annotations

import json
import time

import pytest

from boxdot.grammar.errors import NotationError
from boxdot.notation.equality import prove, report
from boxdot.notation.reading import read


def proof_of(text, declarations, **options):
    return prove(read(text, declarations), **options)


def test_json_has_the_keys_of_the_contract():
    proof = proof_of("X ⊡ y = X diag(y)", "X ∈ R^{n×n}; y ∈ R^n")
    document = json.loads(json.dumps(proof.as_json()))
    assert set(document) == {"verdict", "condition", "assumptions", "counterexample"}
    example = document["counterexample"]
    assert set(example) == {"sizes", "values", "left", "right", "entry"}
    assert example["sizes"] == {"n": 2}
    row, column = example["entry"]
    x, y = example["values"]["X"], example["values"]["y"]
    assert example["left"] == x[row - 1][column - 1] * y[row - 1]
    assert example["right"] == x[row - 1][column - 1] * y[column - 1]
    assert example["left"] != example["right"]


def test_exact_numbers_are_text():
    proof = proof_of("‖x + y‖_F = ‖x‖_F + ‖y‖_F", "x, y ∈ R^2")
    example = proof.as_json()["counterexample"]
    assert "√2" in (example["left"], example["right"])


@pytest.mark.parametrize(
    ("text", "declarations", "names"),
    [
        ("Y = X ⊡ B = B ⊡ X", "X, Y ∈ R^{H×W×3}; B ∈ R^{H×W}", ("Y",)),
        ("Y = X ⊡ B; Y = X ⊙ B^□", "X, Y ∈ R^{H×W×3}; B ∈ R^{H×W}", ("Y",)),
        ("B_{ij} = A_{ji}; B = Aᵀ", "A ∈ R^{n×m}; B ∈ R^{m×n}", ("B",)),
        ("A ← A ⊡ A; A = A", "A ∈ R^n", ("A",)),
    ],
)
def test_a_name_alone_on_a_side_is_defined(text, declarations, names):
    proof = proof_of(text, declarations)
    assert (proof.verdict, proof.defined) == ("proved", names)


def test_a_definition_is_used_and_not_believed():
    assert proof_of("Y = 2 X; Y = X + X", "X, Y ∈ R^I").verdict == "proved"
    assert proof_of("Y = 2 X; Y = X + X + X", "X, Y ∈ R^I").verdict == "refuted"


def test_with_nothing_left_to_prove_it_is_defined():
    assert proof_of("Y = X ⊡ B", "X, Y ∈ R^{H×W}; B ∈ R^H").verdict == "defined"
    assert proof_of("X = Y", "X, Y ∈ R^I").verdict == "defined"


def test_a_bare_expression_says_nothing():
    with pytest.raises(NotationError, match="there is nothing to prove"):
        proof_of("X ⊡ X", "X ∈ R^I")


def test_undeclared_names_are_bad_input():
    with pytest.raises(NotationError, match="W has no declared shape"):
        proof_of("X ⊡ W = W ⊡ X", "X ∈ R^I")


def test_ill_shaped_names_the_place():
    proof = proof_of("X + y = y + X", "X ∈ R^{I×J}; y ∈ R^I")
    assert proof.verdict == "ill-shaped"
    assert proof.problems[0].name == "implicit-broadcast-add"


@pytest.mark.parametrize(
    ("text", "declarations", "condition"),
    [
        ("x ⊡ y = y ⊡ x", "x ∈ R^I; y ∈ R^J", "I = J or I = 1 or J = 1"),
        ("A ⊙ B = B ⊡ A", "A ∈ R^{I×J}; B ∈ R^{I×K}", "J = K"),
        ("X ⊞ y = X + y 𝑰", "X ∈ R^{n×n}; y ∈ R", "n = 1"),
        ("𝟏_Iᵀ 𝟏_I = J", "x ∈ R^I; y ∈ R^J", "I = J"),
    ],
)
def test_conditions_are_exact(text, declarations, condition):
    proof = proof_of(text, declarations)
    assert (proof.verdict, proof.condition) == ("conditional", condition)


def test_sizes_can_be_bound():
    formula = read("A B = B A", "A, B ∈ R^{n×n}", sizes={"n": 1})
    assert prove(formula).verdict == "proved"
    assert prove(read("A B = B A", "A, B ∈ R^{n×n}", sizes={"n": 3})).verdict == "refuted"


def test_zero_denominators_and_negative_radicands_are_named():
    assert "a denominator is zero" in proof_of("x/(y − y) = x", "x, y ∈ R").reason
    assert "the root of a negative number" in proof_of("√(−x²−1) = x", "x ∈ R").reason


def test_unknown_says_why_and_how_many_trials_passed():
    proof = proof_of("sin(x + x) = 2 sin(x) ⊙ cos(x)", "x ∈ R^I")
    assert proof.verdict == "unknown"
    assert proof.reason == "the sides have different normal forms"
    assert proof.trials > 0
    big = "((A + B)(C + D)(E + F))^6 = ((A + B)(C + D)(E + F))^5 (A + B)(C + D)(E + F) + 0 A"
    proof = proof_of(big, "A, B, C, D, E, F ∈ R^{n×n}", terms=50, seconds=0.5)
    assert proof.verdict == "unknown"
    assert proof.trials > 0
    assert "budget" in proof.reason


@pytest.mark.parametrize(
    ("text", "declarations"),
    [
        ("(A + B + C + D)^20 = (D + C + B + A)^20", "A, B, C, D ∈ R^{n×n}"),
        (
            "a ⊡ b ⊡ c ⊡ d ⊡ e ⊡ f ⊡ g ⊡ h = h ⊡ g ⊡ f ⊡ e ⊡ d ⊡ c ⊡ b ⊡ a",
            "; ".join(f"{x} ∈ R^{x.upper()}" for x in "abcdefgh"),
        ),
        ("‖A B C D E F‖_F ≤ ‖F‖_F", "A, B, C, D, E, F ∈ R^{n×n}"),
    ],
)
def test_hard_ones_end_in_time(text, declarations):
    start = time.monotonic()
    proof_of(text, declarations, seconds=1.0)
    assert time.monotonic() - start < 8


def test_products_of_ten_sums():
    names = "ABCDEFGHIJ"
    product = " ⊡ ".join(f"({a} + {a.lower()})" for a in names)
    swapped = " ⊡ ".join(f"({a.lower()} + {a})" for a in reversed(names))
    declared = ", ".join(a for a in names + names.lower())
    start = time.monotonic()
    assert proof_of(f"{product} = {swapped}", f"{declared} ∈ R^{{n×m}}").verdict == "proved"
    assert time.monotonic() - start < 5


def test_report_shows_the_counterexample():
    formula = read("x + y = x − y", "x, y ∈ R^2")
    assert report(prove(formula), formula).splitlines() == [
        "refuted",
        "  x = [0, 0]",
        "  y = [0, 1]",
        "the left side is 1, the right side -1 in entry 2",
    ]


def test_report_names_assumptions_conditions_and_definitions():
    formula = read("Z = X ⧄ y = X ⊡ (𝟏 ⊘ y)", "X, Z ∈ R^{I×J}; y, 𝟏 ∈ R^I")
    assert report(prove(formula), formula).splitlines() == [
        "proved",
        "taking Z as defined",
        "assuming y ≠ 0 in every entry",
    ]
    formula = read("A B = B A", "A, B ∈ R^{n×n}")
    lines = report(prove(formula), formula).splitlines()
    assert lines[:2] == ["conditional: holds if n = 1", "for other sizes it fails:"]
