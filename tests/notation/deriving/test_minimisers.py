"""Least-squares minimisers: the paper's solutions, their conditions, and that they are optimal."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.deriving import derive, minimise
from boxdot.notation.equality import prove
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Chain, Relation
from boxdot.notation.reading import read
from boxdot.numeric.evaluating.evaluate import evaluate

DECLARED = (
    "Y, W ∈ R^{I×J×K}; A ∈ R^{I×J×1}; Z, C ∈ R^{1×J×K}; E ∈ R^{I×1×K}; X, B ∈ R^{I×J}; "
    "M ∈ R^{I×K}; U ∈ R^{J×K}; N ∈ R^{I×I}; a, b ∈ R^I; x ∈ R^J; z ∈ R^K; k, λ ∈ R; "
    "T ∈ R^{d×e×g×c×f×h}; Q ∈ R^{d×e×1×c×f×1}; R ∈ R^{d×1×g×1×f×h}"
)
NO_FIBRE = "{} has no zero entry: no fibre of {} along mode {} vanishes"

SOLVED = [
    # objective, unknown, solution, condition, the numbers of the problem and of the solution
    (
        "‖Y − A ⊡ Z‖_F²",
        "A",
        "𝒫_3(Y ⊡ Z) ⧄ 𝒫_3(Z ⊡ Z)",
        "𝒫_3(Z ⊡ Z) has no zero entry: no fibre of Z along mode 3 vanishes",
        ("eq. 38", "eq. 39"),
    ),
    (
        "‖T − Q ⊡ R‖_F²",
        "Q",
        "𝒫_{3,6}(T ⊡ R) ⧄ 𝒫_{3,6}(R ⊡ R)",
        "𝒫_{3,6}(R ⊡ R) has no zero entry: no slice of R along modes 3 and 6 vanishes",
        ("eq. 65", "eq. 72"),
    ),
    (
        "‖T − Q ⊡ R‖_F²",
        "R",
        "𝒫_{2,4}(T ⊡ Q) ⧄ 𝒫_{2,4}(Q ⊡ Q)",
        "𝒫_{2,4}(Q ⊡ Q) has no zero entry: no slice of Q along modes 2 and 4 vanishes",
        ("eq. 65", "eq. 72"),
    ),
    (
        "Y ≈ A ⊡ E ⊡ C",
        "A",
        "𝒫_3(Y ⊡ E ⊡ C) ⧄ 𝒫_3(E ⊡ E ⊡ C ⊡ C)",
        NO_FIBRE.format("𝒫_3(E ⊡ E ⊡ C ⊡ C)", "E ⊡ C", 3),
        ("eq. 40", "eq. 41"),
    ),
    (
        "‖Y − A ⊡ E ⊡ C‖_F²",
        "E",
        "𝒫_2(Y ⊡ A ⊡ C) ⧄ 𝒫_2(A ⊡ A ⊡ C ⊡ C)",
        NO_FIBRE.format("𝒫_2(A ⊡ A ⊡ C ⊡ C)", "A ⊡ C", 2),
        ("eq. 40", "eq. 42"),
    ),
    (
        "‖Y − A ⊡ E ⊡ C‖_F²",
        "C",
        "𝒫_1(Y ⊡ A ⊡ E) ⧄ 𝒫_1(A ⊡ A ⊡ E ⊡ E)",
        NO_FIBRE.format("𝒫_1(A ⊡ A ⊡ E ⊡ E)", "A ⊡ E", 1),
        ("eq. 40", "eq. 43"),
    ),
    ("‖M − a zᵀ‖_F²", "a", "M z / (zᵀ z)", "zᵀ z is not zero", ("", "")),
    (
        "‖Y − A ⊡ Z‖_F² + λ ‖A‖_F²",
        "A",
        "𝒫_3(Y ⊡ Z) ⧄ (𝒫_3(Z ⊡ Z) ⊞ λ)",
        "λ ≥ 0; 𝒫_3(Z ⊡ Z) ⊞ λ has no zero entry",
        ("", ""),
    ),
    (
        "‖W ⊡ (Y − A ⊡ Z)‖_F²",
        "A",
        "𝒫_3(W ⊡ W ⊡ Y ⊡ Z) ⧄ 𝒫_3(W ⊡ W ⊡ Z ⊡ Z)",
        NO_FIBRE.format("𝒫_3(W ⊡ W ⊡ Z ⊡ Z)", "W ⊡ Z", 3),
        ("", ""),
    ),
    (
        "⟨W ⊡ (Y − A ⊡ Z), Y − A ⊡ Z⟩",
        "A",
        "𝒫_3(W ⊡ Y ⊡ Z) ⧄ 𝒫_3(W ⊡ Z ⊡ Z)",
        "𝒫_3(W ⊡ Z ⊡ Z) has only positive entries",
        ("", ""),
    ),
    ("‖Y − k W‖_F²", "k", "⟨Y, W⟩ / ‖W‖_F²", "‖W‖_F² is not zero", ("", "")),
    ("‖B x − b‖²", "x", "(Bᵀ B)⁻¹ Bᵀ b", "Bᵀ B is invertible", ("", "")),
    ("(B x − b)ᵀ (B x − b)", "x", "(Bᵀ B)⁻¹ Bᵀ b", "Bᵀ B is invertible", ("", "")),
    (
        "‖B x − b‖² / 2 + λ ‖x‖² / 2",
        "x",
        "(Bᵀ B + λ 𝑰_J)⁻¹ Bᵀ b",
        "λ ≥ 0; Bᵀ B + λ 𝑰_J is invertible",
        ("", ""),
    ),
    ("‖M − B U‖_F²", "U", "(Bᵀ B)⁻¹ Bᵀ M", "Bᵀ B is invertible", ("", "")),
    ("‖M − B U‖_F²", "B", "M Uᵀ (U Uᵀ)⁻¹", "U Uᵀ is invertible", ("", "")),
    (
        "(B x − b)ᵀ N (B x − b)",
        "x",
        "(Bᵀ N B + Bᵀ Nᵀ B)⁻¹ (Bᵀ N b + Bᵀ Nᵀ b)",
        "Bᵀ N B + Bᵀ Nᵀ B is positive definite",
        ("", ""),
    ),
    (
        "‖X − diag(a) B‖_F²",
        "a",
        "𝒫_2(X ⊙ B) ⊘ 𝒫_2(B ⊙ B)",
        "𝒫_2(B ⊙ B) has no zero entry: no fibre of B along mode 2 vanishes",
        ("", ""),
    ),
    ("‖X ⧄ b − B‖_F²", "X", "B ⊡ b", "𝟏 ⧄ (b ⊡ b) has no zero entry", ("", "")),
    ("‖X − B‖_F²", "X", "B", "", ("", "")),
    ("‖X ⊟ a‖_F²", "a", "𝒫_2(X) / J", "", ("", "")),
    ("Σ_{i,j} (X_{ij} − a_i)²", "a", "𝒫_2(X) / J", "", ("", "")),
    ("‖X ⊟ k‖_F²", "k", "sum(X) / (I J)", "", ("", "")),
]
IDS = [f"{case[0]} over {case[1]}" for case in SOLVED]


@pytest.mark.parametrize(("text", "unknown", "solution", "condition", "numbers"), SOLVED, ids=IDS)
def test_solution(text, unknown, solution, condition, numbers):
    found = minimise(read(text, DECLARED), unknown)
    assert (str(found), found.condition, found.proved) == (solution, condition, True)
    equations = {step.rule: step.equation for step in found.steps}
    assert (equations["objective"], equations["solution"]) == numbers


PAPER = [
    # an equation of the paper for the unknown, as it is stated there; its objective
    ("𝒫_3(Y ⊡ Z) ⧄ 𝒫_3(Z ⊡ Z)", "‖Y − A ⊡ Z‖_F²", "A"),
    ("𝒫_3(Y ⊡ E ⊡ C) ⊘ 𝒫_3(E ⊡ E ⊡ C ⊡ C)", "‖Y − A ⊡ E ⊡ C‖_F²", "A"),
    ("𝒫_2(Y ⊡ A ⊡ C) ⊘ 𝒫_2(A ⊡ A ⊡ C ⊡ C)", "‖Y − A ⊡ E ⊡ C‖_F²", "E"),
    ("𝒫_1(Y ⊡ A ⊡ E) ⊘ 𝒫_1(A ⊡ A ⊡ E ⊡ E)", "‖Y − A ⊡ E ⊡ C‖_F²", "C"),
    ("M z (zᵀ z)⁻¹", "argmin_a ‖M − a zᵀ‖_F²", None),
    ("𝒫_{3,6}(T ⊡ R) ⧄ 𝒫_{3,6}(R ⊡ R)", "Q̂ = argmin_Q ‖T − Q ⊡ R‖_F²", None),
]


@pytest.mark.parametrize(("stated", "objective", "unknown"), PAPER, ids=[c[0] for c in PAPER])
def test_the_paper_states_the_same(stated, objective, unknown):
    found = minimise(read(objective, DECLARED), unknown)
    formula = read(stated, DECLARED)
    side = formula.statements[0].sides[0]
    chain = Chain((found.result, side), (Relation.EQUAL,))
    assert prove(Formula(stated, (chain,), formula.symbols)).verdict == "proved"


SIZES = {"I": 4, "J": 2, "K": 3, "d": 2, "e": 2, "g": 2, "c": 2, "f": 2, "h": 2}


def value(node, formula, data):
    shown = Formula("", (Chain((node,)),), formula.symbols, sizes=SIZES)
    return np.asarray(evaluate(shown, data))


@pytest.mark.parametrize("case", SOLVED, ids=IDS)
def test_nothing_near_is_better(case):
    text, unknown, *_ = case
    formula = read(text.replace("Y ≈ A ⊡ E ⊡ C", "‖Y − A ⊡ E ⊡ C‖_F²"), DECLARED)
    rng = np.random.default_rng(3)
    data = {
        name: np.asarray(rng.uniform(0.5, 1.5, [SIZES.get(n, n) for n in declared.shape]))
        for name, declared in formula.symbols.items()
    }
    data["N"] = data["N"] @ data["N"].T
    (chain,) = formula.statements
    best = value(minimise(formula, unknown).result, formula, data).reshape(data[unknown].shape)
    least = value(chain.sides[0], formula, {**data, unknown: best}).item()
    gradient = value(derive(formula, unknown).result, formula, {**data, unknown: best})
    np.testing.assert_allclose(gradient, 0, atol=1e-8)
    for _ in range(5):
        near = best + rng.normal(scale=0.01, size=best.shape)
        assert value(chain.sides[0], formula, {**data, unknown: near}).item() > least


REFUSED = [
    ("‖exp(B) − X‖_F²", "B", "is not quadratic in B"),
    ("‖B ⊡ B − X‖_F²", "B", "is not quadratic in B"),
    ("tr(XᵀB)", "B", "is linear"),
    ("‖𝒫_1(X)‖_F²", "X", "does not separate in X"),
    ("−‖X − a ⊡ B‖_F²", "a", "has no minimum"),
    ("X ⊡ B", "X", "has the shape I×J"),
    ("‖X‖_F²", None, "no one unknown"),
    ("‖Y ×_1 N − W‖_F²", "Y", "does not separate in Y"),
]


@pytest.mark.parametrize(("text", "unknown", "why"), REFUSED, ids=[c[0] for c in REFUSED])
def test_what_has_no_solution_is_refused(text, unknown, why):
    with pytest.raises(UnsupportedError, match=why):
        minimise(read(text, DECLARED), unknown)


@settings(max_examples=40, deadline=None)
@given(axes=st.lists(st.sampled_from("LSR"), min_size=1, max_size=5))
def test_equation_72_for_any_order(axes):
    """ℒ: the unknown has the axis, 𝒮: both have it, ℛ: only the other factor has it."""
    names = [f"n_{number}" for number in range(1, len(axes) + 1)]
    unknown = [name if axis in "LS" else "1" for name, axis in zip(names, axes, strict=True)]
    other = [name if axis in "SR" else "1" for name, axis in zip(names, axes, strict=True)]
    declared = (
        f"X ∈ R^{{{'×'.join(names)}}}; W ∈ R^{{{'×'.join(unknown)}}}; H ∈ R^{{{'×'.join(other)}}}"
    )
    modes = ",".join(str(number) for number, axis in enumerate(axes, start=1) if axis == "R")
    found = minimise(read("‖X − W ⊡ H‖_F²", declared), "W")
    assert found.proved
    if modes and set(axes) > {"R"}:
        summed = f"𝒫_{modes}" if len(modes) == 1 else f"𝒫_{{{modes}}}"
        assert str(found).startswith(f"{summed}(X ⊡ H)")
    if not modes and set(axes) > {"L"}:
        assert str(found) == "X ⧄ H"
