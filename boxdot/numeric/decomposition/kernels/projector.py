"""Moments by the row kernel: what it wants to be told about arrays of any order."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from math import prod
from typing import Any

import numpy as np

from boxdot.numeric.decomposition.kernels.memory import LINE, aligned
from boxdot.numeric.decomposition.kernels.projecting import project
from boxdot.numeric.decomposition.layout import Array
from boxdot.numeric.threads import Team

LARGE = 2**18
"""So many entries are worth a second thread."""


class Projector:
    """Computes P(Y ⊡ Z), and P(W ⊡ Z ⊡ Z) with it, for products Z of parts, as numbers of a kind.

    Weights (and data, where the moments of weights are asked for) may be bytes.
    """

    def __init__(self, threads: int, kind: np.dtype[Any]) -> None:
        self.kind = kind
        self.team, self.threads = Team(threads), threads

    def __call__(
        self, Y: Array, W: Array | None, parts: Sequence[Array], kept: Sequence[int]
    ) -> tuple[Array, Array | None]:
        """Return the sums over the modes whose length in ``kept`` is 1."""
        shares = self.shares(Y, kept)
        job = partial(self.share, Y, W, parts, tuple(kept))
        found = self.team.each(job, shares)
        above = _together([pair[0] for pair in found], kept)
        return above, None if W is None else _together([pair[1] for pair in found], kept)

    def shares(self, Y: Array, kept: Sequence[int]) -> list[slice]:
        """Return which part of the first mode each thread reads."""
        count = self.threads if Y.size >= LARGE else 1
        if Y.ndim == 1:
            count = 1  # the last mode is never cut
        step = max(1, -(-len(Y) // count))
        return [slice(s, s + step) for s in range(0, len(Y), step)] or [slice(0, 0)]

    def share(
        self, Y: Array, W: Array | None, parts: Sequence[Array], kept: Sequence[int], part: slice
    ) -> tuple[Array, Array]:
        """Return what some of the rows say."""
        Y, W = Y[part], None if W is None else W[part]
        parts = [one if len(one) == 1 else one[part] for one in parts]
        shape = tuple(kept) if kept[0] == 1 else (len(Y), *kept[1:])
        # Parts that vary along the last mode come first.
        parts = sorted(parts, key=lambda one: one.shape[-1] == 1)
        kind = self.kind
        room = LINE // kind.itemsize
        flat = aligned((sum(one.size for one in parts) + room,), kind)
        places, strides = [0], []
        for one in parts:
            flat[places[-1] : places[-1] + one.size].reshape(one.shape)[...] = one
            places.append(places[-1] + one.size)
            strides.append(_strides(one.shape))
        places[-1] = 0
        strides.append(_strides(shape))
        rows = aligned((3, Y.shape[-1] + room), kind)
        rows[0] = 1
        above, below = (aligned((prod(shape) + room,), kind) for _ in range(2))
        if Y.size:
            project(
                Y.ctypes.data,
                0 if W is None else W.ctypes.data,
                flat.ctypes.data,
                rows[0].ctypes.data,
                rows[1].ctypes.data,
                above.ctypes.data,
                below.ctypes.data,
                np.array(Y.shape, np.int64),
                np.array(strides, np.int64),
                np.array(places, np.int64),
                sum(one.shape[-1] != 1 for one in parts),
                (Y.dtype == np.uint8) + 2 * (W is not None and W.dtype == np.uint8),
                kind.itemsize,
                kind.type(0),
            )
        return above[: prod(shape)].reshape(shape), below[: prod(shape)].reshape(shape)


def _strides(shape: Sequence[int]) -> list[int]:
    """Return how far one step along each mode is, 0 where the length is 1.

    >>> _strides((4, 1, 3))
    [3, 0, 1]
    """
    return [prod(shape[n + 1 :]) if size != 1 else 0 for n, size in enumerate(shape)]


def _together(found: Sequence[Array], kept: Sequence[int]) -> Array:
    """Return the shares side by side where the first mode is kept, else their sum."""
    if len(found) == 1:
        return found[0]
    if kept[0] != 1:
        return np.concatenate(found)
    total: Array = np.sum(found, axis=0)
    return total
