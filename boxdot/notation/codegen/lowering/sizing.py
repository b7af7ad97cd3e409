"""Sizes that stand in expressions: the bounds of sums, constant subscripts, modes."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from boxdot.notation import algebra
from boxdot.notation.codegen.lowering.context import Context
from boxdot.notation.expressions.nodes import (
    Binary,
    Constant,
    ConstantKind,
    Expr,
    Listing,
    Negate,
    Number,
    Op,
    Power,
    Symbol,
)
from boxdot.notation.shapes.sizes import Size

_ARITHMETIC: dict[Op, Callable[[Size, Size], Size]] = {
    Op.ADD: algebra.add,
    Op.SUBTRACT: algebra.subtract,
    Op.MATMUL: algebra.multiply,
    Op.DOT: algebra.multiply,
    Op.TIMES: algebra.multiply,
    Op.DIVIDE: algebra.divide,
}


def size_of(context: Context, node: Expr) -> Size:
    """Return an expression as a size: whole numbers, names and arithmetic over them."""
    size = try_size(context, node)
    if size is None:
        context.refuse(node, "this must be a whole number or a size")
    return size


def try_size(context: Context, node: Expr) -> Size | None:
    """Return an expression as a size, or None if it is none."""
    match node:
        case Number() if node.value.denominator == 1:
            return node.value.numerator
        case Symbol(name=name) if context.index(name) is None:
            return context.bound((name,))[0]
        case Constant(kind=ConstantKind.IDENTITY, sizes=None):  # a size called I is read as 𝑰
            return context.bound(("I",))[0]
        case Negate(operand=operand):
            return _combined(context, algebra.multiply, Number("-1"), operand)
        case Binary(op=op, left=left, right=right) if op in _ARITHMETIC:
            return _combined(context, _ARITHMETIC[op], left, right)
        case Power(base=base, exponent=exponent):
            return _combined(context, algebra.power, base, exponent)
        case _:
            return None


def _combined(
    context: Context, combination: Callable[[Size, Size], Size], left: Expr, right: Expr
) -> Size | None:
    first, second = try_size(context, left), try_size(context, right)
    return None if first is None or second is None else combination(first, second)


def modes_of(context: Context, parameters: Sequence[Expr]) -> list[int]:
    """Return modes as whole numbers from 1: ``3``, ``{2, 4}`` and ``({2, 4}, {1})`` alike."""
    modes: list[int] = []
    for parameter in parameters:
        if isinstance(parameter, Listing):
            modes += modes_of(context, parameter.items)
            continue
        size = try_size(context, parameter)
        if not isinstance(size, int) or size < 1:
            context.refuse(parameter, "a mode must be a whole number, counted from 1")
        modes.append(size)
    return modes
