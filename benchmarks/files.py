"""Decompositions of what is in a file: sweeps as ratios to a plain reading, and their memory."""

from __future__ import annotations

import ctypes
import gc
from contextlib import AbstractContextManager, nullcontext, suppress
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from typing import Any

import numpy as np

from benchmarks.fits import Array, Fit, Job, interleaved, reader
from boxdot.numeric.threads import blas_threads

ANONYMOUS = Path("/proc/self/status")


def from_file(size: int, runs: int) -> list[tuple[str, float, str]]:
    """Return (name, ratio to a reading, note) of a decomposition of what is in a file."""
    rng = np.random.default_rng(0)
    start = [rng.random(shape) for shape in ((size, size, 1), (size, 1, size), (1, size, size))]
    with TemporaryDirectory() as folder:
        file = np.lib.format.open_memmap(
            Path(folder) / "Y.npy", mode="w+", dtype=float, shape=(size,) * 3
        )
        for part, A, B in zip(file, start[0], start[1], strict=True):
            part[...] = A * B * start[2][0]
        file.flush()
        jobs: dict[str, Job] = {"read": reader(np.array(file)), "memory map": Fit(file, start)}
        for slabs in (5, 10, 20):
            if find_spec("dask") is not None:
                lazy = in_chunks(Path(folder) / "Y.npy", min(slabs, size))
                jobs[f"Dask, {slabs} slabs a chunk"] = Fit(lazy, start)
        with blas_threads(1), two_workers():
            least = interleaved(jobs, runs, set())
            base = least.pop("read")
            jobs.pop("read")  # its array counts as memory
            return [
                (name, t / base, f"{most_memory(jobs[name]) / file.nbytes:.1%} of Y in memory")
                for name, t in least.items()
            ]


def in_chunks(path: Path, slabs: int) -> Any:
    """Return a file as a Dask array."""
    from dask.array import from_array

    return from_array(File(path), chunks=(slabs, -1, -1), asarray=False)  # type: ignore[no-untyped-call]


def two_workers() -> AbstractContextManager[Any]:
    """Let Dask, if it is there, have two threads."""
    if find_spec("dask") is None:
        return nullcontext()
    import dask

    return dask.config.set(scheduler="threads", num_workers=2)


class File:
    """What slices a file: Dask would take a memory map itself into memory."""

    def __init__(self, path: Path) -> None:
        array = np.load(path, mmap_mode="r")
        self.path, self.shape, self.dtype, self.ndim = path, array.shape, array.dtype, array.ndim

    def __getitem__(self, where: Any) -> Array:
        return np.load(self.path, mmap_mode="r")[where]  # type: ignore[no-any-return]


def most_memory(job: Job) -> float:
    """Return the most bytes of its own that a job has at a time (asked of Linux), else NaN."""
    if not ANONYMOUS.exists():
        return float("nan")
    gc.collect()
    with suppress(OSError, AttributeError):  # memory that is free, but was not given back
        ctypes.CDLL(None).malloc_trim(0)
    before = most = own_memory()
    thread = Thread(target=job)
    thread.start()
    while thread.is_alive():
        most = max(most, own_memory())
        thread.join(0.002)
    return most - before


def own_memory() -> int:
    """Return the bytes in memory that no file backs."""
    (line,) = (line for line in ANONYMOUS.read_text().splitlines() if "RssAnon" in line)
    return int(line.split()[1]) * 1024
