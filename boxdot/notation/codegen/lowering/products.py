"""Lowering products: scalar multiples, matrix products, inner and outer products of vectors."""

from __future__ import annotations

import itertools

from boxdot.notation import algebra
from boxdot.notation.codegen import building as b
from boxdot.notation.codegen.lowering.context import Context
from boxdot.notation.codegen.lowering.contracting import contract
from boxdot.notation.codegen.lowering.elementwise import combine
from boxdot.notation.codegen.lowering.operands import (
    Form,
    Operand,
    carrying,
    dense,
    padded,
    scalar,
    settled,
)
from boxdot.notation.expressions.nodes import (
    Apply,
    Binary,
    Expr,
    Negate,
    Number,
    Op,
    Power,
    Transpose,
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


def times(context: Context, left: Operand, right: Operand) -> Operand:
    """Multiply two operands as matrices; numbers multiply entry by entry."""
    if left.is_scalar or right.is_scalar:
        return _scalar_multiple(context, left, right)
    if Form.DIAGONAL in (left.form, right.form):
        return _with_diagonal(context, left, right)
    right = as_matrix(settled(right))
    if left.form is Form.INVERSE:
        return _solved(context, left, right)
    return _matrix_product(context, as_matrix(left), right)


def _scalar_multiple(context: Context, left: Operand, right: Operand) -> Operand:
    if right.form is Form.INVERSE and right.is_scalar:
        inverted = Operand(b.squeeze(right.value, right.axes), right.batch)
        left = scalar(left) if left.is_scalar else left
        return combine(context, b.divide, left, inverted)
    left = scalar(left) if left.is_scalar else left
    right = scalar(right) if right.is_scalar else right
    return combine(context, b.multiply, left, right)


def as_matrix(operand: Operand) -> Operand:
    """Drop the trailing axes of length 1 beyond the second."""
    extra = operand.axes[2:]
    return operand.with_value(b.squeeze(operand.value, extra)) if extra else operand


def _with_diagonal(context: Context, left: Operand, right: Operand) -> Operand:
    """``diag(y) X`` multiplies the rows of X, ``X diag(y)`` its columns."""
    if left.form is right.form:
        return combine(context, b.multiply, left, right)
    if left.form is not Form.DIAGONAL:
        left = as_matrix(settled(left))
        row = Operand(right.value, right.batch, Form.ROW)
        return combine(context, b.multiply, left, row)
    column = Operand(left.value, left.batch)
    return combine(context, b.multiply, column, as_matrix(settled(right)))


def _solved(context: Context, left: Operand, right: Operand) -> Operand:
    """``A⁻¹ b`` without the inverse."""
    matrix = Operand(left.value, left.batch)
    if right.form is Form.ROW:
        right = dense(right)
    if not (left.batch or right.batch):
        return Operand(b.solve(matrix.value, right.value))
    column = len(right.core) == 1
    matrix, right = _batched(context, matrix, padded(right, 2))
    value = b.solve(matrix.value, right.value)
    if column:
        value = b.squeeze(value, [len(value.shape) - 1])
    return Operand(value, right.batch)


def _batched(context: Context, left: Operand, right: Operand) -> tuple[Operand, Operand]:
    """Give both the same labels; one without any is left as it is."""
    batch = context.ordered((*left.batch, *right.batch))
    return (
        carrying(left, batch) if left.batch else left,
        carrying(right, batch) if right.batch else right,
    )


def _matrix_product(context: Context, left: Operand, right: Operand) -> Operand:
    kinds = (_kind(left), _kind(right))
    match kinds:
        case ("row", "column"):
            return contract(context, (left, "j"), (right, "j"), "")
        case ("row", "matrix"):
            product = contract(context, (left, "j"), (right, "jk"), "k")
            return Operand(product.value, product.batch, Form.ROW)
        case ("matrix", "column"):
            return contract(context, (left, "ij"), (right, "j"), "i")
        case ("column", "row"):
            return _outer(context, left, right)
        case ("column", _) | (_, "row"):
            return combine(context, b.multiply, left, right)
    left, right = _batched(context, dense(left), dense(right))
    return Operand(b.matmul(left.value, right.value), left.batch or right.batch)


def _kind(operand: Operand) -> str:
    if operand.form is Form.ROW:
        return "row"
    return "column" if len(operand.core) == 1 else "matrix"


def _outer(context: Context, left: Operand, right: Operand) -> Operand:
    if left.batch or right.batch:
        return combine(context, b.multiply, left, right)
    return Operand(b.outer(left.value, right.value))


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


def lower_transpose(context: Context, node: Transpose) -> Operand:
    """``Xᵀ``; the transpose of a column is a row."""
    operand = context.lower(node.operand)
    match operand.form:
        case Form.ROW:
            return Operand(operand.value, operand.batch)
        case Form.DIAGONAL:
            return operand
    if operand.is_scalar:
        return scalar(operand)
    operand = as_matrix(operand)
    if len(operand.core) == 1:
        return Operand(operand.value, operand.batch, Form.ROW)
    return operand.with_value(b.swap_last(operand.value))


def lower_power(context: Context, node: Power) -> Operand:
    """``x²``, ``A⁻¹``, ``A³``: a power of numbers, or a repeated product of a square matrix."""
    exponent = _exponent(node.exponent)
    operand = context.lower(node.base)
    if operand.is_scalar:
        return _scalar_power(context, scalar(operand), node, exponent)
    if operand.form is Form.DIAGONAL and exponent is not None:
        return operand.with_value(b.power(operand.value, b.number(exponent)))
    operand = dense(operand)
    square = len(as_matrix(operand).core) == 2 and algebra.equal(*operand.core[:2]) is True
    if not square:
        return combine(context, b.power, operand, scalar(context.lower(node.exponent)))
    operand = as_matrix(operand)
    if exponent is None:
        context.refuse(node, "the power of a matrix needs a whole number as its exponent")
    if exponent == -1:
        return invert(operand)
    return operand.with_value(b.matrix_power(operand.value, exponent))


def invert(operand: Operand) -> Operand:
    """Return the inverse of an operand, kept back until it is known what it is applied to."""
    if operand.form is Form.INVERSE:
        return Operand(operand.value, operand.batch)
    if operand.form is Form.DIAGONAL:
        return operand.with_value(b.divide(b.number(1), operand.value))
    operand = scalar(operand) if operand.is_scalar else as_matrix(dense(operand))
    return Operand(operand.value, operand.batch, Form.INVERSE)


def _scalar_power(context: Context, base: Operand, node: Power, exponent: int | None) -> Operand:
    if exponent == -1:
        return invert(base)
    return combine(context, b.power, base, scalar(context.lower(node.exponent)))


def _exponent(node: Expr) -> int | None:
    """Return the exponent if it is a whole number."""
    sign = 1
    while isinstance(node, Negate):
        sign, node = -sign, node.operand
    if isinstance(node, Number) and node.value.denominator == 1:
        return sign * node.value.numerator
    return None
