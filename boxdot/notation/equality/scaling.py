"""Values with whole arrays scaled: inequalities often fail where one side is made to vanish."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from boxdot.notation.equality.exact.arrays import Array
from boxdot.notation.equality.supplying import SETS, Values

FACTORS: tuple[int | Fraction, ...] = (1, 0, Fraction(1, 8), 4, -1)
MOST_SCALED = 150


def scaled(values: Values) -> Iterator[Values]:
    """Yield the values with each array multiplied by 0, ⅛, 4 or −1, in every combination."""
    free = [name for name in values.arrays if _is_free(values, name)]
    choices: Iterator[tuple[int | Fraction, ...]] = itertools.product(FACTORS, repeat=len(free))
    for factors in itertools.islice(choices, 1, MOST_SCALED):
        arrays = dict(values.arrays)
        for name, factor in zip(free, factors, strict=True):
            arrays[name] = _times(arrays[name], factor)
        yield replace(values, arrays=arrays)


def _is_free(values: Values, name: str) -> bool:
    declared = values.declared(name)
    return declared is None or not (declared.nonnegative or declared.entries in SETS)


def _times(array: Array, factor: int | Fraction) -> Array:
    entries = {index: entry * factor for index, entry in array.entries.items()}
    return Array(array.shape, entries)
