"""The solve behind the gradient, against the dense matrix that is never formed elsewhere."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from random_chains import off, problem

from boxdot.numeric.markov.core.gmres import gmres
from boxdot.numeric.markov.discounted import discounted_wl

HARD = [
    ({"n": 9, "m": 7, "periodic": 1.0}, 0.05),
    ({"n": 9, "m": 7, "periodic": 0.9999}, 0.01),
    ({"n": 8, "m": 8, "periodic": 0.9999}, 0.01),
    ({"n": 6, "m": 5, "keep": 0.3}, 1e-4),
    ({"n": 6, "m": 5}, 1e-5),
]


@pytest.mark.parametrize("method", ["kernel", "pairs"])
@pytest.mark.parametrize(("kind", "delta"), HARD, ids=str)
def test_hard_solves(kind, delta, method):
    """Chains that are nearly periodic leave eigenvalues all around the circle."""
    given = problem(1, **kind)
    n, m = given.C.shape
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        solved = discounted_wl(*given[:3], 0.1, delta, method=method)
        found = solved.backward(given.G)
    P = np.array([solved.coupling(i, j).ravel() for i in range(n) for j in range(m)])
    K = np.eye(n * m) - (1 - delta) * P
    L = np.linalg.solve(K.T, given.G.ravel()).reshape(n, m)
    assert off(found.C, delta * L) < 1e-9
    assert found.C.sum() == pytest.approx(given.G.sum(), abs=1e-9 * abs(given.G).sum())


def test_gmres_solves_and_starts_anew():
    rng = np.random.default_rng(0)
    size = 220  # above the vectors that are kept
    shift = np.roll(np.eye(size), 1, axis=0)
    K, right = np.eye(size) - 0.9 * shift, rng.normal(size=size)
    found = gmres(lambda x: K @ x, right, 1e-11)
    assert off(found.x, np.linalg.solve(K, right)) < 1e-10
    assert found.residual == pytest.approx(np.linalg.norm(K @ found.x - right), abs=1e-13)
    assert 150 < found.products < 400


def test_gmres_of_nothing_and_of_the_identity():
    assert not gmres(lambda x: x, np.zeros(3), 1e-12).x.any()
    found = gmres(lambda x: x, np.ones(3), 1e-12)
    assert np.allclose(found.x, 1, atol=1e-15)
    assert found.products <= 2
