"""The adjoints of sums, means, traces and softmax."""

from __future__ import annotations

from boxdot.notation.deriving.context import Context
from boxdot.notation.deriving.rules.rule import Pull, Pulls
from boxdot.notation.deriving.terms import Term
from boxdot.notation.expressions.nodes import Apply, Binary, Expr, Op
from boxdot.notation.inference.functions import softmax_axis
from boxdot.notation.shapes.padding import is_scalar


def total(context: Context, node: Apply, adjoint: Term) -> Pulls:
    """``sum(X)``, ``𝒫_k(X)``: every entry of X gets the adjoint of the sum it went into."""
    (operand,) = node.arguments
    yield Pull(operand, context.builder.stretched(adjoint, context.shape(operand)))


def mean(context: Context, node: Apply, adjoint: Term) -> Pulls:
    """``mean(X)``: as the sum, over the number of entries."""
    (operand,) = node.arguments
    shape = context.shape(operand)
    share = context.builder.quotient(adjoint, context.builder.size(shape))
    yield Pull(operand, context.builder.stretched(share, shape))


def variance(context: Context, node: Apply, adjoint: Term) -> Pulls:
    """``var(X)``: twice X minus its mean, over the number of entries."""
    (operand,) = node.arguments
    yield Pull(operand, context.builder.product(adjoint, _deviation(context, operand)).scaled(2))


def _deviation(context: Context, operand: Expr) -> Term:
    build, shape = context.builder, context.shape(operand)
    away = Binary(Op.BOXMINUS, operand, Apply("mean", (operand,)))
    return build.quotient(build.atom(away, shape), build.size(shape))


def deviation(context: Context, node: Apply, adjoint: Term) -> Pulls:
    """``std(X)``: X minus its mean, over the number of entries and the deviation."""
    (operand,) = node.arguments
    context.suppose(f"{context.text(node)} is not zero")
    share = context.builder.quotient(_deviation(context, operand), context.builder.atom(node, ()))
    yield Pull(operand, context.builder.product(adjoint, share))


def trace(context: Context, node: Apply, adjoint: Term) -> Pulls:
    """``tr(A)``: the identity."""
    (operand,) = node.arguments
    shape = context.shape(operand)
    if is_scalar(shape):
        yield Pull(operand, adjoint)
        return
    identity = context.builder.identity(shape[0])
    yield Pull(operand, context.builder.product(adjoint, identity))


def softmax(context: Context, node: Apply, adjoint: Term) -> Pulls:
    """``S = softmax_k(X)``: S ⊙ the adjoint, minus S ⊡ its sum along the mode."""
    build = context.builder
    value = build.atom(node, context.shape(node))
    weighted = build.product(value, adjoint)
    whole = build.product(_along(context, node, weighted), value)
    yield Pull(node.arguments[0], build.sum((weighted, whole.scaled(-1))))


def log_softmax(context: Context, node: Apply, adjoint: Term) -> Pulls:
    """``logsoftmax_k(X)``: the adjoint minus softmax_k(X) ⊡ its sum along the mode."""
    build, shape = context.builder, context.shape(node)
    adjoint = build.stretched(adjoint, shape)
    value = build.atom(Apply("softmax", node.arguments, node.parameters), shape)
    whole = build.product(_along(context, node, adjoint), value)
    yield Pull(node.arguments[0], build.sum((adjoint, whole.scaled(-1))))


def _along(context: Context, node: Apply, term: Term) -> Term:
    """Sum along the mode of a softmax, of a vector over all its entries."""
    if len(node.arguments) != 1:
        context.refuse(node, f"{node.function} of several arguments")
    axis = softmax_axis(node, context.shape(node))
    if axis is None:
        return context.builder.total(term)
    return context.builder.sum_modes(term, [axis + 1])
