"""Rewriting: the paper's derivations, round trips, one identity at a time, and what it refuses."""

from __future__ import annotations

import itertools
import time

import numpy as np
import pytest
from agreement import draw

from boxdot.grammar.errors import NotationError
from boxdot.notation.algebra import names_of
from boxdot.notation.equality import prove
from boxdot.notation.expressions.nodes import Chain, Relation
from boxdot.notation.printing import to_text
from boxdot.notation.reading import read
from boxdot.notation.rewriting import (
    IDENTITIES,
    TARGETS,
    Identity,
    NotReachedError,
    derivation,
    rewrite,
)
from boxdot.notation.rewriting.rules import rules_of
from boxdot.numeric.evaluating import evaluate

ROWS = "X ∈ R^{I×J}; y ∈ R^I"
COLUMNS = "X ∈ R^{I×J}; z ∈ R^J"
VECTORS = "x ∈ R^I; y ∈ R^J"
NORMALISATION = "X ∈ R^{N×C}; μ, σ, γ, β ∈ R^{1×C}"
IMAGES = "X ∈ R^{N×C×H×W}; μ, σ, γ, β ∈ R^{1×C×1×1}"
SLICES = "X ∈ R^{I×J×K}; Y ∈ R^{I×J}"

LINEAR_ALGEBRA = (
    # broadcast form, declarations, linear algebra, numbers of the equations used
    ("x ⊡ y", "x, y ∈ R^I", "diag(x) y", ["eq. 22"]),
    ("x ⊡ yᵀ", "x, y ∈ R^I", "x yᵀ", ["eq. 23"]),
    ("x ⊡ yᵀ", VECTORS, "x yᵀ", ["eq. 24"]),
    ("X ⊡ y", ROWS, "diag(y) X", ["eq. 25"]),
    ("X ⊡ zᵀ", COLUMNS, "X diag(z)", ["eq. 26"]),
    ("X ⊡ z", "X ∈ R^{I×J}; z ∈ R^{1×J}", "X diag(zᵀ)", ["eq. 26"]),
    ("x ⊞ yᵀ", VECTORS, "x 𝟏_Jᵀ + 𝟏_I yᵀ", ["eq. 58"]),
    ("X ⊞ y", ROWS, "X + y 𝟏_Jᵀ", ["eq. 59"]),
    ("X ⊞ zᵀ", COLUMNS, "X + 𝟏_I zᵀ", ["eq. 60"]),
    ("X ⊡ Y", SLICES, "fold_3(X_(3) diag(vec(Y)))", ["eq. 28"]),
    (
        "((X ⊟ μ) ⧄ σ) ⊡ γ ⊞ β",
        NORMALISATION,
        "(X − 𝟏_N μ) diag(σᵀ)⁻¹ diag(γᵀ) + 𝟏_N β",
        ["", "", "eq. 26", "eq. 60"],
    ),
    ("X ⊡ y ⊡ zᵀ", f"{ROWS}; z ∈ R^J", "diag(y) X diag(z)", ["eq. 25", "eq. 26"]),
    ("X ⊞ y", "X ∈ R^{3×4}; y ∈ R^3", "X + y 𝟏_4ᵀ", ["eq. 59"]),
    ("A (X ⊡ y)", f"{ROWS}; A ∈ R^{{K×I}}", "A diag(y) X", ["eq. 25"]),
    ("x ⧄ yᵀ", VECTORS, "x 𝟏_Jᵀ diag(y)⁻¹", [""]),
    ("Y = X ⊡ y", f"{ROWS}; Y ∈ R^{{I×J}}", "Y = diag(y) X", ["eq. 25"]),
)


@pytest.mark.parametrize(("text", "declared", "wanted", "numbers"), LINEAR_ALGEBRA)
def test_to_linear_algebra(text, declared, wanted, numbers):
    rewriting = rewrite(read(text, declared), to="linear-algebra")
    assert str(rewriting) == wanted
    assert [step.equation for step in rewriting.steps] == numbers


