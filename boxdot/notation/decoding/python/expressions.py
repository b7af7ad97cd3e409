"""Python expressions, read one by one: a table from the kind of node to what it means."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from boxdot.notation.decoding import comparing
from boxdot.notation.decoding.applying import opaque
from boxdot.notation.decoding.arrays import Array, number
from boxdot.notation.decoding.elementwise import negative
from boxdot.notation.decoding.python.assigning import assign
from boxdot.notation.decoding.python.brackets import at_brackets
from boxdot.notation.decoding.python.calls import attribute, call, is_in_place
from boxdot.notation.decoding.python.changing import demand_mutable, rebound
from boxdot.notation.decoding.python.deciding import decided, quietly
from boxdot.notation.decoding.python.libraries import short_name
from boxdot.notation.decoding.python.looping import comprehended, items_of
from boxdot.notation.decoding.python.operating import invert, operate
from boxdot.notation.decoding.python.scopes import Reading
from boxdot.notation.decoding.python.sources import error_of
from boxdot.notation.decoding.python.subscripts import subscript
from boxdot.notation.decoding.python.values import (
    Function,
    Items,
    Library,
    Method,
    Value,
    array_of,
)
from boxdot.notation.decoding.refusing import Refused

RELATIONS: Mapping[type[ast.cmpop], str] = {
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}


def evaluate(reading: Reading, node: ast.expr) -> Value:
    """Return what an expression is; what cannot be read is shown with its place."""
    try:
        arm = ARMS.get(type(node))
        if arm is None:
            kind = KINDS.get(type(node), type(node).__name__)
            raise Refused(f"{kind} has no notation", "write the sum or the product with axes")
        return arm(reading, node)
    except Refused as refused:
        raise error_of(reading.text, node, refused) from None


KINDS = {
    ast.SetComp: "a set",
    ast.DictComp: "a dictionary",
    ast.Await: "await",
    ast.Yield: "yield",
    ast.JoinedStr: "a text with values",
    ast.Dict: "a dictionary",
}
"""What a reader calls the expressions that are not read."""


def array(reading: Reading, node: ast.expr) -> Array:
    """Return what an expression is, which must be an array."""
    value = evaluate(reading, node)
    try:
        return array_of(value)
    except Refused as refused:
        raise error_of(reading.text, node, refused) from None


def _constant(reading: Reading, node: ast.Constant) -> Value:
    value = node.value
    if isinstance(value, bool) or value is None or value is ... or isinstance(value, str):
        return value
    if isinstance(value, int | float):
        return number(value)
    raise Refused("only real numbers are read")


def _binary(reading: Reading, node: ast.BinOp) -> Value:
    values = evaluate(reading, node.left), evaluate(reading, node.right)
    return operate(reading.context, node.op, *values)


def _unary(reading: Reading, node: ast.UnaryOp) -> Value:
    operand = evaluate(reading, node.operand)
    match node.op:
        case ast.USub():
            return negative(array_of(operand))
        case ast.UAdd():
            return array_of(operand)
        case ast.Invert():
            return invert(reading.context, operand)
        case ast.Not():
            known = quietly(reading, node)
            return known if known is not None else invert(reading.context, operand)
    raise Refused("this operator has no notation")


def _compare(reading: Reading, node: ast.Compare) -> Value:
    known = _about_values(reading, node)
    if known is not None:
        return known
    operands = [array(reading, side) for side in (node.left, *node.comparators)]
    found: Array | None = None
    for op, left, right in zip(node.ops, operands, operands[1:], strict=False):
        if type(op) not in RELATIONS:
            raise Refused("this comparison has no notation")
        one = comparing.compare(reading.context, RELATIONS[type(op)], left, right)
        found = one if found is None else comparing.both(reading.context, found, one)
    assert found is not None
    return found


def _about_values(reading: Reading, node: ast.Compare) -> bool | None:
    """Return what a comparison is that no arrays take part in, as ``bias is None``."""
    if any(isinstance(op, ast.Is | ast.IsNot | ast.In | ast.NotIn) for op in node.ops):
        return decided(reading, node)
    sides = [evaluate(reading, side) for side in (node.left, *node.comparators)]
    plain = all(isinstance(side, str | bool | tuple | None) for side in sides)
    return decided(reading, node) if plain else None


def _name(reading: Reading, node: ast.Name) -> Value:
    return reading.lookup(node.id)


def _items(reading: Reading, node: ast.Tuple | ast.List) -> Value:
    found: list[Value] = []
    for item in node.elts:
        found += _spread(reading, item)
    return Items(found) if isinstance(node, ast.List) else tuple(found)


def _spread(reading: Reading, item: ast.expr) -> tuple[Value, ...]:
    """Return an item, or those that ``*`` spreads."""
    if not isinstance(item, ast.Starred):
        return (evaluate(reading, item),)
    items = items_of(evaluate(reading, item.value))
    if items is None:
        raise Refused("only a shape or a list can be spread with *")
    return items


def _call(reading: Reading, node: ast.Call) -> Value:
    if isinstance(node.func, ast.Name) and not reading.knows(node.func.id):
        return _of_user(reading, node, node.func.id)
    function = evaluate(reading, node.func)
    given: list[Value] = []
    for argument in node.args:
        given += _spread(reading, argument)
    named = {
        keyword.arg: evaluate(reading, keyword.value)
        for keyword in node.keywords
        if keyword.arg is not None
    }
    if len(named) < len(node.keywords):
        raise Refused("arguments that stand in a dictionary are not read")
    found = call(reading, function, given, named)
    return _in_place(reading, node, function, found)


def _in_place(reading: Reading, node: ast.Call, function: Value, found: Value) -> Value:
    """Give a name what a method has made of its array, as ``x.mul_(2)`` of PyTorch does."""
    if isinstance(function, Library) and short_name(function.path) == "fill_diagonal":
        receiver, old = node.args[0], array_of(evaluate(reading, node.args[0]))
        demand_mutable(reading.context)
    elif isinstance(function, Method) and is_in_place(reading.context, function.name):
        receiver = _receiver(reading, node)
        old = array_of(function.array)
    else:
        return found
    new = array_of(found)
    if isinstance(receiver, ast.Name) and isinstance(reading.names.get(receiver.id, old), Array):
        return rebound(reading, receiver.id, old, new)
    reading.changed |= old.memory
    return replace(new, memory=frozenset())


def _receiver(reading: Reading, node: ast.expr) -> ast.expr:
    """Return x of ``x.mul_(2).add_(b)``."""
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if not is_in_place(reading.context, node.func.attr):
            break
        node = node.func.value
    return node


def _of_user(reading: Reading, node: ast.Call, name: str) -> Value:
    """Return a function of the user's own, if its declaration says what shape it has."""
    declared = reading.declared.given.get(reading.symbol(name))
    if declared is None or declared.signature is None:
        raise Refused(
            f"{name} is not a function that is known here",
            f'give its definition with the code, or declare it: -d "{name}: R → R" if it goes '
            "entry by entry",
        )
    if node.keywords:
        raise Refused(f"the arguments of {name} are given by their places")
    arrays = [array(reading, argument) for argument in node.args]
    return opaque(reading.context, declared, arrays)


