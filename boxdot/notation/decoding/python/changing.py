"""Changes in place: the array gets a new value, under all names that it is known by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from boxdot.notation import algebra
from boxdot.notation.decoding.arrays import Array, view
from boxdot.notation.decoding.comparing import where
from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.elementwise import combine
from boxdot.notation.decoding.indexing import EVERYTHING, Subscript, bounds, indexed
from boxdot.notation.decoding.joining import concatenated
from boxdot.notation.decoding.python.scopes import Reading
from boxdot.notation.decoding.python.values import Chosen, Value, array_of
from boxdot.notation.decoding.rearranging import ones, stretched, zeros
from boxdot.notation.decoding.refusing import Refused
from boxdot.notation.expressions.nodes import Number
from boxdot.notation.shapes.sizes import Shape, Size

Change = Callable[[Array | Chosen], Value]
"""What is made of the entries that are changed."""


def rebound(reading: Reading, name: str, old: Array, new: Array) -> Array:
    """Bind a name to an array that was changed where it stands; other views of it are stale."""
    inner = reading.context.running_in(new.node)
    value = new if inner else reading.composer.assign(name, new)
    value = replace(value, memory=frozenset())
    if reading.context.language == "JAX" or not old.order:
        return array_of(reading.bind(name, value))
    if new.shape != old.shape and not _stretches(reading.context, new, old):
        raise Refused("the result does not fit into the array that is changed", raises=True)
    known = {n: v for n, v in reading.names.items() if isinstance(v, Array)}
    same = [n for n, v in known.items() if v == old and v.memory & old.memory]
    same += [n for n in old.memory if n not in known and reading.is_input(n, old)]
    reading.changed |= old.memory
    value = array_of(reading.bind(name, value))
    for other in same:
        reading.names[other] = value
    return value


def _stretches(context: Context, new: Array, old: Array) -> bool:
    if new.order > old.order:
        return False
    pairs = zip(reversed(new.shape), reversed(old.shape), strict=False)
    return all(context.same(*pair) for pair in pairs)


def demand_mutable(context: Context) -> None:
    """Refuse to change arrays of JAX."""
    if context.language == "JAX":
        raise Refused("arrays of JAX cannot be changed", "write x.at[…].set(…)", raises=True)


def with_mask(context: Context, chosen: Chosen, change: Change) -> Array:
    """Return an array that is changed where a mask is true."""
    array, mask = chosen.array, behind(chosen)
    new = change(chosen)
    if isinstance(new, Chosen):
        if new.mask != chosen.mask:
            raise Refused("what is put where a mask is true was chosen by another mask")
        return where(context, mask, new.array, array)
    value = array_of(new)
    if value.order > array.order - chosen.mask.order:
        raise Refused(
            "how many entries a mask chooses depends on their values, which no shape tells",
            "put a number there, or what the same mask chooses",
        )
    return where(context, mask, value, array)


def behind(chosen: Chosen) -> Array:
    """Return a mask with new axes behind it, so that it has as many as what it chooses of."""
    missing = chosen.array.order - chosen.mask.order
    return view(chosen.mask, (*range(chosen.mask.order), *(None,) * missing))


def with_entries(context: Context, array: Array, marks: list[Subscript], change: Change) -> Array:
    """Return an array with entries put at places: what is before, what is put, what is behind."""
    part = indexed(array, marks)
    new = array_of(change(part))
    if new.order > part.order and any(size != 1 for size in new.shape[: -part.order or None]):
        raise Refused("what is put there has too many axes", raises=True)
    return _put(context, array, marks, _filled(context, new, part.shape), 0)


def _put(context: Context, array: Array, marks: list[Subscript], new: Array, axis: int) -> Array:
    """Return an array with new entries; ``axis`` is the first one that is not looked at yet."""
    marks = [*marks, *(EVERYTHING,) * (array.order - len(marks))]
    place = next((n for n in range(axis, array.order) if marks[n] != EVERYTHING), None)
    single = place is not None and not isinstance(marks[place], tuple)
    if place is None:
        return new
    mark = marks[place]
    assert mark is not None
    ends = mark if isinstance(mark, tuple) else (mark, _after(mark))
    low, high = bounds(ends, array.shape[place])
    before = (EVERYTHING,) * place
    inner = indexed(array, [*before, (low, high)])
    if single:  # the axis is there with length 1
        own = iter(range(new.order))
        new = view(new, [None if n == place else next(own, None) for n in range(new.order + 1)])
    rest: list[Subscript] = [EVERYTHING if n <= place else m for n, m in enumerate(marks)]
    middle = _put(context, inner, rest, new, place + 1)
    parts = [middle]
    if low != 0:
        parts.insert(0, indexed(array, [*before, (0, low)]))
    if high != array.shape[place]:
        parts.append(indexed(array, [*before, (high, None)]))
    return concatenated(context, parts, place)


def _after(place: Size) -> Size | None:
    return None if place == -1 else algebra.add(place, 1)


def _filled(context: Context, array: Array, shape: Shape) -> Array:
    """Return an array of a shape; a number stands at all its places."""
    if array.order or not shape:
        return stretched(context, array, shape)
    if isinstance(array.node, Number) and array.node.value in (0, 1):
        return ones(shape) if array.node.value else zeros(shape)
    return combine(context, "*", ones(shape), array)
