"""Weights and masks: those of the formula and those that options name, as one array."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from boxdot.grammar.errors import DataError
from boxdot.numeric.solving.lazily import combined, mapped, stretched
from boxdot.numeric.solving.outside import is_in_memory
from boxdot.numeric.solving.posed import Posed
from boxdot.numeric.solving.solution import Array


def weights_of(posed: Posed, named: str | None = None) -> Any:
    """Return what multiplies the *squares* of the misses, None where all count alike.

    ``M ⊙ (Y − A ⊡ Z)`` multiplies the misses themselves, so that M counts squared; weights that an
    option names multiply the squares.
    """
    found: Any = None
    if posed.problem.weights is not None:
        found = mapped(_squared, posed.laid_out(posed.problem.weights))
    if named is not None:
        given = posed.named(named)
        _demand_weights(given, named)
        found = given if found is None else combined(np.multiply, found, given)
    return None if found is None else stretched(found, posed.joint())


def mask_of(posed: Posed, named: str | None) -> Any:
    """Return the mask that an option names: True where the entry is known."""
    if named is None:
        return None
    mask, message = posed.named(named), f"{named} is no mask: its entries are not only 0 and 1"
    if mask.dtype.kind not in "biuf":
        raise DataError(message)
    return stretched(mapped(partial(_as_mask, message, ""), mask), posed.joint())


def binary(weights: Any) -> Any:
    """Return weights of 0 and 1 as a mask, where a decomposition knows no others."""
    if weights is None:
        return None
    hint = "weights of 0 and 1 are a mask; boxdot solve takes any"
    return mapped(partial(_as_mask, "a decomposition takes weights of 0 and 1 only", hint), weights)


def both(one: Any, other: Any) -> Any:
    """Return where two masks both say that an entry is known; None says so everywhere."""
    if one is None or other is None:
        return other if one is None else one
    return mapped(np.logical_and, one, other)


def _as_mask(message: str, hint: str, values: Array) -> Array:
    """Return 0 and 1 as booleans; the message says what is wrong with other numbers."""
    if values.dtype.kind != "b" and not bool(((values == 0) | (values == 1)).all()):
        raise DataError(message, hint=hint)
    return values.astype(bool, copy=False)


def _squared(values: Array) -> Array:
    sizes = np.abs(values.astype(float) if values.dtype.kind in "biu" else values)
    squares: Array = sizes * sizes
    return squares


def _demand_weights(weights: Any, name: str) -> None:
    """Demand numbers ≥ 0; what is outside is looked at when it is read."""
    real = weights.dtype.kind in "biuf"
    if real and not is_in_memory(weights):
        return
    if not (real and bool(np.isfinite(weights).all()) and bool((weights >= 0).all())):
        raise DataError(f"{name} holds weights that are no finite numbers ≥ 0")
