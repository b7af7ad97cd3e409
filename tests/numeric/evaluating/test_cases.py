"""The conversion cases, and the numbers of the paper."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import numpy as np
import pytest
from agreement import draw, run_code, same

from boxdot.notation.codegen.convert import convert
from boxdot.notation.reading import read
from boxdot.numeric.evaluating import evaluate

DATA = Path(__file__).parents[2] / "data"
SIZES = {"n": 4, "p": 3, "k": 2, "T": 5, "m": 3}
POSITIVE_DEFINITE = {("p07", "P")}


def cases() -> list[dict[str, str]]:
    with (DATA / "convert_cases.tsv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t"))


@pytest.mark.parametrize("function", [None, "f"], ids=["lines", "function"])
@pytest.mark.parametrize("spelling", ["unicode", "latex"])
@pytest.mark.parametrize("case", cases(), ids=lambda case: case["id"])
def test_conversion(case, spelling, function):
    declarations = re.sub(r"\([^()]*(slice|row)[^()]*\)", "", case["shapes"]).replace(":", " ∈")
    first = declarations != case["shapes"].replace(":", " ∈")
    formula = read(case[spelling], declarations, first_slices=first)
    arrays = draw(formula, SIZES)
    for name, array in arrays.items():
        if (case["id"], name) in POSITIVE_DEFINITE:
            arrays[name] = array @ array.T
    expected = np.asarray(eval(case["expected_numpy"], {"np": np, **arrays}))
    code = convert(formula, function=function)
    found = run_code(code, arrays)
    assert found.shape == expected.shape
    assert np.allclose(found, expected), code.code
    assert same(evaluate(formula, arrays), expected)


NORMALISATION = "Y = ((X ⊟ μ) ⧄ σ) ⊡ γ ⊞ β"
SHAPES = {"N": 2, "C": 3, "H": 4, "W": 5, "L": 4, "D": 5}
LAYERS = {
    "batch": ("N×C×H×W", "1×C×1×1", "1×C×1×1"),
    "batch, short": ("N×C×H×W", "1×C", "1×C"),
    "layer, images": ("N×C×H×W", "N×1×1×1", "1×C×1×1"),
    "layer, sequences": ("N×L×D", "N×L×1", "1×1×D"),
    "instance": ("N×C×H×W", "N×C×1×1", "1×C×1×1"),
}


@pytest.mark.parametrize("layer", LAYERS)
def test_normalisation(layer):
    """Equation (36) against NumPy written by hand, with explicit shapes."""
    x, statistics, scale = LAYERS[layer]
    formula = read(
        NORMALISATION, f"X, Y ∈ R^{{{x}}}; μ, σ ∈ R^{{{statistics}}}; γ, β ∈ R^{{{scale}}}"
    )
    arrays = draw(formula, SHAPES)
    order = arrays["X"].ndim
    m, s, g, b = (
        arrays[n].reshape(arrays[n].shape + (1,) * (order - arrays[n].ndim)) for n in "μσγβ"
    )
    by_hand = (arrays["X"] - m) / s * g + b
    assert np.allclose(evaluate(formula, arrays), by_hand)
    assert np.allclose(run_code(convert(formula), arrays), by_hand)


@pytest.mark.parametrize(
    ("left", "summed", "shape", "axes"),
    [
        ("c", "n,h,w", "1×C×1×1", (0, 2, 3)),
        ("n", "c,h,w", "N×1×1×1", (1, 2, 3)),
        ("n,c", "h,w", "N×C×1×1", (2, 3)),
    ],
)
def test_statistics(left, summed, shape, axes):
    """Equation (34): mean and deviation, the second statement using the first."""
    size = "".join(summed.upper().split(","))
    text = (
        f"μ_{{{left}}} = (1/({size})) Σ_{{{summed}}} X_{{n,c,h,w}}; "
        f"σ_{{{left}}} = √((1/({size})) Σ_{{{summed}}} (X_{{n,c,h,w}} − μ_{{{left}}})² + ε)"
    )
    formula = read(text, f"X ∈ R^{{N×C×H×W}}; μ, σ ∈ R^{{{shape}}}; ε ∈ R")
    arrays = {"X": np.random.default_rng(0).normal(size=(2, 3, 4, 5)), "ε": np.array(1e-3)}
    by_hand = np.sqrt(arrays["X"].var(axis=axes, keepdims=True) + 1e-3)
    assert evaluate(formula, arrays).shape == by_hand.shape
    assert np.allclose(evaluate(formula, arrays), by_hand)
    assert np.allclose(run_code(convert(formula), arrays), by_hand)


def test_blending():
    """Equation (32), and its batched form."""
    rng = np.random.default_rng(0)
    x, y, a = rng.normal(size=(4, 4, 3)), rng.normal(size=(4, 4, 3)), rng.uniform(size=(4, 4))
    formula = read("X ⊡ A + Y ⊡ (𝟏 − A)", "X, Y ∈ R^{H×W×3}; A ∈ R^{H×W}")
    by_hand = np.stack([x[..., c] * a + y[..., c] * (1 - a) for c in range(3)], axis=-1)
    assert np.allclose(evaluate(formula, {"X": x, "Y": y, "A": a}), by_hand)
    batched = read("X ⊡ A + Y ⊡ (𝟏 − A)", "X, Y ∈ R^{N×H×W×C}; A ∈ R^{1×H×W}")
    many = {"X": x[None], "Y": y[None], "A": a[None]}
    assert np.allclose(evaluate(batched, many), by_hand[None])


def test_channels():
    """Equation (35) entry by entry, and FiLM (37)."""
    declared = "X, Y ∈ R^{N×C×H×W}; μ, σ, γ, β ∈ R^{1×C×1×1}"
    formula = read("Y_{n,c,h,w} = ((X_{n,c,h,w} − μ_c) / σ_c) γ_c + β_c", declared)
    arrays = draw(formula, SHAPES)
    whole = read(NORMALISATION, declared)
    assert np.allclose(evaluate(formula, arrays), evaluate(whole, arrays))
    film = read("FiLM(F | γ, β) = F ⊡ γ ⊞ β", "F ∈ R^{N×C×H×W}; γ, β ∈ R^{N×C×1×1}")
    arrays = draw(film, SHAPES)
    by_hand = arrays["F"] * arrays["γ"] + arrays["β"]
    assert np.allclose(evaluate(film, arrays), by_hand)
