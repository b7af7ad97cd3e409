"""Softmax as it is written: the largest entry is subtracted in code only, against overflow."""

from __future__ import annotations

from dataclasses import replace

from boxdot.notation.codegen import building as b
from boxdot.notation.codegen import program as p


def unshifted(value: p.Elementwise) -> p.Elementwise:
    """Return ``exp(x − max x) / Σ exp(x − max x)`` without the largest entry, which cancels."""
    if value.function != "divide":
        return value
    over, under = value.arguments
    total = _under_views(under)
    if not isinstance(total, p.Reduce) or total.kind != "sum" or total.argument != over:
        return value
    plain = _exponential(over, total.axes)
    if plain is None:
        return value
    return replace(value, arguments=(plain, _exchanged(under, replace(total, argument=plain))))


def _exponential(value: p.Value, axes: tuple[int, ...]) -> p.Value | None:
    """Return ``exp(x)`` for ``exp(x − max x)`` with the maximum over these axes."""
    if not isinstance(value, p.Elementwise) or value.function != "exp":
        return None
    (shifted,) = value.arguments
    if not isinstance(shifted, p.Elementwise) or shifted.function != "subtract":
        return None
    x, shift = shifted.arguments
    largest = _under_views(shift)
    is_shift = isinstance(largest, p.Reduce) and largest.kind == "max" and largest.argument == x
    same_axes = isinstance(largest, p.Reduce) and largest.axes == axes
    return b.elementwise("exp", x) if is_shift and same_axes else None


def _under_views(value: p.Value) -> p.Value:
    return _under_views(value.argument) if isinstance(value, p.Expand) else value


def _exchanged(value: p.Value, new: p.Value) -> p.Value:
    """Return a view with what stands under it exchanged."""
    if isinstance(value, p.Expand):
        return replace(value, argument=_exchanged(value.argument, new))
    return new
