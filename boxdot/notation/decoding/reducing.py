"""Reductions over axes: sums, means, variances, extrema, norms, softmax."""

from __future__ import annotations

from collections.abc import Sequence

from boxdot.notation import algebra
from boxdot.notation.decoding.arrays import Array, of_size, view
from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.contracting import summed_out
from boxdot.notation.decoding.elementwise import combine, entrywise
from boxdot.notation.decoding.entries import multiplied
from boxdot.notation.decoding.powers import power
from boxdot.notation.decoding.rearranging import place_of
from boxdot.notation.decoding.refusing import Refused
from boxdot.notation.expressions.nodes import Apply, Norm, Number
from boxdot.notation.shapes.sizes import Size

Axes = Sequence[int] | None
"""The axes that are reduced, negative ones from the end; None is all."""


def reduced(
    context: Context, kind: str, array: Array, axes: Axes = None, *, keep: bool = False
) -> Array:
    """Return ``sum mean var std prod max min`` along axes, dropped unless ``keep``."""
    places = _places(array, axes)
    if kind == "prod" and any(size != 1 for n, size in enumerate(array.shape) if n not in places):
        return multiplied(context, array, places, keep=keep)
    if kind == "sum" and not keep and len(places) == array.order:
        match array.node:
            case Apply(function="abs", arguments=(Apply(function="sign", arguments=(inner,)),)):
                return Array(Norm(inner, "0"))
    if kind == "sum" and len(places) < array.order:
        return summed_out(array, places, keep=keep)
    if len(places) == array.order:
        node = Apply(kind, (array.node,)) if array.order else array.node
        return Array(node, (), (None,) * (array.order if keep else 0))
    found = sorted(axis for place in places if (axis := array.axes[place]) is not None)
    modes = [axis for axis in found if array.base[axis] != 1]
    base = tuple(1 if axis in modes else size for axis, size in enumerate(array.base))
    kept = [axis for n, axis in enumerate(array.axes) if keep or n not in places]
    if not modes:
        if kind in ("var", "std"):
            raise Refused("the spread of single entries is zero everywhere")
        return Array(array.node, base, tuple(kept))
    parameters = tuple(Number(str(axis + 1)) for axis in modes)
    function = {"max": "amax", "min": "amin"}.get(kind, kind)
    return Array(Apply(function, (array.node,), parameters), base, tuple(kept))


def _places(array: Array, axes: Axes) -> list[int]:
    if axes is None:
        return list(range(array.order))
    return sorted({place_of(axis, array.order) for axis in axes})


def entries_along(array: Array, axes: Axes) -> Size:
    """Return how many entries are reduced to one."""
    return algebra.product(array.shape[place] for place in _places(array, axes))


def spread(
    context: Context, kind: str, array: Array, axes: Axes, *, keep: bool, less: int
) -> Array:
    """Return the variance or deviation, divided by ``less`` less than the number of entries."""
    if not less:
        return reduced(context, kind, array, axes, keep=keep)
    count = entries_along(array, axes)
    factor = combine(context, "/", of_size(count), of_size(algebra.subtract(count, less)))
    variance = combine(context, "*", factor, reduced(context, "var", array, axes, keep=keep))
    return entrywise("sqrt", variance) if kind == "std" else variance


def norm(
    context: Context,
    array: Array,
    order: float | str | None,
    axes: Axes,
    *,
    keep: bool,
    of_entries: bool = False,
) -> Array:
    """Return ``np.linalg.norm``; ``of_entries``: also of a matrix not that of an operator."""
    places = _places(array, axes)
    matrix = len(places) == 2 and order is not None and not of_entries
    if matrix and order not in ("fro", "nuc"):
        raise Refused("a norm of operators (largest singular value) has no notation here")
    if (isinstance(order, float) and order <= 0 and order != 0) or (order == "nuc" and keep):
        raise Refused(f"the norm {order!r} has no notation here")
    if len(places) == array.order and not keep:
        if isinstance(order, str | None) or order == 2 or order in _KINDS:
            return Array(Norm(array.node, _KINDS.get(order, "F" if array.order > 1 else "")))
        return Array(Norm(array.node, f"{order:g}"))
    if order in ("nuc", 0):
        raise Refused(f"the norm {order!r} along axes has no notation here")
    if order == float("inf"):
        return reduced(context, "max", entrywise("abs", array), axes, keep=keep)
    if order == 1:
        return reduced(context, "sum", entrywise("abs", array), axes, keep=keep)
    if order not in (None, 2, "fro"):
        raise Refused(f"the norm {order:g} along axes has no notation here")
    squares = power(context, array, of_size(2))
    return entrywise("sqrt", reduced(context, "sum", squares, axes, keep=keep))


_KINDS: dict[float | str | None, str] = {
    0: "0",
    1: "1",
    float("inf"): "∞",
    "fro": "F",
    "nuc": "*",
}


def softmax(array: Array, axis: int) -> Array:
    """Return the softmax along an axis."""
    place = array.axes[place_of(axis, array.order)]
    if place is None:
        raise Refused("a softmax of single entries is 1 everywhere")
    node = Apply("softmax", (array.node,), (Number(str(place + 1)),))
    return Array(node, array.base, array.axes)


def scalar_of(array: Array) -> Array:
    """Return the one entry of an array with one entry."""
    if any(size != 1 for size in array.shape):
        raise Refused("only an array with one entry is a number", raises=True)
    return view(array, [])