def _lambda(reading: Reading, node: ast.Lambda) -> Value:
    return Function(node.args, node.body)


def _conditional(reading: Reading, node: ast.IfExp) -> Value:
    """``a if x is None else b``: only what the code itself decides."""
    taken = decided(reading, node.test)
    if taken is None:
        raise Refused(
            f"a choice by {ast.unparse(node.test)}, which is not known, has no notation",
            "np.where goes by entries",
        )
    return evaluate(reading, node.body if taken else node.orelse)


def _first_true(reading: Reading, node: ast.BoolOp) -> Value:
    """``bias or 0``: the first value that decides it."""
    ends = isinstance(node.op, ast.Or)
    for value in node.values[:-1]:
        known = quietly(reading, value)
        if known is None:
            raise Refused("and/or of whole arrays has no notation", "write & and |, or np.where")
        if known is ends:
            return evaluate(reading, value)
    return evaluate(reading, node.values[-1])


def _named(reading: Reading, node: ast.NamedExpr) -> Value:
    return assign(reading, node.target, evaluate(reading, node.value))


def _comprehension(reading: Reading, node: ast.ListComp | ast.GeneratorExp) -> Value:
    return comprehended(reading, node.elt, node.generators, assign)


def _attribute(reading: Reading, node: ast.Attribute) -> Value:
    if isinstance(node.value, ast.Name) and not reading.knows(node.value.id):
        found = reading.member(node.value.id, node.attr)
        if found is not None:
            return found
    return attribute(reading, evaluate(reading, node.value), node.attr)


def _subscript(reading: Reading, node: ast.Subscript) -> Value:
    match node:
        case ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=str() as key)):
            if not reading.knows(name) and (found := reading.member(name, key)) is not None:
                return found
    value = evaluate(reading, node.value)
    special = at_brackets(reading, value, node.slice)
    return subscript(reading, value, node.slice) if special is None else special


# Each arm takes its own kind of node.
ARMS: Mapping[type[ast.expr], Callable[[Reading, Any], Value]] = {
    ast.Constant: _constant,
    ast.BinOp: _binary,
    ast.UnaryOp: _unary,
    ast.Compare: _compare,
    ast.Name: _name,
    ast.Tuple: _items,
    ast.List: _items,
    ast.Call: _call,
    ast.Lambda: _lambda,
    ast.IfExp: _conditional,
    ast.Attribute: _attribute,
    ast.Subscript: _subscript,
    ast.BoolOp: _first_true,
    ast.NamedExpr: _named,
    ast.ListComp: _comprehension,
    ast.GeneratorExp: _comprehension,
}
