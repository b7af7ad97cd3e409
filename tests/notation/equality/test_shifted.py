"""Subscripts by arithmetic of indices: convolutions, differences, Toeplitz and Hankel matrices."""

from __future__ import annotations

import itertools
import random

import numpy as np
import pytest

import boxdot

CONVOLUTION = "y_i = Σ_{k=1}^{K} x_{i+k-1} w_k"
SHAPES = [
    (CONVOLUTION, "x ∈ R^{I+K-1}; w ∈ R^K; y ∈ R^I", ("I",)),
    (CONVOLUTION, "x ∈ R^N; w ∈ R^K", ("N - K + 1",)),
    (CONVOLUTION, "x ∈ R^7; w ∈ R^3; K ∈ R", None),
    ("y_i = Σ_{k=1}^{3} x_{i+k-1} w_k", "x ∈ R^7; w ∈ R^3", (5,)),
    ("z_i = x_{i+1} - x_i", "x ∈ R^N", ("N - 1",)),
    ("z_i = x_{i+1} - x_i", "x ∈ R^N; z ∈ R^{N-1}", ("N - 1",)),
    ("y_i = x_{2i} + x_{2i-1}", "x ∈ R^7", (3,)),
    ("y_i = x_{2i} + x_{2i-1}", "x ∈ R^{2n+1}", ("n",)),
    ("T_{ij} = t_{i-j+n}", "t ∈ R^{2n-1}; T ∈ R^{n×n}", ("n", "n")),
    ("Y_{ij} = Σ_k Σ_l X_{i+k-1,j+l-1} W_{kl}", "X ∈ R^{9×8}; W ∈ R^{3×2}", (7, 7)),
    ("h_t = W_{11} h_{t-1}", "h ∈ R^T; W ∈ R^{1×1}", ("T",)),
]
BEYOND = [
    ("y_i = Σ_{k=1}^{3} x_{i+k-1} w_k", "x ∈ R^5; w ∈ R^3; y ∈ R^4", "goes up to 6 on axis 1 of x"),
    (CONVOLUTION, "x ∈ R^N; w ∈ R^K; y ∈ R^N", "goes up to N + K - 1"),
    ("z_i = x_{i+1} - x_i", "x, z ∈ R^N", "goes up to N + 1"),
    ("T_{ij} = t_{i-j+n-1}", "t ∈ R^{2n-1}; T ∈ R^{n×n}", "goes down to 0"),
    ("Y_{ij} = X_{i+1,j}", "X, Y ∈ R^{m×n}", "goes up to m + 1 on axis 1 of X"),
    ("y_i = x_{-i}", "x ∈ R^N; y ∈ R^3", "goes down to -3"),
    ("y_i = x_{i^2}", "x ∈ R^8; y ∈ R^3", "goes up to 9"),
    ("y_{i+1} = x_i", "x, y ∈ R^N", "goes up to N + 1 on axis 1 of y"),
    ("x_0", "x ∈ R^N", "entry 0 of axis 1"),
    ("x_{-1}", "x ∈ R^N", "entry -1 of axis 1"),
    ("x_{N+1}", "x ∈ R^N", "entry N + 1 of axis 1"),
]
PROVED = [
    ("y_i = Σ_{k=1}^{2} x_{i+k-1} w_k = x_i w_1 + x_{i+1} w_2", "x ∈ R^3; w, y ∈ R^2"),
    ("y_i = Σ_{k=1}^{2} x_{i+k-1} w_k = x_i w_1 + x_{i+1} w_2", "x ∈ R^N; w ∈ R^2"),
    (CONVOLUTION + " = Σ_{m=1}^{K} w_m x_{m+i-1}", "x ∈ R^{I+K-1}; w ∈ R^K; y ∈ R^I"),
    (
        "y_i = Σ_k x_{i+k-1} (w_k + v_k) = Σ_k x_{i+k-1} w_k + Σ_k x_{i+k-1} v_k",
        "x ∈ R^N; v, w ∈ R^K",
    ),
    ("T_{ij} = t_{i-j+n} = t_{n+i-j}", "t ∈ R^{2n-1}; T ∈ R^{n×n}"),
    ("y_i = Σ_j t_{i-j+n} (2 v_j) = 2 Σ_j v_j t_{n+i-j}", "t ∈ R^{2n-1}; v, y ∈ R^n"),
    ("z_i = x_{i+1} - x_i = -(x_i - x_{i+1})", "x ∈ R^N"),
    ("Σ_{i=1}^{3} (x_{i+1} - x_i) = x_4 - x_1", "x ∈ R^4"),
    ("y_i = x_{2i} = x_{i+i}", "x ∈ R^{2n}; y ∈ R^n"),
    (
        "Y_{ij} = Σ_k Σ_l X_{i+k-1,j+l-1} u_k v_l = Σ_l v_l Σ_k u_k X_{i+k-1,j+l-1}",
        "X ∈ R^{H×V}; u ∈ R^K; v ∈ R^L",
    ),
    ("b_{i+1}^2 = b_{i+1}", "b ∈ {0,1}^n"),
]
REFUTED = [
    ("y_i = Σ_{k=1}^{2} x_{i+k-1} w_k = x_i w_2 + x_{i+1} w_1", "x ∈ R^N; w ∈ R^2"),
    (CONVOLUTION + " = Σ_{k=1}^{K} x_{i+k} w_k", "x ∈ R^N; w ∈ R^K"),
    ("T_{ij} = t_{i-j+n} = t_{j-i+n}", "t ∈ R^{2n-1}; T ∈ R^{n×n}"),
    ("z_i = x_{i+1} - x_i = x_i - x_{i+1}", "x ∈ R^N"),
    ("x_{i+1} = x_i", "x ∈ R^N"),
]
UNKNOWN = [
    ("Σ_{i=1}^{n} x_{n-i+1} = Σ_{i=1}^{n} x_i", "x ∈ R^n", {}),
    ("x_1 = x_2", "x ∈ R^n", {"n": 1}),
    ("x_{i+1} + x_i = x_i + x_{i+1}", "x ∈ R^n", {"n": 1}),
]


