"""The divergence: iterative proportional fitting, and EM for sums of terms."""

import numpy as np
import pytest

from boxdot.numeric import broadcast_decomposition

SHAPES = [(4, 5, 1), (4, 1, 6), (1, 5, 6)]
Y = np.random.default_rng(0).poisson(20, (4, 5, 6)).astype(float)


def divergence(Y, fit):
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.sum(np.where(Y > 0, Y * np.log(Y / fit), 0) - Y + fit)


def test_margins_are_those_of_the_data():
    """The maximum-likelihood fit of a log-linear model has the data's margins."""
    found = broadcast_decomposition(Y, SHAPES, loss="kl", tol=1e-13, n_iter_max=2000)
    for axis in range(3):
        np.testing.assert_allclose(found.reconstruct().sum(axis), Y.sum(axis), rtol=1e-5)
    np.testing.assert_allclose(found.errors[-1], divergence(Y, found.reconstruct()), rtol=1e-9)
    assert found.converged


@pytest.mark.parametrize("rank", [1, 2])
@pytest.mark.parametrize("share", [1.0, 0.8])
def test_the_divergence_never_rises(rank, share):
    rng = np.random.default_rng(1)
    mask = rng.random(Y.shape) < share
    start = [rng.random((rank, *shape)) for shape in SHAPES]
    found = broadcast_decomposition(
        Y, SHAPES, rank, loss="kl", mask=mask, tol=0, n_iter_max=30, init=start
    )
    assert (np.diff(found.errors) <= 1e-9).all()
    assert found.errors[-1] < found.errors[0]
    assert all(one.min() >= 0 for one in found.factors)
    fit = found.reconstruct()
    np.testing.assert_allclose(found.errors[-1], divergence(Y[mask], fit[mask]), rtol=1e-9)


def test_independence_is_fitted_in_one_sweep():
    table = Y.sum(2)
    found = broadcast_decomposition(table, [(4, 1), (1, 5)], loss="kl")
    expected = table.sum(1, keepdims=True) * table.sum(0) / table.sum()
    np.testing.assert_allclose(found.reconstruct(), expected, rtol=1e-12)
