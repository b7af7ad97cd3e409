"""The distances of many pairs, shared out among threads or processes, with the progress told."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from multiprocessing import get_all_start_methods, get_context

from boxdot.grammar.errors import DataError
from boxdot.numeric.markov.comparing import Chain, Settings
from boxdot.numeric.markov.core.tiling import cores
from boxdot.numeric.progress import ProgressLine
from boxdot.numeric.threads import blas_threads

Pair = tuple[int, int]

BATCHES = 8
"""How many batches of pairs each worker gets: enough that none waits long for the last."""


def workers(asked: int) -> int:
    """Return how many workers are asked for."""
    if asked == 0 or asked < -1:
        raise DataError(f"n_jobs must be a number of workers or -1, but it is {asked}")
    return cores() if asked == -1 else asked


def computed(
    rows: list[Chain],
    columns: list[Chain],
    settings: Settings,
    pairs: list[Pair],
    jobs: int,
    prefer: str,
    progress: bool,
) -> list[float]:
    """Return the distance of every pair, in order."""
    if prefer not in ("processes", "threads"):
        raise DataError(f"prefer must be 'processes' or 'threads', but it is {prefer!r}")
    size = max(1, -(-len(pairs) // (jobs * BATCHES)))
    batches = [
        [(rows[i], columns[j]) for i, j in pairs[start : start + size]]
        for start in range(0, len(pairs), size)
    ]
    work = partial(_batch, settings)
    if jobs == 1:
        return _gathered(map(work, batches), len(pairs), progress)
    with blas_threads(1), _pool(jobs, prefer) as pool:
        return _gathered(pool.map(work, batches), len(pairs), progress)


def _pool(jobs: int, prefer: str) -> Executor:
    """Return workers; processes are never forked from this one, whose libraries have threads."""
    if prefer == "threads":
        return ThreadPoolExecutor(jobs)
    method = "forkserver" if "forkserver" in get_all_start_methods() else "spawn"
    return ProcessPoolExecutor(jobs, mp_context=get_context(method))


def _batch(settings: Settings, pairs: list[tuple[Chain, Chain]]) -> list[float]:
    """Return the distances of some pairs, with one BLAS thread."""
    with blas_threads(1):
        return [settings.distance(first, second) for first, second in pairs]


def _gathered(batches: Iterable[list[float]], total: int, progress: bool) -> list[float]:
    """Return all values, telling how many there are."""
    values: list[float] = []
    line = ProgressLine(progress)
    for batch in batches:
        values.extend(batch)
        line.tell(f"{len(values)} of {total} pairs", last=len(values) == total)
    line.end()
    return values
