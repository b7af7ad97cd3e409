"""Sweeps equal the literal ones, for any order, shapes, terms, masks and types."""

import literal_sweeps as literal
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boxdot.numeric import broadcast_decomposition


@st.composite
def problems(draw):
    """Shapes of up to four factors of order up to 6, and data with no structure."""
    order = draw(st.integers(1, 6))
    shape = draw(st.lists(st.integers(1, 4), min_size=order, max_size=order))
    count = draw(st.integers(1, 4))
    flags = st.lists(st.booleans(), min_size=order, max_size=order)
    shapes = [
        tuple(size if flag else 1 for size, flag in zip(shape, draw(flags), strict=True))
        for _ in range(count)
    ]
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    rank = draw(st.integers(1, 2))
    start = [rng.uniform(0.5, 2, (rank, *one)) for one in shapes]
    return rng.normal(size=shape) + 1, shapes, rank, start, rng


def assert_close(found, expected, Y, rtol=1e-7):
    """Compare fits: a factor of a tiny denominator may be large and wrong in the last digits."""
    fit = literal.fitted(expected)
    full = [factor[None] if factor.ndim == Y.ndim else factor for factor in found.factors]
    scale = np.abs(Y).max() + np.abs(fit).max()
    np.testing.assert_allclose(literal.fitted(full) + 0 * Y, fit + 0 * Y, atol=rtol * scale)


def assert_errors(found, errors, factors, Y):
    """The error is a root of a difference of squares: exact to a root of the precision."""
    terms = [np.linalg.norm(literal.product(factors, r) + 0 * Y) for r in range(len(factors[0]))]
    atol = 1e-7 * (np.linalg.norm(Y) + sum(terms))
    np.testing.assert_allclose(found.errors, errors, rtol=1e-9, atol=atol)


@pytest.mark.parametrize("backend", ["numpy", "auto"])
@settings(max_examples=30, deadline=None)
@given(problem=problems())
def test_any_order_and_shapes(backend, problem):
    Y, shapes, rank, start, _ = problem
    expected, errors = literal.hals(Y, start, 2)
    found = broadcast_decomposition(
        Y, shapes, rank, algorithm="hals", init=start, tol=0, n_iter_max=2, backend=backend
    )
    assert_close(found, expected, Y)
    assert_errors(found, errors, expected, Y)


@pytest.mark.parametrize("backend", ["numpy", "auto"])
@settings(max_examples=20, deadline=None)
@given(problem=problems())
def test_masks(backend, problem):
    Y, shapes, rank, start, rng = problem
    mask = rng.random(Y.shape) < 0.8
    expected, errors = literal.hals(np.where(mask, Y, 0), start, 2, W=mask.astype(float))
    found = broadcast_decomposition(
        np.where(mask, Y, np.nan),
        shapes,
        rank,
        algorithm="hals",
        init=start,
        tol=0,
        n_iter_max=2,
        backend=backend,
    )
    full = [factor[None] if rank == 1 else factor for factor in found.factors]
    fit, wanted = mask * literal.fitted(full), mask * literal.fitted(expected)
    np.testing.assert_allclose(fit, wanted, atol=1e-7 * (1 + np.abs(Y).max()))
    assert_errors(found, errors, expected, Y)


PAIRWISE = [(1, 1, 1), (2, 3, 8), (5, 4, 17), (3, 7, 16), (6, 5, 9), (9, 2, 3)]