@pytest.mark.parametrize(("text", "declared"), [row[:2] for row in LINEAR_ALGEBRA])
def test_back_from_linear_algebra(text, declared):
    if "fold" in to_linear_algebra(text, declared):
        text, declared = f"Z = {text}", f"{declared}; Z ∈ R^{{I×J×K}}"
    back = rewrite(read(to_linear_algebra(text, declared), declared), to="broadcast")
    commuted = {"x ⊡ y": "y ⊡ x"}
    assert str(back) in (to_text(read(text, declared)), commuted.get(text))


def to_linear_algebra(text, declared):
    return str(rewrite(read(text, declared), to="linear-algebra"))


BROADCAST = (
    ("diag(y) X", ROWS, "X ⊡ y"),
    ("X diag(z)", COLUMNS, "X ⊡ zᵀ"),
    ("X ⊙ (y 𝟏ᵀ)", ROWS, "X ⊡ y"),
    ("(y 𝟏_Jᵀ) ⊙ X", ROWS, "X ⊡ y"),
    ("X ⊙ (𝟏 zᵀ)", COLUMNS, "X ⊡ zᵀ"),
    ("x 𝟏_Jᵀ + 𝟏_I yᵀ", VECTORS, "x ⊞ yᵀ"),
    ("X ⊙ [y, y, …, y]", ROWS, "X ⊡ y"),
    ("X ⊙ [y y y]", "X ∈ R^{I×3}; y ∈ R^I", "X ⊡ y"),
    ("X ⊙ [zᵀ; zᵀ]", "X ∈ R^{2×J}; z ∈ R^J", "X ⊡ zᵀ"),
    ("X + [zᵀ; …; zᵀ]", COLUMNS, "X ⊞ zᵀ"),
    ("X ⊙ fold_1(𝟏_Kᵀ ⊗ Y)", SLICES, "X ⊡ Y"),
    ("fold_3(X_(3) diag(vec(Y)))", SLICES, "X ⊡ Y"),
    ("X ⊙ Y^□", SLICES, "X ⊡ Y"),
    ("X ⊙_PF Y", "X ∈ R^{I×J}; Y ∈ R^{I×J×K}", "X ⊡ Y"),
    ("diag(y) X diag(z) + 𝟏 wᵀ", f"{ROWS}; z, w ∈ R^J", "X ⊡ y ⊡ zᵀ ⊞ wᵀ"),
    ("X + k 𝟏", "X ∈ R^{I×J}; k ∈ R", "X ⊞ k"),
    ("A diag(y) X", f"{ROWS}; A ∈ R^{{K×I}}", "A (X ⊡ y)"),
)


@pytest.mark.parametrize(("text", "declared", "wanted"), BROADCAST)
def test_to_broadcast(text, declared, wanted):
    if text.startswith("fold_3"):
        text, wanted = f"Z = {text}", f"Z = {wanted}"
        declared += "; Z ∈ R^{I×J×K}"
    assert str(rewrite(read(text, declared), to="broadcast")) == wanted


HADAMARD = (
    ("X ⊡ B", "X ∈ R^{H×W×3}; B ∈ R^{H×W}", "X ⊙ B^□"),
    ("X ⊡ Y", "X ∈ R^{I×1×K}; Y ∈ R^{I×J}", "X^□ ⊙ Y^□"),
    ("X ⊡ Y", "X, Y ∈ R^{I×J}", "X ⊙ Y"),
    ("((X ⊟ μ) ⧄ σ) ⊡ γ ⊞ β", IMAGES, "(X − μ^□) ⊘ σ^□ ⊙ γ^□ + β^□"),
    (
        "A ⊡ B ⊡ C",
        "A ∈ R^{I×J×1}; B ∈ R^{I×1×K}; C ∈ R^{1×J×K}",
        "A^□ ⊙ B^□ ⊙ C^□",
    ),
    ("diag(y) X", ROWS, "X ⊙ y^□"),
    ("X ⊡ k", "X ∈ R^{I×J×K}; k ∈ R", "k X"),
)


@pytest.mark.parametrize(("text", "declared", "wanted"), HADAMARD)
def test_to_hadamard(text, declared, wanted):
    assert str(rewrite(read(text, declared), to="hadamard")) == wanted


