"""Idioms: what a careful author of each language would write, and no needless work."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from agreement import draw, same
from targets import TARGETS, run, to_numpy

from boxdot.notation.codegen.convert import convert
from boxdot.notation.reading import read
from boxdot.numeric.evaluating import evaluate

SIZES = {"m": 3, "n": 4, "p": 2, "d": 3, "N": 2, "I": 3, "J": 4, "K": 2, "L": 5}

ATTENTION = "softmax_2(Q Kᵀ / √d) V", "Q ∈ R^{n×d}; K ∈ R^{m×d}; V ∈ R^{m×p}"
DISTANCES = "K_{ij} = exp(−‖x_i − x_j‖² / 2)", "x ∈ R^{n×d}"
RESIDUAL = "(1/2) ‖A x − b‖²", "A ∈ R^{m×n}; x ∈ R^n; b ∈ R^m"
COVARIANCE = "S = (1/(n−1)) (X − 𝟏_n μᵀ)ᵀ (X − 𝟏_n μᵀ)", "X ∈ R^{n×d}; μ ∈ R^d"
STACKS = "Y_{nij} = Σ_k A_{nik} B_{nkj}", "A ∈ R^{N×I×K}; B ∈ R^{N×K×J}"
CHAIN = "Y_{il} = Σ_{j,k} A_{ij} B_{jk} C_{kl}", "A ∈ R^{I×J}; B ∈ R^{J×K}; C ∈ R^{K×L}"
TURNED = "Y_{li} = Σ_{j,k} A_{ij} B_{kj} C_{kl}", "A ∈ R^{I×J}; B ∈ R^{K×J}; C ∈ R^{K×L}"
BILINEAR = "s = Σ_i Σ_j x_i A_{ij} y_j", "A ∈ R^{m×n}; x ∈ R^m; y ∈ R^n"
INNER = "tr(Aᵀ B)", "A, B ∈ R^{m×n}"
ENTROPY = "−Σ_i Σ_j Y_{ij} log(P_{ij})", "Y, P ∈ R^{m×n}"
LOSS = "−(1/n) Σ_i Σ_j Y_{ij} log(softmax_2(Z))_{ij}", "Z, Y ∈ R^{n×p}"
SCORES = "(x ⊟ mean(x)) ⧄ std(x)", "x ∈ R^n"
POWERS = "log(Σ_i exp(x_i))", "x ∈ R^n"
MASKED = "M_{ij} = 1_{i≥j} A_{ij}", "A ∈ R^{n×n}"
OTHERS = "s_k = Σ_{r≠k} x_r", "x ∈ R^n"
COLUMNS = "‖A‖_{2,1}", "A ∈ R^{m×n}"
RIGHT = "B A⁻¹", "A ∈ R^{n×n}; B ∈ R^{m×n}"
UNIT = "y = A x / ‖A x‖", "A ∈ R^{m×n}; x ∈ R^n"
TUCKER = "X ×_1 A ×_2 B", "X ∈ R^{I×J×K}; A ∈ R^{L×I}; B ∈ R^{m×J}"
KERNEL = "Σ_i Σ_j 1 / (1 + ‖z_i − z_j‖²)", "z ∈ R^{n×d}"
WINDOW = "y_i = Σ_{k=1}^{K} w_k x_{i+k-1}", "w ∈ R^K; x ∈ R^{m+K-1}; y ∈ R^m"

IDIOMS = [
    (ATTENTION, "torch", "torch.softmax(Q @ K.T / math.sqrt(Q.shape[1]), dim=1) @ V"),
    (ATTENTION, "jax", "jax.nn.softmax(Q @ K.T / jnp.sqrt(Q.shape[1]), axis=1) @ V"),
    (LOSS, "torch", "-(Y * torch.log_softmax(Z, dim=1)).sum() / Y.shape[0]"),
    (LOSS, "jax", "-(Y * jax.nn.log_softmax(Z, axis=1)).sum() / Y.shape[0]"),
    (POWERS, "torch", "torch.logsumexp(x, dim=0)"),
    (POWERS, "jax", "jax.nn.logsumexp(x)"),
    (DISTANCES, "numpy", "K = np.exp(-((x[:, None, :] - x[None, :, :]) ** 2).sum(axis=2) / 2)"),
    (
        DISTANCES,
        "matlab",
        "K = exp(-sum((permute(x, [1 3 2]) - permute(x, [3 1 2])) .^ 2, 3) / 2);",
    ),
    (RESIDUAL, "numpy", "np.linalg.norm(A @ x - b) ** 2 / 2"),
    (RESIDUAL, "jax", "((A @ x - b) ** 2).sum() / 2"),
    (RESIDUAL, "julia", "norm(A * x - b)^2 / 2"),
    (COVARIANCE, "numpy", "S = (X - μ[None, :]).T @ (X - μ[None, :]) / (X.shape[0] - 1)"),
    (COVARIANCE, "julia", "S = (X .- μ')' * (X .- μ') / (size(X, 1) - 1)"),
    (STACKS, "numpy", "Y = A @ B"),
    (CHAIN, "numpy", "Y = A @ B @ C"),
    (TURNED, "numpy", "Y = C.T @ B @ A.T"),
    (BILINEAR, "numpy", "s = x @ A @ y"),
    (BILINEAR, "julia", "s = x' * A * y"),
    (INNER, "numpy", "(A * B).sum()"),
    (INNER, "matlab", "sum(sum(A .* B))"),
    (ENTROPY, "numpy", "-(Y * np.log(P)).sum()"),
    (SCORES, "numpy", "(x - x.mean()) / x.std()"),
    (SCORES, "torch", "(x - x.mean()) / x.std(correction=0)"),
    (SCORES, "matlab", "(x - mean(x)) / std(x, 1)"),
    (SCORES, "julia", "(x .- mean(x)) / std(x; corrected=false)"),
    (SCORES, "einx", '(x - einx.mean("[n]", x)) / einx.std("[n]", x)'),
    (COLUMNS, "numpy", "np.linalg.norm(A, axis=0).sum()"),
    (RIGHT, "numpy", "np.linalg.solve(A.T, B.T).T"),
    (RIGHT, "matlab", "B / A"),
    (TUCKER, "numpy", 'np.einsum("ijk,li,mj->lmk", X, A, B, optimize=True)'),
    (TUCKER, "torch", 'torch.einsum("ijk,li,mj->lmk", X, A, B)'),
    (KERNEL, "numpy", "(1 / (1 + ((z[:, None, :] - z[None, :, :]) ** 2).sum(axis=2))).sum()"),
    (UNIT, "numpy", "t1 = A @ x\ny = t1 / np.linalg.norm(t1)"),
    (UNIT, "julia", "t1 = A * x\ny = t1 / norm(t1)"),
]


@pytest.mark.parametrize(("formula", "target", "code"), IDIOMS)
def test_idiom(formula, target, code):
    assert convert(read(*formula), target).code == code


FORMULAS = [
    *(ATTENTION, DISTANCES, RESIDUAL, COVARIANCE, STACKS, CHAIN, TURNED, BILINEAR, INNER, ENTROPY),
    *(LOSS, SCORES, POWERS, MASKED, OTHERS, COLUMNS, RIGHT, UNIT, WINDOW, TUCKER),
    *(KERNEL, ("(X ×_1 A) ⊙ (X ×_1 A) ×_2 B", "X ∈ R^{I×J×K}; A ∈ R^{I×I}; B ∈ R^{m×J}")),
    ("Y_{ik} = Σ_j A_{ij} B_{jk} x_j", "A ∈ R^{m×n}; B ∈ R^{n×p}; x ∈ R^n"),
    ("y_i = Σ_{j,k} A_{ij} B_{jk} x_k", "A ∈ R^{m×n}; B ∈ R^{n×p}; x ∈ R^p"),
    ("Y_{ik} = Σ_{j,l} A_{ij} A_{jl} A_{kl}", "A ∈ R^{n×n}"),
    ("s = Σ_{i,j,k} x_i A_{ij} A_{kj} x_k", "A ∈ R^{n×m}; x ∈ R^n"),
    ("−(1/3) A B + (1/n) 𝟏_n xᵀ", "A ∈ R^{n×m}; B ∈ R^{m×p}; x ∈ R^p"),
    ("A 𝟏_n + (𝟏_mᵀ B)ᵀ", "A ∈ R^{m×n}; B ∈ R^{m×m}"),
    ("F_{ik} = f_i 1_{i=k} + 1_{i≠k} f_k", "f ∈ R^n"),
    ("logsumexp(X) ⊞ logsumexp_2(X)", "X ∈ R^{m×n}"),
    ("softmax_1(X) ⊡ softmax(y)", "X ∈ R^{m×n}; y ∈ R^m"),
]


ARRAYS = [target for target in TARGETS if target.name != "numba"]
LOOPS = [target for target in TARGETS if target.name == "numba"]
CASES = [(*formula, ARRAYS) for formula in FORMULAS]
CASES += [(*formula, LOOPS) for formula in (DISTANCES, RESIDUAL, KERNEL)]


@pytest.mark.parametrize(("formula", "declarations", "targets"), CASES)
def test_values(formula, declarations, targets):
    case = read(formula, declarations)
    arrays = draw(case, SIZES)
    wanted = evaluate(replace(case, sizes=SIZES), arrays)
    for target in (target for target in targets if target.is_here):
        for name in ("f",) if target.name == "numba" else (None, "f"):
            code = convert(case, target.name, function=name)
            assert same(to_numpy(run(target, code, arrays)), wanted, rtol=1e-9), code.code


def test_squares_of_complex_norms_stay_norms():
    code = convert(read("‖z_i‖²", "z ∈ ℂ^{n×d}"), "numpy").code
    assert code == "np.linalg.norm(z, axis=1) ** 2"


def test_the_gradient_of_a_square_is_a_number_where_it_is_zero():
    """In JAX the derivative of ‖x‖ at 0 is NaN, and with it that of its square."""
    import jax

    code = convert(read("‖x‖²", "x ∈ R^n"), "jax", function="square").code
    namespace: dict = {"jnp": jax.numpy}
    exec(code, namespace)
    gradient = jax.grad(namespace["square"])(np.zeros(3))
    assert np.array_equal(gradient, np.zeros(3))


NAMES = [("ℓ = Σ_i p_i", "p ∈ R^n", "numpy", "ell = p.sum()"),
         ("λ = xᵀ x", "x ∈ R^n", "matlab", "lambda = x.' * x;")]  # fmt: skip


@pytest.mark.parametrize(("formula", "declarations", "target", "code"), NAMES)
def test_names_that_are_read_right(formula, declarations, target, code):
    """An l looks like a 1, and Unicode calls λ lamda."""
    assert convert(read(formula, declarations), target).code == code
