"""Symbols that carry a bound index are families: different values, different arrays."""

from __future__ import annotations

import pytest

import boxdot

REFUTED = [
    ("Σ_{r=1}^{3} A_r = 3 A_r", "A_r ∈ R^I"),
    ("Σ_{r=1}^{3} A^r = 3 A^r", "A^r ∈ R^I"),
    ("Σ_{t=1}^{3} H_t^{(l)} = 3 H_t^{(l)}", "H_t^{(l)} ∈ R^I"),
    ("Σ_{r=1}^{2} Σ_{s=1}^{2} A_{rs} = 4 A_{rs}", "A_{rs} ∈ R^I"),
    ("Σ_{r=1}^{3} A_{r,k} = 3 A_{r,k}", "A_{r,k} ∈ R^I"),
    ("∏_{r=1}^{3} a_r = a_r^3", "a_r ∈ R"),
    ("Σ_{r=1}^{3} A_r = 3 A_r", "A ∈ R^{I×J×3}; A_r ∈ R^{I×J}"),
    ("Z_r := 2 A_r; Σ_{r=1}^{3} Z_r = 3 Z_r", "A_r, Z_r ∈ R^I"),
    ("Σ_{r=1}^{2} A_r ⊡ B_r = (Σ_{r=1}^{2} A_r) ⊡ (Σ_{r=1}^{2} B_r)", "A_r, B_r ∈ R^I"),
    ("Σ_{r=1}^{3} a_r = 3", "a_r ∈ {0,1}"),
    ("Σ_{r=1}^{2} A_r = A_1 + 2 A_2", "A_r ∈ R^{I×J}"),
    ("Σ_{r=1}^{2} A_r ⊡ B_r = A_1 ⊡ B_1 + A_2 ⊡ B_1", "A_r ∈ R^{I×J}; B_r ∈ R^I"),
    ("∏_{r=1}^{2} a_r = a_1 a_1", "a_r ∈ R"),
    ("A_1 = Σ_{r=1}^{2} A_r", "A_r ∈ R^I"),
]
PROVED = [
    ("Σ_{r=1}^{R} (A_r + B_r) = Σ_{r=1}^{R} A_r + Σ_{r=1}^{R} B_r", "A_r, B_r ∈ R^I"),
    ("Σ_{r=1}^{R} 2 A_r = 2 Σ_{r=1}^{R} A_r", "A_r ∈ R^I"),
    ("Σ_{r=1}^{R} C ⊡ A_r = C ⊡ Σ_{r=1}^{R} A_r", "A_r ∈ R^I; C ∈ R^{I×J}"),
    ("Σ_{r=1}^{R} Σ_{s=1}^{S} A_{rs} = Σ_{s=1}^{S} Σ_{r=1}^{R} A_{rs}", "A_{rs} ∈ R^I"),
    ("Σ_{r=1}^{R} A_r = Σ_{s=1}^{R} A_s", "A_r, A_s ∈ R^I"),
    ("Σ_{k=1}^{K} A_k B_k = Σ_{k=1}^{K} (B_kᵀ A_kᵀ)ᵀ", "A_k ∈ R^{I×J}; B_k ∈ R^{J×L}"),
    ("∏_{r=1}^{R} a_r b_r = (∏_{r=1}^{R} a_r) (∏_{r=1}^{R} b_r)", "a_r, b_r ∈ R"),
    ("Σ_{r=1}^{R} a_r^2 = Σ_{r=1}^{R} a_r", "a_r ∈ {0,1}"),
    ("Σ_{r=1}^{3} A_r ≥ 0", "A_r ∈ R_+^I"),
    ("Z_r := 2 A_r; Σ_{r=1}^{3} Z_r = 2 Σ_{r=1}^{3} A_r", "A_r, Z_r ∈ R^I"),
    ("Σ_{r=1}^{R} A_r = Σ_{r=1}^{R} A_{:,:,r}", "A ∈ R^{I×J×R}; A_r ∈ R^{I×J}"),
    ("Σ_{i=1}^{n} x_i = 1_nᵀ x", "x ∈ R^n; x_i ∈ R"),
    ("Σ_{r=1}^{3} W_q x_r = W_q Σ_{r=1}^{3} x_r", "W_q ∈ R^{I×J}; x_r ∈ R^J"),
    ("Σ_{i=1}^{3} W_{xi} = 3 W_{xi}", "W_{xi} ∈ R^I"),
    ("A_r + A_r = 2 A_r", "A_r ∈ R^I"),
    ("Σ_{r=1}^{2} A_r = A_1 + A_2", "A_r ∈ R^{I×J}"),
    ("Σ_{r=1}^{2} A_r = A_1 + A_2", "A_r, A_1, A_2 ∈ R^{I×J}"),
    ("Σ_{r=1}^{2} A_r ⊡ B_r = A_1 ⊡ B_1 + A_2 ⊡ B_2", "A_r ∈ R^{I×J}; B_r ∈ R^I"),
    (
        "Σ_{r=1}^{2} A^{(r)} ⊡ B^{(r)} = A^{(1)} ⊡ B^{(1)} + A^{(2)} ⊡ B^{(2)}",
        "A^{(r)} ∈ R^{I×J}; B^{(r)} ∈ R^I",
    ),
    ("Σ_{r=1}^{2} Σ_{s=1}^{2} A_{rs} = A_{1,1} + A_{1,2} + A_{2,1} + A_{2,2}", "A_{rs} ∈ R^I"),
    ("Σ_{r=0}^{2} r A_r = A_1 + 2 A_2", "A_r ∈ R^I"),
    ("∏_{r=1}^{3} a_r = a_1 a_2 a_3", "a_r ∈ R"),
    ("∏_{r=1}^{2} x_r = x_2 ⊙ x_1", "x_r ∈ R^I"),
    ("Σ_{r=1, r≠2}^{3} A_r = A_1 + A_3", "A_r ∈ R^I"),
    ("Σ_{r=1}^{2} A_r B_rᵀ = [A_1, A_2] [B_1, B_2]ᵀ", "A_r ∈ R^I; B_r ∈ R^J"),
    ("A_1 := B; Σ_{r=1}^{2} A_r = B + A_2", "A_r, B ∈ R^I"),
    ("Y_r := 2 A_r; Σ_{r=1}^{2} Y_r = 2 A_1 + 2 A_2", "A_r, Y_r ∈ R^I"),
    ("A_3 = Σ_{r=1}^{2} A_r = A_1 + A_2", "A_r ∈ R^I"),
    ("a_1 Σ_{r=1}^{R} a_r = Σ_{r=1}^{R} a_1 a_r", "a_r ∈ R"),
]
UNKNOWN = [
    ("Σ_{r=1}^{3} A_{rk} = 3 A_{rk}", "A_{rk} ∈ R^I"),
    ("Σ_{r=2}^{3} A_{r-1} = 2 A_{r-1}", "A_{r-1} ∈ R^I"),
    ("Σ_{r=1}^{2} A_r = A_1 + A_2", "A_r, A_1 ∈ R^I; A_2 ∈ R^J"),
    ("Σ_{r=1}^{2} A_r = A_1 + A_2", "A_r, A_1 ∈ R^I; A_2 ∈ R_+^I"),
    ("Y_r := 2 A_r; Σ_{r=1}^{2} Y_r = Y_1 + Y_2", "A_r, Y_r ∈ R^I"),
    ("∏_{r=1}^{2} A_r = A_1 A_2", "A_r ∈ R^{I×I}"),
    ("∏_{r=1}^{2} A_r = A_1 ⊙ A_2", "A_r ∈ R^{I×I}"),
]


