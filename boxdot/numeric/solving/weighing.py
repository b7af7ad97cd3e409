"""Weights and masks: those of the formula and those that options name, as one array."""

from __future__ import annotations

import numpy as np

from boxdot.grammar.errors import DataError
from boxdot.numeric.solving.posing import Posed
from boxdot.numeric.solving.solution import Array


def weights_of(posed: Posed, named: str | None = None) -> Array | None:
    """Return what multiplies the *squares* of the misses, None where all count alike.

    ``M ⊙ (Y − A ⊡ Z)`` multiplies the misses themselves, so that M counts squared; weights that an
    option names multiply the squares.
    """
    found: Array | None = None
    if posed.problem.weights is not None:
        values = np.abs(posed.laid_out(posed.problem.weights))
        found = values * values
    if named is not None:
        given = posed.named(named)
        _demand_weights(given, named)
        found = given if found is None else found * given
    return None if found is None else np.broadcast_to(found, posed.joint())


def mask_of(posed: Posed, named: str | None) -> Array | None:
    """Return the mask that an option names: True where the entry is known."""
    if named is None:
        return None
    mask = posed.named(named)
    if mask.dtype.kind not in "biuf" or not bool(((mask == 0) | (mask == 1)).all()):
        raise DataError(f"{named} is no mask: its entries are not only 0 and 1")
    return mask.astype(bool)


def binary(weights: Array | None) -> Array | None:
    """Return weights of 0 and 1 as a mask, where a decomposition knows no others."""
    if weights is None:
        return None
    if not bool(((weights == 0) | (weights == 1)).all()):
        hint = "weights of 0 and 1 are a mask; boxdot solve takes any"
        raise DataError("a decomposition takes weights of 0 and 1 only", hint=hint)
    return weights.astype(bool)


def weighted_norm(X: Array, known: Array | None, counts: Array | None) -> float:
    """Return the root of the weighted squares, without over- and underflow.

    >>> round(weighted_norm(np.array([3e200, 4e200]), np.array([True, True]), None) / 1e200, 12)
    5.0
    """
    sizes = np.abs(X).astype(float, copy=False)
    if known is not None:
        sizes = np.where(known, sizes, 0.0)
    top = float(sizes.max(initial=0.0))
    if top == 0.0:
        return 0.0
    squares = np.square(sizes / top)
    return top * float(np.sqrt((squares if counts is None else squares * counts).sum()))


def _demand_weights(weights: Array, name: str) -> None:
    real = weights.dtype.kind in "biuf"
    if not (real and bool(np.isfinite(weights).all()) and bool((weights >= 0).all())):
        raise DataError(f"{name} holds weights that are no finite numbers ≥ 0")
