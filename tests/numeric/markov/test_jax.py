"""JAX differentiates the distances: check_grads of every function, jit, vmap."""

from __future__ import annotations

import numpy as np
import pytest

jax = pytest.importorskip("jax", reason="JAX is not installed")
import jax.numpy as jnp  # noqa: E402
from jax.test_util import check_grads  # noqa: E402

from boxdot.numeric import markov as plain  # noqa: E402
from boxdot.numeric.markov import jax as markov  # noqa: E402

TIGHT = {"tol": 1e-12}
softmax = jax.nn.softmax


@pytest.fixture(autouse=True)
def double_precision():
    before = jax.config.jax_enable_x64
    jax.config.update("jax_enable_x64", True)
    yield
    jax.config.update("jax_enable_x64", before)


def parameters(seed=0, n=2, m=2):
    rng = np.random.default_rng(seed)
    shapes = [(n, n), (m, m), (n, m), (n,), (m,)]
    return [jnp.asarray(rng.standard_normal(shape)) for shape in shapes]


def checked(function, *given):
    check_grads(jax.jit(function), given, order=1, modes=["rev"], atol=1e-6, rtol=1e-5)


def test_the_library_is_not_shadowed():
    assert markov.jax is jax


def test_gradients():
    x, y, C, a, b = parameters()

    def fixed_point(x, y, C, epsilon, delta):
        return markov.discounted_wl(softmax(x), softmax(y), C, epsilon, delta, **TIGHT)

    def infinite(x, y, C, a, b, epsilon, delta):
        chains = softmax(x), softmax(y), C, epsilon, delta
        return markov.discounted_wl_distance(*chains, softmax(a), softmax(b), **TIGHT)

    def shallow(x, y, C, b, epsilon, delta):
        chains = softmax(x), softmax(y), C, epsilon, delta
        return markov.discounted_wl_k(*chains, 2, muY=softmax(b), **TIGHT)

    def sinkhorn(a, b, C, epsilon):
        return markov.sinkhorn_distance(softmax(a), softmax(b), C, epsilon, **TIGHT)

    checked(fixed_point, x, y, C, 0.5, 0.4)
    checked(infinite, x, y, C, a, b, 0.5, 0.4)
    checked(shallow, x, y, C, b, 0.5, 0.4)
    checked(sinkhorn, a, b, C, 0.5)


def test_jit_and_vmap():
    x, y, C, *_ = parameters()

    def distance(C):
        return markov.discounted_wl_distance(softmax(x), softmax(y), C, 0.5, 0.4, **TIGHT)

    costs = jnp.stack([C, 2 * C, C + 1])
    values = jax.jit(jax.vmap(distance))(costs)
    assert values[2] == pytest.approx(float(values[0]) + 1, rel=1e-9)
    one = plain.discounted_wl_distance(
        np.asarray(softmax(x)), np.asarray(softmax(y)), np.asarray(2 * C), 0.5, 0.4, **TIGHT
    )
    assert values[1] == pytest.approx(float(one.distance), rel=1e-9)
    gradients = jax.jit(jax.vmap(jax.grad(distance)))(costs)
    assert gradients[1] == pytest.approx(one.backward().C, abs=1e-9)


def test_the_way_back_computes_again_what_is_gone(monkeypatch):
    monkeypatch.setattr(markov, "KEPT", 0)
    x, y, C, *_ = parameters()

    def loss(C):
        first, second = (
            markov.discounted_wl(softmax(x), softmax(y), c, 0.5, 0.4) for c in (C, C + 1)
        )
        return first.sum() + second.sum()

    assert float(jax.grad(loss)(C).sum()) == pytest.approx(8, rel=1e-9)
    assert len(markov._kept) <= 1


def test_no_solution_is_kept_after_its_way_back():
    markov._kept.clear()
    x, y, C, *_ = parameters()
    jax.grad(lambda C: markov.discounted_wl(softmax(x), softmax(y), C, 0.5, 0.4).sum())(C)
    assert not markov._kept


def test_the_undiscounted_distance_and_stationary_laws():
    x, y, C, *_ = parameters()

    def distance(C):
        return markov.wl_k(softmax(x), softmax(y), C, 0.5, 2, **TIGHT)

    chains = np.asarray(softmax(x)), np.asarray(softmax(y))
    one = plain.wl_k(*chains, np.asarray(C), 0.5, 2, **TIGHT)
    assert float(distance(C)) == pytest.approx(float(one.distance), rel=1e-12)
    assert jax.grad(distance)(C) == pytest.approx(one.backward().C, abs=1e-12)


def test_sinkhorn_broadcasts():
    *_, C, a, b = parameters()
    costs = jnp.stack([C, C + 1])
    values = markov.sinkhorn_distance(softmax(a), softmax(b), costs, 0.5)
    assert values.shape == (2,)
    assert float(values[1] - values[0]) == pytest.approx(1, rel=1e-9)