@pytest.mark.parametrize(("text", "declared"), REFUTED, ids=[text for text, _ in REFUTED])
def test_refuted(text, declared):
    assert boxdot.prove(text, declared).verdict == "refuted"


@pytest.mark.parametrize(("text", "declared"), PROVED, ids=[text for text, _ in PROVED])
def test_proved(text, declared):
    assert boxdot.prove(text, declared).verdict == "proved"


@pytest.mark.parametrize(("text", "declared"), UNKNOWN, ids=[text for text, _ in UNKNOWN])
def test_in_doubt(text, declared):
    assert boxdot.prove(text, declared).verdict == "unknown"


def test_number_of_members_is_tried():
    found = boxdot.prove(
        "Σ_{r=1}^{R} A_r ⊡ B_r = (Σ_{r=1}^{R} A_r) ⊡ (Σ_{r=1}^{R} B_r)", "A_r, B_r ∈ R^I"
    )
    assert found.verdict in ("conditional", "refuted")
    assert found.counterexample is not None


def test_members_of_a_set_stay_in_it():
    found = boxdot.prove("Σ_{r=1}^{3} a_r = 3", "a_r ∈ {0,1}").counterexample
    assert found is not None
    assert {found.values[f"a_{r}"] for r in (1, 2, 3)} <= {0, 1}


CONDITIONS = [
    ("min_{A} ‖Y - A‖_F^2 s.t. A ≥ 0", None),
    ("Y ≈ A ⊡ A, A ≥ 0", "unknown"),
]


@pytest.mark.parametrize(("text", "verdict"), CONDITIONS, ids=[text for text, _ in CONDITIONS])
def test_what_unknowns_are_held_to_is_not_proved(text, verdict):
    if verdict is None:
        with pytest.raises(boxdot.BoxdotError, match="nothing to prove"):
            boxdot.prove(text, "A, Y ∈ R^{I×J}")
    else:
        assert boxdot.prove(text, "A, Y ∈ R^{I×J}").verdict == verdict


ODD = [
    ("fold(A) = A", "A ∈ R^{I×J}"),
    ("unfold(A) = A", "A ∈ R^{I×J}"),
    ("Σ_{r=1}^{∞} a_r = 1", "a_r ∈ R"),
    ("𝒫(A) = A", "A ∈ R^{I×J}"),
    ("A = B ⟺ B = A", "A, B ∈ R^{I×J}"),
    ("A ≥ 0 ⟺ -A ≤ 0", "A ∈ R^{I×J}"),
    ("Σ_{r=1}^{2} S^r = S + S^2", "S ∈ R^{I×I}"),
]


@pytest.mark.parametrize(("text", "declared"), ODD, ids=[text for text, _ in ODD])
def test_odd_formulas_are_not_answered_wrongly(text, declared):
    assert boxdot.prove(text, declared).verdict == "unknown"


@pytest.mark.parametrize("text", ["A ≥ 0 ⟺ A ≤ 0", "A + B = B + A ⟺ A = B"])
def test_equivalence_of_what_differs_is_refuted(text):
    assert boxdot.prove(text, "A, B ∈ R^{I×J}").verdict == "refuted"
