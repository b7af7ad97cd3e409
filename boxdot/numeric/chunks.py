"""Functions of the chunks of Dask arrays, one graph for all, results handed on as they come."""

# mypy: disable-error-code="attr-defined, no-untyped-call"
# Dask and its scheduler carry few types.

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, product
from queue import Empty, Queue
from threading import Event, Thread
from typing import Any

import dask
import numpy as np
from dask.base import get_scheduler

from boxdot.grammar.errors import DataError
from boxdot.numeric.regions import Region, cut, is_dask

AHEAD = 4
"""So many results of threads may wait to be taken."""


def map_chunks(
    function: Callable[..., Any],
    array: Any,
    beside: Sequence[Any],
    state: Any,
    axes: Sequence[int] | None,
) -> Iterator[tuple[Region, Any]]:
    """Yield ``(region, function(region, chunk, *beside, state))`` in the order of completion.

    Runs where Dask would compute the array: in threads, in processes, or on the workers of the
    client that is active. See `boxdot.numeric.slabs.map_slabs`.
    """
    array = _cut_along(array, axes)
    places = [_spans(sizes) for sizes in array.chunks]
    run = get_scheduler(collections=[array])
    client = getattr(run, "__self__", None)
    work = _Work(function, state is not None)
    tail = () if state is None else (_constant(state),)
    blocks = array.to_delayed()
    others = [_Beside(other, array) for other in beside]
    calls = [
        (
            tuple(span[n] for span, n in zip(places, index, strict=True)),
            [blocks[index], *(other.at(index) for other in others)],
        )
        for index in product(*(range(len(span)) for span in places))
    ]
    if hasattr(client, "scheduler_info"):
        yield from _on_cluster(client, work, calls, tail)
    elif "multiprocessing" in getattr(run, "__module__", ""):
        tasks = [_task(work, region, pieces, tail) for region, pieces in calls]
        yield from dask.compute(*tasks, scheduler=run)
    else:
        yield from _in_threads(run, work, calls, tail)


class _Work:
    """The call for one chunk; arrays beside that are in memory are cut on the spot."""

    def __init__(self, function: Callable[..., Any], has_state: bool) -> None:
        self.function = function
        self.has_state = has_state

    def __call__(self, region: Region, *pieces: Any) -> tuple[Region, Any]:
        tail = pieces[-1:] if self.has_state else ()
        block, *others = pieces[: len(pieces) - len(tail)]
        parts = [other.cut(region) if isinstance(other, _Whole) else other for other in others]
        return region, self.function(region, np.asarray(block), *parts, *tail)


class _Whole:
    """An array beside that is in memory: each call cuts its part out."""

    def __init__(self, array: Any) -> None:
        self.array = array

    def cut(self, region: Region) -> Any:
        return cut(self.array, region)


class _Beside:
    """An array beside the one that is cut, as a part of the graph."""

    def __init__(self, array: Any, lead: Any) -> None:
        self.lazy = is_dask(array)
        if not self.lazy:
            self.whole = None if array is None else _constant(_Whole(array))
            return
        pairs = enumerate(zip(array.shape, lead.chunks, strict=True))
        array = array.rechunk({axis: -1 if n == 1 else sizes for axis, (n, sizes) in pairs})
        self.blocks = array.to_delayed()

    def at(self, index: tuple[int, ...]) -> Any:
        if not self.lazy:
            return self.whole
        counts = self.blocks.shape
        return self.blocks[tuple(0 if c == 1 else n for n, c in zip(index, counts, strict=True))]


def _constant(value: Any) -> Any:
    """Return a value as a node of the graph: sent once to a worker, and again to its successor."""
    return dask.delayed(value, pure=False, traverse=False)


def _task(work: Callable[..., Any], region: Region, pieces: Any, tail: Any) -> Any:
    return dask.delayed(work, pure=False, traverse=False)(region, *pieces, *tail)


def _cut_along(array: Any, axes: Sequence[int] | None) -> Any:
    """Return the array with chunks that are whole along all axes but those that may be cut."""
    if np.isnan(array.size):
        raise DataError(
            "a Dask array has chunks of unknown sizes", hint="call its compute_chunk_sizes() first"
        )
    if axes is None:
        return array
    kept = {axis % array.ndim for axis in axes}
    return array.rechunk({axis: -1 for axis in range(array.ndim) if axis not in kept})


def _spans(sizes: Sequence[int]) -> list[slice]:
    ends = list(accumulate(sizes))
    return [slice(end - size, end) for size, end in zip(sizes, ends, strict=True)]


def _on_cluster(client: Any, work: Any, calls: Any, tail: Any) -> Iterator[tuple[Region, Any]]:
    """Yield results as workers finish; what a dead worker had is computed again by the others."""
    from distributed import as_completed

    futures = client.compute([_task(work, region, pieces, tail) for region, pieces in calls])
    waiting = as_completed(futures, with_results=True)
    del futures
    for future, result in waiting:
        yield result
        future.release()


def _in_threads(run: Any, work: Any, calls: Any, tail: Any) -> Iterator[tuple[Region, Any]]:
    """Yield results through a short queue: Dask would keep all of them until the last is done."""
    results: Queue[Any] = Queue(AHEAD)
    stopped = Event()

    def deliver(*arguments: Any) -> None:
        if not stopped.is_set():
            results.put(work(*arguments))

    def compute() -> None:
        try:
            dask.compute(*tasks, scheduler=run)
            results.put(None)
        except BaseException as error:  # handed to the one who asks for results
            results.put(error)

    tasks = [_task(deliver, region, pieces, tail) for region, pieces in calls]
    thread = Thread(target=compute, daemon=True)
    thread.start()
    try:
        while (found := results.get()) is not None:
            if isinstance(found, BaseException):
                raise found
            yield found
    finally:
        stopped.set()
        _drain(results, thread)


def _drain(results: Queue[Any], thread: Thread) -> None:
    """Let the threads end that wait for room in the queue."""
    while thread.is_alive():
        try:
            results.get(timeout=0.02)
        except Empty:
            thread.join(0.02)
