"""Nothing fails without a word: odd data, odd shapes, odd options."""

import warnings

import numpy as np
import pytest

from boxdot import DataError
from boxdot.numeric import (
    BroadcastDecomposition,
    DecompositionWarning,
    broadcast_decomposition,
)

SHAPES = [(4, 5, 1), (4, 1, 6), (1, 5, 6)]
RNG = np.random.default_rng(0)
PLAIN = RNG.random((4, 5, 6))
ZERO_SLAB = np.where(np.arange(5)[None, :, None] == 2, 0, PLAIN)


def decompose(Y, **options):
    return broadcast_decomposition(Y, SHAPES, **{"random_state": 0, "n_iter_max": 50, **options})


@pytest.mark.filterwarnings("ignore::boxdot.numeric.DecompositionWarning")
@pytest.mark.parametrize("backend", ["numpy", "auto"])
@pytest.mark.parametrize("rank", [1, 2])
@pytest.mark.parametrize(
    "Y",
    [
        np.zeros((4, 5, 6)),
        np.ones((4, 5, 6)),
        ZERO_SLAB,
        np.arange(120).reshape(4, 5, 6),
        np.full((4, 5, 6), np.nan),
        np.where(PLAIN < 0.4, np.nan, PLAIN),
        PLAIN.astype(bool),
    ],
    ids=["zeros", "constant", "zero slab", "whole numbers", "all missing", "missing", "bools"],
)
def test_odd_data_are_decomposed(Y, rank, backend):
    found = broadcast_decomposition(Y, SHAPES, rank, random_state=0, n_iter_max=50, backend=backend)
    fit = found.reconstruct()
    assert np.isfinite(fit).all()
    known = ~np.isnan(Y)
    error = np.linalg.norm((Y - fit)[known])
    np.testing.assert_allclose(found.errors[-1], error, atol=1e-6 * (1 + found.norm))


@pytest.mark.parametrize("backend", ["numpy", "auto"])
@pytest.mark.parametrize("exponent", [-560, 560])
def test_scales_do_not_matter(exponent, backend):
    """Sweeps commute with powers of 2, to the last bit."""
    rng = np.random.default_rng(1)
    start = [rng.random(shape) for shape in SHAPES]
    big = [start[0], np.ldexp(start[1], exponent), start[2]]
    options = {"tol": 0, "n_iter_max": 3, "backend": backend}
    plain = broadcast_decomposition(PLAIN, SHAPES, init=start, **options)
    other = broadcast_decomposition(np.ldexp(PLAIN, exponent), SHAPES, init=big, **options)
    for one, same in zip(plain.factors, other.factors, strict=True):
        shift = np.round(np.log2(np.abs(same).max() / np.abs(one).max()))
        np.testing.assert_array_equal(np.ldexp(one, int(shift)), same)
    np.testing.assert_allclose(np.ldexp(plain.errors, exponent), other.errors, rtol=1e-12)


@pytest.mark.parametrize("scale", [1e-170, 1e170])
def test_extreme_data_are_balanced(scale):
    found = decompose(PLAIN * scale)
    np.testing.assert_allclose(found.reconstruct() / scale, decompose(PLAIN).reconstruct())
    assert all(1e-60 < np.abs(one).max() < 1e60 for one in found.factors)


def test_axes_of_length_0():
    shapes = [(4, 0, 1), (4, 1, 6), (1, 0, 6)]
    found = broadcast_decomposition(np.zeros((4, 0, 6)), shapes)
    assert [one.shape for one in found.factors] == shapes
    assert found.reconstruct().shape == (4, 0, 6)


def test_axes_along_which_nothing_varies_are_averaged():
    found = broadcast_decomposition(PLAIN, [(4, 1, 1), (1, 1, 1)])
    np.testing.assert_allclose(found.reconstruct(), PLAIN.mean((1, 2), keepdims=True))
    fit = found.reconstruct()
    np.testing.assert_allclose(found.errors[-1], np.linalg.norm(PLAIN - fit))
    mask = PLAIN > 0.3
    masked = broadcast_decomposition(PLAIN, [(4, 1, 1)], mask=mask)
    mean = np.mean(PLAIN, axis=(1, 2), keepdims=True, where=mask)
    np.testing.assert_allclose(masked.reconstruct(), mean)
    rest = np.linalg.norm((PLAIN - mean)[mask])
    np.testing.assert_allclose(masked.errors[-1], rest)


