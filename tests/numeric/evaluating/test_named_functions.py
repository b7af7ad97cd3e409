"""Functions by their usual names, and powers of vectors, beside NumPy's own."""

import numpy as np
import pytest

import boxdot

RANDOM = np.random.default_rng(0)
VALUES = {
    "x": RANDOM.normal(size=4),
    "A": np.array([[2.0, 1.0], [1.0, 3.0]]),
    "X": RANDOM.normal(size=(3, 4)),
}
SHAPES = "x ∈ R^4; A ∈ R^{2×2}; X ∈ R^{3×4}"
CASES = [
    ("e^x", lambda v: np.exp(v["x"])),
    ("e^{−x/2} ⊡ xᵀ", lambda v: np.outer(np.exp(-v["x"] / 2), v["x"])),
    ("2^x", lambda v: 2 ** v["x"]),
    ("square(A)", lambda v: v["A"] ** 2),
    ("logdet(A)", lambda v: np.linalg.slogdet(v["A"])[1]),
    ("logsumexp(x)", lambda v: np.log(np.exp(v["x"]).sum())),
    ("logsumexp(1000 x)", lambda v: 1000 * v["x"].max()),
    ("logsumexp_2(X)", lambda v: np.log(np.exp(v["X"]).sum(axis=1, keepdims=True))),
    ("‖X‖_{2,1}", lambda v: np.linalg.norm(v["X"], axis=0).sum()),
    ("‖X‖_{1,∞}", lambda v: np.linalg.norm(v["X"], ord=1)),
    ("‖x‖_{3,1}", lambda v: np.linalg.norm(v["x"], ord=3)),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_value(text, expected):
    formula = boxdot.parse(text, SHAPES)
    used = {name: value for name, value in VALUES.items() if name in text.replace("exp", "")}
    found = boxdot.evaluate(formula, **used)
    np.testing.assert_allclose(found, expected(VALUES), rtol=1e-8)


@pytest.mark.parametrize("text", ["e^X", "x^x"])
def test_a_power_of_two_meanings_is_refused(text):
    with pytest.raises(boxdot.BoxdotError, match="may be meant in two ways"):
        boxdot.convert(boxdot.parse(text, SHAPES), to="numpy")
