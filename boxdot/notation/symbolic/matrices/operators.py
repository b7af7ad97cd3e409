"""Operators as matrix expressions, with no broadcasting left implicit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import sympy

from boxdot.notation.algebra import Size, equal
from boxdot.notation.expressions.nodes import Binary, Expr, Negate, Number, Op, Power, Transpose
from boxdot.notation.symbolic.matrices.context import (
    Context,
    Dimensions,
    Matrix,
    column,
    ones,
    same,
    stretched,
    transposed,
)

Combine = Callable[[Context, Binary, Matrix, Matrix], Matrix]


def binary(context: Context, node: Binary) -> Matrix:
    """An operator and its operands."""
    arm = _OPERATORS.get(node.op)
    if arm is None:
        context.refuse(node, f"{node.op.value} is no matrix expression of SymPy")
    return arm(context, node, context.matrix(node.left), context.matrix(node.right))


def negate(context: Context, node: Negate) -> Matrix:
    """``−X``."""
    found = context.matrix(node.operand)
    return Matrix(found.shape, -found.value)


def _times(context: Context, node: Binary, left: Matrix, right: Matrix) -> Matrix:
    return broadcast_product(left, right, context.dimensions(node))


def broadcast_product(left: Matrix, right: Matrix, shape: Dimensions) -> Matrix:
    """``X ⊙ Y``, ``diag(y) X``, ``X diag(z)``, ``x zᵀ``, ``s X``."""
    if left.is_scalar or right.is_scalar:
        return scaled(left, right)
    demand_fit(left, right)
    if same(left.shape, right.shape):
        return Matrix(shape, sympy.HadamardProduct(left.value, right.value))
    if left.shape[0] == right.shape[1] == 1:
        left, right = right, left
    if left.shape[1] == right.shape[0] == 1:
        return Matrix(shape, left.value * right.value)
    if 1 in left.shape:
        left, right = right, left
    diagonal = sympy.DiagMatrix(column(right))
    value = diagonal * left.value if right.shape[1] == 1 else left.value * diagonal
    return Matrix(shape, value)


def scaled(left: Matrix, right: Matrix) -> Matrix:
    """Return a matrix times a number."""
    factor, matrix = (left, right) if left.is_scalar else (right, left)
    value = matrix.number if matrix.is_scalar else matrix.value
    return Matrix(matrix.shape, factor.number * value)


def demand_fit(left: Matrix, right: Matrix) -> None:
    """Refuse what broadcasts on a condition only: SymPy would take it in silence."""
    for one, other in zip(left.shape, right.shape, strict=True):
        if one != 1 and other != 1:
            demand_equal(one, other)


def demand_equal(one: Size, other: Size) -> None:
    """Refuse sizes that have two names: for SymPy they are two sizes."""
    if not equal(one, other):
        raise ValueError(f"{one} and {other} are two sizes")


def _sum(sign: int) -> Combine:
    def arm(context: Context, node: Binary, left: Matrix, right: Matrix) -> Matrix:
        shape = context.dimensions(node)
        demand_fit(left, right)
        return Matrix(shape, stretched(left, shape) + sign * stretched(right, shape))

    return arm


def _over(context: Context, node: Binary, left: Matrix, right: Matrix) -> Matrix:
    return broadcast_product(
        left, entry_power(right, sympy.S.NegativeOne), context.dimensions(node)
    )


def entry_power(matrix: Matrix, exponent: Any) -> Matrix:
    """Return a power of every entry."""
    if matrix.is_scalar:
        return Matrix(matrix.shape, matrix.number**exponent)
    return Matrix(matrix.shape, sympy.HadamardPower(matrix.value, exponent))


def product(context: Context, node: Binary, left: Matrix, right: Matrix) -> Matrix:
    """``A B``: a scalar multiple, a matrix product, an inner product where ``·`` says so."""
    if left.is_scalar or right.is_scalar:
        return scaled(left, right)
    shape = context.dimensions(node)
    if node.op is not Op.MATMUL and left.shape[1] == right.shape[1] == 1:
        if shape != (1, 1):
            context.refuse(node, "the cross product is no matrix expression of SymPy")
        return inner(left, right)
    demand_equal(left.shape[1], right.shape[0])
    return Matrix(shape, left.value * right.value)


def inner(left: Matrix, right: Matrix) -> Matrix:
    """Return the sum of the products of all entries."""
    if left.is_scalar or right.is_scalar:
        return scaled(left, right)
    for one, other in zip(left.shape, right.shape, strict=True):
        demand_equal(one, other)
    if left.shape[1] == 1:
        return Matrix((1, 1), transposed(left.value) * right.value)
    return Matrix((1, 1), sympy.Trace(transposed(left.value) * right.value))


def _inner(context: Context, node: Binary, left: Matrix, right: Matrix) -> Matrix:
    return inner(left, right)


def _solve(context: Context, node: Binary, left: Matrix, right: Matrix) -> Matrix:
    return product(context, node, inverted(left), right)


def inverted(matrix: Matrix) -> Matrix:
    """Return the inverse of a number or a square matrix."""
    if matrix.is_scalar:
        return Matrix(matrix.shape, 1 / matrix.number)
    return Matrix(matrix.shape, sympy.Inverse(matrix.value))


def _outer(context: Context, node: Binary, left: Matrix, right: Matrix) -> Matrix:
    if left.is_scalar or right.is_scalar:
        return scaled(left, right)
    shape = context.dimensions(node)
    if 1 not in left.shape or 1 not in right.shape or 1 in shape:
        context.refuse(node, "this outer product is no matrix")
    return Matrix(shape, column(left) * transposed(column(right)))


def _kronecker(context: Context, node: Binary, left: Matrix, right: Matrix) -> Matrix:
    if left.is_scalar or right.is_scalar:
        return scaled(left, right)
    return Matrix(context.dimensions(node), sympy.KroneckerProduct(left.value, right.value))


def _khatri_rao(context: Context, node: Binary, left: Matrix, right: Matrix) -> Matrix:
    """``A ⊙_KR B = (A ⊗ 𝟏) ⊙ (𝟏 ⊗ B)``, with columns of ones."""
    shape = context.dimensions(node)
    if left.is_scalar or right.is_scalar:
        return scaled(left, right)
    first = _repeated(left, right.shape[0], after=True)
    second = _repeated(right, left.shape[0], after=False)
    return Matrix(shape, sympy.HadamardProduct(first, second))


def _repeated(matrix: Matrix, times: Any, *, after: bool) -> Any:
    if times == 1:
        return matrix.value
    factors = (matrix.value, ones(times, 1)) if after else (ones(times, 1), matrix.value)
    return sympy.KroneckerProduct(*factors)


def transpose(context: Context, node: Transpose) -> Matrix:
    """``Xᵀ``."""
    found = context.matrix(node.operand)
    if found.is_scalar:
        return found
    return Matrix((found.shape[1], found.shape[0]), transposed(found.value))


def power(context: Context, node: Power) -> Matrix:
    """Powers of numbers, entries and square matrices; the exponent −1 is the inverse."""
    base, exponent = context.matrix(node.base), context.number(node.exponent)
    if not _is_matrix_power(context, node, base):
        return entry_power(base, exponent)
    if exponent == -1:
        return inverted(base)
    return Matrix(base.shape, sympy.MatPow(base.value, exponent))


def _is_matrix_power(context: Context, node: Power, base: Matrix) -> bool:
    """As in the inference of shapes: whole powers of matrices are matrix products."""
    exponent: Expr = node.exponent
    if base.is_scalar or not isinstance(exponent, Number) or exponent.value.denominator != 1:
        return False
    order = len(context.inference.shape(node.base) or ())
    return order > 1 or exponent.value < 0


_OPERATORS: Mapping[Op, Combine] = {
    **dict.fromkeys((Op.BOXDOT, Op.HADAMARD, Op.PENETRATING), _times),
    **dict.fromkeys((Op.BOXPLUS, Op.ADD), _sum(1)),
    **dict.fromkeys((Op.BOXMINUS, Op.SUBTRACT), _sum(-1)),
    **dict.fromkeys((Op.BOXSLASH, Op.OSLASH, Op.DIVIDE), _over),
    **dict.fromkeys((Op.MATMUL, Op.DOT, Op.TIMES), product),
    Op.SOLVE: _solve,
    Op.OUTER: _outer,
    Op.KRONECKER: _kronecker,
    Op.KHATRI_RAO: _khatri_rao,
    Op.FROBENIUS: _inner,
}
