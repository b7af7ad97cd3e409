"""Factors that are all fixed: their error is told, and nothing else happens."""

import numpy as np
import pytest

from boxdot.numeric import BroadcastDecomposition, broadcast_decomposition

SHAPES = [(4, 5, 1), (4, 1, 6), (1, 5, 6)]


def factors_of(rank, kind=float):
    rng = np.random.default_rng(rank)
    lead = (rank,) if rank > 1 else ()
    return [rng.normal(size=(*lead, *shape)).astype(kind) for shape in SHAPES]


def product_of(factors, rank):
    product = factors[0] * factors[1] * factors[2]
    return product.sum(0) if rank > 1 else product


@pytest.mark.parametrize("lazy", [False, True], ids=["in memory", "dask"])
@pytest.mark.parametrize("backend", ["numpy", "auto"])
@pytest.mark.parametrize("rank", [1, 2])
def test_the_error_is_that_of_the_factors(rank, backend, lazy):
    factors = factors_of(rank)
    exact = product_of(factors, rank)
    other = exact + np.random.default_rng(5).normal(size=exact.shape)
    holes = np.where(exact > 1, np.nan, other)
    for Y in (exact, other, holes):
        data = pytest.importorskip("dask.array").from_array(Y, chunks=2) if lazy else Y
        options = {"fixed": True, "init": factors, "backend": backend}
        model = BroadcastDecomposition(SHAPES, rank, **options).fit(data)
        wanted = np.sqrt(np.nansum((Y - exact) ** 2))
        np.testing.assert_allclose(model.errors_, [wanted], atol=1e-13)
        assert model.converged_
        for one, given in zip(model.factors_, factors, strict=True):
            np.testing.assert_array_equal(one, given)


def test_the_mask_counts():
    factors = factors_of(1)
    Y = product_of(factors, 1) + 1
    mask = Y > 0.5
    found = broadcast_decomposition(Y, SHAPES, mask=mask, fixed=True, init=factors)
    np.testing.assert_allclose(found.errors, [np.sqrt(mask.sum())])


def test_axes_along_which_no_factor_varies():
    Y, mean = np.arange(12.0).reshape(3, 4), np.ones((3, 1))
    found = broadcast_decomposition(Y, [(3, 1)], fixed=True, init=[mean])
    np.testing.assert_allclose(found.errors, [np.linalg.norm(Y - 1)])


@pytest.mark.parametrize("exponent", [-560, 560])
def test_extreme_scales(exponent):
    factors = factors_of(1)
    factors[1] = np.ldexp(factors[1], exponent)
    Y = product_of(factors, 1)
    options = {"fixed": True, "init": factors}
    assert broadcast_decomposition(Y, SHAPES, **options).errors == [0]
    found = broadcast_decomposition(3 * Y, SHAPES, **options)
    np.testing.assert_allclose(found.errors, [found.norm * 2 / 3])


def test_complex_and_single_precision():
    for kind in (complex, np.float32):
        factors = factors_of(2, kind)
        Y = product_of(factors, 2)
        found = broadcast_decomposition(Y, SHAPES, 2, fixed=True, init=factors)
        np.testing.assert_allclose(found.errors, [0], atol=1e-5)


def test_no_sweeps_at_all():
    factors, heard = factors_of(1), []
    options = {"fixed": True, "init": factors, "tol": 0}
    Y = product_of(factors, 1) + 1
    found = broadcast_decomposition(Y, SHAPES, callback=lambda *told: heard.append(told), **options)
    assert [number for number, _, _ in heard] == [1]
    assert found.n_iter == 1
    assert broadcast_decomposition(Y, SHAPES, n_iter_max=0, **options).errors == []


def test_the_divergence_of_fixed_factors():
    factors = [np.abs(one) for one in factors_of(1)]
    fit = product_of(factors, 1)
    found = broadcast_decomposition(2 * fit, SHAPES, loss="kl", fixed=True, init=factors)
    np.testing.assert_allclose(found.errors, [np.sum(fit) * (2 * np.log(2) - 1)])
