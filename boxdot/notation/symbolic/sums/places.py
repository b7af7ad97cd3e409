"""Fused axes: the position along a merged axis from positions along its parts, and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy

from boxdot.notation.algebra import Size
from boxdot.notation.algebra import to_sympy as size_to_sympy
from boxdot.notation.symbolic.sums.context import Context, Positions


def merged(context: Context, positions: Sequence[Any], sizes: Sequence[Size]) -> Any:
    """Return the position (from 1) along the merged axis; the first part runs fastest."""
    result, stride = sympy.S.One, sympy.S.One
    for position, size in zip(positions, sizes, strict=True):
        result += (position - 1) * stride
        stride *= size_to_sympy(size)
    longer = [(p, s) for p, s in zip(positions, sizes, strict=True) if s != 1]
    context.fused[result] = (tuple(s for _, s in longer), tuple(p for p, _ in longer))
    return result


def split(context: Context, position: Any, sizes: Sequence[Size]) -> Positions:
    """Return the positions along the parts of a merged axis.

    What was merged from the same parts is taken apart without ``floor`` and ``Mod``.
    """
    longer = tuple(size for size in sizes if size != 1)
    known = context.fused.get(position)
    parts = known[1] if known is not None and known[0] == longer else _divided(position, longer)
    pending = iter(parts)
    return tuple(sympy.S.One if size == 1 else next(pending) for size in sizes)


def _divided(position: Any, sizes: tuple[Size, ...]) -> Positions:
    if len(sizes) == 1:
        return (position,)
    rest, parts = position - 1, []
    for size in sizes[:-1]:
        length = size_to_sympy(size)
        parts.append(sympy.Mod(rest, length) + 1)
        rest = sympy.floor(rest / length)
    return (*parts, rest + 1) if sizes else ()
