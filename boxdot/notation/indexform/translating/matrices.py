"""Transposes, products and powers of matrices."""

from __future__ import annotations

from boxdot.notation.algebra import equal
from boxdot.notation.expressions.nodes import Expr, Number, Power, Symbol, Transpose
from boxdot.notation.indexform import arithmetic
from boxdot.notation.indexform.arithmetic import multiply, of_atom
from boxdot.notation.indexform.indices import Index, Place
from boxdot.notation.indexform.naming import over
from boxdot.notation.indexform.structure import ONE, Call, Form, Length
from boxdot.notation.indexform.tensors import (
    Tensor,
    contracted,
    delta,
    matrix_axes,
    renewed,
)
from boxdot.notation.indexform.translating.context import Context
from boxdot.notation.indexform.translating.inverses import inverse
from boxdot.notation.shapes.conventions import Convention
from boxdot.notation.shapes.padding import is_scalar, trim

LARGEST_POWER = 64


def transpose(context: Context, node: Transpose) -> Tensor:
    """``Xᵀ``."""
    return transposed(context.tensor(node.operand), context.convention)


def transposed(tensor: Tensor, convention: Convention) -> Tensor:
    """Return the transpose of a matrix."""
    if tensor.is_scalar:
        return Tensor((), tensor.form)
    rows, columns = matrix_axes(tensor, convention)
    axes = (columns, rows) if rows else (columns,)
    factors = tuple(transposed(factor, convention) for factor in reversed(tensor.factors))
    inner = None if tensor.inverse is None else transposed(tensor.inverse, convention)
    return Tensor(axes, tensor.form, factors, inner)


def multiplied(left: Tensor, right: Tensor, convention: Convention) -> Tensor:
    """Return a matrix product, in which a matrix cancels against its inverse."""
    first, second = left.factors or (left,), right.factors or (right,)
    if not _are_inverse(first[-1], second[0]):
        result = contracted(left, right, convention)
        return Tensor(result.axes, result.form, (*first, *second))
    rest = (*first[:-1], *second[1:])
    if not rest:
        return identity(first[-1], convention)
    return chained(rest, convention)


def chained(factors: tuple[Tensor, ...], convention: Convention) -> Tensor:
    """Return the product of several matrices."""
    result = renewed(factors[0])
    for factor in factors[1:]:
        result = multiplied(result, renewed(factor), convention)
    return result


def _are_inverse(left: Tensor, right: Tensor) -> bool:
    for one, other in ((left, right), (right, left)):
        if one.inverse is not None and one.inverse.abstract() == other.abstract():
            return True
    return False


def identity(like: Tensor, convention: Convention) -> Tensor:
    """Return the identity matrix of the size of another matrix."""
    side = matrix_axes(like, convention)[0]
    rows: Place = tuple(Index(part.size) for part in side)
    columns: Place = tuple(Index(part.size) for part in side)
    return Tensor((rows, columns), of_atom(delta(rows, columns)))


def power(context: Context, node: Power) -> Tensor:
    """Powers of numbers, entries and square matrices; the exponent −1 is the inverse."""
    if isinstance(node.base, Symbol) and node.base.name == "e" and _is_new(context, "e"):
        exponent = context.tensor(node.exponent)
        return Tensor(exponent.axes, of_atom(Call("exp", (exponent.form,))))
    base = context.tensor(node.base)
    if _is_matrix_power(context, node, base):
        assert isinstance(node.exponent, Number)
        return _matrix_power(context, node, base, int(node.exponent.value))
    exponent = context.tensor(node.exponent)
    value = exponent.form.constant if exponent.is_scalar else None
    if value is None:
        return _symbolic_power(context, node, base, exponent)
    if value < 0:
        context.assume_nonzero(node.base, base)
    if value.denominator % 2 == 0:
        context.assume_nonnegative(node.base, base)
    return Tensor(base.axes, arithmetic.power(base.form, value))


def _is_new(context: Context, name: str) -> bool:
    declared = context.formula.symbols.resolve(name) is not None
    return not declared and name not in context.definitions and name not in context.indices


def _is_matrix_power(context: Context, node: Power, base: Tensor) -> bool:
    """As in the inference of shapes: whole powers of matrices are matrix products."""
    exponent = node.exponent
    if base.is_scalar or not isinstance(exponent, Number) or exponent.value.denominator != 1:
        return False
    shape = context.shape(node.base)
    if is_scalar(shape) or any(base.axes[2:]):
        return False
    return len(shape) > 1 or exponent.value < 0


def _symbolic_power(context: Context, node: Power, base: Tensor, exponent: Tensor) -> Tensor:
    """``x^n`` is a product of n factors for a size n; else ``x^p = e^(p log x)``."""
    if not exponent.is_scalar:
        raise context.unsupported("an exponent that is a tensor", node)
    shape = trim(context.shape(node.base), context.convention)
    counted = isinstance(node.exponent, Symbol) and node.exponent.name in (
        context.indices.keys() | context.size_names
    )
    if counted and len(shape) == 2 and equal(*shape):  # a matrix power, or one of each entry
        raise context.unsupported("the power of a matrix is not told by a number", node)
    whole = _counted_power(base.form, exponent.form)
    if whole is not None:
        return Tensor(base.axes, whole)
    context.assume_positive(node.base, base)
    logarithm = of_atom(Call("log", (base.form,)))
    form = of_atom(Call("exp", (multiply(exponent.form, logarithm),)))
    return Tensor(base.axes, form)


def _counted_power(base: Form, exponent: Form) -> Form | None:
    """Return a power whose exponent is a sum of products of sizes, as products of factors."""
    result = ONE
    for term, factor in exponent.terms.items():
        counted = all(isinstance(a, Length) and isinstance(e, int) for a, e in term.factors.items())
        if factor < 0 or factor.denominator != 1 or not counted or term.bound:
            return None
        part = arithmetic.power(base, factor)
        for atom, times in term.factors.items():
            for _ in range(int(times)):
                assert isinstance(atom, Length)
                part = of_atom(over("prod", [Index(atom.size)], part))
        result = multiply(result, part)
    return result


def _matrix_power(context: Context, node: Power, base: Tensor, exponent: int) -> Tensor:
    if abs(exponent) > LARGEST_POWER:
        raise context.unsupported("so high a power of a matrix", node)
    if exponent < 0:
        base = inverted(context, node.base, base)
    if exponent == 0:
        return identity(base, context.convention)
    return chained((base.factors or (base,)) * abs(exponent), context.convention)


def inverted(context: Context, node: Expr, tensor: Tensor) -> Tensor:
    """Return the inverse of a number or a square matrix; that of a product factor by factor."""
    if tensor.is_scalar or (tensor.inverse is None and not tensor.factors):
        return inverse(context, node, tensor)
    if tensor.inverse is not None:
        return renewed(tensor.inverse)
    rows = [matrix_axes(factor, context.convention) for factor in tensor.factors]
    if not all(_are_alike(*axes) for axes in rows):
        return inverse(context, node, tensor)
    parts = tuple(inverted(context, node, factor) for factor in reversed(tensor.factors))
    return chained(parts, context.convention)


def _are_alike(rows: Place, columns: Place) -> bool:
    return [part.size for part in rows] == [part.size for part in columns]
