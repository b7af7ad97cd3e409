"""Work cut into tiles that stay in the cache, done by a few threads with one BLAS thread each."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.util import find_spec
from itertools import pairwise

Task = Callable[[int, int, int], None]
"""Takes the tile's number, its first row and the row after its last."""


def tiles(rows: int, bytes_per_row: int, budget: int) -> list[tuple[int, int]]:
    """Cut rows into nearly equal tiles of about ``budget`` bytes (one row at least).

    >>> tiles(5, 100, 250)
    [(0, 2), (2, 5)]
    """
    count = min(rows, max(1, -(-rows * bytes_per_row // budget)))
    edges = [rows * k // count for k in range(count + 1)]
    return list(pairwise(edges))


def run(
    task: Callable[[int, int, int, int], None], cuts: Sequence[tuple[int, int]], threads: int
) -> None:
    """Call ``task(worker, tile, first, last)`` for all tiles; worker w takes w, w + threads, …

    What a tile computes does not depend on who computes it, so that results never depend on
    the number of threads.
    """
    threads = min(threads, len(cuts))

    def share(worker: int) -> None:
        for tile in range(worker, len(cuts), threads):
            task(worker, tile, *cuts[tile])

    if threads <= 1:
        share(0)
        return
    pool = _pool(threads, os.getpid())
    for done in [pool.submit(share, worker) for worker in range(threads)]:
        done.result()


def cores() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def allowed_threads(asked: int | None) -> int:
    """Return how many threads take tiles: as asked, else one a core if BLAS can be held to one."""
    if asked is not None:
        return max(1, asked)
    return cores() if find_spec("threadpoolctl") is not None else 1


@cache
def _pool(threads: int, process: int) -> ThreadPoolExecutor:
    """Return the threads of a process: a forked one has none of its parent's."""
    return ThreadPoolExecutor(threads, thread_name_prefix="boxdot-tiles")