@pytest.mark.parametrize("backend", ["numpy", "auto"])
def test_many_entries_are_counted(backend):
    """Weights are bytes; their sums are not."""
    Y, mask = np.ones((2, 400)), np.arange(800).reshape(2, 400) % 3 > 0
    for shapes in ([(2, 1)], [(2, 1), (1, 400)]):
        start = [np.full(shape, 0.5) for shape in shapes]
        found = broadcast_decomposition(Y, shapes, mask=mask, init=start, backend=backend)
        np.testing.assert_allclose((found.reconstruct() + 0 * Y)[mask], 1)


def test_read_only_and_strided_data():
    Y = np.asfortranarray(PLAIN)
    Y.flags.writeable = False
    np.testing.assert_allclose(decompose(Y).reconstruct(), decompose(PLAIN).reconstruct())
    np.testing.assert_allclose(decompose(Y[:, ::-1]).errors[-1], decompose(PLAIN).errors[-1])


ONE = np.arange(120).reshape(4, 5, 6) == 119
INFINITE = np.where(PLAIN.max() == PLAIN, np.inf, PLAIN)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"Y": INFINITE}, "Y holds infinite entries"),
        ({"Y": [["a"]]}, "Y holds <U1 entries, expected numbers"),
        ({"Y": [[1], [1, 2]]}, "Y is no array of numbers"),
        ({"shapes": []}, "shapes is empty"),
        ({"shapes": [(4, 5)]}, r"factor 0 has 2 axes \(4, 5\), the data has 3"),
        ({"shapes": [(4, 5, 1), (4, 1, 7)]}, "factor 1 has length 7 along axis 3"),
        ({"shapes": ["ab"]}, r"shapes is \['ab'\], expected the shape of each factor"),
        ({"shapes": 5}, "shapes is 5"),
        ({"shapes": [4, 5]}, r"shapes is \[4, 5\]"),
        ({"shapes": [(4.0, 5, 1)]}, r"shapes is \[\(4.0, 5, 1\)\]"),
        ({"rank": 0}, "rank is 0, expected a whole number ≥ 1"),
        ({"rank": 1.5}, "rank is 1.5"),
        ({"tol": -1}, "tol is -1"),
        ({"n_iter_max": "many"}, "n_iter_max is 'many'"),
        ({"n_init": 0}, "n_init is 0"),
        ({"algorithm": "mu"}, "algorithm is 'mu', expected one of 'auto', 'hals', 'als'"),
        ({"loss": "l1"}, "loss is 'l1'"),
        ({"backend": "torch"}, "backend is 'torch'"),
        ({"gauge": "free"}, "gauge is 'free'"),
        ({"init": "svd"}, "init is 'svd', expected one of 'auto', 'random'"),
        ({"init": [np.ones((4, 5, 1))]}, "init has 1 factors, shapes has 3"),
        ({"init": [None, None, np.ones((5, 6, 1))]}, r"init\[2\] has shape \(5, 6, 1\)"),
        ({"init": [None, None, INFINITE[:1]]}, None),
        ({"nonnegative": 3}, "nonnegative is 3"),
        ({"nonnegative": "AB"}, "nonnegative is 'AB'"),
        ({"nonnegative": (True,)}, r"nonnegative is \(True,\), expected a bool for each of the 3"),
        ({"nonnegative": np.array([True, False])}, "nonnegative is"),
        ({"nonnegative": [True, False, 2]}, "nonnegative is"),
        ({"fixed": (True,), "init": [None] * 3}, r"fixed is \(True,\)"),
        ({"fixed": (False,) * 4}, "fixed is"),
        ({"random_state": -1}, "random_state is -1, expected a seed"),
        ({"random_state": "a"}, "random_state is 'a'"),
        ({"init": 5}, "init is 5"),
        ({"callback": 5}, "callback is 5, expected a function"),
        ({"checkpoint": 5}, "checkpoint is 5, expected a path"),
        ({"init": [[[1], [1, 2]], None, None]}, r"init\[0\] is no array of numbers"),
        ({"fixed": [0]}, "fixed factors are not given"),
        ({"fixed": [0], "init": [None] * 3}, r"factor 0 is fixed, but init\[0\] is not given"),
        ({"ridge": -1}, "ridge is -1"),
        ({"ridge": [1, 2]}, r"ridge is \[1, 2\]"),
        ({"ridge": "much"}, "ridge is 'much'"),
        ({"proximal": -1}, "proximal is -1"),
        ({"mask": np.ones((4, 5))}, "mask has shape"),
        ({"mask": np.ones((4, 5, 6))}, "of float64, expected booleans"),
        ({"mask": [[True], [True, False]]}, "mask is no array"),
        ({"loss": "kl", "Y": PLAIN - 1}, "Y has negative entries"),
        ({"loss": "kl", "ridge": 1}, "knows neither ridge nor proximal"),
        ({"Y": PLAIN * 1j, "nonnegative": True}, "complex data"),
    ],
)
def test_messages(options, message):
    options = {"Y": PLAIN, "shapes": SHAPES, **options}
    if message is None:  # infinite only where the largest entry is in the first slab
        options["init"][2], message = np.full((1, 5, 6), np.inf), "entries that are not finite"
    with pytest.raises(DataError, match=message):
        broadcast_decomposition(**options)


