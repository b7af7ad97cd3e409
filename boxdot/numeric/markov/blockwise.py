"""Distances between all pairs as a Dask array; only this module imports Dask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import dask.array as da
import numpy as np
from dask.delayed import delayed

from boxdot.grammar.errors import DataError
from boxdot.numeric.markov.comparing import (
    Chain,
    Floats,
    Given,
    Metric,
    Settings,
    checked_settings,
)
from boxdot.numeric.threads import blas_threads


def dask_pairwise_distances(
    chains: Sequence[Any],
    others: Sequence[Any] | None = None,
    *,
    epsilon: float,
    delta: float,
    k: int | None = None,
    labels: Any = None,
    other_labels: Any = None,
    metric: Metric = "auto",
    q: float = 0.5,
    tol: float = 1e-7,
    method: str = "auto",
    chunk: int = 16,
) -> Any:
    """Return the distances of `pairwise_distances` as a Dask array that is computed block by block.

    Blocks below the diagonal of a symmetric matrix are transposes of those above. ``chunk`` is the
    number of chains in a block; the other arguments are those of `pairwise_distances`.

    Examples
    --------
    >>> still, swapping = [[1.0, 0.0], [0.5, 0.5]], [[0.0, 1.0], [1.0, 0.0]]
    >>> lazy = dask_pairwise_distances([still, swapping], epsilon=0.1, delta=0.5, chunk=1)
    >>> lazy.numblocks, lazy.compute().shape
    ((2, 2), (2, 2))
    """
    if chunk < 1:
        raise DataError(f"chunk must be at least 1, but it is {chunk}")
    settings = checked_settings(epsilon, delta, k, metric, tol, method)
    rows, columns = Given(chains, others, labels, other_labels, q).prepared()
    both = rows if columns is None else columns
    upper = _cut(rows, chunk), _cut(both, chunk)
    block = delayed(_block, pure=True)
    blocks: list[list[Any]] = []
    for i, first in enumerate(upper[0]):
        line = []
        for j, second in enumerate(upper[1]):
            shape = (len(first), len(second))
            if columns is None and j < i:
                line.append(blocks[j][i].T)
                continue
            value = block(first, second, settings, columns is None and i == j)
            line.append(da.from_delayed(value, shape, np.float64))
        blocks.append(line)
    return da.block(blocks)


def _cut(chains: list[Chain], chunk: int) -> list[list[Chain]]:
    """Return the chains in blocks."""
    return [chains[start : start + chunk] for start in range(0, len(chains), chunk)]


def _block(first: list[Chain], second: list[Chain], settings: Settings, same: bool) -> Floats:
    """Return one block of distances; of a block with itself only half is computed."""
    values = np.empty((len(first), len(second)))
    with blas_threads(1):
        for i, one in enumerate(first):
            for j, other in enumerate(second):
                if not (same and j < i):
                    values[i, j] = settings.distance(one, other)
                else:
                    values[i, j] = values[j, i]
    return values
