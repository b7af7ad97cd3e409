"""Going through things: items one after the other, or one letter for all of them."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from collections.abc import Sequence as Several
from contextlib import contextmanager
from dataclasses import replace

from boxdot.notation import algebra
from boxdot.notation.decoding.arrays import Array, number, of_size, view
from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.elementwise import combine, extremum
from boxdot.notation.decoding.entries import by_letters, entry_of, index_letters
from boxdot.notation.decoding.indexing import indexed
from boxdot.notation.decoding.joining import stacked
from boxdot.notation.decoding.python.deciding import decided
from boxdot.notation.decoding.python.scopes import Reading
from boxdot.notation.decoding.python.values import Family, Items, Sequence, Value, array_of, size_of
from boxdot.notation.decoding.refusing import Refused
from boxdot.notation.expressions.nodes import (
    Binary,
    Chain,
    Expr,
    IndexRange,
    Indicator,
    Op,
    Reduce,
    Relation,
    Symbol,
)
from boxdot.notation.printing.sizes import size_expression
from boxdot.notation.shapes.sizes import Size, SizeExpression

MOST_UNROLLED = 16


def sequence_of(value: Value) -> Sequence:
    """Return what is gone through: a list, a range, or an array along its first axis."""
    match value:
        case Sequence():
            return value
        case tuple():
            return Sequence(len(value), lambda place: value[_written(place)])
        case Family():
            return sequence_of(value.stacked(0))
        case Array() if value.order:
            memory = value.memory
            return Sequence(value.shape[0], lambda place: _page(value, place, memory))
    raise Refused("only lists, ranges and arrays can be gone through")


def _written(place: Size) -> int:
    if not isinstance(place, int):
        raise Refused("a list is gone through item by item only")
    return place


def _page(array: Array, place: Size, memory: frozenset[str]) -> Array:
    return replace(indexed(array, [place]), memory=memory)


def items_of(value: Value) -> tuple[Value, ...] | None:
    """Return the items, if they are so few that each is read on its own; else None."""
    found = sequence_of(value)
    if isinstance(value, tuple) or (isinstance(found.count, int) and found.count <= MOST_UNROLLED):
        assert isinstance(found.count, int)
        return tuple(found.at(place) for place in range(found.count))
    return None


def span(given: Several[Value]) -> Sequence:
    """``range(start, stop, step)``."""
    sizes = [size_of(value) for value in given]
    start, stop, step = ((0, *sizes, 1) if len(sizes) == 1 else (*sizes, 1))[:3]
    count = algebra.subtract(stop, start)
    if step != 1:
        if not isinstance(count, int) or not isinstance(step, int) or not step:
            raise Refused("how many numbers this range has depends on the rest of a division")
        count = len(range(0, count, step))
    shift = start if step == 1 and isinstance(start, str | SizeExpression) else 0
    return Sequence(
        count, lambda place: of_size(algebra.add(start, algebra.multiply(step, place))), shift
    )


def zipped(context: Context, given: Several[Value]) -> Value:
    """``zip(a, b)``."""
    parts = [sequence_of(value) for value in given]
    for part in parts[1:]:
        context.demand_same(part.count, parts[0].count, "what is gone through together differs")
    return Sequence(parts[0].count, lambda place: tuple(part.at(place) for part in parts))


def enumerated(given: Several[Value]) -> Value:
    """``enumerate(a, start)``."""
    part = sequence_of(given[0])
    start = size_of(given[1]) if len(given) > 1 else 0
    return Sequence(part.count, lambda place: (of_size(algebra.add(start, place)), part.at(place)))


def backwards(given: Several[Value]) -> Value:
    """``reversed(a)``."""
    part = sequence_of(given[0])
    last = algebra.subtract(part.count, 1)
    return Sequence(part.count, lambda place: part.at(algebra.subtract(last, place)))


@contextmanager
def running(context: Context, sequence: Sequence) -> Iterator[tuple[Symbol, Size]]:
    """Give a letter that runs through a sequence, and its place from 0.

    It runs from 1 to the count; where the first item hangs on another index, from that one on.
    """
    (letter,) = index_letters(context, 1)
    hangs = set(algebra.names_of(sequence.start)) & set(context.running)
    start: Size = sequence.start if hangs else 0
    context.running[letter.name] = sequence.count
    if hangs:
        context.starts[letter.name] = start
    try:
        yield letter, algebra.subtract(algebra.subtract(letter.name, 1), start)
    finally:
        del context.running[letter.name]
        context.starts.pop(letter.name, None)


def summed(context: Context, letter: Symbol, array: Array) -> Array:
    """Return Σ_{i=1}^{n} of an array that speaks of i.

    Bounds that hang on another index are said by 1_{j≤i}: Σ_{j=1}^{n} 1_{j≤i} x_j.
    """
    start = context.starts.get(letter.name, 0)
    low, high = algebra.add(start, 1), algebra.add(start, context.running[letter.name])
    node = array.node
    if set(algebra.names_of(low)) & set(context.running):
        node = _under(letter, Relation.GREATER_EQUAL, low, node)
        low = 1
    around = {n: size for n, size in context.running.items() if n in algebra.names_of(high)}
    top = algebra.substitute(high, around)
    if around and algebra.at_least(top, algebra.substitute(high, dict.fromkeys(around, 1))):
        node = _under(letter, Relation.LESS_EQUAL, high, node)
        high = top
    bounds = IndexRange(letter.name, size_expression(low), size_expression(high))
    return Array(Reduce((bounds,), node), array.base, array.axes)


def _under(letter: Symbol, relation: Relation, bound: Size, node: Expr) -> Expr:
    condition = Indicator(Chain((letter, size_expression(bound)), (relation,)))
    return Binary(Op.MATMUL, condition, node)


def family(context: Context, letter: Symbol, count: Size, element: Array) -> Family:
    """Return what a comprehension over an index makes."""

    shifted = letter.name in context.starts

    def together(axis: int) -> Array:
        if shifted:
            raise Refused("what runs from another index on is read in sums only")
        return _stacked(context, letter, count, element, axis)

    return Family(letter, count, element, summed(context, letter, element), together)


def _of_families(context: Context, letter: Symbol, count: Size, inner: Family) -> Family:
    """Return what a comprehension over two indices makes, of which only the sum is read."""

    def refuse(axis: int) -> Array:
        raise Refused("a list over two indices is read in sums only", "write a list of lists")

    return Family(letter, count, inner.total, summed(context, letter, inner.total), refuse)


def _stacked(context: Context, letter: Symbol, count: Size, element: Array, axis: int) -> Array:
    """Return the elements side by side along a new axis: E_{ij} = (…)_j."""
    known = letter.name in context.running
    context.running[letter.name] = count
    letters = index_letters(context, sum(size != 1 for size in element.shape))
    node = entry_of(element, letters)
    if not known:
        del context.running[letter.name]
    found = by_letters(context, (count, *element.shape), (letter, *letters), node)
    places = list(range(1, found.order))
    places.insert(axis % found.order, 0)
    return view(found, places)


def comprehended(
    reading: Reading,
    element: ast.expr,
    generators: Several[ast.comprehension],
    assign: Callable[[Reading, ast.expr, Value], Value],
) -> Value:
    """Return a comprehension: a list where items are few, else a family over an index."""
    first, *others = generators
    inner = reading.within(dict(reading.names))
    value = reading.evaluate(reading, first.iter)

    def made() -> tuple[Value, ...]:
        for condition in first.ifs:
            kept = decided(inner, condition)
            if kept is None:
                raise Refused("which items are kept depends on values", "multiply by a mask")
            if not kept:
                return ()
        if others:
            found = comprehended(inner, element, others, assign)
            return found if isinstance(found, tuple) else (found,)
        return (inner.evaluate(inner, element),)

    items = items_of(value)
    if items is not None:
        found: list[Value] = []
        for item in items:
            assign(inner, first.target, item)
            found += made()
        return Items(found)
    sequence = sequence_of(value)
    with running(reading.context, sequence) as (letter, place):
        assign(inner, first.target, sequence.at(place))
        (one,) = made() or (None,)
        if others and isinstance(one, Family):
            return _of_families(reading.context, letter, sequence.count, one)
        return family(reading.context, letter, sequence.count, array_of(one))


def total(context: Context, value: Value, start: Value = None) -> Array:
    """``sum(…)`` of Python: what is gone through, added up."""
    found: Array | None = None
    if isinstance(value, Family):
        found = value.total
    elif (items := items_of(value)) is None:
        sequence = sequence_of(value)
        with running(context, sequence) as (letter, place):
            found = summed(context, letter, array_of(sequence.at(place)))
    else:
        for item in items:
            one = array_of(item)
            found = one if found is None else combine(context, "+", found, one)
    if start is not None:
        before = array_of(start)
        found = before if found is None else combine(context, "+", before, found)
    return number(0) if found is None else found


def outermost(context: Context, function: str, given: Several[Value]) -> Array:
    """``max(a, b)`` and ``min([a, b, c])`` of Python."""
    items = given if len(given) > 1 else items_of(given[0])
    if not items:
        raise Refused(f"{function} of Python is read for numbers that are written out")
    first, *others = map(array_of, items)
    for other in others:
        if first.order or other.order:
            raise Refused(f"{function} of Python compares numbers", raises=True)
        first = extremum(context, function, first, other)
    return first


def joined(context: Context, value: Value, axis: int) -> Array:
    """Return a family, or a list of arrays, side by side along a new axis."""
    if isinstance(value, Family):
        return value.stacked(axis)
    items = items_of(value)
    if items is None:
        raise Refused("only lists are put side by side")
    return stacked(context, [array_of(item) for item in items], axis)
