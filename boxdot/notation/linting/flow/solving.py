"""Operands of which nothing is known, solved for: ``Y = X W`` tells the shape of W."""

from __future__ import annotations

from collections.abc import Iterator

from boxdot.notation.expressions.nodes import (
    Apply,
    Binary,
    Block,
    Expr,
    Negate,
    Op,
    Symbol,
    Transpose,
)
from boxdot.notation.inference import Inference
from boxdot.notation.linting.evidence import Evidence
from boxdot.notation.linting.flow.usual import is_entrywise
from boxdot.notation.shapes.padding import is_scalar
from boxdot.notation.shapes.sizes import Shape, Size

Solution = tuple[Symbol, Shape, Evidence]


def solved(inference: Inference, node: Expr, shape: Shape) -> Iterator[Solution]:
    """Yield the symbols without a shape in an expression that must have the given one.

    The terms of a sum are asked only where they are products: ``b`` of ``X W + b`` may be smaller
    than the sum, if its author broadcasts.
    """
    if inference.shape(node) is not None or len(shape) > 2:
        return
    match node:
        case Symbol():
            yield node, shape, Evidence.DECLARED
        case Negate(operand=inner) | Block(rows=((inner,),)):
            yield from solved(inference, inner, shape)
        case Transpose(operand=inner) if len(shape) == 2:
            yield from solved(inference, inner, shape[::-1])
        case Apply(function=function, arguments=(inner,)) if is_entrywise(function):
            yield from solved(inference, inner, shape)
        case Binary(op=Op.MATMUL, left=left, right=right):
            yield from _factor(inference, left, right, shape)
        case Binary(op=Op.ADD | Op.SUBTRACT, left=left, right=right):
            for term in (left, right):
                if isinstance(term, Binary) and term.op is Op.MATMUL and not is_scalar(shape):
                    for symbol, found, _ in solved(inference, term, shape):
                        yield symbol, found, Evidence.USE


def _factor(inference: Inference, left: Expr, right: Expr, shape: Shape) -> Iterator[Solution]:
    """Solve a product for the factor that is not known, where it can be no scalar."""
    first, second = inference.shape(left), inference.shape(right)
    if first is not None and second is None and len(first) == 2 and not is_scalar(first):
        asked = _right(first, shape)
        if asked is not None:
            yield from solved(inference, right, asked)
    if second is not None and first is None and len(second) in (1, 2) and not is_scalar(second):
        asked = _left(second, shape)
        if asked is not None:
            yield from solved(inference, left, asked)


def _right(left: Shape, shape: Shape) -> Shape | None:
    """Return the shape of Z in ``A Z``; None where Z may be a scalar or the product is none.

    >>> _right(("n", "d"), ("n", "k")), _right(("n", "d"), ("n",)), _right(("n", "d"), ("n", "d"))
    (('d', 'k'), ('d',), None)
    """
    if shape == left or not shape or left[0] != shape[0]:
        return None
    return (left[1], *shape[1:])


def _left(right: Shape, shape: Shape) -> Shape | None:
    """Return the shape of Z in ``Z B``.

    >>> _left(("d", "k"), ("n", "k")), _left(("d",), ("n",)), _left(("d",), ("n", "k"))
    (('n', 'd'), ('n', 'd'), None)
    """
    rows, columns = _matrix(right), _matrix(shape)
    if shape == right or not shape or rows[1] != columns[1] or len(right) != len(shape):
        return None
    return columns[0], rows[0]


def _matrix(shape: Shape) -> tuple[Size, Size]:
    rows, columns = (*shape, 1, 1)[:2]
    return rows, columns
