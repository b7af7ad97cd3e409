"""Lowering chains of products: which factors to multiply first."""

from __future__ import annotations

import itertools

from boxdot.notation import algebra
from boxdot.notation.codegen.lowering.context import Context
from boxdot.notation.codegen.lowering.contracting import contract
from boxdot.notation.codegen.lowering.multiplying import times
from boxdot.notation.codegen.lowering.operands import (
    Form,
    Operand,
    dense,
)
from boxdot.notation.expressions.nodes import (
    Apply,
    Binary,
    Expr,
    Number,
    Op,
)

PRODUCTS = frozenset({Op.MATMUL, Op.DOT, Op.TIMES})


def lower_product(context: Context, node: Binary) -> Operand:
    """A chain of juxtaposed or dotted factors, from left to right; an inverse solves first."""
    factors = factors_of(context, node)
    return product_of(context, [context.lower(factor) for factor in factors])


def product_of(context: Context, operands: list[Operand]) -> Operand:
    """Multiply operands from left to right; an inverse solves for what stands to its right."""
    if len(operands) > 2 and _ends_in_a_column(operands):
        return times(context, operands[0], product_of(context, operands[1:]))
    operands = list(operands)
    while len(operands) > 1:
        n = _first_pair(operands)
        operands[n : n + 2] = [times(context, operands[n], operands[n + 1])]
    return operands[0]


def factors_of(context: Context, node: Expr) -> list[Expr]:
    """Return the factors of a chain of products, from left to right."""
    factors: list[Expr] = []
    while isinstance(node, Binary) and node.op in PRODUCTS:
        factors.append(node.right)
        node = node.left
    return _decibels(context, [node, *reversed(factors)])


def _decibels(context: Context, factors: list[Expr]) -> list[Expr]:
    """``10 log x`` and ``20 log x`` are decibels: the logarithm has base 10."""
    for n, (first, second) in enumerate(itertools.pairwise(factors)):
        if (
            isinstance(first, Number)
            and first.value in (10, 20)
            and isinstance(second, Apply)
            and (second.function, second.parameters) == ("log", ())
        ):
            context.warn(f"{first.text} log is read as decibels, with the logarithm of base 10")
            factors[n + 1] = Apply("log10", second.arguments, span=second.span)
    return factors


def _ends_in_a_column(operands: list[Operand]) -> bool:
    """Whether matrices are applied to a column: from right to left no matrix product is made."""
    *matrices, column = operands
    if not column.is_vector or any(o.is_scalar or o.form is Form.ROW for o in matrices):
        return False
    return all(_fits(left, right) for left, right in itertools.pairwise(operands))


def _first_pair(operands: list[Operand]) -> int:
    """Return which neighbours to multiply next: A⁻¹ with what it is applied to, else the first."""
    for n in range(len(operands) - 2, 0, -1):
        left, right = operands[n], operands[n + 1]
        if left.form is Form.INVERSE and left.core and _fits(left, right):
            return n
    return 0


def _fits(left: Operand, right: Operand) -> bool:
    return bool(right.shape) and algebra.equal(left.shape[-1], right.shape[0]) is True


def lower_dot(context: Context, node: Binary) -> Operand:
    """``a · b``: an inner product of two columns, else a product as in juxtaposition."""
    left, right = context.lower(node.left), context.lower(node.right)
    if left.is_vector and right.is_vector and not (left.is_scalar or right.is_scalar):
        return contract(context, (left, "i"), (right, "i"), "")
    return lower_product(context, node)


def lower_solve(context: Context, node: Binary) -> Operand:
    """``A \\ b``: the solution of A x = b."""
    left = dense(context.lower(node.left))
    return times(context, Operand(left.value, left.batch, Form.INVERSE), context.lower(node.right))
