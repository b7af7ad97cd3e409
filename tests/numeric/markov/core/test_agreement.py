"""NumPy and Numba, the shared kernel and single problems, threads, starts: all the same numbers."""

from __future__ import annotations

import numpy as np
import pytest
from random_chains import BACKENDS, chain, off, problem

from boxdot.numeric.markov.core import NotConverged, transport
from boxdot.numeric.markov.core.stepping import Best
from boxdot.numeric.markov.core.tiling import run, tiles
from boxdot.numeric.markov.discounted import discounted_wl

WAYS = [
    {"method": method, "backend": backend} for method in ("kernel", "pairs") for backend in BACKENDS
]
KINDS = [
    {"n": 9, "m": 6},
    {"n": 6, "m": 11, "keep": 0.3},
    {"n": 7, "m": 7, "periodic": 0.999},
    {"n": 1, "m": 4},
    {"n": 3, "m": 1},
]


def parts(solved, G):
    found = solved.backward(G)
    return [solved.cost, found.mX, found.mY, found.C]


@pytest.mark.parametrize("kind", KINDS, ids=str)
@pytest.mark.parametrize(("epsilon", "delta"), [(0.1, 0.4), (0.03, 0.05)])
def test_ways(kind, epsilon, delta):
    given = problem(0, **kind)
    expected = None
    for way in WAYS:
        solved = discounted_wl(*given[:3], epsilon, delta, tol=1e-11, **way)
        assert solved.converged
        found = parts(solved, given.G)
        expected = expected or found
        for ours, other in zip(found, expected, strict=True):
            assert np.abs(ours - other).max() < 1e-8 * (np.abs(given.G).sum() + 1)


@pytest.mark.parametrize("epsilon", [1e-2, 1e-3, 1e-4])
def test_small_epsilon(epsilon):
    """Far beyond what one kernel can hold: finite, converged, the same in NumPy and Numba."""
    given = problem(4, n=8, m=7)
    numba = discounted_wl(*given[:3], epsilon, 0.4)
    numpy = discounted_wl(*given[:3], epsilon, 0.4, backend="numpy", method="pairs")
    assert numba.converged
    assert numpy.converged
    assert off(numba.cost, numpy.cost) < 1e-9
    plan = numba.coupling(2, 3)
    assert np.abs(plan.sum(axis=1) - given.mX[2]).max() < 1e-9
    assert np.abs(plan.sum(axis=0) - given.mY[3]).max() < 1e-9
    assert off(numba.backward(given.G).mX, numpy.backward(given.G).mX) < 1e-7


def test_sparse_rows_are_solved_as_lists():
    rng = np.random.default_rng(2)
    n = 60
    rows = np.eye(n)[(np.arange(n) + 1) % n] + np.eye(n)[rng.integers(n, size=n)]
    mX, mY, C = rows / 2, (np.eye(n) + np.eye(n)[::-1]) / 2, rng.random((n, n))
    G = rng.normal(size=(n, n))
    sparse = discounted_wl(mX, mY, C, 0.1, 0.4)
    assert sparse.method == "pairs"
    dense = discounted_wl(mX, mY, C, 0.1, 0.4, method="kernel")
    for ours, other in zip(parts(sparse, G), parts(dense, G), strict=True):
        assert off(ours, other) < 1e-8


def test_sparse_matrices_are_taken():
    scipy = pytest.importorskip("scipy.sparse")
    given = problem(5, n=6, m=6, keep=0.3)
    found = discounted_wl(scipy.csr_array(given.mX), given.mY, given.C, 0.1, 0.4)
    assert np.array_equal(found.cost, discounted_wl(*given[:3], 0.1, 0.4).cost)


@pytest.mark.parametrize("method", ["kernel", "pairs"])
def test_the_same_twice_and_with_any_threads(method):
    given = problem(6, n=24, m=20)
    found = [
        parts(discounted_wl(*given[:3], 0.1, 0.4, method=method, threads=threads), given.G)
        for threads in (1, 1, 2, 3)
    ]
    for other in found[1:]:
        assert all(np.array_equal(x, y) for x, y in zip(found[0], other, strict=True))


@pytest.mark.parametrize("size", [50, 72])
def test_tiles_with_threads_agree_with_one_thread(size):
    """Enough work for tiles and threads of their own."""
    given = problem(7, n=size, m=size + 3)
    one, two = (discounted_wl(*given[:3], 0.1, 0.4, threads=count) for count in (1, 2))
    for ours, other in zip(parts(one, given.G), parts(two, given.G), strict=True):
        assert np.array_equal(ours, other)


def test_batches():
    items = [problem(seed, n=5, m=3, keep=0.5) for seed in range(4)]
    stacked = [np.stack(arrays) for arrays in zip(*items, strict=True)]
    solved = discounted_wl(*stacked[:3], 0.1, 0.3)
    gradient = solved.backward(stacked[3])
    assert len(solved.items) == 4
    epsilon = 0.0
    for k, given in enumerate(items):
        single = discounted_wl(*given[:3], 0.1, 0.3)
        alone = single.backward(given.G)
        assert np.array_equal(solved.cost[k], single.cost)
        assert np.array_equal(gradient.mX[k], alone.mX)
        assert np.array_equal(gradient.C[k], alone.C)
        assert np.array_equal(solved.coupling(1, 2, item=k), single.coupling(1, 2))
        epsilon += alone.epsilon
    assert gradient.epsilon == pytest.approx(epsilon, rel=1e-12)


