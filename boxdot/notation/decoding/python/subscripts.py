"""What stands between brackets: of an array, or of its shape."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from boxdot.notation import algebra
from boxdot.notation.algebra.arithmetic import terms_of
from boxdot.notation.decoding.arrays import Array
from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.entries import strided
from boxdot.notation.decoding.gathering import gathered
from boxdot.notation.decoding.indexing import EVERYTHING, Subscript, bounds, indexed
from boxdot.notation.decoding.python.scopes import Reading
from boxdot.notation.decoding.python.values import Chosen, Value, size_of, whole_of
from boxdot.notation.decoding.refusing import Refused
from boxdot.notation.shapes.sizes import Size


def subscript(reading: Reading, value: Value, inner: ast.expr) -> Value:
    """Return ``value[inner]``."""
    if isinstance(value, tuple):
        return _of_tuple(reading, value, inner)
    if not isinstance(value, Array):
        raise Refused("only arrays and shapes are indexed here")
    if value.size is not None:
        raise Refused("a number has no entries", raises=True)
    marks, dots = _marks(reading, inner)
    masks = [mark for mark in marks if isinstance(mark, Array)]
    if masks:
        return _chosen(reading.context, value, marks, dots)
    steps = {n: mark for n, mark in enumerate(marks) if isinstance(mark, Steps)}
    plain: list[Subscript] = [_plain(mark) for mark in marks]
    found = indexed(value, plain, dots)
    for n, mark in steps.items():
        place = sum(mark is None or isinstance(mark, tuple) for mark in plain[:n])
        if dots is not None and dots <= n:
            place += value.order - sum(mark is not None for mark in plain)
        found = strided(reading.context, found, place, mark.places(found.shape[place]))
    return found


@dataclass(frozen=True, slots=True)
class Steps:
    """``a:b:c`` between brackets."""

    low: Size | None
    high: Size | None
    step: int

    def places(self, size: Size) -> tuple[Size, Size, int]:
        """Return the first place, how many there are, and the step."""
        if self.step < 0:
            if self.low is not None or self.high is not None:
                raise Refused("only whole axes are taken backwards here", "take the range first")
            return algebra.subtract(size, 1), _in_steps(size, -self.step), self.step
        first, last = bounds((self.low, self.high), size)
        return first, _in_steps(algebra.subtract(last, first), self.step), self.step


def _in_steps(length: Size, step: int) -> Size:
    if isinstance(length, int):
        return -(-length // step)
    found = algebra.divide(length, step)
    if algebra.equal(algebra.multiply(found, step), length) is not True or _has_rest(found):
        raise Refused(
            f"how many entries a step of {step} leaves depends on the rest of {length}/{step}",
            f"declare the length as a multiple, such as {step}n",
        )
    return found


def _has_rest(size: Size) -> bool:
    """Return whether a size is a quotient that may not come out even."""
    terms = () if isinstance(size, int | str) else terms_of(size)
    return any(factor.denominator != 1 for _, factor in terms)


Mark = Subscript | Steps | Array


def _marks(reading: Reading, inner: ast.expr) -> tuple[list[Mark], int | None]:
    """Return what stands for each axis, and where ``...`` stands."""
    items = inner.elts if isinstance(inner, ast.Tuple) else [inner]
    marks: list[Mark] = []
    dots: int | None = None
    for item in items:
        if isinstance(item, ast.Constant) and item.value is ...:
            dots = len(marks)
        else:
            marks.append(_mark(reading, item))
    return marks, dots


def _plain(mark: Mark) -> Subscript:
    if isinstance(mark, Steps):
        return EVERYTHING
    assert not isinstance(mark, Array)
    return mark


def _chosen(context: Context, array: Array, marks: list[Mark], dots: int | None) -> Value:
    """Return entries at places that arrays count, or those where a mask is true."""
    (first, *others) = marks
    if isinstance(first, Array) and first.truth and not others:
        if first.shape != array.shape:
            raise Refused("a mask of fewer axes, or of another shape, is not read")
        return Chosen(array, first)
    if dots is not None or not all(_counts(mark) for mark in marks):
        raise Refused("entries at places that an array holds have no notation")
    return gathered(context, array, marks)


def _counts(mark: Mark) -> bool:
    return mark == EVERYTHING or (isinstance(mark, Array) and mark.counting is not None)


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


def _mark(reading: Reading, item: ast.expr) -> Mark:
    if isinstance(item, ast.Slice):
        low, high = (
            None if end is None else size_of(reading.evaluate(reading, end))
            for end in (item.lower, item.upper)
        )
        step = 1 if item.step is None else whole_of(reading.evaluate(reading, item.step))
        return (low, high) if step == 1 else Steps(low, high, step)
    value = reading.evaluate(reading, item)
    if value is None:
        return None
    if isinstance(value, Array) and value.size is None:
        return value
    return size_of(value)
