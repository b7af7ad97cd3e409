"""Lowering products of tensors: mode-n, outer, Kronecker and Khatri–Rao."""

from __future__ import annotations

from boxdot.notation import algebra
from boxdot.notation.codegen import building as b
from boxdot.notation.codegen.lowering.context import Context
from boxdot.notation.codegen.lowering.elementwise import combine
from boxdot.notation.codegen.lowering.multiplying import as_matrix
from boxdot.notation.codegen.lowering.operands import (
    Form,
    Operand,
    dense,
    padded,
    scalar,
    settled,
)
from boxdot.notation.codegen.lowering.sizing import modes_of
from boxdot.notation.codegen.program import Fill
from boxdot.notation.expressions.nodes import Binary, ModeProduct
from boxdot.notation.shapes.conventions import Convention
from boxdot.notation.shapes.padding import is_scalar, same_shape, trim


def lower_mode_product(context: Context, node: ModeProduct) -> Operand:
    """``X ×_n A``: A multiplies every mode-n fibre."""
    (mode,) = modes_of(context, [node.mode])
    left = padded(context.dense(node.left), mode)
    right = settled(context.lower(node.right))
    axis = len(left.batch) + mode - 1
    if right.form is Form.ROW and isinstance(right.value, Fill) and right.value.number == 1:
        return left.with_value(b.reduce("sum", left.value, [axis], keep=True))
    labels = [*left.batch, *(f".{n}" for n in range(len(left.core)))]
    result = list(labels)
    if right.form is Form.ROW:
        result.remove(labels[axis])
        names = (*right.batch, labels[axis])
    else:
        right = padded(as_matrix(dense(right)), 2)
        result[axis] = ".new"
        names = (*right.batch, ".new", labels[axis])
    batch = context.ordered((*left.batch, *right.batch))
    own = [label for label in result if label not in batch]
    value = b.einsum([left.value, right.value], [labels, names], [*batch, *own])
    if right.form is Form.ROW:
        value = b.expand(value, [len(batch) + mode - 1])
    return Operand(value, batch)


def lower_outer(context: Context, node: Binary) -> Operand:
    """``X ∘ Y``: every entry of X times Y; only inner axes of length 1 count.

    Of two matrices of one shape it is the element-wise product, which the checker warns of.
    """
    left, right = context.dense(node.left), context.dense(node.right)
    if is_scalar(left.core) or is_scalar(right.core):
        return combine(context, b.multiply, *_scaled(left, right))
    convention = context.formula.convention
    if len(trim(left.core, convention)) >= 2 and same_shape(left.core, right.core, convention):
        context.warn("∘ is read as the element-wise product here; ⊙ says it clearly")
        return combine(context, b.multiply, context.lower(node.left), context.lower(node.right))
    left, right = _trimmed(left, Convention.F), _trimmed(right, Convention.C)
    if left.is_vector and right.is_vector and not (left.batch or right.batch):
        return Operand(b.outer(left.value, right.value))
    order = len(left.core) + len(right.core)
    return combine(context, b.multiply, padded(left, order), padded(right, order, leading=True))


def _scaled(left: Operand, right: Operand) -> tuple[Operand, Operand]:
    """Return a scalar, without axes, beside what keeps all of its axes."""
    if is_scalar(left.core):
        return scalar(left), right
    return left, scalar(right)


def _trimmed(operand: Operand, convention: Convention) -> Operand:
    """Drop trailing axes of length 1, or leading ones, as far as inference does."""
    core, kept = operand.core, len(trim(operand.core, convention))
    axes = [*operand.axes]
    short = axes[kept:] if convention is Convention.F else axes[: len(core) - kept]
    return operand.with_value(b.squeeze(operand.value, short))


def lower_kronecker(context: Context, node: Binary) -> Operand:
    """``A ⊗ B``: every entry of A times B, side by side."""
    left, right = context.dense(node.left), context.dense(node.right)
    order = max(len(left.core), len(right.core))
    left, right = padded(left, order), padded(right, order)
    if left.batch or right.batch:
        return _kronecker_of_many(context, left, right, order)
    return Operand(
        b.kron(left.value, right.value) if order else b.multiply(left.value, right.value)
    )


def _kronecker_of_many(context: Context, left: Operand, right: Operand, order: int) -> Operand:
    """A Kronecker product for every index: the axes in pairs, then each pair as one axis."""
    outer = [f".{side}{n}" for n in range(order) for side in ("left", "right")]
    batch = context.ordered((*left.batch, *right.batch))
    labels = [(*left.batch, *outer[::2]), (*right.batch, *outer[1::2])]
    value = b.einsum([left.value, right.value], labels, [*batch, *outer])
    core = map(algebra.multiply, left.core, right.core)
    return Operand(b.reshape(value, (*value.shape[: len(batch)], *core), "C"), batch)


def lower_khatri_rao(context: Context, node: Binary) -> Operand:
    """``B ⊙_KR A``: the Kronecker products of the columns."""
    left = padded(as_matrix(context.dense(node.left)), 2)
    right = padded(as_matrix(context.dense(node.right)), 2)
    batch = context.ordered((*left.batch, *right.batch))
    labels = [(*left.batch, "i", "r"), (*right.batch, "j", "r")]
    value = b.einsum([left.value, right.value], labels, [*batch, "i", "j", "r"])
    rows = algebra.multiply(left.core[0], right.core[0])
    return Operand(
        b.reshape(value, (*value.shape[: len(batch)], rows, value.shape[-1]), "C"), batch
    )
