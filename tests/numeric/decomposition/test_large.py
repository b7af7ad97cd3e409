"""Data that stays where it is: memory maps, Dask arrays, a cluster that loses a worker."""

import os

import numpy as np
import pytest

from boxdot import DataError
from boxdot.numeric import BroadcastDecomposition, broadcast_decomposition

SHAPES = [(12, 7, 1), (12, 1, 9), (1, 7, 9)]
RNG = np.random.default_rng(0)
Y = RNG.normal(size=(12, 7, 9))
HOLES = np.where(RNG.random(Y.shape) < 0.1, np.nan, Y)


class Slices:
    """What is in a file: it has a shape and a type, and slices."""

    def __init__(self, array):
        self.array, self.shape, self.dtype = array, array.shape, array.dtype
        self.most = 0

    def __getitem__(self, where):
        part = self.array[where]
        self.most = max(self.most, part.size)
        return part


def as_map(Y, tmp_path):
    file = np.memmap(tmp_path / "Y.bin", dtype=Y.dtype, mode="w+", shape=Y.shape)
    file[...] = Y
    file.flush()
    return np.memmap(tmp_path / "Y.bin", dtype=Y.dtype, mode="r", shape=Y.shape)


def as_dask(Y, tmp_path):
    return pytest.importorskip("dask.array").from_array(Y, chunks=(5, 4, 9))


def as_slices(Y, tmp_path):
    return Slices(Y)


@pytest.mark.parametrize("wrap", [as_map, as_dask, as_slices])
@pytest.mark.parametrize(("rank", "algorithm"), [(1, "hals"), (2, "hals"), (2, "als")])
@pytest.mark.parametrize("data", [Y, HOLES], ids=["whole", "holes"])
def test_sweeps_are_those_in_memory(tmp_path, wrap, rank, algorithm, data):
    start = [RNG.random((rank, *shape)) for shape in SHAPES]
    options = {"algorithm": algorithm, "init": start, "tol": 0, "n_iter_max": 3}
    expected = broadcast_decomposition(data, SHAPES, rank, **options)
    found = broadcast_decomposition(wrap(data, tmp_path), SHAPES, rank, **options)
    np.testing.assert_allclose(found.errors, expected.errors, rtol=1e-7)
    np.testing.assert_allclose(found.reconstruct(), expected.reconstruct(), atol=1e-5)
    np.testing.assert_allclose(found.norm, expected.norm, rtol=1e-12)


@pytest.mark.parametrize("backend", ["numpy", "auto"])
@pytest.mark.parametrize(
    "shapes",
    [
        [(6, 1, 4, 3), (6, 5, 1, 3), (1, 5, 4, 1)],
        [(1, 5, 4, 1), (6, 5, 1, 1)],  # the first factor does not vary along the slabs
        [(1, 5, 4, 1), (1, 1, 4, 3)],  # nothing varies along the first axis
        [(6, 1, 1, 1)],
        [(1, 1, 1, 1)],
    ],
)
def test_any_order(shapes, backend):
    full = RNG.normal(size=(6, 5, 4, 3))
    mask = RNG.random(full.shape) < 0.9
    start = [RNG.random(shape) for shape in shapes]
    for options in ({}, {"mask": mask}):
        options |= {"init": start, "tol": 0, "n_iter_max": 2, "backend": backend}
        expected = broadcast_decomposition(full, shapes, **options)
        found = broadcast_decomposition(Slices(full), shapes, **options)
        np.testing.assert_allclose(found.errors, expected.errors, rtol=1e-9)
        for one, other in zip(found.factors, expected.factors, strict=True):
            np.testing.assert_allclose(one, other, rtol=1e-8, atol=1e-12)


@pytest.mark.parametrize("scale", [1e-170, 1.0, 1e170])
def test_starts_come_from_a_sample(tmp_path, monkeypatch, scale):
    """Data of mixed signs, of which only some slabs are seen at first."""
    monkeypatch.setattr("boxdot.numeric.decomposition.large.SAMPLE_BYTES", 40_000)
    shapes = [(40, 16, 1), (40, 1, 18), (1, 16, 18)]
    rng = np.random.default_rng(0)
    A, B, C = (rng.normal(size=shape) for shape in shapes)
    exact = A * B * C
    noisy = exact + rng.normal(size=exact.shape) * 0.01
    model = BroadcastDecomposition(shapes, random_state=0)
    model.fit(Slices(noisy * scale))
    error = np.linalg.norm(model.reconstruct() / scale - exact) / np.linalg.norm(exact)
    assert error < 0.01


def test_slabs_are_small(monkeypatch):
    monkeypatch.setattr("boxdot.numeric.slabs.SLAB", 2000)
    data = Slices(Y)
    broadcast_decomposition(data, SHAPES, init="random", tol=0, n_iter_max=2, random_state=0)
    # The sample that tells the scale of the start is all of this small array; sweeps see slabs.
    data.most = 0
    ones = [np.ones(shape) for shape in SHAPES]
    broadcast_decomposition(data, SHAPES, init=ones, tol=0, n_iter_max=2, algorithm="hals")
    assert 0 < data.most * 8 <= 2000


@pytest.mark.parametrize("wrap", [as_map, as_dask, as_slices])
def test_the_score_reads_slabs(tmp_path, wrap):
    model = BroadcastDecomposition(SHAPES, 2, tol=0, n_iter_max=2, init="random").fit(HOLES)
    np.testing.assert_allclose(model.score(wrap(HOLES, tmp_path)), model.score(HOLES))
    mask = RNG.random(Y.shape) < 0.5
    left = (Y - model.reconstruct())[mask]
    expected = 20 * np.log10(np.linalg.norm(Y[mask]) / np.linalg.norm(left))
    np.testing.assert_allclose(model.score(wrap(Y, tmp_path), mask), expected)
    with pytest.raises(DataError, match="Y has shape"):
        model.score(Y[:, 1:])


def test_messages():
    data = Y.copy()
    data[3, 2, 1] = np.inf
    with pytest.raises(DataError, match="Y holds infinite entries"):
        broadcast_decomposition(Slices(data), SHAPES)
    with pytest.raises(DataError, match="for data in memory"):
        broadcast_decomposition(Slices(abs(Y)), SHAPES, loss="kl")
    with pytest.raises(DataError, match="mask has shape"):
        broadcast_decomposition(Slices(Y), SHAPES, mask=np.ones((12, 7), bool))


def test_a_worker_is_killed_in_mid_sweep(tmp_path):
    distributed = pytest.importorskip("distributed")
    da = pytest.importorskip("dask.array")
    start = [RNG.random((1, *shape)) for shape in SHAPES]
    options = {"init": start, "tol": 0, "n_iter_max": 3, "backend": "numpy"}
    expected = broadcast_decomposition(Y, SHAPES, **options)
    killed = []

    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):

        def kill(sweep, factors, error):
            if sweep == 1:  # the next sweep is under way on one worker less
                worker = next(iter(cluster.workers.values()))
                killed.append(worker.pid)
                os.kill(worker.pid, 9)

        lazy = da.from_array(Y, chunks=(4, 7, 9))
        found = broadcast_decomposition(lazy, SHAPES, callback=kill, **options)
        assert client.status == "running"
    assert len(killed) == 1
    np.testing.assert_allclose(found.errors, expected.errors, rtol=1e-9)
    for one, other in zip(found.factors, expected.factors, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-9)