@pytest.mark.parametrize(("text", "declared", "shape"), SHAPES)
def test_shape(text, declared, shape):
    found = boxdot.check(text, declared)
    assert found.verdict == "holds"
    if shape is not None:
        wanted = boxdot.check("x", f"x ∈ R^{{{'×'.join(map(str, shape))}}}").shape
        assert found.shape == wanted


@pytest.mark.parametrize(("text", "declared", "message"), BEYOND)
def test_beyond_the_axis(text, declared, message):
    found = boxdot.check(text, declared)
    assert found.verdict == "fails"
    assert message in found.problems[0].message


@pytest.mark.parametrize(("text", "declared"), PROVED)
def test_proved(text, declared):
    assert boxdot.prove(text, declared).verdict == "proved"


@pytest.mark.parametrize(("text", "declared"), REFUTED)
def test_refuted(text, declared):
    assert boxdot.prove(text, declared).verdict in ("refuted", "conditional")


@pytest.mark.parametrize(("text", "declared", "sizes"), UNKNOWN)
def test_unknown(text, declared, sizes):
    assert boxdot.prove(boxdot.parse(text, declared, sizes=sizes)).verdict == "unknown"


def test_what_is_not_shown_is_assumed():
    found = boxdot.prove(CONVOLUTION + " = Σ_{m=1}^{K} w_m x_{m+i-1}", "x ∈ R^N; w ∈ R^K; y ∈ R^I")
    assert found.verdict == "proved"
    assert "1 ≤ i + k − 1 ≤ N" in found.assumptions


# --- against loops --------------------------------------------------------------------------

SUBSCRIPTS = ["i+k-1", "k+i-1", "i-k+3", "2i+k-2", "i+1", "k+2", "3-k+i", "i+k", "4-k"]
FACTORS = [*(f"x_{{{s}}}" for s in SUBSCRIPTS), "w_k", "2", "(w_k + 1)"]


def _terms(rng: random.Random) -> list[list[str]]:
    return [
        [rng.choice(FACTORS) for _ in range(rng.randint(1, 3))] for _ in range(rng.randint(1, 3))
    ]


def _shuffled(rng: random.Random, terms: list[list[str]]) -> list[list[str]]:
    terms = [rng.sample(term, len(term)) for term in terms]
    return rng.sample(terms, len(terms))


def _text(terms: list[list[str]]) -> str:
    return "Σ_{k=1}^{3} (" + " + ".join(" ".join(term) for term in terms) + ")"


