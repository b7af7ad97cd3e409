"""The adjoints of what rearranges entries: diag, vec, fold, unfold, permute, stretching."""

from __future__ import annotations

from boxdot.notation.deriving.context import Context
from boxdot.notation.deriving.rules.rule import Pull, Pulls
from boxdot.notation.deriving.terms import Factor, Term
from boxdot.notation.expressions.nodes import Apply, Binary, Expr, Number, Op
from boxdot.notation.printing.sizes import size_expression
from boxdot.notation.reading.modes import modes_of, opened
from boxdot.notation.shapes.padding import is_scalar, pad
from boxdot.notation.shapes.sizes import Shape


def diag(context: Context, node: Apply, adjoint: Term) -> Pulls:
    """``diag(x)``: the diagonal of the adjoint."""
    (operand,) = node.arguments
    diagonal = context.builder.diagonal(adjoint)
    yield Pull(operand, reshaped(context, diagonal, context.shape(operand)))


def vec(context: Context, node: Apply, adjoint: Term) -> Pulls:
    """``vec(X)``: the adjoint in the shape of X."""
    (operand,) = node.arguments
    yield Pull(operand, reshaped(context, adjoint, context.shape(operand)))


def reshaped(context: Context, term: Term, shape: Shape) -> Term:
    """Return a term with its entries in another shape, column-major."""
    build, order = context.builder, max(len(term.shape), len(shape))
    if is_scalar(shape) or not term.factors or pad(term.shape, order) == pad(shape, order):
        return Term(shape, term.number, term.scalars, term.factors)
    if len(order_of(term.shape)) == len(order_of(shape)) == 1 and order <= 2:
        return build.transposed(term)  # a row and a column
    body = build.node(term.bare)
    folded = _opened_sum(context, body, shape)
    if folded is None:
        folded = _folded(body, shape)
    return build.atom(folded, shape).times_scalars(term.number, term.scalars)


def _folded(body: Expr, shape: Shape) -> Expr:
    if len(shape) == 1:
        return Apply("vec", (body,))
    return Apply("unfold", (body,), tuple(size_expression(size) for size in shape))


def _opened_sum(context: Context, body: Expr, shape: Shape) -> Expr | None:
    """Return ``X − Y`` of ``vec(X) − vec(Y)``, if something is a vec of the wanted shape."""
    match body:
        case Apply(function="vec", arguments=(inner,)):
            return inner if context.inference.shape(inner) == shape else None
        case Binary(op=Op.ADD | Op.SUBTRACT, left=left, right=right):
            first = _opened_sum(context, left, shape)
            second = _opened_sum(context, right, shape)
            if first is None and second is None:
                return None
            first = _folded(left, shape) if first is None else first
            return Binary(body.op, first, _folded(right, shape) if second is None else second)
    return None


def order_of(shape: Shape) -> Shape:
    """Return the axes that are longer than 1."""
    return tuple(size for size in shape if size != 1)


def unfold(context: Context, node: Apply, adjoint: Term) -> Pulls:
    """``X_(n)``: the adjoint folded back: reshaped with axis n first, and that put in place."""
    (operand,) = node.arguments
    shape = context.shape(operand)
    if len(opened(node.parameters)) > 1:
        yield Pull(operand, reshaped(context, adjoint, shape))
        return
    match adjoint.factors:
        case (Factor(node=Apply(function="unfold", arguments=(inner,)) as undone, inverse=False),):
            if undone.parameters == node.parameters and context.inference.shape(inner) == shape:
                whole = context.builder.atom(inner, shape)
                yield Pull(operand, whole.times_scalars(adjoint.number, adjoint.scalars))
                return
    (mode,) = _modes(context, node)
    order = [mode, *(n for n in range(1, len(shape) + 1) if n != mode)]
    first = reshaped(context, adjoint, tuple(shape[n - 1] for n in order))
    yield Pull(operand, permuted(context, first, [order.index(n) + 1 for n in sorted(order)]))


def fold(context: Context, node: Apply, adjoint: Term) -> Pulls:
    """``fold_n(M)``: the adjoint unfolded along the same mode."""
    (operand,) = node.arguments
    shape = context.shape(operand)
    if not adjoint.factors:
        yield Pull(operand, Term(shape, adjoint.number, adjoint.scalars))
        return
    body = Apply("unfold", (context.builder.node(adjoint.bare),), node.parameters)
    whole = context.builder.atom(body, shape)
    yield Pull(operand, whole.times_scalars(adjoint.number, adjoint.scalars))


def permute(context: Context, node: Apply, adjoint: Term) -> Pulls:
    """``permute_π(X)``: the inverse permutation."""
    (operand,) = node.arguments
    modes = _modes(context, node)
    yield Pull(operand, permuted(context, adjoint, [modes.index(n) + 1 for n in sorted(modes)]))


def permuted(context: Context, term: Term, order: list[int]) -> Term:
    """Return a term with its axes in another order."""
    shape = pad(term.shape, len(order))
    turned = tuple(shape[mode - 1] for mode in order)
    if order == sorted(order) or not term.factors:
        return Term(turned, term.number, term.scalars, term.factors)
    body = context.builder.node(term.bare)
    match body:
        case Apply(function="permute", arguments=(inner,), parameters=parameters):
            before = modes_of(parameters)
            own = context.inference.shape(inner)
            if before is not None and own is not None and len(before) == len(order):
                whole = context.builder.atom(inner, pad(own, len(order)))
                scaled = whole.times_scalars(term.number, term.scalars)
                return permuted(context, scaled, [before[mode - 1] for mode in order])
    moved = Apply("permute", (body,), tuple(Number(str(mode)) for mode in order))
    return context.builder.atom(moved, turned).times_scalars(term.number, term.scalars)


def _modes(context: Context, node: Apply) -> list[int]:
    """Return the parameters of a function as numbers of modes."""
    modes = modes_of(node.parameters, context.formula.sizes)
    if not modes:
        context.refuse(node, f"{node.function} along a mode that is a letter")
    return modes


def stretch(context: Context, node: Apply, adjoint: Term) -> Pulls:
    """``bc(X, …)``: summed over the axes that were stretched."""
    operand = node.arguments[0]
    yield Pull(operand, context.builder.unbroadcast(adjoint, context.shape(operand)))