NORMAL = (
    # two forms of one tensor, which have one normal form
    ("X ⊡ (Y ⊡ Z)", "Z ⊡ Y ⊡ X", "X ∈ R^{I×J}; Y ∈ R^{I×1×K}; Z ∈ R^{1×J×K}"),
    ("(X ⊞ Y) ⊡ Z", "Z ⊡ Y ⊞ X ⊡ Z", "X ∈ R^{I×J}; Y ∈ R^{I×1×K}; Z ∈ R^{1×J×K}"),
    ("diag(y) (X + W)", "W ⊡ y + X ⊡ y", f"{ROWS}; W ∈ R^{{I×J}}"),
    ("X ⊟ (−y)", "y ⊞ X", ROWS),
    ("(X ⊡ y)ᵀ", "Xᵀ diag(y)", ROWS),
)


@pytest.mark.parametrize(("one", "other", "declared"), NORMAL)
def test_normal_forms_of_equals_agree(one, other, declared):
    forms = [str(rewrite(read(text, declared), to="normal")) for text in (one, other)]
    assert forms[0] == forms[1]


SHORTEST = (
    ("X ⊡ Y ⊞ X ⊡ Z", "X ∈ R^{I×J}; Y ∈ R^{I×1×K}; Z ∈ R^{1×J×K}", "X ⊡ (Y ⊞ Z)"),
    ("X ⊙ (y 𝟏ᵀ)", ROWS, "X ⊡ y"),
    ("((Xᵀ)ᵀ)ᵀ", "X ∈ R^{I×J}", "Xᵀ"),
    ("X − X", "X ∈ R^{I×J}", "𝟎_{I,J}"),
    ("diag(y) X diag(z)", f"{ROWS}; z ∈ R^J", "X ⊡ y zᵀ"),
)


@pytest.mark.parametrize(("text", "declared", "wanted"), SHORTEST)
def test_to_shortest(text, declared, wanted):
    assert str(rewrite(read(text, declared), to="shortest")) == wanted


ALL = [
    pytest.param(text, declared, target, id=f"{target}: {text}")
    for text, declared in {row[:2] for row in (*LINEAR_ALGEBRA, *BROADCAST, *HADAMARD)}
    for target in TARGETS
    if target != "shortest"
]


@pytest.mark.parametrize(("text", "declared", "target"), sorted(ALL, key=lambda p: p.id))
def test_every_step_is_proved_and_keeps_the_value(text, declared, target):
    formula = read(text, declared)
    try:
        rewriting = rewrite(formula, to=target)
    except NotReachedError:
        return
    before = rewriting.start
    for step in rewriting.steps:
        assert step.before == before
        before = step.after
    assert rewriting.result == before
    if formula.statements[0].relations or "fold" in f"{text}{rewriting}":
        return  # the sides of equations and what takes its shape from them have no value alone
    sides = (formula.statements[0].sides[0], rewriting.result.statements[0].sides[0])
    equation = read(text, declared)
    object.__setattr__(equation, "statements", (Chain(sides, (Relation.EQUAL,)),))
    assert prove(equation).verdict == "proved"
    assert_same_values(formula, str(rewriting), declared)


def assert_same_values(formula, text, declared):
    shapes = [d.shape for d in formula.symbols.values() if d.shape]
    names = sorted({name for shape in shapes for size in shape for name in names_of(size)})
    sizes = {name: 2 + number for number, name in enumerate(names)}
    data = draw(formula, sizes)
    before = evaluate(read(to_text(formula), declared, sizes=sizes), data)
    after = evaluate(read(text, declared, sizes=sizes), data)
    np.testing.assert_allclose(np.squeeze(after), np.squeeze(before), rtol=1e-9)


