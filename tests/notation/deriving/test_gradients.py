"""Gradients: what a person would write, and what finite differences say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import strategies as st

from boxdot.notation.deriving import derive
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Chain, Minimise
from boxdot.notation.reading import read
from boxdot.numeric.evaluating.evaluate import evaluate

DECLARED = (
    "Y ∈ R^{I×J×K}; A ∈ R^{I×J×1}; Z ∈ R^{1×J×K}; X, B ∈ R^{I×J}; S, T ∈ R^{n×n}; C ∈ R^{J×L}; "
    "M ∈ R^{L×J}; x ∈ R^J; b ∈ R^I; s ∈ R^n; w ∈ R^{1×J}; k, λ ∈ R; Q ∈ R^{L×I}"
)

WRITTEN = """
‖Y − A ⊡ Z‖_F²            | A | 2 𝒫_3((A ⊡ Z − Y) ⊡ Z)
‖Y − A ⊡ Z‖_F²            | Z | 2 𝒫_1((A ⊡ Z − Y) ⊡ A)
‖B x − b‖²                | x | 2 Bᵀ (B x − b)
‖B x − b‖²                | B | 2 (B x − b) xᵀ
‖B x − b‖² + λ ‖x‖²       | x | 2 (Bᵀ (B x − b) + λ x)
tr(XᵀB)                   | X | B
tr(S)                     | S | 𝑰_n
tr(S T S)                 | S | Sᵀ Tᵀ + Tᵀ Sᵀ
log(det(S))               | S | (S⁻¹)ᵀ
det(S)                    | S | det(S) (S⁻¹)ᵀ
tr(S⁻¹ T)                 | S | −(S⁻¹)ᵀ Tᵀ (S⁻¹)ᵀ
tr(inv(S) T)              | S | −(S⁻¹)ᵀ Tᵀ (S⁻¹)ᵀ
tr(S³)                    | S | 3 Sᵀ Sᵀ
sᵀ (T \\ s)               | T | −(T⁻¹)ᵀ s (T \\ s)ᵀ
‖B‖_F                     | B | B / ‖B‖_F
‖X‖_1                     | X | sign(X)
‖X − k B‖_F²              | k | 2 ⟨k B − X, B⟩
k² + 3 k                  | k | 2 k + 3
k³ / 2                    | k | 3 k² / 2
2^k                       | k | 2^k log(2)
bᵀ X x                    | X | b xᵀ
xᵀ (Bᵀ B) x               | x | 2 Bᵀ B x
b · b                     | b | 2 b
⟨s, s⟩_T                  | s | Tᵀ s + T s
S : T                     | S | T
⟨X, B⟩                    | X | B
X : X                     | X | 2 X
mean(B ⊡ B)               | B | 2 B / (I J)
var(x)                    | x | 2 (x ⊟ mean(x)) / J
std(x)                    | x | (x ⊟ mean(x)) / (J std(x))
sum(X)                    | X | 𝟏_{I,J}
sum(b ⊞ w)                | b | J 𝟏_I
𝟏ᵀ X x                    | X | 𝟏_I xᵀ
‖𝟏 − X‖_F²                | X | 2 (X − 𝟏)
‖vec(X) − vec(B)‖²        | X | 2 (X − B)
‖X − diag(b) B‖_F²        | b | 2 𝒫_2((diag(b) B − X) ⊙ B)
tr(diag(s) T)             | s | (Tᵀ ⊙ 𝑰_n) 𝟏_n
‖X^□ ⊙ b^□‖_F²            | b | 2 (b ⊙ 𝒫_2(X ⊙ X))
‖𝒫_3(Y)‖_F²               | Y | 2 (𝒫_3(Y) ⊡ 𝟏_{I,J,K})
‖X_(1)‖_F²                | X | 2 X
‖Q X‖_F²                  | X | 2 Qᵀ Q X
‖X ⊙_PF Y‖_F²             | X | 2 (X ⊡ 𝒫_3(Y ⊡ Y))
sum(exp(X))               | X | exp(X)
sum(log(X))               | X | 𝟏 ⊘ X
sum(log_2(k))             | k | 1 / (k log(2))
sum(√x)                   | x | 𝟏 ⊘ √x / 2
sum(σ(B x))               | B | (σ(B x) ⊙ (𝟏 − σ(B x))) xᵀ
sum(tanh(X ⊡ b))          | b | 𝒫_2((𝟏 − tanh(X ⊡ b) ⊡ tanh(X ⊡ b)) ⊡ X)
sum(relu(X))              | X | (sign(X) + 𝟏) / 2
sum(sin(X))               | X | cos(X)
sum(cos(X))               | X | −sin(X)
log(Σ_j exp(x_j))         | x | exp(x) / sum(exp(x))
Σ_{i,j} X_{ij}²           | X | 2 X
Σ_{i,j} X_{ij} B_{ij}     | X | B
sum(𝟏 ⧄ X)                | X | −𝟏 ⧄ (X ⊡ X)
argmin_A ‖Y − A ⊡ Z‖_F²   | A | 2 𝒫_3((A ⊡ Z − Y) ⊡ Z)
E = Y − A ⊡ Z; ‖E‖_F²     | A | 2 𝒫_3((A ⊡ Z − Y) ⊡ Z)
"""

CASES = [[cell.strip() for cell in line.split(" | ")] for line in WRITTEN.strip().splitlines()]

SIZES = {"I": 2, "J": 3, "K": 2, "n": 2, "L": 4}
RANDOM = st.integers(0, 2**32 - 1)


@pytest.mark.parametrize(("text", "wrt", "gradient"), CASES, ids=[c[0] for c in CASES])
def test_gradient_is_written_as_people_would(text, wrt, gradient):
    assert str(derive(read(text, DECLARED), wrt)) == gradient


def arrays(formula, sizes, seed):
    """Random arrays for the declared symbols, away from zero so that logs and quotients exist."""
    rng = np.random.default_rng(seed)
    shapes = {name: declared.shape for name, declared in formula.symbols.items()}
    return {
        name: np.asarray(rng.uniform(0.3, 1.5, [sizes.get(size, size) for size in shape]))
        + (2 * np.eye(sizes["n"]) if shape == ("n", "n") else 0)
        for name, shape in shapes.items()
    }


def scalar(formula, data, sizes):
    body = formula.statements[-1].sides[-1]
    body = body.body if isinstance(body, Minimise) else body
    chains = (*formula.statements[:-1], Chain((body,)))
    value = evaluate(Formula(formula.text, chains, formula.symbols, sizes=sizes), data)
    return np.asarray(value).item()


def differences(formula, data, wrt, sizes, step=1e-5):
    """The gradient by central differences."""
    found = np.zeros(data[wrt].shape)
    for entry in np.ndindex(found.shape):
        ends = []
        for sign in (1, -1):
            moved = np.array(data[wrt])
            moved[entry] += sign * step
            ends.append(scalar(formula, {**data, wrt: moved}, sizes))
        found[entry] = (ends[0] - ends[1]) / (2 * step)
    return found


def value(derivation, formula, data, sizes):
    chain = Chain((derivation.result,))
    shown = Formula(str(derivation), (chain,), formula.symbols, formula.convention, sizes)
    return np.asarray(evaluate(shown, data))


def agree(formula, wrt, sizes, seed):
    data = arrays(formula, sizes, seed)
    found = value(derive(formula, wrt), formula, data, sizes)
    wanted = differences(formula, data, wrt, sizes)
    assert found.size == wanted.size
    np.testing.assert_allclose(found.reshape(wanted.shape), wanted, rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize(("text", "wrt"), [c[:2] for c in CASES], ids=[c[0] for c in CASES])
def test_finite_differences(text, wrt):
    agree(read(text, DECLARED), wrt, SIZES, seed=1)


@pytest.mark.parametrize(("text", "wrt"), [c[:2] for c in CASES], ids=[c[0] for c in CASES])
def test_the_printed_gradient_reads_back(text, wrt):
    declared = DECLARED.replace("I", "D")  # I alone reads as the identity matrix
    derivation = derive(read(text, declared), wrt)
    for spelling in ("unicode", "latex", "ascii"):
        back = read(derivation.text(spelling), declared).statements[0].sides[0]
        assert back == derivation.result
