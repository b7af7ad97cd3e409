"""Families named by subscripts, A_1, A_2, …: one array with the members stacked in front."""

from __future__ import annotations

import numpy as np
import pytest
from agreement import run_code

import boxdot
from boxdot.notation.codegen.convert import convert
from boxdot.notation.reading import read
from boxdot.numeric.evaluating import evaluate

RNG = np.random.default_rng(3)
A, B, C = (RNG.normal(size=shape) for shape in ((3, 2, 4, 1), (3, 2, 1, 5), (3, 1, 4, 5)))
TERMS = {"A_r": A, "B_r": B, "C_r": C}
SHAPES = "A_r ∈ R^{I×J×1}; B_r ∈ R^{I×1×K}; C_r ∈ R^{1×J×K}"
M = RNG.normal(size=(3, 2, 4))
WHOLE = (A * B * C).sum(0)

CASES = [
    ("Σ_{r=1}^{R} A_r ⊡ B_r ⊡ C_r", SHAPES, TERMS, WHOLE),
    ("Σ_{r=2}^{R} A_r ⊡ B_r ⊡ C_r", SHAPES, TERMS, (A * B * C)[1:].sum(0)),
    ("Σ_{r=1}^{3} A_r + Σ_{r=2}^{2} A_r", SHAPES, TERMS, A.sum(0) + A[1]),
    ("Z_r := A_r ⊡ B_r; Σ_{r=1}^{R} Z_r ⊡ C_r", f"{SHAPES}; Z_r ∈ R^{{I×J×K}}", TERMS, WHOLE),
    ("Σ_{r=1}^{R} Σ_{s=1}^{S} A_{rs}", "A_{rs} ∈ R^I", {"A_rs": M}, M.sum((0, 1))),
    (
        "Σ_{s=1}^{S} y_s Σ_{r=1}^{R} A_{r,s}",
        "A_{r,s} ∈ R^I; y ∈ R^S",
        {"A_{r,s}": M, "y": M[0, :, 0]},
        np.einsum("rsi,s->i", M, M[0, :, 0]),
    ),
    ("Σ_{r=1}^{R} A_{r,k}", "A_{r,k} ∈ R^{I×J}", {"A_{r,k}": M}, M.sum(0)),
    ("∏_{r=1}^{R} a_r", "a_r ∈ R", {"a_r": M[:, 0, 0]}, M[:, 0, 0].prod()),
    (
        "Σ_{k=1}^{K} A_k B_k",
        "A_k ∈ R^{I×J}; B_k ∈ R^{J×L}",
        {"A_k": M, "B_k": M.transpose(0, 2, 1)},
        np.einsum("kij,klj->il", M, M),
    ),
    ("Σ_{r=1}^{R} A_r", "A ∈ R^{I×J×R}; A_r ∈ R^{I×J}", {"A": M}, M.sum(2)),
    ("Σ_{i=1}^{n} x_i", "x ∈ R^n; x_i ∈ R", {"x": M[0, 0]}, M[0, 0].sum()),
    ("y_i = a_i x_i", "a_i ∈ R; x, y ∈ R^n", {"a_i": M[0, 0], "x": M[1, 0]}, M[0, 0] * M[1, 0]),
    ("A_r + 1", "A_r ∈ R", {"A_r": 2.0}, 3.0),
    (
        "Σ_{i=1}^{2} W_{xi} v_i",
        "W_{xi} ∈ R^{I×J}; v ∈ R^2",
        {"W_xi": M[0], "v": M[0, 0, :2]},
        M[0] * M[0, 0, :2].sum(),
    ),
]


@pytest.mark.parametrize(("text", "declared", "arrays", "value"), CASES, ids=[c[0] for c in CASES])
def test_value(text, declared, arrays, value):
    found = evaluate(read(text, declared), arrays)
    assert found.shape == np.shape(value)
    assert np.allclose(found, value)
    assert np.allclose(boxdot.compile(text, declared)(arrays), value)
    assert np.allclose(run_code(convert(read(text, declared)), arrays), value)


def test_what_a_decomposition_writes_is_read():
    terms = "Σ_{r=1}^{2} A_r ⊡ B_r ⊡ C_r"
    shapes = "Y ∈ R^{I×J×K}; " + SHAPES
    Y = sum(a * b * c for a, b, c in zip(A[:2], B[:2], C[:2], strict=True))
    found = boxdot.decompose(f"Y ≈ {terms}", {"Y": Y}, shapes)
    assert found.arrays["A_r"].shape == (2, 2, 4, 1)
    assert np.allclose(boxdot.evaluate(terms, found.arrays, SHAPES), Y)


@pytest.mark.parametrize(
    ("text", "declared", "message"),
    [
        ("Σ_{r=1}^{R} A_r - 3 A_r", "A_r ∈ R^{I×J×1}", "both one array and a family"),
        ("Σ_{r=2}^{R} A_{r-1}", "A_{r-1} ∈ R^{I×J×1}", "which member"),
    ],
)
def test_what_has_no_one_array_is_refused(text, declared, message):
    with pytest.raises(boxdot.BoxdotError, match=message):
        evaluate(read(text, declared), {"A_r": A, "A_{r−1}": A})
