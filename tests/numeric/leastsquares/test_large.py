"""Data that are not in memory: memory maps and Dask arrays give what arrays give."""

from __future__ import annotations

import os
import signal
import tracemalloc

import numpy as np
import pytest

from boxdot.grammar.errors import DataError
from boxdot.numeric import solve_least_squares
from boxdot.numeric.leastsquares import passes

RNG = np.random.default_rng(0)
X, H = RNG.standard_normal((8, 9, 10)), RNG.standard_normal((1, 9, 10))
W = (8, 9, 1)
SHAPES = [
    ((8, 9, 1), (1, 9, 10)),
    ((8, 1, 10), (1, 9, 10)),
    ((1, 9, 10), (8, 9, 1)),
    ((1,), (8, 9)),
]


def same(found, wanted):
    np.testing.assert_allclose(found.solution, wanted.solution, rtol=1e-12)
    assert found.residual == pytest.approx(wanted.residual, rel=1e-12)
    assert (found.rank, found.solution.shape) == (wanted.rank, wanted.solution.shape)
    assert isinstance(found.solution, np.ndarray)


@pytest.fixture(params=["C", "F"])
def mapped(request, tmp_path):
    path = tmp_path / "X"
    X.ravel(request.param).tofile(path)
    return np.memmap(path, dtype=float, mode="r", shape=X.shape, order=request.param)


@pytest.mark.parametrize("backend", ["numba", "numpy"])
@pytest.mark.parametrize(("shape", "known"), SHAPES, ids=str)
def test_memory_map(mapped, shape, known, backend, monkeypatch):
    monkeypatch.setattr(passes, "SLAB", 1500)
    factor = RNG.standard_normal(known)
    wanted = solve_least_squares(X, factor, shape, backend=backend)
    same(solve_least_squares(mapped, factor, shape, backend=backend), wanted)
    mask, weights = RNG.random(X.shape) > 0.3, RNG.random((8, 1, 10))
    for options in ({"mask": mask}, {"weights": weights}, {"mask": mask, "weights": weights}):
        wanted = solve_least_squares(X, factor, shape, **options, backend=backend)
        same(solve_least_squares(mapped, factor, shape, **options, backend=backend), wanted)


def test_a_memory_map_takes_little_memory(tmp_path):
    """The data are 64 MB, of whole numbers that must be converted: slab by slab."""
    path = tmp_path / "X"
    np.arange(8 * 2**20, dtype=np.int64).tofile(path)
    mapped = np.memmap(path, dtype=np.int64, mode="r", shape=(512, 128, 128))
    factor = RNG.standard_normal((1, 128, 128))
    solve_least_squares(mapped[:1], factor, (1, 128))
    tracemalloc.start()
    found = solve_least_squares(mapped, factor, (512, 128))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 0.6 * mapped.nbytes
    assert found.rank == 512 * 128


@pytest.mark.parametrize("scheduler", ["threads", "synchronous"])
@pytest.mark.parametrize(("shape", "known"), SHAPES, ids=str)
def test_dask(shape, known, scheduler):
    da = pytest.importorskip("dask.array")
    import dask

    lazy, factor = da.from_array(X, chunks=(3, 4, 10)), RNG.standard_normal(known)
    mask, weights = RNG.random(X.shape) > 0.3, RNG.random((8, 1, 10))
    choices = [
        ({}, {}),
        ({"mask": mask}, {"mask": da.from_array(mask, chunks=5)}),
        ({"weights": weights, "mask": mask}, {"weights": weights, "mask": da.from_array(mask)}),
        ({"ridge": 0.5, "nonnegative": True}, {"ridge": 0.5, "nonnegative": True}),
    ]
    with dask.config.set(scheduler=scheduler):
        for plain, given in choices:
            wanted = solve_least_squares(X, factor, shape, **plain)
            same(solve_least_squares(lazy, factor, shape, **given), wanted)


def test_dask_at_extreme_scales_and_without_error():
    da = pytest.importorskip("dask.array")
    lazy = da.from_array(X * 2.0**-560, chunks=(3, 4, 10))
    same(solve_least_squares(lazy, H, W), solve_least_squares(X * 2.0**-560, H, W))
    A = RNG.standard_normal(W)
    exact = solve_least_squares(da.from_array(A * H, chunks=4), H, W)
    assert exact.residual <= 1e-15 * exact.norm


@pytest.mark.timeout(120)
def test_a_cluster_whose_worker_dies():
    da = pytest.importorskip("dask.array")
    distributed = pytest.importorskip("distributed")
    options = {"n_workers": 2, "threads_per_worker": 1, "processes": True}
    with (
        distributed.LocalCluster(**options, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        marker = next(iter(client.run(os.getpid).values()))
        lazy = da.from_array(X, chunks=(1, 3, 10)).map_blocks(_die_once, marker, dtype=float)
        found = solve_least_squares(lazy, H, W)
        assert marker not in client.run(os.getpid).values()
    same(found, solve_least_squares(X, H, W))


def _die_once(block, victim):
    """Kill the worker of this process number when it is given its first piece."""
    if os.getpid() == victim:
        os.kill(victim, signal.SIGKILL)
    return block


def test_chunks_of_unknown_length_are_refused():
    da = pytest.importorskip("dask.array")
    X = da.ones((4, 5, 6), chunks=(2, 5, 6))
    with pytest.raises(DataError, match="X has axes of unknown length"):
        solve_least_squares(X[X[:, 0, 0] > 0], np.ones((1, 5, 6)), (4, 5, 1))
