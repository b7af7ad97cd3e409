"""Where sweeps begin: given factors, random ones, or the best of several starts after a trial."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import numpy as np

from boxdot.grammar.errors import DataError
from boxdot.numeric.decomposition.data import Data
from boxdot.numeric.decomposition.layout import Array, Layout
from boxdot.numeric.decomposition.reading import read_factor
from boxdot.numeric.decomposition.starting import starts

TRIAL_SWEEPS = 8
"""So many sweeps tell a good start from a bad one."""
FITS = 1e-6
"""A start whose error falls below this part of the norm is taken without looking further."""


def given_factors(init: Sequence[Any], rank: int, layout: Layout, dtype: Any) -> list[Array | None]:
    """Return the given factors, merged; None where none was given.

    Raises
    ------
    DataError
        The number of factors or a shape does not fit, or an entry is not finite.
    """
    if not isinstance(init, Sequence) and not isinstance(init, np.ndarray):
        raise DataError(f"init is {init!r}, expected 'auto', 'random' or a list of factors")
    if len(init) != len(layout.shapes):
        raise DataError(f"init has {len(init)} factors, shapes has {len(layout.shapes)}")
    return [
        None if one is None else layout.merge_factor(_read(one, n, rank, layout, dtype), n)
        for n, one in enumerate(init)
    ]


def _read(one: Any, number: int, rank: int, layout: Layout, dtype: Any) -> Array:
    array, shape = read_factor(f"init[{number}]", one, np.dtype(dtype)), layout.shapes[number]
    allowed = {(rank, *shape), (rank, *_long(shape))} | ({shape} if rank == 1 else set())
    if array.shape not in allowed:
        wanted = shape if rank == 1 else (rank, *shape)
        raise DataError(f"init[{number}] has shape {array.shape}, expected {wanted}")
    if not np.isfinite(array).all():
        raise DataError(f"init[{number}] has entries that are not finite")
    return array.astype(dtype).reshape(rank, *shape)


def _long(shape: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(size for size in shape if size != 1)


def random_factors(
    data: Data, layout: Layout, rank: int, rng: np.random.Generator, nonnegative: Sequence[bool]
) -> list[Array]:
    """Return random factors whose sum of products is as large as the data.

    They are positive where the data are: there, random starts of mixed sign only lose sweeps.
    """
    values, shapes = data.values, [layout.merged_shape(n) for n in range(len(layout.shapes))]
    positive = values.dtype.kind != "c" and bool((values >= 0).all())
    count = max(float(values.size if data.weights is None else data.weights.sum()), 1.0)
    copies = data.copies if data.weights is None else 1
    size = (data.power / copies / count / rank) ** (0.5 / len(shapes)) if data.power else 1.0
    found = []
    for shape, flag in zip(shapes, nonnegative, strict=True):
        full = (rank, *shape)
        drawn: Array = 1 - rng.random(full) if positive or flag else rng.normal(size=full)
        if values.dtype.kind == "c":
            drawn = drawn + 1j * rng.normal(size=full)
        found.append((drawn * size).astype(values.dtype))
    return found


def candidates(
    init: str,
    data: Data,
    layout: Layout,
    rank: int,
    rng: np.random.Generator,
    nonnegative: Sequence[bool],
    count: int,
) -> Iterator[list[Array]]:
    """Return up to so many starts, the best guess first; a random one is among them."""
    drawn = count
    if init == "auto" and data.values.dtype.kind != "c":
        drawn, shapes = (
            min(count - 1, 1),
            [layout.merged_shape(n) for n in range(len(layout.shapes))],
        )
        mask = None if data.weights is None else data.weights > 0
        flags = tuple(nonnegative)
        grown = starts(
            data.averages(), shapes, rank, rng, mask=mask, nonnegative=flags, n=count - drawn
        )
        for factors in islice(grown, count - drawn):
            pairs = zip(factors, shapes, strict=True)
            yield [np.array(one, data.dtype).reshape(rank, *shape) for one, shape in pairs]
    for _ in range(drawn):
        yield random_factors(data, layout, rank, rng, nonnegative)


def best_start(
    found: Iterable[list[Array]],
    sweep: Callable[[list[Array]], float],
    norm: float,
    alone: bool,
) -> list[Array]:
    """Return the start with the least error after a trial; the only one is taken untried."""
    best: tuple[float, list[Array]] | None = None
    for factors in found:
        if alone:
            return factors
        trial = [factor.copy() for factor in factors]
        error = float("inf")
        for _ in range(TRIAL_SWEEPS):
            error = sweep(trial)
        if best is None or error < best[0]:
            best = error, trial
        if error <= (FITS * norm) ** 2:
            break
    if best is None:
        raise DataError("no start was found")
    return best[1]


def one_everywhere(shapes: Sequence[Sequence[int]], rank: int, dtype: Any) -> list[Array]:
    """Return factors of ones: all that data without entries say."""
    return [np.ones((rank, *shape), dtype) for shape in shapes]
