"""Operators between two values: arrays, shapes, and what is −∞ somewhere."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import replace

from boxdot.notation.decoding import comparing
from boxdot.notation.decoding.arrays import Array, Chosen, of_size
from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.elementwise import combine
from boxdot.notation.decoding.powers import power
from boxdot.notation.decoding.products import matmul
from boxdot.notation.decoding.python.changing import behind
from boxdot.notation.decoding.python.masking import with_masked
from boxdot.notation.decoding.python.values import Items, Masked, Value, array_of
from boxdot.notation.decoding.refusing import Refused

SIGNS: Mapping[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
}


def operate(context: Context, op: ast.operator, left: Value, right: Value) -> Value:
    """Return what an operator makes of two values."""
    joined = _of_tuples(op, left, right)
    if joined is not None:
        return joined
    if isinstance(left, Masked) or isinstance(right, Masked):
        return with_masked(context, SIGNS.get(type(op), ""), left, right)
    if isinstance(left, Chosen) or isinstance(right, Chosen):
        return _of_chosen(context, op, left, right)
    first, second = array_of(left), array_of(right)
    match op:
        case ast.MatMult():
            return matmul(context, first, second)
        case ast.Pow():
            return power(context, first, second)
        case ast.BitAnd():
            return comparing.both(context, first, second)
        case ast.BitOr():
            return comparing.either(context, first, second)
        case ast.BitXor():
            return comparing.compare(context, "!=", *_truths(first, second))
        case op if type(op) in SIGNS:
            return combine(context, SIGNS[type(op)], first, second)
        case _:
            raise Refused("this operator has no notation")


def _truths(*arrays: Array) -> tuple[Array, ...]:
    if not all(array.truth for array in arrays):
        raise Refused("^ is read between conditions", "compare first, as in (X > 0) ^ (Y > 0)")
    return arrays


def _of_tuples(op: ast.operator, left: Value, right: Value) -> Value:
    """Return ``X.shape[:2] + (1,)`` and ``(1,) * n``; None for anything else."""
    if isinstance(op, ast.Add) and isinstance(left, tuple) and isinstance(right, tuple):
        both = (*left, *right)
        return Items(both) if isinstance(left, Items) else both
    if isinstance(op, ast.Mult):
        for items, times in ((left, right), (right, left)):
            count = times.size if isinstance(times, Array) else None
            if isinstance(items, tuple) and isinstance(count, int) and count <= 32:
                return Items(items * count) if isinstance(items, Items) else items * count
    return None


def _of_chosen(context: Context, op: ast.operator, left: Value, right: Value) -> Value:
    """Return an operation on what one mask chooses of each, and on numbers."""
    masks = [one.mask for one in (left, right) if isinstance(one, Chosen)]
    if len(masks) == 2 and masks[0] != masks[1]:
        raise Refused("these entries are chosen by two masks", "multiply by both instead")
    plain = [one.array if isinstance(one, Chosen) else one for one in (left, right)]
    orders = [one.order for one in plain if isinstance(one, Array)]
    if len(masks) == 1 and min(orders) > 0 and not _keeps_rows(left, right):
        raise Refused("how many entries a mask chooses depends on their values, no shape tells it")
    if isinstance(op, ast.MatMult):
        raise Refused("the product of what a mask chooses is not read", "multiply by the mask")
    return Chosen(array_of(operate(context, op, *plain)), masks[0])


def _keeps_rows(left: Value, right: Value) -> bool:
    """Return whether the other operand has only axes behind those of the mask: X[m] - mu."""
    chosen, other = (left, right) if isinstance(left, Chosen) else (right, left)
    assert isinstance(chosen, Chosen)
    whole = behind(chosen).order - chosen.mask.order
    return isinstance(other, Array) and other.order <= whole


def invert(context: Context, value: Value) -> Value:
    """Return ``~x``."""
    array = array_of(value)
    if array.numeric:
        raise Refused("~ of numbers is another operation", "keep them true and false")
    return replace(comparing.negation(context, array), memory=frozenset())


def opposite(value: Array) -> Array:
    """Return a number with its sign changed, if the shapes tell it."""
    return of_size(-value.size) if isinstance(value.size, int) else value
