"""Powers of 2 taken out of the factors, so that products of three or more of them stay in range."""

from __future__ import annotations

from collections.abc import Sequence

from boxdot.numeric.decomposition.data import extreme_exponent, shifted
from boxdot.numeric.decomposition.layout import Array


def taken_out(factors: Sequence[Array], total: int, first: int) -> tuple[list[Array], list[int]]:
    """Return scaled factors and their exponents, whose sum is that of the data.

    Updates commute with powers of 2: the iterates are those of the unscaled problem, exactly. What
    the sum demands goes to the factor that is updated first, as its values count for nothing.

    >>> import numpy as np
    >>> factors, exponents = taken_out([np.array([[1.0]]), np.array([[3e200]])], 0, 0)
    >>> exponents
    [-666, 666]
    """
    exponents = [extreme_exponent(factor) for factor in factors]
    exponents[first] += total - sum(exponents)
    pairs = zip(factors, exponents, strict=True)
    return [_in_range(shifted(factor, -exponent), factor) for factor, exponent in pairs], exponents


def _in_range(scaled: Array, original: Array) -> Array:
    """Return a copy that updates may write to."""
    return scaled.copy() if scaled is original else scaled


def put_back(factors: Sequence[Array], exponents: Sequence[int]) -> list[Array]:
    """Return the factors with their powers of 2."""
    pairs = zip(factors, exponents, strict=True)
    return [shifted(factor, exponent) for factor, exponent in pairs]


def shared_evenly(exponents: Sequence[int]) -> list[int]:
    """Return exponents of the same sum that differ by 1 at most.

    >>> shared_evenly([7, 0, 0])
    [3, 2, 2]
    """
    each, rest = divmod(sum(exponents), len(exponents))
    return [each + (n < rest) for n in range(len(exponents))]
