"""Conditions that the code itself decides: whether an argument is given, how many axes it has."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from boxdot.grammar.errors import BoxdotError
from boxdot.notation import algebra
from boxdot.notation.decoding.arrays import Array
from boxdot.notation.decoding.python.scopes import Reading
from boxdot.notation.decoding.python.values import Value
from boxdot.notation.expressions.nodes import (
    Chain,
    Expr,
    Indicator,
    Negate,
    Number,
    Relation,
)
from boxdot.notation.printing.sizes import size_expression

ARRAY_TYPES = frozenset({"ndarray", "Tensor", "Array"})
UNKNOWN = object()


def decided(reading: Reading, test: ast.expr) -> bool | None:
    """Return what a condition is, None where it depends on the entries of arrays."""
    match test:
        case ast.BoolOp(op=op, values=values):
            return _joined(reading, values, ends=isinstance(op, ast.Or))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            found = decided(reading, operand)
            return None if found is None else not found
        case ast.Compare(left=left, ops=ops, comparators=others):
            return _compared(reading, [left, *others], ops)
        case ast.Call(func=ast.Name(id="isinstance"), args=[value, kind]):
            return _is_instance(reading.evaluate(reading, value), ast.unparse(kind))
    return _truth(reading.evaluate(reading, test))


def of_indices(reading: Reading, test: ast.expr) -> Expr | None:
    """Return 1_{i≠j} for a comparison of indices that loops run through, None for others."""
    if not isinstance(test, ast.Compare) or len(test.ops) != 1:
        return None
    sides = [reading.evaluate(reading, side) for side in (test.left, *test.comparators)]
    sizes = [side.size for side in sides if isinstance(side, Array) and side.size is not None]
    names = {name for size in sizes for name in algebra.names_of(size)}
    relation = _RELATIONS.get(type(test.ops[0]))
    if len(sizes) < 2 or relation is None or not names & set(reading.context.running):
        return None
    ends = (size_expression(algebra.add(size, 1)) for size in sizes)
    return Indicator(Chain(tuple(ends), (relation,)))


_RELATIONS: dict[type[ast.cmpop], Relation] = {
    ast.Eq: Relation.EQUAL,
    ast.NotEq: Relation.NOT_EQUAL,
    ast.Lt: Relation.LESS,
    ast.LtE: Relation.LESS_EQUAL,
    ast.Gt: Relation.GREATER,
    ast.GtE: Relation.GREATER_EQUAL,
}


def quietly(reading: Reading, test: ast.expr) -> bool | None:
    """Return what a condition is, None also where it cannot be read."""
    try:
        return decided(reading, test)
    except BoxdotError:
        return None


def _joined(reading: Reading, values: Sequence[ast.expr], *, ends: bool) -> bool | None:
    """Return what ``and`` or ``or`` gives: the first value that ``ends`` it decides."""
    found: bool | None = not ends
    for value in values:
        one = decided(reading, value)
        if one is ends:
            return one
        found = None if one is None else found
    return found


def _compared(reading: Reading, sides: Sequence[ast.expr], ops: Sequence[ast.cmpop]) -> bool | None:
    values = [reading.evaluate(reading, side) for side in sides]
    found = [_related(*pair) for pair in zip(ops, values, values[1:], strict=False)]
    return None if None in found else all(found)


def _related(op: ast.cmpop, left: Value, right: Value) -> bool | None:
    match op:
        case ast.Is() | ast.IsNot():
            same = left is right if None in (left, right) else None
            return same if same is None or isinstance(op, ast.Is) else not same
        case ast.In() | ast.NotIn() if isinstance(right, tuple):
            among = [_related(ast.Eq(), left, item) for item in right]
            found = True if True in among else None if None in among else False
            return found if found is None or isinstance(op, ast.In) else not found
    return _of_values(op, left, right)


_ORDERS: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: lambda left, right: bool(left == right),
    ast.NotEq: lambda left, right: bool(left != right),
    ast.Lt: lambda left, right: bool(left < right),
    ast.LtE: lambda left, right: bool(left <= right),
    ast.Gt: lambda left, right: bool(left > right),
    ast.GtE: lambda left, right: bool(left >= right),
}
"""The relations of numbers."""


def _of_values(op: ast.cmpop, left: Value, right: Value) -> bool | None:
    if isinstance(left, tuple) and isinstance(right, tuple) and isinstance(op, ast.Eq | ast.NotEq):
        pairs = [_related(ast.Eq(), *pair) for pair in zip(left, right, strict=False)]
        same = (
            False if len(left) != len(right) or False in pairs else None if None in pairs else True
        )
        return same if same is None or isinstance(op, ast.Eq) else not same
    one, other = _plain(left), _plain(right)
    if one is UNKNOWN or other is UNKNOWN:
        return _of_sizes(op, left, right)
    numbers = isinstance(one, Fraction) and isinstance(other, Fraction)
    if type(op) in _ORDERS and (numbers or isinstance(op, ast.Eq | ast.NotEq)):
        return _ORDERS[type(op)](one, other)
    return None


def _of_sizes(op: ast.cmpop, left: Value, right: Value) -> bool | None:
    """Return how two lengths compare where that is so for all sizes."""
    if not isinstance(left, Array) or not isinstance(right, Array):
        return None
    if left.size is None or right.size is None:
        return None
    same = algebra.equal(left.size, right.size)
    if isinstance(op, ast.Eq | ast.NotEq):
        return same if same is None or isinstance(op, ast.Eq) else not same
    if isinstance(op, ast.Gt | ast.GtE):
        left, right = right, left
    if algebra.at_least(left.size or 0, right.size or 0) and (
        same is False or isinstance(op, ast.Lt | ast.Gt)
    ):
        return False
    if algebra.at_least(right.size or 0, left.size or 0) and (
        same is False or isinstance(op, ast.LtE | ast.GtE)
    ):
        return True
    return None


def _plain(value: Value) -> Any:
    """Return a value as Python has it; any kind: it is only compared."""
    if isinstance(value, Array):
        found = _number(value.node) if not value.order else None
        return UNKNOWN if found is None else found
    if value is None or isinstance(value, str):
        return value
    return Fraction(value) if isinstance(value, bool) else UNKNOWN


def _number(node: Expr) -> Fraction | None:
    match node:
        case Number():
            return node.value
        case Negate(operand=operand):
            found = _number(operand)
            return None if found is None else -found
    return None


def _is_instance(value: Value, kinds: str) -> bool | None:
    names = {name.rpartition(".")[2].strip("() ") for name in kinds.replace("|", ",").split(",")}
    if isinstance(value, Array) and value.order:
        return True if names & ARRAY_TYPES else None
    if isinstance(value, Array) and isinstance(value.size, int):
        return "int" in names
    kind = {str: "str", tuple: "tuple", bool: "bool"}.get(type(value))
    return None if kind is None else kind in names


def _truth(value: Value) -> bool | None:
    """Return whether a value counts as true."""
    if isinstance(value, tuple):
        return bool(value)
    plain = _plain(value)
    if plain is UNKNOWN:
        size = value.size if isinstance(value, Array) else None
        return True if size is not None and algebra.equal(size, 0) is False else None
    return bool(plain)
