"""What an update of a factor obeys: ridge, proximal term and signs; checked once, at the door."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from boxdot.grammar.errors import DataError
from boxdot.numeric.decomposition.layout import Array

ALGORITHMS = ("auto", "hals", "als")
LOSSES = ("frobenius", "kl")
BACKENDS = ("auto", "numpy", "numba")
GAUGES = ("auto", "balanced", "none")


@dataclass(frozen=True)
class Options:
    """How the factors are updated.

    Parameters
    ----------
    nonnegative, fixed
        For each factor, whether its entries are at least 0, and whether it stays as it is.
    ridge
        For each factor, λ of the penalty λ‖F‖².
    proximal
        μ: a factor is drawn to its old value with the weight μ times the mean denominator.
    """

    nonnegative: tuple[bool, ...]
    fixed: tuple[bool, ...]
    ridge: tuple[float, ...]
    proximal: float


def read_options(count: int, nonnegative: Any, fixed: Any, ridge: Any, proximal: Any) -> Options:
    """Return the options of so many factors.

    >>> read_options(3, (2,), (0,), 0, 0).nonnegative
    (False, False, True)
    >>> read_options(2, (True, False), (), 0.1, 0).ridge
    (0.1, 0.1)
    """
    penalties = _penalties(ridge, count)
    if penalties is None or not (np.isfinite(penalties).all() and (penalties >= 0).all()):
        raise DataError(f"ridge is {ridge!r}, expected a number ≥ 0 or one for each factor")
    demand_number(proximal, "proximal")
    return Options(
        _flags(count, nonnegative, "nonnegative"),
        _flags(count, fixed, "fixed"),
        tuple(map(float, penalties)),
        float(proximal),
    )


def _penalties(ridge: Any, count: int) -> Array | None:
    """Return a number for each factor, or None where there is no telling."""
    try:
        numbers = np.asarray(ridge, float)
    except (TypeError, ValueError):
        return None
    return np.broadcast_to(numbers, (count,)) if numbers.shape in {(), (count,)} else None


def _flags(count: int, given: Any, name: str) -> tuple[bool, ...]:
    """Return a flag for each factor from one flag, a flag for each, or the numbers of factors."""
    if isinstance(given, (bool, np.bool_)):
        return (bool(given),) * count
    entries = list(given) if isinstance(given, Iterable) else [given]
    flags = [entry for entry in entries if isinstance(entry, (bool, np.bool_))]
    if len(flags) == len(entries) == count:
        return tuple(map(bool, flags))
    numbers = {int(entry) for entry in entries if is_whole(entry)}
    if len(numbers) != len(entries) or not numbers <= set(range(-count, count)):
        raise DataError(
            f"{name} is {given!r}, expected a bool for each of the {count} factors, or the numbers "
            f"of factors (0 to {count - 1})"
        )
    return tuple(n in numbers or n - count in numbers for n in range(count))


def demand_choice(value: Any, allowed: tuple[str, ...], name: str) -> None:
    """Raise where a word is none of the allowed ones."""
    if not (isinstance(value, str) and value in allowed):
        raise DataError(f"{name} is {value!r}, expected one of {', '.join(map(repr, allowed))}")


def demand_whole(value: Any, least: int, name: str) -> None:
    """Raise where a value is no whole number, or too small."""
    if not is_whole(value) or value < least:
        raise DataError(f"{name} is {value!r}, expected a whole number ≥ {least}")


def is_whole(value: Any) -> bool:
    """Return whether a value is a whole number; a truth value is none."""
    return isinstance(value, (int, np.integer)) and not isinstance(value, bool)


def random_generator(random_state: Any) -> np.random.Generator:
    """Return the generator of a seed.

    >>> float(random_generator(0).random()) == float(random_generator(0).random())
    True
    """
    try:
        return np.random.default_rng(random_state)
    except (TypeError, ValueError) as error:
        raise DataError(
            f"random_state is {random_state!r}, expected a seed ≥ 0 or a NumPy Generator: {error}"
        ) from None


def demand_number(value: Any, name: str) -> None:
    """Raise where a value is no finite number ≥ 0."""
    if not (isinstance(value, (int, float, np.number)) and 0 <= value < np.inf):
        raise DataError(f"{name} is {value!r}, expected a number ≥ 0")
