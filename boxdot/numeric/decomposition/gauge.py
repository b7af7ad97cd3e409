"""The canonical representative of a decomposition: factors of equal norm wherever they meet.

Factors that share modes may exchange a factor of scale at every index of these modes without any
change of their product (A_ij → A f_i g_j, B_ik → B h_k/f_i, C_jk → C/(g_j h_k)). Of all these the
one with the least sum of squares is balanced: any two factors have equal norms at every index of
the modes that they share.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from boxdot.numeric.decomposition.layout import Array

_ROUNDS = 1000
_CLOSE = 1e-15


def balanced(factors: Sequence[Array], nonnegative: Sequence[bool] = ()) -> list[Array]:
    """Return the terms (rank, …) of all factors in the canonical gauge, largest terms first.

    Parameters
    ----------
    factors
        Arrays of shape (rank, d_1, …, d_N), where each d_n is the full length or 1.
    nonnegative
        For each factor, whether its signs stay as they are.

    Examples
    --------
    >>> one, other = balanced([np.array([[[4.0], [9.0]]]), np.array([[[1.0, 0], [0, 1]]])])
    >>> one.ravel(), other.ravel()
    (array([2., 3.]), array([2., 0., 0., 3.]))
    """
    new = [factor.copy() for factor in factors]
    kept = [*nonnegative, *[False] * (len(new) - len(nonnegative))]
    for number in range(len(new[0])):
        terms = [factor[number] for factor in new]
        _balance(terms)
        _orient(terms, kept)
    order = np.argsort([-size for size in _sizes(new)], kind="stable")
    return [factor[order] for factor in new]


def _sizes(factors: Sequence[Array]) -> list[float]:
    """Return for each term a size that does not depend on the gauge: it is balanced."""
    return [
        float(sum(np.linalg.norm(factor[r].ravel()) for factor in factors))
        for r in range(len(factors[0]))
    ]


def _balance(terms: list[Array]) -> None:
    """Give each pair of factors equal norms at every shared index, in turns until nothing moves."""
    for _ in range(_ROUNDS):
        moved = 0.0
        for one, other in combinations(terms, 2):
            scale = _exchange(one, other)
            moved = max(moved, float(np.max(np.abs(scale - 1), initial=0)))
            one *= scale
            other /= scale
        if moved <= _CLOSE * 64 or (terms[0].real.dtype.itemsize < 8 and moved < 1e-6):
            return


def _exchange(one: Array, other: Array) -> Array:
    """Return what to multiply one factor with, and to divide the other by."""
    left, right = (np.sqrt(_norms(a, b)) for a, b in ((one, other), (other, one)))
    scale = np.ones_like(left)
    np.divide(right, left, out=scale, where=(left > 0) & (right > 0))
    return scale


def _norms(factor: Array, partner: Array) -> Array:
    """Return the norm of the factor at every index of the modes that it shares with the partner."""
    pairs = zip(factor.shape, partner.shape, strict=True)
    axes = tuple(n for n, (size, there) in enumerate(pairs) if size != there)
    norms: Array = np.sqrt(np.sum(np.abs(factor) ** 2, axis=axes, keepdims=True))
    return norms


def _orient(terms: list[Array], kept: Sequence[bool]) -> None:
    """Make the entries of the earlier factor at index 0 of what is not shared positive."""
    for m, n in combinations(range(len(terms)), 2):
        if kept[m] or kept[n] or not terms[m].size or not terms[n].size:
            continue
        one, other = terms[m], terms[n]
        pairs = zip(one.shape, other.shape, strict=True)
        first = one[tuple(slice(None) if a == b else slice(1) for a, b in pairs)]
        phase = np.ones_like(first)
        np.divide(np.conj(first), np.abs(first), out=phase, where=first != 0)
        one *= phase
        other /= phase
