"""How well factors fit data, wherever the data is (eq. 46)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from boxdot.grammar.errors import DataError
from boxdot.numeric.decomposition.data import as_numbers, known_entries, shifted
from boxdot.numeric.decomposition.layout import Array
from boxdot.numeric.decomposition.reading import read_mask, read_numbers
from boxdot.numeric.decomposition.result import reconstructed
from boxdot.numeric.slabs import Region, map_slabs
from boxdot.numeric.threads import blas_threads


def signal_to_noise(Y: Any, factors: Sequence[Array], rank: int, mask: Any = None) -> float:
    """Return 10 log10(‖Y‖² / ‖Y − Ŷ‖²) over the known entries, in dB.

    >>> A, B = np.ones((2, 1)), np.ones((1, 3))
    >>> round(signal_to_noise(np.array([[1, 1, 1], [1, 1, 3.0]]), [A, B], 1), 6)  # 14 / 4
    5.44068
    """
    shapes = [one.shape[rank > 1 :] for one in factors]
    Y = read_numbers("Y", Y)
    mask = None if mask is None else read_mask(mask, Y.shape)
    if any(len(shape) != len(Y.shape) for shape in shapes):
        raise DataError(f"Y has shape {Y.shape}, expected {np.broadcast_shapes(*shapes)}")
    pairs = zip(np.broadcast_shapes(*shapes), Y.shape, strict=True)
    if any(size not in {1, there} for size, there in pairs):
        raise DataError(f"Y has shape {Y.shape}, expected {np.broadcast_shapes(*shapes)}")
    return decibels(*signal_and_noise(Y, factors, rank, mask))


def signal_and_noise(
    Y: Any, factors: Sequence[Array], rank: int, mask: Any, exponent: int = 0
) -> tuple[float, float]:
    """Return ‖Y‖ and ‖Y − Ŷ‖ over the known entries, for the data times 2**-exponent.

    >>> signal_and_noise(np.array([3.0, 4.0]), [np.array([3.0, 1.0])], 1, None)
    (5.0, 3.0)
    """
    state, axes = (factors, rank, exponent), [0] if Y.shape else None
    with blas_threads(1):  # slabs may have threads of their own
        found = map_slabs(_of_slab, Y, mask, state=state, axes=axes)
        norms = np.array([pair for _, pair in found])
    signal, noise = (float(_norm(column)) for column in norms.T)
    return signal, noise


def decibels(signal: float, misses: float) -> float:
    """Return the ratio of two norms in decibels (eq. 46); without misses it is infinite.

    >>> decibels(5.0, 0.5), decibels(1.0, 0.0), decibels(0.0, 1.0)
    (20.0, inf, -inf)
    """
    if misses == 0:
        return math.inf
    return 20 * math.log10(signal / misses) if signal else -math.inf


def _of_slab(
    region: Region, block: Array, mask: Any, state: tuple[Sequence[Array], int, int]
) -> tuple[float, float]:
    """Return the norms of the data and of what the factors leave of it."""
    factors, rank, exponent = state
    Y = as_numbers(block)
    known = known_entries(Y, mask)
    Y = shifted(Y, -exponent)
    lead = (slice(None),) if rank > 1 else ()
    parts = [one[(*lead, *_where(one, region))] for one in factors]
    left = Y - reconstructed(parts, rank)
    if known is not None:
        Y, left = Y[known], left[known]
    return _norm(Y), _norm(left)


def _where(factor: Array, region: Region) -> Region:
    """Return where the entries of a factor are that a region touches."""
    shape = factor.shape[-len(region) :] if region else ()
    pairs = zip(shape, region, strict=True)
    return tuple(slice(0, 1) if size == 1 else where for size, where in pairs)


def _norm(values: Array) -> float:
    """Return the norm, whatever the scale."""
    largest = float(np.abs(values).max(initial=0)) or 1.0
    return largest * float(np.linalg.norm(np.ravel(values) / largest))
