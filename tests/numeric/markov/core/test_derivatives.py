"""Gradients against central differences on random chains, and exact invariances."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_chains import chain, off, problem, tangent

from boxdot.numeric.markov.discounted import discounted_wl, discounted_wl_gradient

STEP = 1e-5

problems = st.builds(
    problem,
    st.integers(0, 10_000),
    n=st.integers(1, 6),
    m=st.integers(1, 6),
    keep=st.sampled_from([1.0, 0.4]),
    periodic=st.sampled_from([0.0, 0.9]),
)
epsilons = st.sampled_from([0.05, 0.2, 1.0])
deltas = st.sampled_from([0.05, 0.4, 0.9, 1.0])
methods = st.sampled_from(["auto", "pairs"])
quick = settings(max_examples=20, deadline=None)


def loss(given, epsilon, delta, **options):
    found = discounted_wl(*given[:3], epsilon, delta, tol=1e-12, **options)
    return float(np.vdot(given.G, found.cost))


@quick
@given(problems, epsilons, deltas, methods, st.integers(0, 9))
def test_directions(given, epsilon, delta, method, seed):
    found = discounted_wl_gradient(*given[:3], epsilon, delta, given.G, method=method)
    rng = np.random.default_rng(seed)
    for name, gradient in (("mX", found.mX), ("mY", found.mY), ("C", found.C)):
        array = getattr(given, name)
        way = rng.normal(size=array.shape) if name == "C" else tangent(rng, array)
        ends = [
            loss(given._replace(**{name: array + sign * STEP * way}), epsilon, delta)
            for sign in (1, -1)
        ]
        expected = (ends[0] - ends[1]) / (2 * STEP)
        scale = abs(gradient * way).sum() + abs(given.G).sum()
        assert np.vdot(gradient, way) == pytest.approx(expected, abs=2e-7 * scale)


@quick
@given(problems, epsilons, st.sampled_from([0.05, 0.4, 0.9]))
def test_parameters(given, epsilon, delta):
    found = discounted_wl_gradient(*given[:3], epsilon, delta, given.G, tol=1e-12)
    scale = abs(given.G).sum()
    step = 1e-4 * epsilon
    by_epsilon = loss(given, epsilon + step, delta) - loss(given, epsilon - step, delta)
    assert found.epsilon == pytest.approx(by_epsilon / (2 * step), abs=2e-6 * scale)
    by_delta = loss(given, epsilon, delta + 1e-5) - loss(given, epsilon, delta - 1e-5)
    assert found.delta == pytest.approx(by_delta / 2e-5, abs=1e-5 * scale)


def test_mass_moved_into_a_zero():
    """The gradient at an entry without mass is the one-sided derivative."""
    given = problem(3, n=6, m=5, keep=0.4)
    row, state = np.argwhere(given.mX == 0)[0]
    way = np.zeros_like(given.mX)
    way[row, state] = 1
    way[row] -= given.mX[row]
    for method in ("kernel", "pairs"):
        found = discounted_wl_gradient(*given[:3], 0.1, 0.3, given.G, method=method).mX
        values = [loss(given._replace(mX=given.mX + k * 1e-5 * way), 0.1, 0.3) for k in range(3)]
        one_sided = (-3 * values[0] + 4 * values[1] - values[2]) / 2e-5
        assert np.vdot(found, way) == pytest.approx(one_sided, rel=1e-5)


@quick
@given(problems, epsilons, deltas, methods)
def test_sums(given, epsilon, delta, method):
    found = discounted_wl_gradient(*given[:3], epsilon, delta, given.G, method=method)
    scale = abs(given.G).sum()
    assert found.C.sum() == pytest.approx(given.G.sum(), abs=1e-9 * scale)
    assert np.abs(found.mX.sum(axis=1)).max() < 1e-12 * scale
    assert np.abs(found.mY.sum(axis=1)).max() < 1e-12 * scale


@quick
@given(problems, epsilons, deltas, methods)
def test_shift_and_scale(given, epsilon, delta, method):
    options = {"method": method, "tol": 1e-11}
    cost = discounted_wl(*given[:3], epsilon, delta, **options).cost
    shifted = discounted_wl(given.mX, given.mY, given.C + 2.5, epsilon, delta, **options).cost
    assert off(shifted, cost + 2.5) < 1e-9
    scaled = discounted_wl(given.mX, given.mY, 7 * given.C, 7 * epsilon, delta, **options).cost
    assert off(scaled, 7 * cost) < 1e-9


def test_a_chain_with_itself():
    rng = np.random.default_rng(0)
    m = chain(rng, 6)
    C = rng.random((6, 6))
    cost = discounted_wl(m, m, C + C.T, 0.1, 0.3).cost
    assert off(cost, cost.T) < 1e-9


def test_no_discount_leaves_the_cost():
    given = problem(1)
    found = discounted_wl(*given[:3], 0.1, 1.0)
    assert np.array_equal(found.cost, given.C)
    assert np.allclose(found.backward(given.G).C, given.G, atol=1e-14)
    assert not found.backward(given.G).mX.any()
