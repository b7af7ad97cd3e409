"""The adjoints of sums, means and traces, and of what rearranges entries."""

from __future__ import annotations

from boxdot.notation.deriving.context import Context
from boxdot.notation.deriving.rules.rule import Pull, Pulls
from boxdot.notation.deriving.terms import Factor, Term
from boxdot.notation.expressions.nodes import Apply, Binary, Expr, Listing, Number, Op
from boxdot.notation.printing.sizes import size_expression
from boxdot.notation.shapes.padding import is_scalar, pad
from boxdot.notation.shapes.sizes import Shape


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


def diag(context: Context, node: Apply, adjoint: Term) -> Pulls:
    """``diag(x)``: the diagonal of the adjoint."""
    (operand,) = node.arguments
    diagonal = context.builder.diagonal(adjoint)
    yield Pull(operand, _reshaped(context, diagonal, context.shape(operand)))


def vec(context: Context, node: Apply, adjoint: Term) -> Pulls:
    """``vec(X)``: the adjoint in the shape of X."""
    (operand,) = node.arguments
    yield Pull(operand, _reshaped(context, adjoint, context.shape(operand)))


def _reshaped(context: Context, term: Term, shape: Shape) -> Term:
    """Return a column with its entries in another shape, column-major."""
    if is_scalar(shape) or term.is_zero or not term.factors or len(shape) == 1:
        return Term(shape, term.number, term.scalars, term.factors)
    body = context.builder.node(term.bare)
    match body:
        case Apply(function="vec", arguments=(inner,)):
            known = context.inference.shape(inner)
            if known == shape:
                whole = context.builder.atom(inner, shape)
                return whole.times_scalars(term.number, term.scalars)
    folded = Apply("unfold", (body,), tuple(size_expression(size) for size in shape))
    return context.builder.atom(folded, shape).times_scalars(term.number, term.scalars)


def unfold(context: Context, node: Apply, adjoint: Term) -> Pulls:
    """``X_(n)``: the adjoint folded back: reshaped with axis n first, and that put in place."""
    (operand,) = node.arguments
    shape = context.shape(operand)
    modes = _numbers(context, node)
    if len(node.parameters) > 1:
        yield Pull(operand, _reshaped(context, adjoint, shape))
        return
    match adjoint.factors:
        case (Factor(node=Apply(function="unfold", arguments=(inner,)) as undone, inverse=False),):
            if undone.parameters == node.parameters and context.inference.shape(inner) == shape:
                whole = context.builder.atom(inner, shape)
                yield Pull(operand, whole.times_scalars(adjoint.number, adjoint.scalars))
                return
    (mode,) = modes
    order = [mode, *(n for n in range(1, len(shape) + 1) if n != mode)]
    first = _reshaped(context, adjoint, tuple(shape[n - 1] for n in order))
    yield Pull(operand, _permuted(context, first, [order.index(n) + 1 for n in sorted(order)]))


def permute(context: Context, node: Apply, adjoint: Term) -> Pulls:
    """``permute_π(X)``: the inverse permutation."""
    (operand,) = node.arguments
    modes = _numbers(context, node)
    yield Pull(operand, _permuted(context, adjoint, [modes.index(n) + 1 for n in sorted(modes)]))


def _permuted(context: Context, term: Term, order: list[int]) -> Term:
    if order == sorted(order):
        return term
    shape = pad(term.shape, len(order))
    turned = tuple(shape[mode - 1] for mode in order)
    body = context.builder.node(term.bare)
    moved = Apply("permute", (body,), tuple(Number(str(mode)) for mode in order))
    return context.builder.atom(moved, turned).times_scalars(term.number, term.scalars)


def _numbers(context: Context, node: Apply) -> list[int]:
    items = _opened(node.parameters)
    numbers = [int(item.text) for item in items if isinstance(item, Number) and item.text.isdigit()]
    if len(numbers) < len(items) and len(items) == 1:
        context.refuse(node, f"{node.function} along a mode that is a letter")
    return numbers


def _opened(items: tuple[Expr, ...]) -> list[Expr]:
    opened: list[Expr] = []
    for item in items:
        opened += _opened(item.items) if isinstance(item, Listing) else [item]
    return opened


def stretch(context: Context, node: Apply, adjoint: Term) -> Pulls:
    """``bc(X, …)``: summed over the axes that were stretched."""
    operand = node.arguments[0]
    yield Pull(operand, context.builder.unbroadcast(adjoint, context.shape(operand)))


def softmax(context: Context, node: Apply, adjoint: Term) -> Pulls:
    """``s = softmax(x)``: s ⊙ (the adjoint minus its inner product with s)."""
    build, shape = context.builder, context.shape(node)
    if len(shape) != 1 or node.parameters or len(node.arguments) != 1:
        context.refuse(node, "softmax of anything but a vector")
    value = build.atom(node, shape)
    inner = build.total(build.product(adjoint, value))
    rest = build.sum((adjoint, build.stretched(inner.scaled(-1), shape)))
    yield Pull(node.arguments[0], build.product(value, rest))
