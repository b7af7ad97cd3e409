"""MATLAB: axes inserted, dropped, reordered, joined and sliced; those at the end are free."""

from __future__ import annotations

from collections.abc import Sequence

from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.languages.columnmajor.entries import one_based
from boxdot.notation.codegen.languages.columnmajor.subscripts import subscript_of
from boxdot.notation.codegen.languages.columnmajor.views import view_of, without_trailing
from boxdot.notation.codegen.languages.matlab.layout import rearranged
from boxdot.notation.codegen.languages.matlab.products import write_row
from boxdot.notation.codegen.writer import Fragment, Writer


def write_view(w: Writer, value: p.Expand | p.Squeeze | p.Permute) -> Fragment:
    """``B``, ``y.'``, ``permute(B, [1 3 2])``."""
    view = view_of(value)
    if len(view.base.shape) == 1 and view.leading == (None, 0):
        return write_row(w, view.base)
    return rearranged(w.write(view.base), len(view.base.shape), view.axes)


def write_concatenate(w: Writer, value: p.Concatenate) -> Fragment:
    """``[A; B]``, ``[A, B; C, D]``, ``cat(3, A, B)``."""
    if value.axis > 1:
        arguments = ", ".join(w.text(without_trailing(a)) for a in value.arguments)
        return Fragment(f"cat({value.axis + 1}, {arguments})")
    return Fragment(f"[{_inside(w, value)}]")


def _inside(w: Writer, value: p.Value) -> str:
    """Return what stands between the brackets: bands of rows above each other."""
    if not isinstance(value, p.Concatenate) or value.axis > 1:
        return _cell(w, value)
    if value.axis == 1:
        return ", ".join(_cell(w, argument) for argument in value.arguments)
    return "; ".join(_inside(w, argument) for argument in value.arguments)


def _cell(w: Writer, value: p.Value) -> str:
    if isinstance(value, p.Literal) and len(value.arguments) == 1:
        return w.text(value.arguments[0])
    return w.text(value)


def write_take(w: Writer, value: p.Take) -> Fragment:
    """``X(:, 2)``, ``x(2:end-1, :)``; single entries leave axes of length 1, which are dropped.

    Without the colon a part of a vector with one entry, or none, may become a row.
    """
    pairs = zip(value.subscripts, value.argument.shape, strict=True)
    marks = [subscript_of(w, subscript, size) for subscript, size in pairs]
    kept = [n for n, subscript in enumerate(value.subscripts) if isinstance(subscript, tuple)]
    whole = [":"] if kept == [0] and len(marks) == 1 else []
    taken = Fragment(f"{w.text(value.argument)}({', '.join([*marks, *whole])})")
    return rearranged(taken, len(marks), kept) if kept else taken


def write_gather(w: Writer, value: p.Gather) -> Fragment:
    """``X(i, :)``: entries at computed places along the first axis."""
    (index,) = value.indices
    marks = [w.text(one_based(index)), *(":" for _ in value.argument.shape[1:])]
    return Fragment(f"{w.text(value.argument)}({', '.join(marks)})")


def operands_by_name(value: p.Value) -> Sequence[p.Value]:
    """Return the operands that must be variables: what is indexed."""
    match value:
        case p.Take() | p.Gather():
            return (value.argument,)
        case p.Inverse() | p.Determinant() if len(value.argument.shape) > 2:
            return (value.argument,)
        case p.Solve() if len(value.shape) > 2:
            return (value.left, value.right)
        case _:
            return ()
