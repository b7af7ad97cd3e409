"""Threads share sweeps: the same factors to rounding, the same bits with the same threads."""

import numpy as np
import pytest

from boxdot.numeric import broadcast_decomposition

pytest.importorskip("numba")
SHAPES = [(9, 6, 1), (9, 1, 11), (1, 6, 11)]


@pytest.fixture(autouse=True)
def small_data_have_threads(monkeypatch):
    monkeypatch.setattr("boxdot.numeric.decomposition.sweeps.pairwise.LARGE", 1)


def decomposed(rank, threads, **options):
    rng = np.random.default_rng(0)
    data = rng.random((9, 6, 11))
    start = [rng.random((rank, *shape)) for shape in SHAPES]
    start[1][:, 2] = 0  # nothing depends on these entries of A
    options = {"algorithm": "hals", "tol": 0, "n_iter_max": 3, **options}
    found = broadcast_decomposition(
        data, SHAPES, rank, init=[one if rank > 1 else one[0] for one in start],
        gauge="none", threads=threads, **options,
    )  # fmt: skip
    return found.errors, found.factors


@pytest.mark.parametrize("threads", [1, 2, 3, 16])
@pytest.mark.parametrize("rank", [1, 2, 3])
@pytest.mark.parametrize(
    "options", [{}, {"nonnegative": True, "ridge": 0.1}, {"proximal": 0.5, "ridge": (0, 0.2, 0)}]
)
def test_factors_are_those_of_numpy(rank, threads, options):
    errors, factors = decomposed(rank, 1, backend="numpy", **options)
    found_errors, found = decomposed(rank, threads, **options)
    np.testing.assert_allclose(found_errors, errors, rtol=1e-9)
    for one, other in zip(found, factors, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize("rank", [1, 2])
def test_as_many_threads_give_the_same_bits(rank):
    errors, factors = decomposed(rank, 2)
    again, others = decomposed(rank, 2)
    assert errors == again
    assert all(np.array_equal(one, other) for one, other in zip(factors, others, strict=True))


def test_blas_has_one_thread_beside_ours():
    threadpoolctl = pytest.importorskip("threadpoolctl")
    seen = []

    def look(sweep, factors, error):
        seen.extend(one["num_threads"] for one in threadpoolctl.threadpool_info()
                    if one["user_api"] == "blas")  # fmt: skip

    decomposed(1, 2, callback=look)
    if not seen:
        pytest.skip("no BLAS that tells its threads")
    assert set(seen) == {1}
