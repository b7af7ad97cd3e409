"""Subscripts on a left side that count a merged axis: ``y_{i+(j−1)I} = X_{ij}`` is vec."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import permutations

from boxdot.notation import algebra
from boxdot.notation.codegen.grouping import is_whole
from boxdot.notation.codegen.lowering.context import Context, IndexLabel
from boxdot.notation.codegen.lowering.sizing import try_size
from boxdot.notation.expressions.nodes import Expr, Symbol
from boxdot.notation.expressions.walking import descendants
from boxdot.notation.shapes.sizes import Size

MOST_INDICES = 5
"""A subscript with more indices than this is not taken apart."""


def indices_in(context: Context, subscript: Expr) -> list[str]:
    """Return the free indices that a computed subscript has."""
    nodes = (subscript, *descendants(subscript))
    names = [n.name for n in nodes if isinstance(n, Symbol) and n.name in context.free]
    return list(dict.fromkeys(names))


def merged_labels(
    context: Context, subscript: Expr, length: Size | None, labels: Mapping[str, IndexLabel]
) -> list[IndexLabel]:
    """Return the indices that a subscript counts with, the fastest first; each runs from 1.

    ``(i − 1) J + j`` reaches every place of an axis of length I J once, and so it can be defined.
    """
    strides = _strides(context, subscript, list(labels))
    if strides is not None and length is not None:
        for names in permutations(strides):
            highs = _highs([strides[name] for name in names], length)
            found = [replace(labels[n], high=h) for n, h in zip(names, highs, strict=False)]
            if highs and all(_agrees(context, one, labels[one.name]) for one in found):
                return found
    return context.refuse(
        subscript,
        "an equation must give every entry of an array once",
        "use an index, or a count such as i + (j − 1) I of an axis of declared length I J",
    )


def _agrees(context: Context, found: IndexLabel, known: IndexLabel) -> bool:
    """Return whether an index runs as far as it does on the other side, where that is known."""
    if known.high is None or found.high is None:
        return True
    return algebra.equal(found.high, *context.bound([known.high])) is True


def _strides(context: Context, subscript: Expr, names: Sequence[str]) -> dict[str, Size] | None:
    """Return how far one step of each index leads, if the subscript is 1 + Σ stride (index − 1)."""
    value = try_size(_unbound(context, names), subscript)
    if value is None or not 0 < len(names) <= MOST_INDICES:
        return None
    first = dict.fromkeys(names, 1)
    strides = {
        name: algebra.subtract(
            algebra.substitute(value, {**first, name: 2}), algebra.substitute(value, first)
        )
        for name in names
    }
    counted: Size = 1
    for name, stride in strides.items():
        counted = algebra.add(counted, algebra.multiply(stride, algebra.subtract(name, 1)))
    return strides if algebra.equal(counted, value) is True else None


def _unbound(context: Context, names: Sequence[str]) -> Context:
    """Return the context in which no size has the name of one of the indices."""
    sizes = {name: n for name, n in context.formula.sizes.items() if name not in names}
    return replace(context, formula=replace(context.formula, sizes=sizes))


def _highs(strides: Sequence[Size], length: Size) -> list[Size]:
    """Return how far the indices run, the fastest first; nothing if they leave gaps."""
    if strides[0] != 1:
        return []
    ends = [*strides[1:], length]
    highs = [algebra.divide(end, stride) for stride, end in zip(strides, ends, strict=True)]
    return highs if all(map(is_whole, highs)) else []