@pytest.mark.parametrize("epsilon", [0.1, 1e-3])
def test_warm_starts_save_sweeps(epsilon):
    given = problem(8, n=8, m=8)
    cold = discounted_wl(*given[:3], epsilon, 0.2)
    warm = discounted_wl(*given[:3], epsilon, 0.2, warm_start=cold)
    near = discounted_wl(given.mX, given.mY, given.C * 1.001, epsilon, 0.2, warm_start=cold)
    assert warm.converged
    assert near.converged
    assert warm.sweeps <= 4
    assert warm.sweeps <= near.sweeps < cold.sweeps
    assert off(warm.cost, cold.cost) < 1e-9
    guessed = discounted_wl(*given[:3], epsilon, 0.2, warm_start=cold.cost)
    assert off(guessed.cost, cold.cost) < 1e-9


def test_few_sweeps_warn_and_say_so():
    given = problem(9)
    with pytest.warns(NotConverged, match="not converged after 3 sweeps"):
        found = discounted_wl(*given[:3], 0.1, 0.4, max_sweeps=3)
    assert not found.converged
    assert found.error_bound > 1e-9
    exact = discounted_wl(*given[:3], 0.1, 0.4).cost
    assert off(found.cost, exact) > 1e-9


def test_sweeps_do_not_grow_with_a_small_discount():
    given = problem(10, n=16, m=16)
    sweeps = [discounted_wl(*given[:3], 0.1, delta).sweeps for delta in (0.4, 0.05)]
    assert sweeps[1] <= 2 * sweeps[0]


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_transport_of_any_rows(way):
    rng = np.random.default_rng(11)
    A, B = chain(rng, 7)[:4], chain(rng, 5, keep=0.5)[:3]
    C, G = rng.random((7, 5)), rng.normal(size=(4, 3))
    found = transport(A, B, C, 0.05, tol=1e-12, **way)
    plans = np.array([[found.coupling(i, j) for j in range(3)] for i in range(4)])
    assert np.allclose(plans.sum(axis=3), A[:, None], atol=1e-11)
    assert np.allclose(plans.sum(axis=2), B[None], atol=1e-11)
    logs = np.log(np.where(plans > 0, plans, 1) / np.where(plans > 0, outer(A, B), 1))
    entropy = (plans * logs).sum(axis=(2, 3))
    assert np.allclose(found.value, (plans * C).sum(axis=(2, 3)) + 0.05 * entropy, atol=1e-11)
    assert found.entropy(G) == pytest.approx(np.vdot(G, entropy), abs=1e-9)
    assert np.allclose(found.push(C), (plans * C).sum(axis=(2, 3)), atol=1e-12)
    assert np.allclose(found.pull(G), np.einsum("ij,ijkl->kl", G, plans), atol=1e-12)


def outer(A, B):
    return A[:, None, :, None] * B[None, :, None, :]


def test_mixed_precisions():
    given = problem(12, n=6, m=5)
    mixed = discounted_wl(given.mX.astype(np.float32), *given[1:3], 0.1, 0.4)
    assert mixed.converged
    assert mixed.cost.dtype == np.float64
    assert off(mixed.cost, discounted_wl(*given[:3], 0.1, 0.4).cost) < 1e-6


def test_tolerances_below_rounding_are_not_asked_for():
    given = problem(13, n=6, m=5)
    found = discounted_wl(*given[:3], 0.02, 0.4, tol=1e-30, method="pairs")
    assert found.converged
    assert found.sweeps < 100
    assert found.error_bound < 1e-14


def test_a_search_without_progress_ends():
    best = Best(2)
    assert [best.stalled(error) for error in (1, 0.5, 0.49, 0.48, 0.47)] == [False] * 4 + [True]


@pytest.mark.parametrize("terminal", [True, False])
def test_progress_is_told_on_a_terminal(capsys, monkeypatch, terminal):
    monkeypatch.setattr("sys.stderr.isatty", lambda: terminal)
    given = problem(14)
    discounted_wl(*given[:3], 0.1, 0.4, progress=True)
    told = capsys.readouterr().err
    assert ("sweeps, residual" in told) is told.endswith("\n") is terminal


def test_tiles_are_cut_and_all_are_done():
    assert tiles(5, 100, 250) == [(0, 2), (2, 5)]
    assert tiles(3, 100, 50) == [(0, 1), (1, 2), (2, 3)]
    done = []
    run(
        lambda worker, tile, first, last: done.append((worker, tile, first, last)),
        tiles(5, 2, 2),
        2,
    )
    assert sorted(done, key=lambda row: row[1]) == [(k % 2, k, k, k + 1) for k in range(5)]
    with pytest.raises(ZeroDivisionError):
        run(lambda worker, tile, first, last: 1 / 0, tiles(2, 1, 1), 2)


@pytest.mark.parametrize("most", [1, 2, 5])
def test_a_limit_holds_at_every_level_of_epsilon(most):
    given = problem(15)
    with pytest.warns(NotConverged):
        found = discounted_wl(*given[:3], 1e-4, 0.4, max_sweeps=most)
    assert found.sweeps <= most + 5
    values = transport(given.mX, given.mY, found.cost, 1e-4).value
    residual = 0.4 * given.C + 0.6 * values - found.cost
    assert found.residual == pytest.approx(abs(residual).max(), abs=0.2 * found.residual)