ONLY = (
    ("X ⊡ y", ROWS, "eq-25", "diag(y) X"),
    ("diag(y) X", ROWS, "eq-25", "X ⊡ y"),
    ("diag(y) X", ROWS, "25", "X ⊡ y"),
    ("X ⊡ y", ROWS, "copied-column-in-product", "X ⊙ y 𝟏_Jᵀ"),
    ("X ⊡ y", ROWS, "eq. 13", "y ⊡ X"),
    ("X ⊡ (y ⊞ z)", f"{ROWS}; z ∈ R^I", "broadcast-product-over-broadcast-sum", "X ⊡ y ⊞ X ⊡ z"),
    ("X ⊡ y ⊞ X ⊡ z", f"{ROWS}; z ∈ R^I", "broadcast-product-over-broadcast-sum", "X ⊡ (y ⊞ z)"),
    ("tr(A B C)", "A, B, C ∈ R^{n×n}", "cyclic-trace", "tr(C A B)"),
    ("vec(A X B)", "A, X, B ∈ R^{n×n}", "vec-of-product", "(Bᵀ ⊗ A) vec(X)"),
    ("(A ⊗ B) (C ⊗ D)", "A, B, C, D ∈ R^{n×n}", "kronecker-mixed-product", "A C ⊗ B D"),
    ("‖X ⊡ y‖_F²", ROWS, "eq-27", "tr(Xᵀ diag²(y) X)"),
    ("𝒫_3(𝟏_3 ⊡ Y)", "Y ∈ R^{3×1×4}", "sum-of-broadcast-product-over-third-mode", "𝟏_3 ⊡ 𝒫_3(Y)"),
    ("diag(x) diag(y) A", "x, y ∈ R^n; A ∈ R^{n×m}", "product-of-diagonals", "diag(x ⊙ y) A"),
)


@pytest.mark.parametrize(("text", "declared", "key", "wanted"), ONLY)
def test_only_one_identity_once(text, declared, key, wanted):
    rewriting = rewrite(read(text, declared), only=key)
    assert (str(rewriting), len(rewriting.steps)) == (wanted, 1)


@pytest.mark.parametrize(
    "name", [name for name, i in IDENTITIES.items() if rules_of(name) and "fold" not in i.equation]
)
def test_every_identity_applies_to_itself(name):
    identity = IDENTITIES[name]
    for rule in rules_of(name):
        side = identity.left if rule.forward else identity.right
        assert len(rewrite(read(side, identity.shapes), only=name).steps) == 1


NOOP = (
    # an identity that must not apply, and why not
    ("X ⊡ Y", "X ∈ R^{I×J}; Y ∈ R^{I×1}", "eq-12"),  # the shapes differ
    ("X ⊡ y", "X ∈ R^{I×J×K}; y ∈ R^I", "eq-25"),  # X is no matrix
    ("A diag(y)", "A ∈ R^{I×J}; y ∈ R^J", "row-scaling"),  # the diagonal is on the right
    ("X ⊡ (Y + Z)", "X ∈ R^{I×J×K}; Y, Z ∈ R^{I×J}", "eq-55"),  # there is no difference
    ("x yᵀ", VECTORS, "scalar-transpose"),  # an outer product is no number
    ("A B", "A, B ∈ R^{n×n}", "cyclic-trace"),  # there is no trace
    ("X ⊞ Y", "X, Y ∈ R^{I×J}", "eq-59"),  # Y is no column
)


@pytest.mark.parametrize(("text", "declared", "key"), NOOP)
def test_what_does_not_fit_is_left_alone(text, declared, key):
    with pytest.raises(NotReachedError, match="does not apply"):
        rewrite(read(text, declared), only=key)


def test_a_form_that_is_reached_needs_no_step():
    assert rewrite(read("X ⊡ y", ROWS), to="broadcast").steps == ()


def test_a_form_that_is_not_reached_is_said():
    formula = read("X_□ ⊙ Y_□ + Z ⊡ y", "X ∈ R^{I×J×1}; Y ∈ R^{I×1×K}; Z ∈ R^{I×1}; y ∈ R^I")
    with pytest.raises(NotReachedError, match=r"no identity leads from [XY]_□") as caught:
        rewrite(formula, to="linear-algebra")
    assert "diag" in caught.value.hint


def test_undeclared_symbols_are_named():
    with pytest.raises(NotationError, match="shape of w is not declared"):
        rewrite(read("X ⊡ w", ROWS), to="hadamard")


@pytest.mark.parametrize("arguments", [{}, {"to": "normal", "only": "eq-25"}, {"to": "prose"}])
def test_wrong_arguments(arguments):
    with pytest.raises(ValueError, match="to"):
        rewrite(read("X ⊡ y", ROWS), **(arguments or {}))


