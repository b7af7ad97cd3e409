"""Arrays whose axes are only inserted, dropped or reordered, read as one step."""

from __future__ import annotations

from dataclasses import dataclass

from boxdot.notation.codegen import building as b
from boxdot.notation.codegen import program as p


@dataclass(frozen=True, slots=True)
class View:
    """Axis n of the array is axis ``axes[n]`` of the base, or a new one of length 1 (None)."""

    base: p.Value
    axes: tuple[int | None, ...]

    @property
    def dropped(self) -> list[int]:
        """The axes of the base that the view does not have; they have length 1."""
        return [n for n in range(len(self.base.shape)) if n not in self.axes]

    @property
    def leading(self) -> tuple[int | None, ...]:
        """The axes without new ones at the end, which are free."""
        axes = self.axes
        while axes and axes[-1] is None:
            axes = axes[:-1]
        return axes


def view_of(value: p.Value) -> View:
    """Return the array that others only rearrange.

    >>> X = p.Load(("I", "J"), "X")
    >>> view_of(b.expand(b.permute(X, (1, 0)), [1])).axes
    (1, None, 0)
    """
    match value:
        case p.Expand():
            inner = view_of(value.argument)
            axes = iter(inner.axes)
            order = range(len(value.shape))
            return View(inner.base, tuple(None if n in value.axes else next(axes) for n in order))
        case p.Squeeze():
            inner = view_of(value.argument)
            kept = [axis for n, axis in enumerate(inner.axes) if n not in value.axes]
            return View(inner.base, tuple(kept))
        case p.Permute():
            inner = view_of(value.argument)
            return View(inner.base, tuple(inner.axes[axis] for axis in value.axes))
        case _:
            return View(value, tuple(range(len(value.shape))))


def without_trailing(value: p.Value) -> p.Value:
    """Return the array without the inserted axes at its end.

    >>> x = p.Load(("I",), "x")
    >>> without_trailing(b.expand(x, [0, 2])) == b.expand(x, [0])
    True
    """
    if not isinstance(value, p.Expand):
        return value
    axes = list(value.axes)
    while axes and axes[-1] == len(value.argument.shape) + len(axes) - 1:
        axes.pop()
    return b.expand(value.argument, axes)
