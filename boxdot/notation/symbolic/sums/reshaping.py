"""Functions that rearrange entries: diag, vec, fold, unfold, permute, mode sums, stretching."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import sympy

from boxdot.notation.algebra import product as size_product
from boxdot.notation.expressions.nodes import Apply, BroadcastForm, Expr
from boxdot.notation.shapes.padding import pad
from boxdot.notation.symbolic.sums.context import Context, Positions, Value
from boxdot.notation.symbolic.sums.places import merged, split


def only(context: Context, node: Apply) -> Value:
    """Return the one argument of a function."""
    if len(node.arguments) != 1:
        context.refuse(node, f"{node.function} takes one argument")
    return context.value(node.arguments[0])


def _vec(context: Context, node: Apply) -> Value:
    value = only(context, node)
    shape = (size_product(value.shape),) if value.shape else ()
    return context.make(shape, lambda at: value.entry(_opened(context, value, at)))


def _opened(context: Context, value: Value, at: Positions) -> Positions:
    return split(context, at[0], value.shape) if at else ()


def _diag(context: Context, node: Apply) -> Value:
    value = only(context, node)
    if value.is_scalar:
        return value
    size = size_product(value.shape)

    def entry(at: Positions) -> Any:
        return value.entry(split(context, at[0], value.shape)) * sympy.KroneckerDelta(*at)

    return context.make((size, size), entry)


def _unfold(context: Context, node: Apply) -> Value:
    value, numbers = only(context, node), context.modes(node)
    if len(numbers) != 1:
        context.refuse(node, "unfold takes one mode")
    mode = numbers[0] - 1
    shape = pad(value.shape, mode + 1)
    rest = (*shape[:mode], *shape[mode + 1 :])

    def entry(at: Positions) -> Any:
        others = split(context, at[1], rest)
        return value.at((*others[:mode], at[0], *others[mode:]))

    return context.make((shape[mode], size_product(rest)), entry)


def _fold(context: Context, node: Apply) -> Value:
    value, numbers = only(context, node), context.modes(node)
    if len(numbers) != 1:
        context.refuse(node, "fold takes one mode")
    mode = numbers[0] - 1
    shape = pad(context.shape(node), mode + 1)
    rest = (*shape[:mode], *shape[mode + 1 :])

    def entry(at: Positions) -> Any:
        column = merged(context, (*at[:mode], *at[mode + 1 :]), rest)
        return value.in_matrix(at[mode], column)

    return context.make(shape, entry)


def _permute(context: Context, node: Apply) -> Value:
    value, numbers = only(context, node), context.modes(node)
    shape = pad(value.shape, len(numbers))
    if sorted(numbers) != list(range(1, len(shape) + 1)):
        context.refuse(node, "the modes are no order of the axes")
    places = [numbers.index(mode) for mode in range(1, len(shape) + 1)]
    return context.make(
        tuple(shape[mode - 1] for mode in numbers),
        lambda at: value.at(tuple(at[place] for place in places)),
    )


def _mode_sum(context: Context, node: Apply) -> Value:
    value, numbers = only(context, node), context.modes(node)
    shape = pad(value.shape, max(numbers))
    return summed(context, value, shape, {number - 1 for number in numbers})


def summed(
    context: Context,
    value: Value,
    shape: tuple[Any, ...],
    axes: set[int],
    change: Callable[[Any], Any] = lambda x: x,
) -> Value:
    """Return the sum along some axes (from 0), which keep length 1, of the changed entries."""

    def inner(at: Positions, pending: list[int]) -> Any:
        if not pending:
            return change(value.at(at))
        axis, *others = pending
        return context.total(shape[axis], lambda k: inner((*at[:axis], k, *at[axis + 1 :]), others))

    kept = tuple(1 if axis in axes else size for axis, size in enumerate(shape))
    return context.make(kept, lambda at: inner(at, sorted(axes)))


def _stretch(context: Context, node: Apply) -> Value:
    return stretched(context, node, node.arguments[0])


def stretched(context: Context, node: Expr, operand: Expr) -> Value:
    """Return an operand in the inferred shape of a node."""
    value = context.value(operand)
    return context.make(context.shape(node), value.at)


def broadcast_form(context: Context, node: BroadcastForm) -> Value:
    """``X^□``."""
    return stretched(context, node, node.operand)


RESHAPING: Mapping[str, Callable[[Context, Apply], Value]] = {
    "diag": _diag,
    "vec": _vec,
    "fold": _fold,
    "unfold": _unfold,
    "permute": _permute,
    "𝒫": _mode_sum,
    "bc": _stretch,
}
