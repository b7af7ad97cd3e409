"""Subscripts of languages that count from 1: entries, whole axes and ranges."""

from __future__ import annotations

from boxdot.notation import algebra
from boxdot.notation.codegen.writer import Writer
from boxdot.notation.shapes.sizes import Size


def subscript_of(w: Writer, subscript: Size | tuple[Size | None, Size | None], size: Size) -> str:
    """Return a subscript that counts from 1: an entry, a whole axis, or its first to last entry."""
    if not isinstance(subscript, tuple):
        return w.size(algebra.add(subscript, 1))
    low, high = subscript
    if low is None and high is None:
        return ":"
    first = "1" if low is None else w.size(algebra.add(low, 1))
    return f"{first}:{_end(w, high, size)}"


def _end(w: Writer, high: Size | None, size: Size) -> str:
    """Return the last entry, counted from the end if it is a fixed distance from there."""
    if high is None:
        return "end"
    distance = algebra.subtract(high, size)
    if isinstance(distance, int) and distance <= 0:
        return f"end-{-distance}" if distance else "end"
    return w.size(high)
