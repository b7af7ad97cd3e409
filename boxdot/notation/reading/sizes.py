"""Expressions read as sizes: ``2H``, ``n + 1``, ``H/2``, ``I·J``."""

from __future__ import annotations

from boxdot.notation.algebra import Size, add, divide, maximum, minimum, multiply, power, subtract
from boxdot.notation.expressions.nodes import (
    Apply,
    Binary,
    Block,
    Constant,
    ConstantKind,
    Expr,
    Index,
    Listing,
    Number,
    Op,
    Power,
    Symbol,
)
from boxdot.notation.expressions.symbols import plain
from boxdot.notation.reading.names import index_name

_ARITHMETIC = {
    Op.MATMUL: multiply,
    Op.TIMES: multiply,
    Op.DOT: multiply,
    Op.STAR: multiply,
    Op.ADD: add,
    Op.SUBTRACT: subtract,
    Op.DIVIDE: divide,
}


def size_of(expr: Expr) -> Size | None:
    """Return the size that an expression denotes, or None if it denotes none.

    >>> str(size_of(Binary(Op.MATMUL, Number("2"), Symbol("H"))))
    '2*H'
    """
    match expr:
        case Number(text=text) if text.isdecimal() and len(text) < 40:
            return int(text)
        case Symbol(name=name):
            return plain(name)
        case Index():
            return index_name(expr)
        case Constant(kind=ConstantKind.IDENTITY, sizes=sizes):
            return "I" if sizes is None else "_".join(["I", *map(str, sizes)])
        case Block(rows=((cell,),)):
            return size_of(cell)
        case Binary(op=op, left=left, right=right) if op in _ARITHMETIC:
            first, second = size_of(left), size_of(right)
            if first is None or second is None:
                return None
            return _arithmetic(op, first, second)
        case Power(base=base, exponent=exponent):
            first, second = size_of(base), size_of(exponent)
            if first is None or not isinstance(second, int) or not 0 <= second <= 64:
                return None
            return power(first, second)
        case Apply(function="min" | "max" as function, arguments=arguments):
            found = [size_of(argument) for argument in arguments]
            known = [size for size in found if size is not None]
            if len(known) < len(found):
                return None
            return maximum(*known) if function == "max" else minimum(*known)
    return None


def _arithmetic(op: Op, left: Size, right: Size) -> Size | None:
    if op is Op.DIVIDE and right == 0:
        return None
    return _ARITHMETIC[op](left, right)


def shape_of(expr: Expr) -> tuple[Size, ...] | None:
    """Return the shape that an exponent such as ``H×W×3`` or ``(T, N)`` denotes, or None.

    >>> shape_of(Binary(Op.TIMES, Symbol("H"), Number("3")))
    ('H', 3)

    ``n*m×H/2`` has two sizes, though elsewhere products group to the left.
    """
    if isinstance(expr, Listing):
        sizes = [size_of(item) for item in expr.items]
    else:
        sizes = [size_of(factor) for factor in _factors(expr)]
    known = [size for size in sizes if size is not None]
    return tuple(known) if len(known) == len(sizes) else None


def _factors(expr: Expr) -> list[Expr]:
    """Return the operands of a chain of ×, which in a shape binds less than ``*`` and ``/``."""
    parts: list[tuple[Op, Expr]] = []
    while isinstance(expr, Binary) and expr.op in _IN_SHAPES:
        parts.append((expr.op, expr.right))
        expr = expr.left
    factors = [expr]
    for op, right in reversed(parts):
        if op is Op.TIMES:
            factors.append(right)
        else:
            factors[-1] = Binary(op, factors[-1], right)
    return factors


_IN_SHAPES = frozenset({Op.TIMES, Op.DOT, Op.STAR, Op.DIVIDE})
