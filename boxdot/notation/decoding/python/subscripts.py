"""What stands between brackets: of an array, or of its shape."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, replace

from boxdot.notation import algebra
from boxdot.notation.algebra.arithmetic import collect, terms_of
from boxdot.notation.decoding.arrays import Array, Chosen, view
from boxdot.notation.decoding.comparing import where
from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.entries import strided
from boxdot.notation.decoding.gathering import gathered
from boxdot.notation.decoding.indexing import EVERYTHING, Subscript, bounds, indexed
from boxdot.notation.decoding.python.filling import literal
from boxdot.notation.decoding.python.scopes import Reading
from boxdot.notation.decoding.python.values import (
    Family,
    Filling,
    Items,
    Masked,
    Value,
    array_of,
    size_of,
    whole_of,
)
from boxdot.notation.decoding.refusing import Refused
from boxdot.notation.expressions.nodes import Symbol
from boxdot.notation.shapes.sizes import Size


def subscript(reading: Reading, value: Value, inner: ast.expr) -> Value:
    """Return ``value[inner]``."""
    if isinstance(value, tuple):
        return _of_tuple(reading, value, inner)
    if isinstance(value, Family | Filling | Masked | Chosen):
        value = array_of(value)
    if not isinstance(value, Array):
        raise Refused("only arrays and shapes are indexed here")
    if value.size is not None:
        raise Refused("a number has no entries", raises=True)
    return at_marks(reading.context, value, marks_of(reading, value, inner))


@dataclass(frozen=True, slots=True)
class Steps:
    """``a:b:c`` between brackets."""

    low: Size | None
    high: Size | None
    step: int

    def places(self, size: Size) -> tuple[Size, Size, int]:
        """Return the first place, how many there are, and the step."""
        if self.step < 0:
            first = algebra.subtract(size, 1) if self.low is None else _inside(self.low, size)
            last: Size = -1 if self.high is None else _inside(self.high, size)
            length = algebra.subtract(first, last)
            return first, _in_steps(length, -self.step), self.step
        first, last = bounds((self.low, self.high), size)
        return first, _in_steps(algebra.subtract(last, first), self.step), self.step


def _inside(place: Size, size: Size) -> Size:
    """Return a place that is counted from the front, and no further than the axis goes."""
    if isinstance(place, int) and place < 0:
        return algebra.add(size, place)
    last = algebra.subtract(size, 1)
    if algebra.at_least(last, place):
        return place
    if algebra.at_least(place, last):
        return last
    raise Refused(f"whether an axis of {size} entries has one at {place} is not known")


def _in_steps(length: Size, step: int) -> Size:
    """Return how many entries steps meet: the length over the step, rounded up."""
    terms = () if isinstance(length, int | str) else terms_of(length)
    if isinstance(length, int):
        if length < 1:
            raise Refused("this range is empty")
        return -(-length // step)
    fixed = sum((factor for monomial, factor in terms if not monomial))
    rest = collect([term for term in terms if term[0]]) if terms else length
    found = algebra.divide(rest, step)
    if algebra.equal(algebra.multiply(found, step), rest) is not True or _has_rest(found):
        raise Refused(
            f"how many entries a step of {step} leaves depends on the rest of {length} over {step}",
            f"declare the length as a multiple, such as {step}n",
        )
    return algebra.add(found, -(-int(fixed) // step))


def _has_rest(size: Size) -> bool:
    """Return whether a size is a quotient that may not come out even."""
    terms = () if isinstance(size, int | str) else terms_of(size)
    return any(factor.denominator != 1 for _, factor in terms)


Mark = Subscript | Steps | Array


def marks_of(reading: Reading, value: Array, inner: ast.expr) -> list[Mark]:
    """Return what stands for each axis: dots are whole axes, and so is what is left out."""
    items = inner.elts if isinstance(inner, ast.Tuple) else [inner]
    found: list[Mark | None] = []
    dots: int | None = None
    for item in items:
        if isinstance(item, ast.Constant) and item.value is ...:
            if dots is not None:
                raise Refused("dots stand once between brackets", raises=True)
            dots = len(found)
        else:
            found.append(_mark(reading, item))
    taken = sum(_axes_of(mark) for mark in found)
    if taken > value.order:
        raise Refused(f"there are more subscripts than the {value.order} axes", raises=True)
    at = len(found) if dots is None else dots
    found[at:at] = [EVERYTHING] * (value.order - taken)
    return found


def _axes_of(mark: Mark) -> int:
    """Return how many axes of the array a subscript is for."""
    if isinstance(mark, Array) and is_mask(mark):
        return mark.order
    return 0 if mark is None else 1


def is_mask(mark: Array) -> bool:
    """Return whether an array between brackets says where, and not at which places."""
    return mark.truth and not mark.numeric and mark.counting is None


def at_marks(context: Context, value: Array, marks: Sequence[Mark]) -> Value:
    """Return what stands at subscripts, one for each axis of the array or new."""
    arrays = [mark for mark in marks if isinstance(mark, Array)]
    if any(map(is_mask, arrays)):
        return _chosen(context, value, marks)
    stepped = replace(_stepped(context, value, marks), memory=value.memory)
    if not arrays:
        return stepped
    if None in marks:
        return _with_new_axes(context, value, marks)
    own = [EVERYTHING if isinstance(mark, Steps | tuple) else mark for mark in marks]
    if len(arrays) == 1 and arrays[0].truth and arrays[0].counting is None:
        return _of_two(context, stepped, own)
    return replace(gathered(context, stepped, own), memory=frozenset())


def _stepped(context: Context, value: Array, marks: Sequence[Mark]) -> Array:
    """Return entries at places, ranges and steps; where arrays stand, the axis stays whole."""
    gathers = any(isinstance(mark, Array) for mark in marks)
    plain: list[Subscript] = []
    for mark in marks:
        whole = isinstance(mark, Steps | Array) or (gathers and not isinstance(mark, tuple))
        plain.append(EVERYTHING if whole else mark)  # type: ignore[arg-type]
    if gathers and None in marks:
        return value
    found = indexed(value, plain)
    for n, mark in enumerate(marks):
        if isinstance(mark, Steps):
            place = sum(one is None or isinstance(one, tuple) for one in plain[:n])
            found = strided(context, found, place, mark.places(found.shape[place]))
    return found


def _of_two(context: Context, value: Array, marks: Sequence[Subscript | Array]) -> Array:
    """Return x[t] where t is 0 or 1: the first entry or the second one, entry by entry."""
    if not isinstance(marks[0], Array) or any(mark != EVERYTHING for mark in marks[1:]):
        raise Refused("places that are computed from entries are read for the first axis only")
    choice = replace(marks[0], truth=True, numeric=False)
    rest = value.order - 1
    choice = view(choice, (*range(choice.order), *(None,) * rest))
    first, second = (indexed(value, [n]) for n in range(2))
    return where(context, choice, second, first)


def _with_new_axes(context: Context, value: Array, marks: Sequence[Mark]) -> Value:
    """Take the entries first, and then the new axes, if no axis moves by that."""
    singles = [
        n for n, mark in enumerate(marks) if mark is not None and not isinstance(mark, tuple)
    ]
    if any(isinstance(mark, Steps) for mark in marks) or len(singles) != 1:
        raise Refused("new axes among places that an array holds are not read", "index twice")
    found = array_of(at_marks(context, value, [mark for mark in marks if mark is not None]))
    (single,) = singles
    mark = marks[single]
    assert isinstance(mark, Array)
    new = [*marks[:single], *(EVERYTHING,) * mark.order, *marks[single + 1 :]]
    return indexed(found, [None if one is None else EVERYTHING for one in new])


def _chosen(context: Context, array: Array, marks: Sequence[Mark]) -> Value:
    """Return the entries, or the rows, where a mask is true."""
    first, *others = marks
    if any(mark != EVERYTHING for mark in others) or not isinstance(first, Array):
        raise Refused("a mask stands alone between brackets here", "index twice")
    if first.shape != array.shape[: first.order]:
        raise Refused("the mask has another shape than the first axes of the array", raises=True)
    if isinstance(first.node, Symbol) and not first.numeric:
        context.warn(
            f"{first.node.name} is taken for true and false; whole numbers would be places instead"
        )
    return Chosen(array, first)


def _of_tuple(reading: Reading, value: tuple[Value, ...], inner: ast.expr) -> Value:
    if isinstance(inner, ast.Slice):
        ends = [
            None if end is None else whole_of(reading.evaluate(reading, end))
            for end in (inner.lower, inner.upper, inner.step)
        ]
        part = value[slice(*ends)]
        return Items(part) if isinstance(value, Items) else part
    place = whole_of(reading.evaluate(reading, inner))
    if not -len(value) <= place < len(value):
        raise Refused(f"there are only {len(value)} items", raises=True)
    return value[place]


def _mark(reading: Reading, item: ast.expr) -> Mark:
    if isinstance(item, ast.Slice):
        low, high = (
            None if end is None else _end(reading.evaluate(reading, end))
            for end in (item.lower, item.upper)
        )
        step = 1 if item.step is None else whole_of(reading.evaluate(reading, item.step))
        return (low, high) if step == 1 else Steps(low, high, step)
    value = reading.evaluate(reading, item)
    if value is None:
        return None
    if isinstance(value, Items | Family):
        value = literal(reading.context, value)
        return replace(value, truth=False)
    if isinstance(value, Array) and value.size is None:
        return value
    return size_of(value)


def _end(value: Value) -> Size | None:
    return None if value is None else size_of(value)
