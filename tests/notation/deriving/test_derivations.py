"""Derivations: their steps, their JSON, and what is wrong with a question."""

from __future__ import annotations

import pytest

import boxdot
from boxdot.grammar.errors import NotationError, UnsupportedError

SHAPES = "Y ∈ R^{I×J×K}; A ∈ R^{I×J×1}; Z ∈ R^{1×J×K}; X ∈ R^{I×J}; x ∈ R^J; S ∈ R^{n×n}"
OBJECTIVE = "‖Y − A ⊡ Z‖_F²"


def test_steps_of_a_gradient_are_adjoints():
    found = boxdot.derive(OBJECTIVE, SHAPES, wrt="A").as_json()
    assert [(step["rule"], step["after"]) for step in found["steps"]] == [
        ("power", "2 (Y − A ⊡ Z)"),
        ("difference", "2 (A ⊡ Z − Y)"),
        ("product", "2 𝒫_3((A ⊡ Z − Y) ⊡ Z)"),
        ("gradient", "2 𝒫_3((A ⊡ Z − Y) ⊡ Z)"),
    ]


def test_steps_of_a_minimiser_lead_to_its_optimality():
    found = boxdot.derive(OBJECTIVE, SHAPES, minimise="A")
    assert [(step.rule, step.equation) for step in found.steps] == [
        ("objective", "eq. 38"),
        ("gradient", ""),
        ("linear in the unknown", ""),
        ("normal equation", ""),
        ("solution", "eq. 39"),
        ("gradient at the solution", ""),
        ("optimality", ""),
    ]
    assert found.proved


def test_the_change_has_a_name_of_its_own():
    shapes = "Y ∈ R^{H×J×K}; A ∈ R^{H×J×1}; E ∈ R^{1×J×K}"
    found = boxdot.derive("‖Y − A ⊡ E‖_F²", shapes, minimise="A").as_json()
    assert "(A + Δ)" in found["steps"][-1]["before"]


def test_an_argmin_names_its_unknown():
    assert str(boxdot.derive(f"Â = argmin_A {OBJECTIVE}", SHAPES)) == "𝒫_3(Y ⊡ Z) ⧄ 𝒫_3(Z ⊡ Z)"


def test_letter_style_is_forgiven():
    assert str(boxdot.derive("‖𝓨 − 𝓐 ⊡ Z‖_F²", SHAPES, wrt="A")) == "2 𝒫_3((A ⊡ Z − Y) ⊡ Z)"


def test_where_a_norm_vanishes_it_has_no_gradient():
    assert boxdot.derive("‖X‖_F", SHAPES, wrt="X").condition == "‖X‖_F is not zero"
    assert boxdot.derive("sum(|X|)", SHAPES, wrt="X").condition == "X has no zero entry"


def test_the_leading_convention_sums_leading_axes():
    formula = boxdot.parse("‖X ⊡ x‖_F²", SHAPES, convention="C")
    assert str(boxdot.derive(formula, wrt="x")) == "2 (x ⊡ 𝒫_1(X ⊡ X))"


WRONG = [
    # expression, unknown, the kind of error, what it says
    ("Y − A ⊡ Z", "A", UnsupportedError, "has the shape I×J×K"),
    (OBJECTIVE, "Q", NotationError, "Q does not occur"),
    (OBJECTIVE, "A ⊡ Z", NotationError, "with respect to one symbol"),
    ("‖Y − A ⊡ Q‖_F²", "A", UnsupportedError, "declare Q"),
    ("‖Y − Q ⊡ Z‖_F²", "Q", NotationError, "Q is not declared|shape of"),
    ("sum(X ⊛ X)", "X", UnsupportedError, "no rule to differentiate the operator ⊛"),
    ("sum(f(X))", "X", UnsupportedError, "f"),
    ("X_{1,1}", "X", UnsupportedError, "no rule"),
    ("∏_i x_i", "x", UnsupportedError, "no rule|sums over whole axes"),
    ("‖X ⊡ x‖_F²", "x", UnsupportedError, "fit only if"),
    ("median(x)", "x", UnsupportedError, "the function median"),
    ("max(x, x, x)", "x", UnsupportedError, "max|has the shape"),
    ("‖x‖_p", "x", UnsupportedError, "this norm"),
]


@pytest.mark.parametrize(("text", "wrt", "kind", "why"), WRONG, ids=[c[0] for c in WRONG])
def test_wrong_questions_are_answered_with_reasons(text, wrt, kind, why):
    with pytest.raises((UnsupportedError, NotationError)) as caught:
        boxdot.derive(text, SHAPES, wrt=wrt)
    assert caught.type is kind
    assert any(part in str(caught.value) for part in why.split("|"))


def test_ill_shaped_expressions_have_no_gradient():
    with pytest.raises(boxdot.IllShapedError):
        boxdot.derive("‖Y ⊙ A‖_F²", SHAPES, wrt="A")


def test_deep_expressions_are_answered():
    text = "‖X" + " ⊡ X" * 120 + "‖_F²"
    assert str(boxdot.derive(text, SHAPES, wrt="X")).startswith("242 (X ⊡ X")
    deep = "‖" + "tanh(" * 40 + "X" + ")" * 40 + "‖_F²"
    assert str(boxdot.derive(deep, SHAPES, wrt="X")).count("tanh(") > 40


@pytest.mark.parametrize("text", ["Σ_{r=1}^{R} ‖A_r x‖^2", "Σ_{r=1}^{R} a_r xᵀ x"])
def test_members_of_families_are_refused(text):
    with pytest.raises(boxdot.UnsupportedError, match="another array for each r"):
        boxdot.derive(text, "A_r ∈ R^{I×J}; x ∈ R^J; a_r ∈ R", wrt="x")
