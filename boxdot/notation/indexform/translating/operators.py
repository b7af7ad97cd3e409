"""Binary operators: element-wise ones, and those that put axes side by side."""

from __future__ import annotations

from collections.abc import Callable

from boxdot.notation.expressions.nodes import Binary, ModeProduct, Negate, Op
from boxdot.notation.indexform.arithmetic import multiply, power, scale, substitute, total
from boxdot.notation.indexform.indices import Matching, Place, indices_of
from boxdot.notation.indexform.tensors import (
    Tensor,
    matrix_axes,
    padded,
    product,
    scalar,
    summation,
)
from boxdot.notation.indexform.translating.context import Context
from boxdot.notation.indexform.translating.matrices import inverted, multiplied
from boxdot.notation.reading.sizes import size_of
from boxdot.notation.shapes.conventions import Convention

Combine = Callable[[Context, Binary, Tensor, Tensor], Tensor]


def binary(context: Context, node: Binary) -> Tensor:
    """An operator: the left operands first, without recursion along a chain."""
    spine: list[Binary] = [node]
    while isinstance(spine[-1].left, Binary):
        spine.append(spine[-1].left)
    result = context.tensor(spine[-1].left)
    for part in reversed(spine):
        result = combined(context, part, result, context.tensor(part.right))
    return result


def combined(context: Context, node: Binary, left: Tensor, right: Tensor) -> Tensor:
    """Return what the operator of a node makes of two operands."""
    return _OPERATORS[node.op](context, node, left, right)


def negate(context: Context, node: Negate) -> Tensor:
    """``−X``."""
    return negative(context.tensor(node.operand))


def negative(tensor: Tensor) -> Tensor:
    """Return the tensor times −1."""
    return Tensor(tensor.axes, scale(tensor.form, -1))


def _times(context: Context, node: Binary, left: Tensor, right: Tensor) -> Tensor:
    return product((left, right), context.convention)


def _plus(context: Context, node: Binary, left: Tensor, right: Tensor) -> Tensor:
    return summation((left, right), context.convention)


def _minus(context: Context, node: Binary, left: Tensor, right: Tensor) -> Tensor:
    return summation((left, negative(right)), context.convention)


def _over(context: Context, node: Binary, left: Tensor, right: Tensor) -> Tensor:
    context.assume_nonzero(node.right, right)
    return product((left, Tensor(right.axes, power(right.form, -1))), context.convention)


def _multiplied(context: Context, node: Binary, left: Tensor, right: Tensor) -> Tensor:
    if left.is_scalar or right.is_scalar:
        return _scaled(left, right)
    if node.op is not Op.MATMUL and _is_column(left, context) and _is_column(right, context):
        if context.inference.shape(node) != ():
            raise context.unsupported("the cross product has no index form", node)
        return inner(left, right, context.convention)
    return multiplied(left, right, context.convention)


def _scaled(left: Tensor, right: Tensor) -> Tensor:
    factor, tensor = (left, right) if left.is_scalar else (right, left)
    return Tensor(tensor.axes, multiply(factor.form, tensor.form))


def _is_column(tensor: Tensor, context: Context) -> bool:
    rows, columns = (*tensor.axes, (), ())[:2]
    return bool(rows) and not columns and not any(tensor.axes[2:])


def inner(left: Tensor, right: Tensor, convention: Convention) -> Tensor:
    """Return the sum of the products of all entries."""
    joint = product((left, right), convention)
    return scalar(total(joint.form, indices_of(joint.axes)))


def _inner(context: Context, node: Binary, left: Tensor, right: Tensor) -> Tensor:
    return inner(left, right, context.convention)


def _solve(context: Context, node: Binary, left: Tensor, right: Tensor) -> Tensor:
    inverse = inverted(context, node.left, left)
    return (
        _scaled(inverse, right)
        if left.is_scalar
        else multiplied(inverse, right, context.convention)
    )


def _outer(context: Context, node: Binary, left: Tensor, right: Tensor) -> Tensor:
    if left.is_scalar or right.is_scalar:
        return _scaled(left, right)
    if len(context.shape(node)) == max(len(left.axes), len(right.axes)) >= 2 and _both_matrices(
        left, right
    ):
        return product((left, right), context.convention)
    axes = (*_trimmed(left.axes, last=True), *_trimmed(right.axes, last=False))
    return Tensor(axes, multiply(left.form, right.form))


def _both_matrices(left: Tensor, right: Tensor) -> bool:
    """Whether ∘ is read as the element-wise product of two matrices."""
    return len(_trimmed(left.axes, last=True)) >= 2 and left.shape == right.shape


def _trimmed(axes: tuple[Place, ...], *, last: bool) -> tuple[Place, ...]:
    while axes and not (axes[-1] if last else axes[0]):
        axes = axes[:-1] if last else axes[1:]
    return axes


def _star(context: Context, node: Binary, left: Tensor, right: Tensor) -> Tensor:
    if left.is_scalar or right.is_scalar:
        return _scaled(left, right)
    context.shape(node)  # read as element-wise only where the shapes are equal
    return product((left, right), context.convention)


def _kronecker(context: Context, node: Binary, left: Tensor, right: Tensor) -> Tensor:
    order = max(len(left.axes), len(right.axes))
    slow, fast = (padded(t.axes, order, context.convention) for t in (left, right))
    axes = tuple(quick + coarse for quick, coarse in zip(fast, slow, strict=True))
    return Tensor(axes, multiply(left.form, right.form))


def _khatri_rao(context: Context, node: Binary, left: Tensor, right: Tensor) -> Tensor:
    slow, first = matrix_axes(left, context.convention)
    fast, second = matrix_axes(right, context.convention)
    matching = Matching()
    columns = matching.match(first, second)
    forms = (substitute(tensor.form, matching.mapping) for tensor in (left, right))
    rows = matching.resolve(fast) + matching.resolve(slow)
    return Tensor((rows, columns), multiply(*forms))


def mode_product(context: Context, node: ModeProduct) -> Tensor:
    """``X ×_n A``: axis n contracted with the columns of A."""
    tensor, factor = context.tensor(node.left), context.tensor(node.right)
    mode = size_of(node.mode)
    if not isinstance(mode, int):
        raise context.unsupported(f"the mode {context.text(node.mode)} is not known", node)
    axes = padded(tensor.axes, max(mode, len(tensor.axes)), Convention.F)
    rows, columns = matrix_axes(factor, context.convention)
    matching = Matching()
    shared = matching.match(axes[mode - 1], columns)
    forms = (substitute(t.form, matching.mapping) for t in (tensor, factor))
    form = total(multiply(*forms), indices_of([shared]))
    kept = (*axes[: mode - 1], rows, *axes[mode:])
    return Tensor(tuple(matching.resolve(place) for place in kept), form)


_OPERATORS: dict[Op, Combine] = {
    **dict.fromkeys((Op.BOXDOT, Op.HADAMARD, Op.PENETRATING), _times),
    **dict.fromkeys((Op.BOXPLUS, Op.ADD), _plus),
    **dict.fromkeys((Op.BOXMINUS, Op.SUBTRACT), _minus),
    **dict.fromkeys((Op.BOXSLASH, Op.OSLASH, Op.DIVIDE), _over),
    **dict.fromkeys((Op.MATMUL, Op.DOT, Op.TIMES), _multiplied),
    **dict.fromkeys((Op.STAR, Op.CONVOLVE), _star),
    Op.SOLVE: _solve,
    Op.OUTER: _outer,
    Op.KRONECKER: _kronecker,
    Op.KHATRI_RAO: _khatri_rao,
    Op.FROBENIUS: _inner,
}
