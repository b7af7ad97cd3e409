"""Loops: unrolled where items are few, else read once, for any value of the index.

What such a loop adds to is a Σ; what it fills at its own indices is told entry by entry.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence

from boxdot.notation import algebra
from boxdot.notation.decoding.arrays import Array
from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.elementwise import combine
from boxdot.notation.decoding.entries import by_letters, entry_of, index_letters
from boxdot.notation.decoding.indexing import bounds
from boxdot.notation.decoding.python.assigning import assign
from boxdot.notation.decoding.python.changing import with_entries
from boxdot.notation.decoding.python.looping import family, items_of, running, sequence_of
from boxdot.notation.decoding.python.scopes import Flow, Reading
from boxdot.notation.decoding.python.values import Family, Filling, Stale, Value, array_of
from boxdot.notation.decoding.rearranging import stretched
from boxdot.notation.decoding.refusing import Refused
from boxdot.notation.expressions.nodes import Constant, ConstantKind, Number, Symbol
from boxdot.notation.shapes.sizes import Size

Run = Callable[[Reading, Sequence[ast.stmt]], Flow]


def loop(reading: Reading, statement: ast.For, run: Run) -> Value:
    """Read a loop; its value is that of its last statement."""
    if statement.orelse:
        raise Refused("else behind a loop is not read")
    value = reading.evaluate(reading, statement.iter)
    items = items_of(value)
    if items is None:
        return _once(reading, statement, value, run)
    last: Value = None
    for item in items:
        assign(reading, statement.target, item)
        flow = run(reading, statement.body)
        if flow.returned:
            raise Refused("a function that returns from within a loop is not read")
        last = flow.value
    return last


def _once(reading: Reading, statement: ast.For, value: Value, run: Run) -> Value:
    """Read the body of a loop for any value of its index, and put together what it makes."""
    context, sequence = reading.context, sequence_of(value)
    made = _made(reading, statement)
    stored = {name for node in ast.walk(statement) for name in _stored(node)} - set(made)
    stored -= {name for name in stored if isinstance(reading.names.get(name), Filling)}
    for name in stored:
        if reading.knows(name):
            reading.names[name] = Stale(
                f"{name} is told by the turn before: a recurrence has no notation here",
                "use another name, or write what the loop computes for any of its indices",
            )
    items: dict[str, Family] = {}
    with running(context, sequence) as (letter, place):
        reading.names.update(made)
        assign(reading, statement.target, sequence.at(place))
        if run(reading, statement.body).returned:
            raise Refused("a function that returns from within a loop is not read")
        for name, filling in made.items():
            if filling.item is not None:
                items[name] = family(context, letter, sequence.count, filling.item)
    for name in stored:
        reading.names[name] = Stale(
            f"{name} is what the last turn of the loop makes it", "use it within the loop only"
        )
    last: Value = None
    for filling in made.values():
        last = _close(reading, filling, items.get(filling.name))
    return last


def _stored(node: ast.AST) -> list[str]:
    return [node.id] if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) else []


def _plainly_assigned(node: ast.AST) -> list[str]:
    """Return the names that a statement gives a value of their own in each turn."""
    targets: list[ast.expr] = []
    match node:
        case ast.Assign():
            targets = node.targets
        case ast.AnnAssign() | ast.For():
            targets = [node.target]
    return [name for target in targets for part in ast.walk(target) for name in _stored(part)]


def _made(reading: Reading, statement: ast.For) -> dict[str, Filling]:
    """Return what the loop adds to, fills, or appends to, of what there was before it."""
    found: dict[str, Filling] = {}
    around = tuple(reading.context.running)
    plain = {name for node in ast.walk(statement) for name in _plainly_assigned(node)}
    for node in ast.walk(statement):
        match node:
            case ast.AugAssign(target=ast.Subscript(value=ast.Name(id=name))):
                raise Refused(f"{name} is added to in places", "put all of it there at once")
            case (
                ast.AugAssign(target=ast.Name(id=name))
                | ast.Assign(targets=[ast.Subscript(value=ast.Name(id=name))])
                | ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="append"))
            ):
                if name not in found and name not in plain and reading.knows(name):
                    value = reading.lookup(name)
                    if not isinstance(value, Filling):
                        found[name] = Filling(name, value, around)
    return found


def _close(reading: Reading, filling: Filling, items: Family | None) -> Value:
    """Give the name what the loop made of it."""
    name, context, before = filling.name, reading.context, filling.before
    del reading.names[name]
    if items is not None:
        return reading.bind(name, items)
    if filling.entries is not None:
        return assign(reading, ast.Name(name), _filled(context, filling))
    if filling.total is None:
        return reading.bind(name, before)
    return assign(reading, ast.Name(name), _after(context, array_of(before), filling.total))


def _after(context: Context, start: Array, total: Array) -> Array:
    """Return what was there before and what was added; zeros go without saying."""
    node = start.node
    nothing = isinstance(node, Number) and not node.value
    nothing |= isinstance(node, Constant) and node.kind is ConstantKind.ZEROS
    return total if nothing and start.order <= total.order else combine(context, "+", start, total)


def _filled(context: Context, filling: Filling) -> Array:
    """Return the array with what loops put at places that are their indices, up to an offset."""
    assert filling.entries is not None
    marks, value, running_ = filling.entries
    before = array_of(filling.before)
    ranges: list[tuple[Size, Size]] = []
    letters: list[Symbol | None] = []
    for mark, size in zip(marks, before.shape, strict=True):
        if isinstance(mark, tuple):
            letters.append(None)
            ranges.append(bounds(mark, size))
            continue
        assert mark is not None
        letter, start = _index_of(mark, running_)
        letters.append(Symbol(letter))
        ranges.append((start, algebra.add(start, running_[letter])))
    names = [letter.name for letter in letters if letter is not None]
    if sorted(names) != sorted(running_):
        raise Refused("each index of the loops stands once among the places that are filled")
    made = _table(context, ranges, letters, value, running_)
    return with_entries(context, before, [*ranges], lambda part: made)


def _index_of(mark: Size, running_: dict[str, Size]) -> tuple[str, Size]:
    """Return the index in a place, and where it starts to fill, counted from 0."""
    for letter in running_:
        start = algebra.subtract(algebra.add(mark, 1), letter)
        if not set(algebra.names_of(start)) & set(running_):
            return letter, start
    raise Refused("a loop fills entries, rows or columns at its own indices, one after the other")


def _table(
    context: Context,
    ranges: list[tuple[Size, Size]],
    letters: list[Symbol | None],
    value: Array,
    running_: dict[str, Size],
) -> Array:
    """Return the entries that loops make, as an array: E_{ij} = …."""
    shape = [algebra.subtract(high, low) for low, high in ranges]
    rest = tuple(size for size, letter in zip(shape, letters, strict=True) if letter is None)
    value = stretched(context, value, rest)
    context.running.update(running_)
    own = iter(index_letters(context, sum(size != 1 for size in rest)))
    for name in running_:
        del context.running[name]
    names = [
        letter or (next(own) if size != 1 else None)
        for size, letter in zip(shape, letters, strict=True)
    ]
    inner = [
        n for n, letter in zip(names, letters, strict=True) if letter is None and n is not None
    ]
    node = entry_of(value, inner)
    long = tuple(n for n, size in zip(names, shape, strict=True) if n is not None and size != 1)
    return by_letters(context, tuple(shape), long, node)
