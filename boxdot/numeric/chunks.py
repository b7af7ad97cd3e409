"""Functions of the chunks of Dask arrays, one graph for all, results handed on as they come."""

# mypy: disable-error-code="attr-defined, no-untyped-call"
# Dask and its scheduler carry few types.

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import accumulate, product
from queue import Empty, Queue
from threading import Event, Thread
from typing import Any
from uuid import uuid4

import dask
import numpy as np
from dask.base import get_scheduler
from dask.callbacks import Callback
from dask.delayed import Delayed
from dask.order import order
from dask.system import CPU_COUNT
from dask.utils import ensure_dict

from boxdot.grammar.errors import DataError
from boxdot.numeric.regions import Region, cut, is_dask
from boxdot.numeric.turns import Alone, Turns

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
    run = get_scheduler(collections=[array])
    work = _Work(function, state is not None)
    tail = () if state is None else (_constant(state),)
    calls = _calls(array, beside)
    if _is_cluster(run):
        yield from _on_cluster(run.__self__, work, calls, tail)
    elif _has_processes(run):
        yield from dask.compute(*_tasks(work, calls, tail), scheduler=run)
    else:
        yield from _in_threads(run, work, calls, tail)


class ChunkFolding:
    """Readings of chunks by folds: one for each thread, or on a cluster one for each chunk.

    See `boxdot.numeric.folds.Folding`.
    """

    def __init__(self, array: Any, beside: Sequence[Any], axes: Sequence[int] | None) -> None:
        self.array, self.beside = _cut_along(array, axes), beside
        self.keys: list[str] = []
        self.whose: dict[tuple[int, ...], tuple[Turns, int]] = {}

    def __call__(self, fold: Callable[[Any], Any], state: Any) -> Iterator[Any]:
        """Yield what the folds found."""
        run = get_scheduler(collections=[self.array])
        if _is_cluster(run) or _has_processes(run):
            pieces = map_chunks(Alone(fold), self.array, self.beside, (state,), None)
            yield from _in_order(pieces, self.array)
            return
        if not self.keys or Callback.active:  # a callback may keep results by their names
            self._begin()
        turns = [Turns(fold(state)) for _ in range(min(_workers(run), len(self.order)))]
        for n, place in enumerate(self.order):
            self.whose[place] = turns[n % len(turns)], n // len(turns)
        run(self.graph, self.keys)
        for one in turns:
            yield one.result()

    def _begin(self) -> None:
        """Write the graph, and foresee in which order Dask will go through the chunks."""
        calls = _calls(self.array, self.beside)
        self.graph, self.keys = _graph(_Work(self._give, False), calls, ())
        rank = order(self.graph)
        numbers = sorted(range(len(calls)), key=lambda n: rank[self.keys[n]])
        self.order = [_starts(calls[n][0]) for n in numbers]

    def _give(self, region: Region, *blocks: Any) -> None:
        own, number = self.whose[_starts(region)]
        own.take(number, region, *blocks)


def _workers(run: Any) -> int:
    """Return how many threads Dask would take."""
    if getattr(run, "__name__", "") == "get_sync":
        return 1
    pool = dask.config.get("pool", None)
    wished = dask.config.get("num_workers", None) or getattr(pool, "_max_workers", None)
    return int(wished or CPU_COUNT)


def _is_cluster(run: Any) -> bool:
    return hasattr(getattr(run, "__self__", None), "scheduler_info")


def _has_processes(run: Any) -> bool:
    return "multiprocessing" in getattr(run, "__module__", "")


def _calls(array: Any, beside: Sequence[Any]) -> list[tuple[Region, list[Any]]]:
    """Return the region of each chunk, and the parts of the graph that belong to it."""
    places = _places(array)
    blocks = array.to_delayed()
    others = [_Beside(other, array) for other in beside]
    return [
        (
            tuple(span[n] for span, n in zip(places, index, strict=True)),
            [blocks[index], *(other.at(index) for other in others)],
        )
        for index in product(*(range(len(span)) for span in places))
    ]


def _places(array: Any) -> list[list[slice]]:
    return [_spans(sizes) for sizes in array.chunks]


def _in_order(pieces: Iterator[tuple[Region, Any]], array: Any) -> Iterator[Any]:
    """Yield what was found in the chunks in their order, whichever came first."""
    found = {}
    due = product(*_places(array))
    place = next(due, None)
    for region, result in pieces:
        found[_starts(region)] = result
        while place is not None and _starts(place) in found:
            yield found.pop(_starts(place))
            place = next(due, None)


def _starts(region: Region) -> tuple[int, ...]:
    return tuple(where.start for where in region)


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


def _tasks(work: Callable[..., Any], calls: Any, tail: Any) -> list[Any]:
    """Return a call for each chunk, for schedulers that send them elsewhere."""
    task = dask.delayed(work, pure=False, traverse=False)
    return [
        task(region, *pieces, *tail, dask_key_name=name)
        for name, (region, pieces) in zip(_names(len(calls)), calls, strict=True)
    ]


def _graph(work: Callable[..., Any], calls: Any, tail: Any) -> tuple[dict[Any, Any], list[str]]:
    """Return the same as one graph, which is made sooner, and the names of the calls."""
    names, graph = _names(len(calls)), {}
    met: dict[int, Any] = {}  # kept, so that no other graph gets the number of one of them
    for name, (region, pieces) in zip(names, calls, strict=True):
        parts = [*pieces, *tail]
        for part in parts:
            if isinstance(part, Delayed) and id(part) not in met:
                below = part.dask  # some make it anew each time
                if id(below) not in met:
                    graph.update(ensure_dict(below))
                met[id(part)] = met[id(below)] = below
        keys = (part.key if isinstance(part, Delayed) else part for part in parts)
        graph[name] = (partial(work, region), *keys)
    return graph, names


def _names(count: int) -> list[str]:
    """Return names in the order in which Dask goes through them: the last one first."""
    token = uuid4().hex
    return [f"boxdot-{token}-{count - n:09d}" for n in range(count)]


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

    futures = client.compute(_tasks(work, calls, tail))
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
            run(*_graph(deliver, calls, tail))
            results.put(None)
        except BaseException as error:  # handed to the one who asks for results
            results.put(error)

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
