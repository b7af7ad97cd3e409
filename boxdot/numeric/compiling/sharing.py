"""Threads that share a loop: each takes the next piece until none is left."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import count


def threads() -> int:
    """Return how many threads share a loop: what the user says, or the processors there are."""
    wished = os.environ.get("BOXDOT_NUM_THREADS", "")
    if wished.isdigit() and int(wished) > 0:
        return int(wished)
    return _processors()


@cache
def _processors() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


@cache
def _pool(process: int) -> ThreadPoolExecutor:
    """Return the helpers of this process; a fork starts its own."""
    return ThreadPoolExecutor(max(threads() - 1, 1), thread_name_prefix="boxdot")


def step_of(length: int, grain: int, number: int) -> int:
    """Return how long the pieces of a range are, at whole grains.

    >>> step_of(10, 4, 2)
    8
    """
    return max(-(-length // (number * grain)) * grain, grain)


def share(run: Callable[[int, int, int], int], pieces: list[tuple[int, int]]) -> int:
    """Run a function on all pieces, in all threads; return its answers joined bit by bit."""
    numbers = count()

    def work() -> int:
        found = 0
        for n in iter(numbers.__next__, None):
            if n >= len(pieces):
                break
            found |= run(n, *pieces[n])
        return found

    helpers = [_pool(os.getpid()).submit(work) for _ in range(min(threads(), len(pieces)) - 1)]
    found = work()
    for helper in helpers:
        found |= helper.result()
    return found
