"""Every node as a sum over entries has the value that the reference evaluator gives it."""

from __future__ import annotations

import itertools

import pytest

from boxdot.notation.reading import read
from boxdot.notation.symbolic import to_sympy

SIZES = {"I": 2, "J": 3, "K": 2, "L": 3, "R": 2, "n": 2}

CASES = [
    ("X ⊡ B", "X ∈ R^{I×J×K}; B ∈ R^{I×J}"),
    ("X ⊞ y ⊟ zᵀ", "X ∈ R^{I×J}; y ∈ R^I; z ∈ R^J"),
    ("X ⧄ y", "X ∈ R^{I×J}; y ∈ R^I"),
    ("X ⊙ Y + X − Y ⊘ X", "X, Y ∈ R^{I×J}"),
    ("−X/2", "X ∈ R^{I×J}"),
    ("k (X + 0.5 X)", "X ∈ R^{I×J}; k ∈ R"),
    ("A B x", "A ∈ R^{I×J}; B ∈ R^{J×K}; x ∈ R^K"),
    ("xᵀ A y", "A ∈ R^{I×J}; x ∈ R^I; y ∈ R^J"),
    ("x · y", "x, y ∈ R^I"),
    ("A \\ b", "A ∈ R^{n×n}; b ∈ R^n"),
    ("A^{-1} + A^2 + A^{-2}", "A ∈ R^{n×n}"),
    ("x² + x", "x ∈ R^I"),
    ("x ∘ y", "x ∈ R^I; y ∈ R^J"),
    ("X ∘ z", "X ∈ R^{I×J}; z ∈ R^K"),
    ("A ⊗ B", "A ∈ R^{I×J}; B ∈ R^{K×L}"),
    ("A ⊙_KR B", "A ∈ R^{I×R}; B ∈ R^{J×R}"),
    ("A : B", "A, B ∈ R^{I×J}"),
    ("X ⊙_PF Y", "X ∈ R^{I×J}; Y ∈ R^{I×J×K}"),
    ("X ×_2 A", "X ∈ R^{I×J×K}; A ∈ R^{L×J}"),
    ("diag(x) + 𝑰 + 𝟏 + 𝟎", "x ∈ R^I"),
    ("diag(X)", "X ∈ R^{I×J}"),
    ("𝓘_{I,I,I} ×_3 yᵀ", "y ∈ R^I"),
    ("vec(X) + X_(1) 𝟏 ", "X ∈ R^{I×1}"),
    ("vec(X)", "X ∈ R^{I×J×K}"),
    ("unfold_2(X)", "X ∈ R^{I×J×K}"),
    ("X ⊙ fold_2(M)", "X ∈ R^{I×J×K}; M ∈ R^{J×4}"),
    ("X ⊙ fold_1(𝟏_Kᵀ ⊗ Y)", "X ∈ R^{I×J×K}; Y ∈ R^{I×J}"),
    ("permute_{3,1,2}(X)", "X ∈ R^{I×J×K}"),
    ("𝒫_{1,3}(X)", "X ∈ R^{I×J×K}"),
    ("𝒫_3(Y ⊡ Z) ⧄ 𝒫_3(Z ⊡ Z)", "Y ∈ R^{I×J×K}; Z ∈ R^{1×J×K}"),
    ("X ⊙ y^□", "X ∈ R^{I×J}; y ∈ R^I"),
    ("X_□ ⊙ Y_□", "X ∈ R^{I×J×K}; Y ∈ R^{I×J}"),
    ("bc(y, size(X))", "X ∈ R^{I×J}; y ∈ R^I"),
    ("‖X‖_F² + ‖X‖₁ + ‖X‖₀", "X ∈ R^{I×J}"),
    ("‖X‖_3", "X ∈ R^{I×J}"),
    ("‖x‖_P", "x ∈ R^2; P ∈ R^{2×2}"),
    ("⟨a, b⟩ + ⟨a, b⟩_M", "a, b ∈ R^I; M ∈ R^{I×I}"),
    ("tr(A B) + det(A)", "A, B ∈ R^{n×n}"),
    ("Σ_{r=1}^R A_{:,r} ⊡ x_r", "A ∈ R^{I×R}; x ∈ R^R"),
    ("x_q Σ_{r≠q} x_r", "x ∈ R^R"),
    ("∏_{r=1}^R x_r", "x ∈ R^R"),
    ("Σ_{k=0}^{1} k", ""),
    ("Σ_i Σ_j X_{ij} X_{ij}", "X ∈ R^{I×J}"),
    ("X_{ij} y_i", "X ∈ R^{I×J}; y ∈ R^I"),
    ("X_k", "X ∈ R^{I×J×K}"),
    ("Σ_i 1_{i=k} x_i", "x ∈ R^I; y ∈ R^I"),
    ("[1 2; 3 4] x", "x ∈ R^2"),
    ("[y, …, y] ⊙ X", "X ∈ R^{I×J}; y ∈ R^I"),
    ("exp(X) + tanh(X) + sigmoid(X) + abs(X)", "X ∈ R^{I×J}"),
    ("mean(X) + var(X)", "X ∈ R^{I×J}"),
    ("softmax(x)", "x ∈ R^I"),
    ("max(x, y)", "x, y ∈ R^I"),
    ("‖x‖_∞", "x ∈ R^3"),
    ("Y = X ⊡ y; Y ⊞ ‖Y‖_F²", "X ∈ R^{I×J}; y ∈ R^I"),
]


@pytest.mark.parametrize(("text", "declarations"), CASES)
def test_value(text, declarations, trial, agrees):
    case = trial(text, declarations, SIZES, positive="‖x‖_P" in text)
    form = to_sympy(case.formula)
    if text.startswith("Y = "):
        text = "X ⊡ y ⊞ ‖X ⊡ y‖_F²"
        case = trial(text, declarations, SIZES)
    expected = case.reference()
    lengths = [int(case.number(1 if size is None else size)) for size in form.sizes]
    checked = 0
    for at in itertools.product(*(range(1, length + 1) for length in lengths)):
        index = (*(k - 1 for k in at), *(0,) * (len(expected.shape) - len(at)))
        assert agrees(case.number(form(*at)), expected[index]), (at, form)
        checked += 1
    assert checked == len(expected.entries)


def test_slice():
    form = to_sympy(read("X_{2:3,1}", "X ∈ R^{4×2}"))
    assert form.sizes == (2,)
    assert [str(form(k)) for k in (1, 2)] == ["X[2, 1]", "X[3, 1]"]
