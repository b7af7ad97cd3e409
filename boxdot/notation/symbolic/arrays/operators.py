"""Operators as array expressions: products are contractions and diagonals of tensor products."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import sympy
from sympy.tensor.array import expressions as a

from boxdot.notation.expressions import nodes as n
from boxdot.notation.reading.sizes import size_of
from boxdot.notation.symbolic.arrays.context import Context
from boxdot.notation.symbolic.arrays.contracting import Array, contracted, entrywise

Combine = Callable[[Context, n.Binary, Array, Array], Array]


def negate(context: Context, node: n.Negate) -> Array:
    """``−X``."""
    return scaled(sympy.S.NegativeOne, context.array(node.operand))


def scaled(factor: Any, array: Array) -> Array:
    """Return a multiple; a number may itself be a contraction."""
    if not hasattr(factor, "shape") and not hasattr(array.value, "shape"):
        return Array(array.shape, factor * array.value)
    return Array(array.shape, a.ArrayTensorProduct(factor, array.value))


def binary(context: Context, node: n.Binary) -> Array:
    """An operator and its operands."""
    arm = _OPERATORS.get(node.op)
    if arm is None:
        context.refuse(node, f"{node.op.value} is no array expression of SymPy")
    return arm(context, node, context.array(node.left), context.array(node.right))


def _sum(sign: int) -> Combine:
    def arm(context: Context, node: n.Binary, left: Array, right: Array) -> Array:
        shape = context.shape(node)
        left, right = scaled(sympy.S.One, left), scaled(sympy.Integer(sign), right)
        parts = [context.stretch(array, shape) for array in (left, right)]
        plain = not any(hasattr(part, "shape") for part in parts)
        return Array(shape, sum(parts) if plain else a.ArrayAdd(*parts))

    return arm


def _quotient(context: Context, node: n.Binary, left: Array, right: Array) -> Array:
    return broadcast_product(context, node, left, entrywise(right, lambda x: 1 / x))


def broadcast_product(context: Context, node: n.Expr, left: Array, right: Array) -> Array:
    """``X ⊡ Y``: a diagonal of the tensor product."""
    shape = context.shape(node)
    parts = [(x.value, x.labels(context.along(x, len(shape)))) for x in (left, right)]
    longer = [axis for axis, size in enumerate(shape) if size != 1]
    return Array(shape, contracted(parts, longer))


def multiply(context: Context, node: n.Binary, left: Array, right: Array) -> Array:
    """``A B``: a contraction."""
    if left.is_scalar or right.is_scalar:
        factor, array = (left, right) if left.is_scalar else (right, left)
        return scaled(factor.value, array)
    if node.op is not n.Op.MATMUL and len(left.shape) == len(right.shape) == 1:
        return inner(context, left, right)
    parts = [(left.value, left.labels((0, 1))), (right.value, right.labels((1, 2)))]
    found = {label for _, labels in parts for label in labels}
    return Array(context.shape(node), contracted(parts, [k for k in (0, 2) if k in found]))


def _inner(context: Context, node: n.Binary, left: Array, right: Array) -> Array:
    return inner(context, left, right)


def inner(context: Context, left: Array, right: Array) -> Array:
    """Return the sum of the products of all entries."""
    order = max(len(left.shape), len(right.shape))
    parts = [(x.value, x.labels(context.along(x, order))) for x in (left, right)]
    return Array((), contracted(parts, []))


def transpose(context: Context, node: n.Transpose) -> Array:
    """``Xᵀ``."""
    array = context.array(node.operand)
    labels = array.labels((0, 1))
    value = contracted([(array.value, labels)], sorted(labels, reverse=True))
    return Array(context.shape(node), value)


def mode_product(context: Context, node: n.ModeProduct) -> Array:
    """``X ×_n A``."""
    array, matrix, mode = context.array(node.left), context.array(node.right), size_of(node.mode)
    if not isinstance(mode, int):
        context.refuse(node, "the mode is not known")
    shape = context.shape(node)
    new = -1
    own = array.labels(range(len(array.shape)))
    other = matrix.labels((new, mode - 1))
    kept = [new if k == mode - 1 else k for k, size in enumerate(shape) if size != 1]
    return Array(shape, contracted([(array.value, own), (matrix.value, other)], kept))


def inner_product(context: Context, node: n.Inner) -> Array:
    """``⟨a, b⟩``."""
    if node.weight is not None:
        context.refuse(node, "⟨·, ·⟩ with a weight is no array expression of SymPy")
    return inner(context, context.array(node.left), context.array(node.right))


def power(context: Context, node: n.Power) -> Array:
    """A power of a number or of the entries of a vector."""
    base, exponent = context.array(node.base), node.exponent
    entries = base.is_scalar or len(base.shape) == 1
    if not isinstance(exponent, n.Number) or exponent.value < 0 or not entries:
        context.refuse(node, "this power is no array expression of SymPy")
    value = sympy.Rational(exponent.value.numerator, exponent.value.denominator)
    return entrywise(base, lambda x: x**value)


_OPERATORS: Mapping[n.Op, Combine] = {
    **dict.fromkeys((n.Op.BOXDOT, n.Op.HADAMARD, n.Op.PENETRATING), broadcast_product),
    **dict.fromkeys((n.Op.BOXPLUS, n.Op.ADD), _sum(1)),
    **dict.fromkeys((n.Op.BOXMINUS, n.Op.SUBTRACT), _sum(-1)),
    **dict.fromkeys((n.Op.BOXSLASH, n.Op.OSLASH, n.Op.DIVIDE), _quotient),
    **dict.fromkeys((n.Op.MATMUL, n.Op.TIMES, n.Op.DOT), multiply),
    n.Op.FROBENIUS: _inner,
}