def _value(terms: list[list[str]], x: np.ndarray, w: np.ndarray) -> list[float]:
    def factor(text: str, i: int, k: int) -> float:
        if text.startswith("x_"):
            inner = text[2:].strip("{}").replace("2i", "2*i")
            return x[sum_of(inner, i, k) - 1]
        return {"w_k": w[k - 1], "2": 2.0, "(w_k + 1)": w[k - 1] + 1}[text]

    return [
        sum(np.prod([factor(f, i, k) for f in term]) for k in (1, 2, 3) for term in terms)
        for i in (1, 2, 3)
    ]


def sum_of(text: str, i: int, k: int) -> int:
    """Return the value of ``2*i+k-2``, read without evaluating code."""
    total, sign = 0, 1
    for piece in text.replace("-", "+-").split("+"):
        sign, piece = (-1, piece[1:]) if piece.startswith("-") else (1, piece)
        times, _, name = piece.rpartition("*")
        value = {"i": i, "k": k}.get(name) if not name.isdigit() else int(name)
        total += sign * int(times or 1) * value
    return total


@pytest.mark.parametrize("seed", range(25))
def test_random_sums_against_loops(seed):
    rng = random.Random(seed)
    left, other = _terms(rng), _terms(rng)
    right = _shuffled(rng, left) if seed % 2 else other
    declared = "x ∈ R^9; w ∈ R^3; y ∈ R^3"
    numbers = np.random.default_rng(seed)
    same = True
    for _ in range(3):
        x, w = numbers.normal(size=9), numbers.normal(size=3)
        values = _value(left, x, w)
        found = boxdot.evaluate(boxdot.parse(f"y_i = {_text(left)}", declared), x=x, w=w)
        np.testing.assert_allclose(found, values, rtol=1e-12, atol=1e-12)
        same &= np.allclose(values, _value(right, x, w))
    verdict = boxdot.prove(f"y_i = {_text(left)} = {_text(right)}", declared).verdict
    assert verdict == ("proved" if same else "refuted")


def test_subscripts_of_the_loops_are_read():
    assert [sum_of(s.replace("2i", "2*i"), 2, 1) for s in SUBSCRIPTS] == [2, 2, 4, 3, 3, 3, 4, 3, 3]
    assert all(
        1 <= sum_of(s.replace("2i", "2*i"), i, k) <= 9
        for s, i, k in itertools.product(SUBSCRIPTS, (1, 2, 3), (1, 2, 3))
    )


def test_an_index_may_have_the_name_of_a_size():
    formula = boxdot.parse("s = Σ_n X_{n,1}", "X ∈ R^{N×C}", sizes={"n": 4, "N": 2, "C": 3})
    assert boxdot.check(formula).verdict == "holds"


@pytest.mark.parametrize(
    ("text", "declared"),
    [
        ("v_i = x_{i+1} - 2x_i + x_{i-1}", "x ∈ R^N"),
        ("Σ_i x_i x_{i-1}", "x ∈ R^N"),
        ("V_{ij} = X_{i+1,j} - X_{i,j-1}", "X ∈ R^{m×n}"),
    ],
)
def test_indices_begin_at_1(text, declared):
    (problem,) = boxdot.check(text, declared).problems
    assert "goes down to 0" in problem.message


@pytest.mark.parametrize(
    "text",
    [
        "Σ_{i=2}^{N} x_i x_{i-1}",
        "y_i = x_{N+1-i} where y ∈ R^N",
        "y_t = a y_{t-1} + x_t where y ∈ R^N",
    ],
)
def test_what_begins_elsewhere_is_no_finding(text):
    assert not boxdot.check(text, "x ∈ R^N; a ∈ R").problems


def test_a_recursion_has_no_value():
    formula = boxdot.parse("y_t = a y_{t-1} + x_t", "x, y ∈ R^N; a ∈ R")
    assert boxdot.check(formula).verdict == "holds"
    assert boxdot.convert(formula, to="latex").code == "y_{t} = a y_{t-1} + x_{t}"
    given = {"x": np.ones(3), "y": np.ones(3), "a": 2.0}
    for run in (boxdot.convert, lambda f: boxdot.evaluate(f, given), boxdot.compile):
        with pytest.raises(boxdot.UnsupportedError, match="a recursion begins"):
            run(formula)
