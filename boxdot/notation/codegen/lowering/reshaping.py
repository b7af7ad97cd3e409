"""Lowering vec, fold, unfold, permute and bc: the same entries in another shape."""

from __future__ import annotations

from boxdot.notation import algebra
from boxdot.notation.codegen import building as b
from boxdot.notation.codegen.lowering.context import Context
from boxdot.notation.codegen.lowering.norms import stretched
from boxdot.notation.codegen.lowering.operands import Form, Operand, dense, padded
from boxdot.notation.codegen.lowering.sizing import modes_of, size_of
from boxdot.notation.expressions.nodes import Apply, Expr, Listing
from boxdot.notation.shapes.sizes import Shape


def reshaped(operand: Operand, shape: Shape) -> Operand:
    """Read the own entries of an operand, first axis fastest, in another shape."""
    lead = operand.value.shape[: len(operand.batch)]
    if not operand.batch:
        return Operand(b.reshape(operand.value, shape, "F"))
    batch = list(range(len(lead)))
    backwards = b.permute(operand.value, [*batch, *reversed(operand.axes)])
    value = b.reshape(backwards, (*lead, *reversed(shape)), "C")
    own = range(len(lead), len(lead) + len(shape))
    return operand.with_value(b.permute(value, [*batch, *reversed(own)]))


def vectorised(operand: Operand) -> Operand:
    """Stack the columns of an operand."""
    if operand.form is Form.ROW:
        return Operand(operand.value, operand.batch)
    operand = dense(operand)
    return (
        reshaped(operand, (algebra.product(operand.core),)) if len(operand.core) != 1 else operand
    )


def lower_vec(context: Context, node: Apply) -> Operand:
    """``vec(X)``: the columns, one after the other."""
    return vectorised(context.lower(node.arguments[0]))


def lower_diag(context: Context, node: Apply) -> Operand:
    """``diag(x)``: the diagonal matrix of the entries, column after column."""
    vector = vectorised(context.lower(node.arguments[0]))
    return Operand(vector.value, vector.batch, Form.DIAGONAL)


def lower_unfold(context: Context, node: Apply) -> Operand:
    """``X_(n)``, mode n along the rows (Kolda and Bader); ``unfold_{(I,J,K)}`` reads as a shape."""
    operand = context.dense(node.arguments[0])
    sizes = _flat(node.parameters)
    if len(sizes) != 1:
        return reshaped(operand, tuple(size_of(context, size) for size in sizes))
    (mode,) = modes_of(context, sizes)
    operand = padded(operand, mode)
    front = _moved(operand, mode - 1, 0)
    rest = algebra.product(front.core[1:])
    return reshaped(front, (front.core[0], rest))


def lower_fold(context: Context, node: Apply) -> Operand:
    """``fold_n(M)``: the tensor whose mode-n unfolding is M; its shape comes from around it."""
    operand = padded(context.dense(node.arguments[0]), 2)
    (mode,) = modes_of(context, _flat(node.parameters))
    shape = context.shape(node)
    shape = (*shape, *(1,) * (mode - len(shape)))
    front = (shape[mode - 1], *shape[: mode - 1], *shape[mode:])
    return _moved(reshaped(operand, front), 0, mode - 1)


def _moved(operand: Operand, source: int, target: int) -> Operand:
    """Move one own axis to another place."""
    own = list(operand.axes)
    own.insert(target, own.pop(source))
    return operand.with_value(b.permute(operand.value, [*range(len(operand.batch)), *own]))


def lower_permute(context: Context, node: Apply) -> Operand:
    """``permute_{(2,1,3)}(X)``: mode n of the result is the n-th of the listed modes of X."""
    modes = modes_of(context, node.parameters)
    operand = padded(context.dense(node.arguments[0]), len(modes))
    if sorted(modes) != list(range(1, len(operand.core) + 1)):
        context.refuse(node, "permute must list every mode once")
    lead = len(operand.batch)
    axes = [*range(lead), *(lead + mode - 1 for mode in modes)]
    return operand.with_value(b.permute(operand.value, axes))


def lower_bc(context: Context, node: Apply) -> Operand:
    """``bc(X, size(Y))``: X stretched to the joint shape."""
    return stretched(context, context.dense(node.arguments[0]), context.shape(node))


def _flat(parameters: tuple[Expr, ...]) -> list[Expr]:
    flat: list[Expr] = []
    for parameter in parameters:
        flat += _flat(parameter.items) if isinstance(parameter, Listing) else [parameter]
    return flat
