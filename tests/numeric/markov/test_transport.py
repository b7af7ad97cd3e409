"""Entropic transport: the textbook sweep, invariances, gradients, small ε, errors."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markov_chains import keeping_sums, law, slope
from scipy.optimize import linear_sum_assignment

import boxdot
from boxdot.numeric.markov.core import NotConverged
from boxdot.numeric.markov.transport import sinkhorn_distance


def textbook(a, b, C, epsilon, sweeps=4000):
    """Value and plan by plain sweeps in long double."""
    a, b, C = (np.asarray(v, np.longdouble) for v in (a, b, C))
    f, g = np.zeros(len(a), np.longdouble), np.zeros(len(b), np.longdouble)
    for _ in range(sweeps):
        f = -epsilon * np.log(np.exp((g - C) / epsilon) @ b)
        g = -epsilon * np.log(np.exp((f[:, None] - C) / epsilon).T @ a)
    plan = a[:, None] * b * np.exp((f[:, None] + g - C) / epsilon)
    return float(f @ a + g @ b), plan.astype(float)


def problem(seed, n, m):
    rng = np.random.default_rng(seed)
    return rng, law(rng, n), law(rng, m), rng.random((n, m))


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 6), st.integers(1, 6), st.integers(0, 2**32 - 1))
def test_the_textbook_agrees(n, m, seed):
    _, a, b, C = problem(seed, n, m)
    found = sinkhorn_distance(a, b, C, 0.1, tol=1e-13)
    value, plan = textbook(a, b, C, 0.1)
    assert found.converged
    assert float(found.value) == pytest.approx(value, rel=1e-12, abs=1e-14)
    assert found.plan == pytest.approx(plan, abs=1e-12)


@settings(max_examples=25, deadline=None)
@given(
    st.integers(1, 5),
    st.integers(1, 5),
    st.integers(0, 2**32 - 1),
    st.sampled_from([0.5, 0.1, 0.03]),
)
def test_gradients(n, m, seed, epsilon):
    rng, a, b, C = problem(seed, n, m)
    gradient = sinkhorn_distance(a, b, C, epsilon, tol=1e-13).backward(2.0)

    def loss(**changed):
        given = {"a": a, "b": b, "C": C, "epsilon": epsilon} | changed
        return 2 * float(sinkhorn_distance(**given, tol=1e-13).value)

    for name, value in (("a", a), ("b", b)):
        along = keeping_sums(rng, value) / 20
        expected = slope(lambda v, name=name: loss(**{name: v}), value, along, 0.005)
        assert (getattr(gradient, name) * along).sum() == pytest.approx(expected, abs=1e-7)
    along = rng.standard_normal(C.shape)
    expected = slope(lambda v: loss(C=v), C, along, 1e-3 * epsilon / 0.1)
    assert (gradient.C * along).sum() == pytest.approx(expected, rel=1e-6, abs=1e-8)
    expected = slope(lambda v: loss(epsilon=v), epsilon, 1.0, 1e-3 * epsilon)
    assert gradient.epsilon == pytest.approx(expected, rel=1e-6, abs=1e-7)


def test_zero_masses_have_finite_potentials_that_are_one_sided_derivatives():
    _, a, b, C = problem(3, 4, 5)
    a[1], b[2] = 0, 0
    a, b = a / a.sum(), b / b.sum()
    found = sinkhorn_distance(a, b, C, 0.1, tol=1e-13)
    move = np.array([-1.0, 1, 0, 0])
    values = [
        float(sinkhorn_distance(a + t * move, b, C, 0.1, tol=1e-13).value) for t in (0, 1e-5, 2e-5)
    ]
    one_sided = (4 * values[1] - 3 * values[0] - values[2]) / 2e-5
    assert (found.backward().a * move).sum() == pytest.approx(one_sided, abs=1e-6)
    assert np.isfinite(found.g).all()
    assert found.plan[1].max() == 0


def test_invariances():
    _, a, b, C = problem(4, 5, 6)
    value = sinkhorn_distance(a, b, C, 0.1).value
    assert sinkhorn_distance(a, b, C + 7, 0.1).value == pytest.approx(value + 7, rel=1e-12)
    assert sinkhorn_distance(a, b, 30 * C, 3.0).value == pytest.approx(30 * value, rel=1e-12)
    assert sinkhorn_distance(b, a, C.T, 0.1).value == pytest.approx(value, rel=1e-12)
    assert sinkhorn_distance(a, b, C, 0.1).backward(3).C.sum() == pytest.approx(3)


@pytest.mark.parametrize("epsilon", [1e-2, 1e-3, 1e-4, 1e-6])
def test_small_epsilon_is_finite_and_converged(epsilon):
    """Uniform distributions: the assignment problem is the limit, ε log n the furthest from it."""
    _, _, _, C = problem(5, 12, 12)
    uniform = np.full(12, 1 / 12)
    found = sinkhorn_distance(uniform, uniform, C, epsilon)
    assert found.converged
    exact = C[linear_sum_assignment(C)].mean()
    assert exact <= float(found.value) + 1e-12 <= exact + epsilon * np.log(12) + 2e-12


def test_batches_broadcast_and_their_gradients_are_summed_back():
    rng = np.random.default_rng(6)
    a, b, C = law(rng, 3, (2, 1)), law(rng, 4), rng.random((5, 3, 4))
    found = sinkhorn_distance(a, b, C, 0.2)
    assert found.value.shape == (2, 5)
    one = sinkhorn_distance(a[1, 0], b, C[3], 0.2)
    assert found.value[1, 3] == pytest.approx(float(one.value), rel=1e-9)
    outer = rng.standard_normal((2, 5))
    gradient = found.backward(outer)
    assert (gradient.a.shape, gradient.b.shape, gradient.C.shape) == (a.shape, b.shape, C.shape)
    pairs = [(i, j) for i in range(2) for j in range(5)]
    singles = {p: sinkhorn_distance(a[p[0], 0], b, C[p[1]], 0.2).backward(outer[p]) for p in pairs}
    assert gradient.b == pytest.approx(sum(g.b for g in singles.values()), abs=1e-8)
    assert gradient.C[2] == pytest.approx(singles[0, 2].C + singles[1, 2].C, abs=1e-8)
    assert gradient.epsilon == pytest.approx(sum(g.epsilon for g in singles.values()), abs=1e-8)


def test_what_did_not_converge_says_so():
    _, a, b, C = problem(7, 6, 6)
    with pytest.warns(NotConverged, match="marginal error"):
        found = sinkhorn_distance(a, b, C, 1e-3, max_iter=2)
    assert not found.converged
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert sinkhorn_distance(a, b, C, 1e-3).converged


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"epsilon": 0}, "epsilon must be a number above 0"),
        ({"epsilon": float("nan")}, "epsilon must be a number above 0"),
        ({"a": [0.5, 0.4]}, "masses of a must sum to 1, but they sum to 0.9"),
        ({"b": [1.5, -0.5, 0]}, "b must hold masses"),
        ({"C": [[np.nan, 0, 0], [0, 0, 0]]}, "C holds NaN"),
        ({"C": [[0, 1], [1, 0]]}, r"\(2, 3\)"),
        ({"C": [[0, 1e300, 0], [0, 0, 0]], "epsilon": 1e-9}, "C / epsilon overflows"),
        ({"a": []}, "none empty"),
        ({"a": np.full((2, 2), 0.5), "b": np.full((3, 3), 1 / 3)}, "do not broadcast"),
    ],
)
def test_errors(changed, words):
    given = {"a": [0.5, 0.5], "b": [0.2, 0.3, 0.5], "C": np.ones((2, 3)), "epsilon": 0.1}
    with pytest.raises(boxdot.DataError, match=words):
        sinkhorn_distance(**given | changed)