def test_unknown_identity():
    with pytest.raises(NotationError, match="no identity"):
        rewrite(read("X ⊡ y", ROWS), only="eq-999")


def test_assumptions_are_kept():
    rewriting = rewrite(read("X ⧄ y", ROWS), to="linear-algebra")
    assert "y ≠ 0 in every entry" in rewriting.assumptions


def test_bare_ones_get_their_sizes_before_they_move():
    rewriting = rewrite(read("(X + 𝟏) ⊡ y", ROWS), only="broadcast-product-over-plus")
    assert "y ⊡ 𝟏_{I,J}" in str(rewriting)


def test_bound_indices_are_respected():
    formula = read("Σ_{r=1}^{R} A_{:,r} ⊡ y", "A ∈ R^{I×R}; y ∈ R^I")
    assert "diag(A_{:r}) y" in str(rewrite(formula, to="linear-algebra"))


@pytest.mark.parametrize("target", list(TARGETS))
def test_a_sum_of_200_terms(target):
    terms = " ⊞ ".join(f"X_{n} ⊡ y" for n in range(1, 201))
    declared = "; ".join(f"X_{n} ∈ R^{{I×J}}" for n in range(1, 201)) + "; y ∈ R^I"
    start = time.monotonic()
    rewriting = rewrite(read(terms, declared), to=target)
    assert time.monotonic() - start < 20
    form = TARGETS[target]()
    assert form.left_over(rewriting.result.statements[0].sides[0]) is None
    assert len(rewriting.steps) <= 3


def balanced(depth, leaves):
    if depth == 0:
        return f"({next(leaves)})"
    operator = "⊞⊡⊟"[depth % 3]
    return f"({balanced(depth - 1, leaves)} {operator} {balanced(depth - 1, leaves)})"


@pytest.mark.parametrize("target", list(TARGETS))
def test_thousands_of_nodes_end_within_the_budget(target):
    leaves = itertools.cycle(["X ⊡ y", "diag(y) X", "X ⧄ y", "X ⊞ zᵀ", "X diag(z)", "X ⊟ y"])
    formula = read(balanced(9, leaves), f"{ROWS}; z ∈ R^J")
    start = time.monotonic()
    if target == "normal":  # expanded, it has too many terms
        with pytest.raises(NotReachedError, match="in 10 seconds"):
            rewrite(formula, to=target)
    else:
        result = rewrite(formula, to=target).result
        assert TARGETS[target]().left_over(result.statements[0].sides[0]) is None
    assert time.monotonic() - start < 40


def test_many_places_in_one_step_are_counted():
    terms = " ⊞ ".join(f"X_{n} ⊡ y" for n in range(1, 61))
    declared = "; ".join(f"X_{n} ∈ R^{{I×J}}" for n in range(1, 61)) + "; y ∈ R^I"
    rewriting = rewrite(read(terms, declared), to="linear-algebra")
    assert [step.places for step in rewriting.steps] == [60, 59]
    assert "by (25) row-scaling, at 60 places" in derivation(rewriting)


def test_derivation_of_an_equation():
    shown = derivation(rewrite(read("Y = X ⊡ y", f"{ROWS}; Y ∈ R^{{I×J}}"), to="linear-algebra"))
    assert shown.splitlines() == ["  Y = X ⊡ y", "⟺ Y = diag(y) X    by (25) row-scaling"]


def test_a_false_identity_is_never_applied(monkeypatch):
    law = Identity("false-law", "X ⊡ y", "X diag(y)", "X ∈ R^{I×I}; y ∈ R^I")
    monkeypatch.setitem(IDENTITIES, law.name, law)
    with pytest.raises(NotReachedError, match="does not apply"):
        rewrite(read("X ⊡ y", "X ∈ R^{n×n}; y ∈ R^n"), only="false-law")


def test_a_guard_is_asked_of_the_shapes():
    distributes = "broadcast-product-over-plus"
    fits = rewrite(read("X ⊡ (y + u)", f"{ROWS}; u ∈ R^I"), only=distributes)
    assert str(fits) == "X ⊡ y + X ⊡ u"
    with pytest.raises(NotReachedError):
        rewrite(read("X ⊡ y + Z", f"{ROWS}; Z ∈ R^{{I×J}}"), only=distributes)