@pytest.mark.parametrize("backend", ["numpy", "auto"])
def test_no_entry_is_known(backend):
    for Y, mask in ((PLAIN, np.zeros((4, 5, 6), bool)), (np.full((4, 5, 6), np.nan), None)):
        with pytest.warns(DecompositionWarning, match="no entry of Y is known"):
            found = decompose(Y, mask=mask, backend=backend)
        assert found.norm == 0
        assert np.isfinite(found.reconstruct()).all()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        decompose(PLAIN, mask=ONE, backend=backend)


def test_no_entry_is_known_outside_memory():
    Y = pytest.importorskip("dask.array").from_array(PLAIN, chunks=2)
    for data, mask in ((Y, np.zeros((4, 5, 6), bool)), (Y * np.nan, None)):
        with pytest.warns(DecompositionWarning, match="no entry of Y is known"):
            assert decompose(data, mask=mask).norm == 0
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        decompose(Y, mask=ONE)


def test_infinity_that_is_masked_is_nothing():
    mask = np.isfinite(INFINITE)
    found = decompose(INFINITE, mask=mask)
    assert np.isfinite(found.reconstruct()).all()


def test_a_model_without_factors():
    with pytest.raises(DataError, match="there are no factors yet"):
        BroadcastDecomposition(SHAPES).reconstruct()


def test_the_model_as_an_estimator():
    model = BroadcastDecomposition(SHAPES, 2, random_state=0, tol=1e-2)
    factors = model.fit_transform(PLAIN)
    assert [one.shape for one in factors] == [(2, *shape) for shape in SHAPES]
    fit = sum(factors[0][r] * factors[1][r] * factors[2][r] for r in range(2))
    np.testing.assert_allclose(model.inverse_transform(factors), fit)
    np.testing.assert_allclose(model.inverse_transform(), fit)
    ratio = 20 * np.log10(np.linalg.norm(PLAIN) / np.linalg.norm(PLAIN - fit))
    np.testing.assert_allclose(model.score(PLAIN), ratio)
    assert model.score(fit) == np.inf
    holes = np.where(PLAIN < 0.2, np.nan, PLAIN)
    assert np.isfinite(model.score(holes))
    copy = BroadcastDecomposition(**model.get_params()).set_params(rank=1)
    assert copy.rank == 1
    with pytest.raises(DataError, match="no parameter 'ranks'"):
        copy.set_params(ranks=1)


def test_numba_that_is_not_there(monkeypatch):
    monkeypatch.setattr("boxdot.numeric.decomposition.sweeps.choosing.find_spec", lambda name: None)
    start = [RNG.random(shape) for shape in SHAPES]
    options = {"init": start, "tol": 0, "n_iter_max": 2}
    with pytest.raises(DataError, match="backend is 'numba', which is not installed"):
        broadcast_decomposition(PLAIN, SHAPES, backend="numba", **options)
    found = broadcast_decomposition(PLAIN, SHAPES, **options)
    plain = broadcast_decomposition(PLAIN, SHAPES, backend="numpy", **options)
    for one, other in zip(found.factors, plain.factors, strict=True):
        np.testing.assert_array_equal(one, other)
