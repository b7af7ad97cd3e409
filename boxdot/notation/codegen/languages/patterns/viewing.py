"""Views as patterns: axes inserted, dropped, reordered and stretched in one call."""

from __future__ import annotations

from dataclasses import dataclass

from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.languages.patterns.naming import axis_names
from boxdot.notation.codegen.languages.patterns.spelling import Spelling, arrow, joined
from boxdot.notation.codegen.languages.python import table
from boxdot.notation.codegen.writer import Fragment, Writer
from boxdot.notation.shapes.sizes import Size

VIEWS = (p.Expand, p.Squeeze, p.Permute, p.Broadcast)
"""The values that one pattern says."""


@dataclass(frozen=True, slots=True)
class View:
    """An array, and where each axis of the view comes from.

    ``axes`` has for each axis of the view the axis of the array, None for a new one; ``sizes``
    has the lengths that stretched axes have.
    """

    array: p.Value
    axes: tuple[int | None, ...]
    sizes: tuple[Size, ...]


def view_of(value: p.Value) -> View:
    """Return the array under the views of a value."""
    if not isinstance(value, VIEWS) or not value.argument.shape:
        return View(value, tuple(range(len(value.shape))), value.shape)
    inner = view_of(value.argument)
    match value:
        case p.Permute():
            axes = [inner.axes[n] for n in value.axes]
        case p.Squeeze():
            axes = [axis for n, axis in enumerate(inner.axes) if n not in value.axes]
        case p.Expand():
            old = iter(inner.axes)
            axes = [None if n in value.axes else next(old) for n in range(len(value.shape))]
        case _:
            axes = list(inner.axes)
    return View(inner.array, tuple(axes), value.shape)


def write_view(s: Spelling, w: Writer, value: p.Value) -> Fragment:
    """``einops.rearrange(B, "h w -> h w 1")``, ``einops.repeat(y, "i -> i j", j=…)``."""
    view = view_of(value)
    if not view.array.shape or view.array is value:
        return table.ARMS[type(value)](w, value)
    own = view.array.shape
    stretched = [n for n, axis in enumerate(view.axes) if _is_stretched(view, axis, n)]
    named = axis_names([*own, *(view.sizes[n] for n in stretched)])
    left = ["1" if size == 1 else named[n] for n, size in enumerate(own)]
    new = dict(zip(stretched, named[len(own) :], strict=True))
    right = [
        new[n] if n in new else "1" if axis is None else left[axis]
        for n, axis in enumerate(view.axes)
    ]
    lengths = [f"{new[n]}={w.size(view.sizes[n])}" for n in stretched]
    function = s.stretch if stretched else s.view
    return s.call(w, function, [w.text(view.array)], arrow(joined(left), right), *lengths)


def _is_stretched(view: View, axis: int | None, place: int) -> bool:
    old = 1 if axis is None else view.array.shape[axis]
    return old == 1 and view.sizes[place] != 1
