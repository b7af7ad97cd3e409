"""Starts that are given by name, laid out as the kernels want them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from boxdot.grammar.errors import DataError
from boxdot.notation.problems import Factor
from boxdot.numeric.solving.posed import Posed
from boxdot.numeric.solving.solution import Array
from boxdot.numeric.solving.terms import name_of_factor

Start = str | Mapping[str, ArrayLike]


def starts_of(
    posed: Posed, terms: Sequence[Sequence[Factor]], init: Start, count: int
) -> list[Array | None]:
    """Return the given starts as the kernels want them; None for a factor without one."""
    if isinstance(init, str):
        return [None for _ in terms[0]]
    return [
        _start(posed, [term[place] for term in terms], init, count)
        for place in range(len(terms[0]))
    ]


def _start(
    posed: Posed, factors: Sequence[Factor], init: Mapping[str, Any], count: int
) -> Array | None:
    """Return the start of one factor in every term."""
    given = [init.get(name_of_factor(factor)) for factor in factors]
    if all(one is None for one in given):
        return None
    if any(one is None for one in given):
        raise DataError(f"there is a start for {name_of_factor(factors[0])}, but not for its kin")
    parts: list[Array] = []
    for factor, one in zip(factors, given, strict=True):
        array, unknown = np.asarray(one), factor.unknown
        assert unknown is not None
        if unknown.family is None:
            parts.append(_laid(posed, factor, array))
            continue
        if array.ndim <= unknown.family or array.shape[unknown.family] != count:
            raise DataError(
                f"the start of {unknown.name} has the shape {array.shape}, expected {count} "
                f"members along axis {unknown.family + 1}"
            )
        parts += [_laid(posed, factor, m) for m in np.moveaxis(array, unknown.family, 0)]
    return parts[0] if count == 1 else np.stack(parts)


def _laid(posed: Posed, factor: Factor, array: Array) -> Array:
    """Lay a start out among the axes of the tensor."""
    wanted = posed.own(np.empty(posed.shape(factor)), factor).shape
    if array.size != np.prod(wanted) or array.shape[: len(wanted)] != wanted[: array.ndim]:
        name = name_of_factor(factor)
        raise DataError(f"the start of {name} has the shape {array.shape}, expected {wanted}")
    turned = array.reshape(wanted).transpose(np.argsort(factor.axes))
    return turned.reshape(posed.shape(factor))
