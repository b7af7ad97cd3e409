"""MATLAB: axes inserted, dropped, reordered, joined and sliced; those at the end are free."""

from __future__ import annotations

from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.languages.columnmajor.entries import POSTFIX
from boxdot.notation.codegen.languages.columnmajor.views import View, view_of
from boxdot.notation.codegen.writer import PRODUCT, Fragment, Writer


def write_view(w: Writer, value: p.Expand | p.Squeeze | p.Permute) -> Fragment:
    """``B``, ``y.'``, ``permute(B, [1 3 2])``: axes of length 1 at the end are free."""
    view = view_of(value)
    axes = view.leading
    if all(axis == n for n, axis in enumerate(axes)):
        return w.write(view.base)
    if len(view.base.shape) <= 2 and len(axes) <= 2:
        return write_row(w, view.base)
    if len(view.base.shape) == 1:
        ones = ", ".join("1" for _ in axes[:-1])
        return Fragment(f"reshape({w.text(view.base)}, {ones}, [])")
    return Fragment(f"permute({w.text(view.base)}, [{' '.join(_order(view))}])")


def _order(view: View) -> list[str]:
    """Return the axes for ``permute``: new ones are those that end in length 1."""
    order = max(len(view.base.shape), len(view.leading))
    free = [*view.dropped, *range(len(view.base.shape), 2 * order)]
    axes = [free.pop(0) if axis is None else axis for axis in view.leading]
    axes += [n for n in range(max(*axes, len(view.base.shape) - 1) + 1) if n not in axes]
    return [str(axis + 1) for axis in axes]


def write_row(w: Writer, value: p.Value) -> Fragment:
    """Return a vector as a row, or the transpose of a matrix."""
    match value:
        case p.Matmul() if len(value.shape) == 1 and len(value.left.shape) == 1:
            left = w.language.row(w, value.left) if False else write_row(w, value.left)
            right = w.at(value.right, PRODUCT + 1)
            return Fragment(f"{_held(left)} * {right}", PRODUCT)
        case p.Arange():
            return Fragment(f"({write_range(w, value)})")
        case p.Reduce(axes=(0,), keep=False) if len(value.argument.shape) == 2:
            return reduced(w, value)
        case _:
            return Fragment(f"{w.at(value, POSTFIX)}.'", POSTFIX)
