"""What stands between brackets: of an array, or of its shape."""

from __future__ import annotations

import ast

from boxdot.notation.decoding.arrays import Array
from boxdot.notation.decoding.indexing import Subscript, indexed
from boxdot.notation.decoding.python.scopes import Reading
from boxdot.notation.decoding.python.values import Value, size_of, whole_of
from boxdot.notation.decoding.refusing import Refused


def subscript(reading: Reading, value: Value, inner: ast.expr) -> Value:
    """Return ``value[inner]``."""
    if isinstance(value, tuple):
        return _of_tuple(reading, value, inner)
    if not isinstance(value, Array):
        raise Refused("only arrays and shapes are indexed here")
    if value.size is not None:
        raise Refused("a number has no entries", raises=True)
    items = inner.elts if isinstance(inner, ast.Tuple) else [inner]
    marks: list[Subscript] = []
    dots: int | None = None
    for item in items:
        if isinstance(item, ast.Constant) and item.value is ...:
            dots = len(marks)
        else:
            marks.append(_mark(reading, item))
    return indexed(value, marks, dots)


def _of_tuple(reading: Reading, value: tuple[Value, ...], inner: ast.expr) -> Value:
    if isinstance(inner, ast.Slice):
        ends = [
            None if end is None else whole_of(reading.evaluate(reading, end))
            for end in (inner.lower, inner.upper, inner.step)
        ]
        return value[slice(*ends)]
    place = whole_of(reading.evaluate(reading, inner))
    if not -len(value) <= place < len(value):
        raise Refused(f"there are only {len(value)} items", raises=True)
    return value[place]


def _mark(reading: Reading, item: ast.expr) -> Subscript:
    if isinstance(item, ast.Slice):
        if item.step is not None and whole_of(reading.evaluate(reading, item.step)) != 1:
            raise Refused("every second entry, or backwards, has no notation")
        low, high = (
            None if end is None else size_of(reading.evaluate(reading, end))
            for end in (item.lower, item.upper)
        )
        return (low, high)
    value = reading.evaluate(reading, item)
    if value is None:
        return None
    if isinstance(value, Array) and value.size is None:
        raise Refused("an array between brackets chooses entries, which has no notation")
    return size_of(value)