@pytest.mark.parametrize("rank", [1, 2, 3])
@pytest.mark.parametrize("shape", PAIRWISE)
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0), (2, 1, 0)])
def test_three_pairwise_factors_in_any_order(shape, rank, order):
    rng = np.random.default_rng(sum(shape) + rank)
    i, j, k = shape
    shapes = [[(i, j, 1), (i, 1, k), (1, j, k)][n] for n in order]
    start = [rng.uniform(0.5, 2, (rank, *one)) for one in shapes]
    Y = rng.uniform(1, 2, shape)
    expected, errors = literal.hals(Y, start, 3)
    found = broadcast_decomposition(
        Y, shapes, rank, algorithm="hals", init=start, tol=0, n_iter_max=3
    )
    assert_close(found, expected, Y, 1e-10)
    assert_errors(found, errors, expected, Y)


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.parametrize("rank", [1, 2])
def test_large_data_on_threads(threads, rank):
    rng = np.random.default_rng(1)
    shapes = [(131, 90, 1), (131, 1, 101), (1, 90, 101)]
    Y = rng.random((131, 90, 101))
    start = [rng.random((rank, *one)) for one in shapes]
    options = {"algorithm": "hals", "init": start, "tol": 0, "n_iter_max": 2}
    found = broadcast_decomposition(Y, shapes, rank, threads=threads, **options)
    expected, errors = literal.hals(Y, start, 2)
    for factor, other in zip(found.factors, expected, strict=True):
        np.testing.assert_allclose(factor.reshape(other.shape), other, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(found.errors, errors, rtol=1e-9)


@pytest.mark.parametrize("backend", ["numpy", "auto"])
def test_block_sweeps_solve_all_terms_together(backend):
    rng = np.random.default_rng(3)
    shapes = [(4, 3, 1, 2), (4, 1, 5, 1), (1, 3, 5, 2)]
    start, Y = [rng.random((2, *one)) for one in shapes], rng.random((4, 3, 5, 2))
    found = broadcast_decomposition(
        Y, shapes, 2, algorithm="als", init=start, tol=0, n_iter_max=2, backend=backend
    )
    for factor, other in zip(found.factors, literal.block(Y, start, 2), strict=True):
        np.testing.assert_allclose(factor, other, rtol=1e-4, atol=1e-5)


def test_complex_data():
    rng = np.random.default_rng(4)
    shapes = [(4, 3, 1), (4, 1, 5), (1, 3, 5)]
    start = [rng.normal(size=(2, *one)) + 1j * rng.normal(size=(2, *one)) for one in shapes]
    Y = rng.normal(size=(4, 3, 5)) + 1j * rng.normal(size=(4, 3, 5))
    found = broadcast_decomposition(Y, shapes, 2, algorithm="hals", init=start, tol=0, n_iter_max=3)
    expected, errors = literal.hals(Y, start, 3)
    for factor, other in zip(found.factors, expected, strict=True):
        np.testing.assert_allclose(factor, other, rtol=1e-9)
    np.testing.assert_allclose(found.errors, errors, rtol=1e-9)


@pytest.mark.parametrize("backend", ["numpy", "auto"])
def test_single_precision_stays_single(backend):
    rng = np.random.default_rng(5)
    shapes = [(20, 30, 1), (20, 1, 33), (1, 30, 33)]
    start = [rng.random((1, *one)) for one in shapes]
    Y = rng.random((20, 30, 33)).astype(np.float32)
    found = broadcast_decomposition(Y, shapes, init=start, tol=0, n_iter_max=3, backend=backend)
    expected, errors = literal.hals(Y.astype(float), start, 3)
    for factor, other in zip(found.factors, expected, strict=True):
        assert factor.dtype == np.float32
        np.testing.assert_allclose(factor, other[0], rtol=2e-5)
    np.testing.assert_allclose(found.errors, errors, rtol=1e-4)


@pytest.mark.parametrize("backend", ["numpy", "auto"])
def test_zero_denominators_keep_the_old_entry(backend):
    rng = np.random.default_rng(6)
    shapes = [(4, 3, 1), (4, 1, 5), (1, 3, 5)]
    start = [rng.random((1, *one)) for one in shapes]
    start[1][:, 2] = 0  # a slab of B: nothing says what A is there
    start[2][:, :, 1] = 0
    Y = rng.random((4, 3, 5))
    found = broadcast_decomposition(Y, shapes, init=start, tol=0, n_iter_max=1, backend=backend)
    expected, _ = literal.hals(Y, start, 1)
    np.testing.assert_array_equal(found.factors[0][2], start[0][0, 2])
    for factor, other in zip(found.factors, expected, strict=True):
        np.testing.assert_allclose(factor, other[0], rtol=1e-12)


@pytest.mark.parametrize("backend", ["numpy", "auto"])
@pytest.mark.parametrize("algorithm", ["hals", "als"])
def test_fixed_factors_stay(backend, algorithm):
    rng = np.random.default_rng(7)
    shapes = [(4, 3, 1), (4, 1, 5), (1, 3, 5)]
    start, Y = [rng.random((2, *one)) for one in shapes], rng.random((4, 3, 5))
    options = {"init": start, "tol": 0, "n_iter_max": 3, "backend": backend}
    found = broadcast_decomposition(Y, shapes, 2, fixed=[2], algorithm=algorithm, **options)
    np.testing.assert_array_equal(found.factors[2], start[2])
    fit = found.reconstruct()
    np.testing.assert_allclose(found.errors[-1], np.linalg.norm(Y - fit), rtol=1e-9)
    if algorithm == "hals":
        expected, _ = literal.hals(Y, start, 3, fixed=(2,))
        np.testing.assert_allclose(fit, literal.fitted(expected), rtol=1e-9)


@pytest.mark.parametrize("backend", ["numpy", "auto"])
@pytest.mark.parametrize("rank", [1, 2])
def test_nonnegative_factors(backend, rank):
    rng = np.random.default_rng(8)
    shapes = [(6, 5, 1), (6, 1, 7), (1, 5, 7)]
    start, Y = [rng.random((rank, *one)) for one in shapes], rng.normal(size=(6, 5, 7)) + 0.5
    for algorithm in ("hals", "als"):
        found = broadcast_decomposition(
            Y, shapes, rank, init=start, nonnegative=(0, 2), algorithm=algorithm, backend=backend,
            n_iter_max=30, tol=0,
        )  # fmt: skip
        assert found.factors[0].min() >= 0
        assert found.factors[2].min() >= 0
        assert found.factors[1].min() < 0
        # The constrained error falls too, and is what it is said to be.
        assert (np.diff(found.errors) <= 1e-9 * found.norm).all()
        real = np.linalg.norm(Y - found.reconstruct())
        np.testing.assert_allclose(found.errors[-1], real, rtol=1e-9)


@pytest.mark.parametrize("backend", ["numpy", "auto"])
def test_ridge_and_proximal_term(backend):
    rng = np.random.default_rng(9)
    shapes = [(4, 3, 1), (4, 1, 5), (1, 3, 5)]
    start, Y = [rng.random((1, *one)) for one in shapes], rng.random((4, 3, 5))
    options = {"init": start, "tol": 0, "backend": backend}
    A, B, C = (one[0] for one in start)
    ridge = broadcast_decomposition(Y, shapes, ridge=[0.3, 0, 0], n_iter_max=1, **options)
    above, below = (Y * B * C).sum(2, keepdims=True), (B * C * B * C).sum(2, keepdims=True)
    np.testing.assert_allclose(ridge.factors[0], above / (below + 0.3), rtol=1e-12)
    near = broadcast_decomposition(Y, shapes, proximal=0.5, n_iter_max=1, **options)
    weight = 0.5 * 5 * np.mean(B**2) * np.mean(C**2)
    np.testing.assert_allclose(near.factors[0], (above + weight * A) / (below + weight), rtol=1e-12)
    # The proximal term does not move the fixed point.
    far = [
        broadcast_decomposition(Y, shapes, proximal=mu, n_iter_max=600, **options).errors[-1]
        for mu in (0, 0.5)
    ]
    np.testing.assert_allclose(*far, rtol=1e-6)
