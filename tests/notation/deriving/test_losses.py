"""The losses that people differentiate, a line each, against finite differences."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from finite_differences import arrays_of, differences, sizes_of, value_of

from boxdot.notation.deriving import derive
from boxdot.notation.equality import prove
from boxdot.notation.inference import infer
from boxdot.notation.reading import read

LINES = (Path(__file__).parent / "losses.tsv").read_text(encoding="utf-8").splitlines()
LOSSES = [line.split("\t")[:3] for line in LINES if line and not line.startswith("#")]
IDS = [f"{text} over {unknown}" for text, unknown, _ in LOSSES]


def test_there_are_many():
    assert len(LOSSES) >= 80


@pytest.mark.parametrize(("text", "unknown", "declared"), LOSSES, ids=IDS)
def test_finite_differences(text, unknown, declared):
    formula = read(text, declared)
    name = read(unknown, declared).statements[0].sides[0].name
    derivation = derive(formula, unknown)
    sizes = sizes_of(formula)
    data = arrays_of(formula, sizes)
    found = value_of(derivation.result, formula, data, sizes)
    wanted = differences(formula, data, name, sizes)
    np.testing.assert_allclose(found.reshape(wanted.shape), wanted, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize(("text", "unknown", "declared"), LOSSES, ids=IDS)
def test_the_gradient_fits(text, unknown, declared):
    """The gradient has the shape of the unknown whatever the sizes, and is what it is."""
    formula = read(text, declared)
    derivation = derive(formula, unknown)
    answer = prove(read(f"{derivation} = {derivation}", formula.symbols))
    assert answer.verdict == "proved"


WRITTEN = [
    # expression, unknown, declarations, the gradient as people write it
    ("−yᵀ log(softmax(W x))", "W", "y ∈ R^k; W ∈ R^{k×d}; x ∈ R^d", "(sum(y) softmax(W x) − y) xᵀ"),
    ("−sum(Y ⊙ logsoftmax_2(Z))", "Z", "Y, Z ∈ R^{n×k}", "𝒫_2(Y) ⊡ softmax_2(Z) − Y"),
    ("logsumexp(x)", "x", "x ∈ R^n", "exp(x) / sum(exp(x))"),
    ("sum(logsumexp_2(Z))", "Z", "Z ∈ R^{n×k}", "exp(Z) ⧄ 𝒫_2(exp(Z))"),
    ("sum(f(X))", "X", "f: R → R; X ∈ R^{m×n}", "f′(X)"),
    ("sum(f′(X))", "X", "f: R → R; f′: R → R; X ∈ R^{m×n}", "f′′(X)"),
    ("Σ_i f(x_i)", "x", "f: R → R; x ∈ R^n", "f′(x)"),
    ("f(wᵀ x)", "w", "f: R → R; w, x ∈ R^n", "f′(wᵀ x) x"),
    (
        "‖f(W x + b) − y‖²",
        "W",
        "f: R → R; W ∈ R^{m×n}; x ∈ R^n; b, y ∈ R^m",
        "2 ((f(W x + b) − y) ⊙ f′(W x + b)) xᵀ",
    ),
    ("sum(φ(X ⊡ y))", "y", "X ∈ R^{m×n}; y ∈ R^m", "𝒫_2(φ′(X ⊡ y) ⊡ X)"),
    ("logdet(S)", "S", "S ∈ R^{n×n}", "(S⁻¹)ᵀ"),
    ("sum(e^x)", "x", "x ∈ R^n", "e^x"),
    ("‖x‖_4^4", "x", "x ∈ R^n", "4 (x ⊙ x ⊙ x)"),
    ("‖x‖_∞", "x", "x ∈ R^n", "sign(x) ⊙ (sign(|x| ⊟ ‖x‖_∞) + 𝟏)"),
    ("sum(x ⊗ y)", "x", "x ∈ R^m; y ∈ R^n", "sum(y) 𝟏_m"),
    ("sum(p ⊙ log(p ⊘ q))", "p", "p, q ∈ R^n", "log(p ⊘ q) + 𝟏"),
]


@pytest.mark.parametrize(("text", "unknown", "declared", "wanted"), WRITTEN)
def test_gradient_is_written_as_people_would(text, unknown, declared, wanted):
    assert str(derive(read(text, declared), unknown)) == wanted


def test_derivatives_of_unknown_functions_are_declared():
    found = derive(read("sum(f(X))", "f: R → R; X ∈ R^{m×n}"), "X")
    back = read(str(found), found.symbols)
    assert infer(back).sides[0] == (("m", "n"),)


CONDITIONS = [
    # expression, unknown, what must hold
    ("‖x‖_3", "x", "‖x‖₃ is not zero"),
    ("max(x)", "x", "only one entry of x is largest"),
    ("min(x)", "x", "only one entry of x is smallest"),
    ("sum(max(x, y))", "y", "x and y are nowhere equal"),
    ("√(xᵀ x)", "x", "xᵀ x is not zero"),
    ("det(S)", "S", "S is invertible"),
    ("‖x‖_S", "x", "‖x‖_S is not zero"),
]


@pytest.mark.parametrize(("text", "unknown", "condition"), CONDITIONS)
def test_condition(text, unknown, condition):
    found = derive(read(text, "x, y ∈ R^n; S ∈ R^{n×n}"), unknown)
    assert found.condition == condition


JACOBIANS = [
    # expression, unknown, the Jacobian
    ("A x", "x", "A"),
    ("Aᵀ x", "x", "Aᵀ"),
    ("softmax(x)", "x", "diag(softmax(x)) − softmax(x) softmax(x)ᵀ"),
    ("exp(x)", "x", "diag(exp(x))"),
    ("tanh(A x + b)", "x", "diag(𝟏 − tanh(A x + b) ⊙ tanh(A x + b)) A"),
    ("x / ‖x‖", "x", "(𝑰_n − x xᵀ / ‖x‖²) / ‖x‖"),
    ("k x", "k", "x"),
    ("k b ⊞ b ⊡ k", "k", "2 b"),
    ("(A x) (bᵀ A x)", "x", None),
    ("x xᵀ x", "x", "xᵀ x 𝑰_n + 2 x xᵀ"),
    ("x (xᵀ A x)", "x", None),
    ("S⁻¹ x", "x", "S⁻¹"),
    ("x ⊟ mean(x)", "x", "𝑰_n − 𝟏_n 𝟏_nᵀ / n"),
    ("Aᵀ (A x − b) ⧄ sum(x)", "x", None),
    ("(x ⊞ k) ⧄ k", "k", None),
    ("σ(S (x ⊙ x))", "x", None),
]


@pytest.mark.parametrize(("text", "unknown", "wanted"), JACOBIANS)
def test_jacobian(text, unknown, wanted):
    declared = "A, S ∈ R^{n×n}; x, b ∈ R^n; k ∈ R"
    formula = read(text, declared)
    derivation = derive(formula, unknown)
    if wanted is not None:
        assert str(derivation) == wanted
    assert derivation.steps[-1].rule == "Jacobian"
    sizes = sizes_of(formula)
    data = arrays_of(formula, sizes)
    found = value_of(derivation.result, formula, data, sizes)
    wanted = differences(formula, data, unknown, sizes)
    np.testing.assert_allclose(found.reshape(wanted.shape), wanted, rtol=1e-4, atol=1e-6)
