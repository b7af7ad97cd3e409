"""Assignments: to names, to several names, to what stands between brackets."""

from __future__ import annotations

import ast
from collections.abc import Sequence as Several
from dataclasses import replace

from boxdot.notation import algebra
from boxdot.notation.decoding.arrays import Array, Chosen
from boxdot.notation.decoding.elementwise import combine, negative
from boxdot.notation.decoding.indexing import Subscript
from boxdot.notation.decoding.python.changing import (
    Change,
    demand_mutable,
    rebound,
    with_entries,
    with_mask,
)
from boxdot.notation.decoding.python.looping import sequence_of, summed
from boxdot.notation.decoding.python.operating import operate
from boxdot.notation.decoding.python.scopes import Reading
from boxdot.notation.decoding.python.subscripts import Mark, Steps, at_marks, is_mask, marks_of
from boxdot.notation.decoding.python.values import (
    Family,
    Filling,
    Items,
    Sequence,
    Value,
    array_of,
)
from boxdot.notation.decoding.refusing import Refused
from boxdot.notation.expressions.nodes import Binary, Op, Symbol


def assign(reading: Reading, target: ast.expr, value: Value) -> Value:
    """Give a value to what stands on the left of ``=``."""
    match target:
        case ast.Name(id=name):
            return _assign_name(reading, name, value)
        case ast.Tuple(elts=targets) | ast.List(elts=targets):
            return _assign_each(reading, targets, value)
        case ast.Subscript(value=ast.Name(id=name), slice=inner):
            return _assign_entries(reading, name, inner, lambda old: value)
    raise Refused("only names and entries of named arrays are assigned here")


def _assign_name(reading: Reading, name: str, value: Value) -> Value:
    if isinstance(reading.names.get(name), Filling):
        raise Refused(f"{name} is made anew in the loop that adds to it", "use another name")
    if isinstance(value, Array) and not reading.context.running_in(value.node):
        named = reading.composer.assign(name, value)
        value = replace(named, memory=value.memory)
    return reading.bind(name, value)


def _assign_each(reading: Reading, targets: Several[ast.expr], value: Value) -> Value:
    if isinstance(value, Array | Family | Sequence):
        sequence = sequence_of(value)
        if not isinstance(sequence.count, int):
            raise Refused(f"{sequence.count} entries are unpacked to {len(targets)} names")
        value = tuple(sequence.at(place) for place in range(sequence.count))
    if not isinstance(value, tuple):
        raise Refused("this cannot be unpacked")
    starred = [n for n, target in enumerate(targets) if isinstance(target, ast.Starred)]
    if starred:
        (n,) = starred
        rest = len(targets) - n - 1
        middle = Items(value[n : len(value) - rest])
        value = (*value[:n], middle, *value[len(value) - rest :])
    if len(targets) != len(value):
        raise Refused(f"{len(value)} values are unpacked to {len(targets)} names", raises=True)
    last: Value = None
    for target, item in zip(targets, value, strict=True):
        inner = target.value if isinstance(target, ast.Starred) else target
        last = assign(reading, inner, item)
    return last


def _assign_entries(reading: Reading, name: str, inner: ast.expr, change: Change) -> Value:
    """``x[places] = value``: the name stands for the changed array from then on."""
    old = reading.lookup(name)
    if isinstance(old, Filling):
        return _fill(reading, old, inner, change)
    if isinstance(old, tuple):
        raise Refused("items of lists are not changed here")
    array = array_of(old)
    demand_mutable(reading.context)
    new = put(reading, array, marks_of(reading, array, inner), change)
    return rebound(reading, name, array, new)


def put(reading: Reading, array: Array, marks: list[Mark], change: Change) -> Array:
    """Return an array with something else at places."""
    context = reading.context
    if any(isinstance(mark, Array) and is_mask(mark) for mark in marks):
        chosen = at_marks(context, array, marks)
        assert isinstance(chosen, Chosen)
        return with_mask(context, chosen, change)
    plain: list[Subscript] = []
    for mark in marks:
        if isinstance(mark, Array | Steps) or mark is None:
            raise Refused("entries at these places cannot be changed here", "write np.where")
        plain.append(mark)
    return with_entries(context, array, plain, change)


def _fill(reading: Reading, filling: Filling, inner: ast.expr, change: Change) -> Value:
    """Note what a loop puts at the places that its indices tell."""
    before = array_of(filling.before)
    marks = tuple(marks_of(reading, before, inner))
    if filling.entries is not None or filling.total is not None:
        raise Refused(f"{filling.name} is changed twice in one loop", "use two names")
    plain: list[Subscript] = []
    for mark in marks:
        if mark is None or isinstance(mark, Array | Steps):
            raise Refused("a loop fills entries, rows or columns at its own indices")
        plain.append(mark)
    context = reading.context
    if context.conditions or set(context.starts) - set(filling.around):
        raise Refused("places that are filled under a condition are not read", "use np.where")
    running = {n: size for n, size in context.running.items() if n not in filling.around}
    if any(set(algebra.names_of(size)) & set(running) for size in running.values()):
        raise Refused(
            f"{filling.name} is filled in part of its rows only", "use np.tril, or a mask"
        )
    filling.entries = tuple(plain), array_of(change(before)), running
    return None


def augment(reading: Reading, statement: ast.AugAssign) -> Value:
    """``x += value`` and ``x[places] += value``: arrays are changed where they stand."""
    value = reading.evaluate(reading, statement.value)
    op = statement.op
    match statement.target:
        case ast.Name(id=name):
            old = reading.lookup(name)
            if isinstance(old, Filling):
                return _add(reading, old, op, value)
            new = operate(reading.context, op, old, value)
            if isinstance(old, Array) and isinstance(new, Array):
                return rebound(reading, name, old, new)
            return reading.bind(name, new)
        case ast.Subscript(value=ast.Name(id=name), slice=inner):

            def change(part: Array | Chosen) -> Value:
                return operate(reading.context, op, part, value)

            return _assign_entries(reading, name, inner, change)
    raise Refused("only names and entries of named arrays are changed here")


def _add(reading: Reading, filling: Filling, op: ast.operator, value: Value) -> Value:
    """Note what a loop adds."""
    if filling.entries is not None or not isinstance(op, ast.Add | ast.Sub):
        raise Refused("a loop only adds to what was there before it")
    context = reading.context
    one = negative(array_of(value)) if isinstance(op, ast.Sub) else array_of(value)
    for condition in context.conditions:
        one = Array(Binary(Op.MATMUL, condition, one.node), one.base, one.axes)
    for letter in reversed([*context.running]):
        if letter not in filling.around:
            one = summed(context, Symbol(letter), one)
    filling.total = one if filling.total is None else combine(context, "+", filling.total, one)
    return None


def append(reading: Reading, name: str, value: Value) -> None:
    """``x.append(value)``: a list grows; in a loop over an index it becomes a family."""
    found = reading.names.get(name)
    if isinstance(found, Items):
        reading.names[name] = Items((*found, value))
    elif isinstance(found, Filling) and found.before == () and found.item is None:
        if reading.context.conditions or len(reading.context.running) != len(found.around) + 1:
            raise Refused("a list that grows in a loop within a loop is not read")
        found.item = array_of(value)
    else:
        raise Refused("only lists grow by one item a turn")
