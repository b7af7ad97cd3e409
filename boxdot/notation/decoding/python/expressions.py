"""Python expressions, read one by one: a table from the kind of node to what it means."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from typing import Any

from boxdot.notation.decoding import comparing
from boxdot.notation.decoding.arrays import Array, number
from boxdot.notation.decoding.elementwise import combine, negative
from boxdot.notation.decoding.powers import power
from boxdot.notation.decoding.products import matmul
from boxdot.notation.decoding.python.calls import attribute, call
from boxdot.notation.decoding.python.scopes import Reading
from boxdot.notation.decoding.python.sources import error_of
from boxdot.notation.decoding.python.subscripts import subscript
from boxdot.notation.decoding.python.values import Function, Value, array_of
from boxdot.notation.decoding.refusing import Refused

SIGNS: Mapping[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
}

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
    ast.ListComp: "a comprehension",
    ast.GeneratorExp: "a comprehension",
    ast.SetComp: "a comprehension",
    ast.DictComp: "a comprehension",
    ast.IfExp: "a choice between two expressions",
    ast.Await: "await",
    ast.Yield: "yield",
    ast.JoinedStr: "a text with values",
    ast.Dict: "a dictionary",
    ast.BoolOp: "and/or of whole arrays",
    ast.Lambda: "a function that is not called",
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
    joined = _of_tuples(node, *values)
    if joined is not None:
        return joined
    left, right = map(array_of, values)
    match node.op:
        case ast.MatMult():
            return matmul(reading.context, left, right)
        case ast.Pow():
            return power(reading.context, left, right)
        case ast.BitAnd():
            return comparing.both(reading.context, left, right)
        case ast.BitOr():
            return comparing.either(reading.context, left, right)
        case op if type(op) in SIGNS:
            return combine(reading.context, SIGNS[type(op)], left, right)
        case _:
            raise Refused("this operator has no notation")


def _of_tuples(node: ast.BinOp, left: Value, right: Value) -> Value:
    """Return ``X.shape[:2] + (1,)`` and ``(1,) * n``; None for anything else."""
    if isinstance(node.op, ast.Add) and isinstance(left, tuple) and isinstance(right, tuple):
        return (*left, *right)
    if isinstance(node.op, ast.Mult):
        for items, times in ((left, right), (right, left)):
            count = times.size if isinstance(times, Array) else None
            if isinstance(items, tuple) and isinstance(count, int) and count <= 32:
                return items * count
    return None


def _unary(reading: Reading, node: ast.UnaryOp) -> Value:
    operand = array(reading, node.operand)
    match node.op:
        case ast.USub():
            return negative(operand)
        case ast.UAdd():
            return operand
        case ast.Invert() | ast.Not():
            return comparing.negation(reading.context, operand)
    raise Refused("this operator has no notation")


def _compare(reading: Reading, node: ast.Compare) -> Value:
    operands = [array(reading, side) for side in (node.left, *node.comparators)]
    found: Array | None = None
    for op, left, right in zip(node.ops, operands, operands[1:], strict=False):
        if type(op) not in RELATIONS:
            raise Refused("this comparison has no notation")
        one = comparing.compare(reading.context, RELATIONS[type(op)], left, right)
        found = one if found is None else comparing.both(reading.context, found, one)
    assert found is not None
    return found


def _name(reading: Reading, node: ast.Name) -> Value:
    return reading.lookup(node.id)


def _items(reading: Reading, node: ast.Tuple | ast.List) -> Value:
    found: list[Value] = []
    for item in node.elts:
        if isinstance(item, ast.Starred):
            inner = evaluate(reading, item.value)
            if not isinstance(inner, tuple):
                raise Refused("only a shape or a list can be spread with *")
            found += inner
        else:
            found.append(evaluate(reading, item))
    return tuple(found)


def _call(reading: Reading, node: ast.Call) -> Value:
    if isinstance(node.func, ast.Name) and not reading.knows(node.func.id):
        raise Refused(
            f"{node.func.id} is not a function that is known here",
            "give its definition with the code, or write what it computes",
        )
    function = evaluate(reading, node.func)
    given: list[Value] = []
    for argument in node.args:
        if isinstance(argument, ast.Starred):
            inner = evaluate(reading, argument.value)
            if not isinstance(inner, tuple):
                raise Refused("only a shape or a list can be spread with *")
            given += inner
        else:
            given.append(evaluate(reading, argument))
    named = {
        keyword.arg: evaluate(reading, keyword.value)
        for keyword in node.keywords
        if keyword.arg is not None
    }
    if len(named) < len(node.keywords):
        raise Refused("arguments that stand in a dictionary are not read")
    return call(reading, function, given, named)


def _lambda(reading: Reading, node: ast.Lambda) -> Value:
    return Function(node.args, node.body)


def _conditional(reading: Reading, node: ast.IfExp) -> Value:
    """``a if x is None else b``: only what the code itself decides."""
    test = node.test
    if (
        isinstance(test, ast.Compare)
        and isinstance(test.comparators[0], ast.Constant)
        and test.comparators[0].value is None
        and isinstance(test.ops[0], ast.Is | ast.IsNot)
    ):
        missing = evaluate(reading, test.left) is None
        yes = missing is isinstance(test.ops[0], ast.Is)
        return evaluate(reading, node.body if yes else node.orelse)
    raise Refused("a choice between two expressions has no notation", "np.where goes by entries")


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
    ast.Attribute: lambda reading, node: attribute(
        reading, evaluate(reading, node.value), node.attr
    ),
    ast.Subscript: lambda reading, node: subscript(
        reading, evaluate(reading, node.value), node.slice
    ),
}
