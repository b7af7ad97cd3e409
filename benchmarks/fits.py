"""Jobs that benchmarks of decompositions time in turns: plain readings, and whole fits."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable, Sequence
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from boxdot.numeric import broadcast_decomposition
from boxdot.numeric.decomposition.unsettled import DecompositionWarning
from boxdot.numeric.threads import Team

Array = NDArray[Any]
Job = Callable[[], object]


def interleaved(jobs: dict[str, Job], runs: int, slow: set[str]) -> dict[str, float]:
    """Return the least seconds of each job; they take turns, the slow ones every fifth time."""
    least = dict.fromkeys(jobs, float("inf"))
    for job in jobs.values():
        job()  # compiled, paged in
    for turn in range(runs):
        for name, job in jobs.items():
            if name in slow and turn % 5:
                continue
            start = time.perf_counter()
            job()
            took = time.perf_counter() - start
            least[name] = min(least[name], getattr(job, "seconds", took))
    return least


def reader(Y: Array, threads: int = 1) -> Job:
    """Return the fastest plain reading there is: a sum by vector instructions, else NumPy's."""
    team = Team(threads)
    parts = np.array_split(Y.reshape(-1), threads)
    read = plain_sum()
    return lambda: team.each(read, parts)


@cache
def plain_sum() -> Callable[[Any], Any]:
    """Return a sum by vector instructions, else NumPy's."""
    if find_spec("numba") is None:
        return np.sum
    from numba import njit

    @njit(fastmath=True, nogil=True)
    def read(flat: Any) -> Any:
        total = flat[0] - flat[0]
        for n in range(flat.size):
            total += flat[n]
        return total

    return read


class Fit:
    """A fit of given factors; ``seconds`` is the time of its fastest sweep, callback included."""

    def __init__(self, Y: Any, start: Sequence[Array], threads: int = 1, sweeps: int = 5) -> None:
        self.Y, self.start, self.threads, self.sweeps = Y, start, threads, sweeps
        self.seconds = float("inf")

    def __call__(self) -> None:
        """Fit, and look at the clock after each sweep."""
        times: list[float] = []
        shapes = [factor.shape for factor in self.start]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DecompositionWarning)
            broadcast_decomposition(
                self.Y,
                shapes,
                init=self.start,
                tol=0,
                n_iter_max=self.sweeps,
                threads=self.threads,
                callback=lambda *_: times.append(time.perf_counter()),
            )
        self.seconds = float(np.diff(times).min())
