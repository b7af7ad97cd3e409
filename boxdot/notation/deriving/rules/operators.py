"""The adjoints of operators: element-wise ones with broadcasting, and products of matrices."""

from __future__ import annotations

from boxdot.notation.algebra import product
from boxdot.notation.deriving.context import Context
from boxdot.notation.deriving.rules.rule import Pull, Pulls
from boxdot.notation.deriving.terms import Term
from boxdot.notation.expressions.nodes import (
    Apply,
    Binary,
    Expr,
    Inner,
    ModeProduct,
    Negate,
    Number,
    Power,
    Transpose,
)
from boxdot.notation.shapes.padding import is_scalar


def plus(context: Context, node: Binary, adjoint: Term) -> Pulls:
    """``X ⊞ Y``: the adjoint goes to both, summed over the axes that were stretched."""
    yield Pull(node.left, _fitted(context, adjoint, node.left))
    yield Pull(node.right, _fitted(context, adjoint, node.right))


def minus(context: Context, node: Binary, adjoint: Term) -> Pulls:
    """``X ⊟ Y``: as ⊞, with the sign changed for Y."""
    yield Pull(node.left, _fitted(context, adjoint, node.left))
    yield Pull(node.right, _fitted(context, adjoint.scaled(-1), node.right))


def times(context: Context, node: Binary, adjoint: Term) -> Pulls:
    """``X ⊡ Y``: X gets the adjoint ⊡ Y, summed over the axes along which X was stretched."""
    build = context.builder
    for operand, other in ((node.left, node.right), (node.right, node.left)):
        if context.depends(operand):
            product = build.product(adjoint, context.term(other))
            yield Pull(operand, _fitted(context, product, operand))


def over(context: Context, node: Binary, adjoint: Term) -> Pulls:
    """``X ⧄ Y``: X gets the adjoint ⧄ Y, and Y minus the adjoint ⊡ X ⧄ Y²."""
    build, under = context.builder, context.term(node.right)
    if context.depends(node.left):
        yield Pull(node.left, _fitted(context, build.quotient(adjoint, under), node.left))
    if context.depends(node.right):
        product = build.product(adjoint, context.term(node.left)).scaled(-1)
        quotient = build.quotient(product, build.product(under, under))
        yield Pull(node.right, _fitted(context, quotient, node.right))


def _fitted(context: Context, adjoint: Term, operand: Expr) -> Term:
    """Undo broadcasting."""
    return context.builder.unbroadcast(adjoint, context.shape(operand))


def matmul(context: Context, node: Binary, adjoint: Term) -> Pulls:
    """``A B``: A gets the adjoint times Bᵀ, and B gets Aᵀ times the adjoint."""
    build = context.builder
    left, right = context.shape(node.left), context.shape(node.right)
    if is_scalar(left) or is_scalar(right):
        yield from times(context, node, adjoint)
    elif context.is_inner(node) and build.matrix(left)[0] != 1:
        yield from inner(context, node, adjoint)
    else:
        if context.depends(node.left):
            yield Pull(node.left, build.matmul(adjoint, build.transposed(context.term(node.right))))
        if context.depends(node.right):
            yield Pull(node.right, build.matmul(build.transposed(context.term(node.left)), adjoint))


def inner(context: Context, node: Binary | Inner, adjoint: Term) -> Pulls:
    """``⟨X, Y⟩``: X gets Y, and Y gets X, times the adjoint."""
    yield Pull(node.left, context.builder.product(adjoint, context.term(node.right)))
    yield Pull(node.right, context.builder.product(adjoint, context.term(node.left)))


def solve(context: Context, node: Binary, adjoint: Term) -> Pulls:
    """``A \\ b``: b gets A⁻ᵀ times the adjoint, and A minus that times (A \\ b)ᵀ."""
    build, matrix = context.builder, context.shape(node.left)
    inverse = build.atom(Transpose(Power(node.left, Number("-1"))), matrix)
    solved = build.matmul(inverse, adjoint)
    value = build.atom(node, context.shape(node))
    yield Pull(node.left, build.matmul(solved.scaled(-1), build.transposed(value)))
    yield Pull(node.right, solved)


def negate(context: Context, node: Negate, adjoint: Term) -> Pulls:
    """``−X``: the sign changes."""
    yield Pull(node.operand, adjoint.scaled(-1))


def transpose(context: Context, node: Transpose, adjoint: Term) -> Pulls:
    """``Xᵀ``: the adjoint is transposed."""
    yield Pull(node.operand, context.builder.transposed(adjoint))


def mode_product(context: Context, node: ModeProduct, adjoint: Term) -> Pulls:
    """``X ×_n A``: X gets the adjoint ×_n Aᵀ, and A gets G_(n) X_(n)ᵀ with the adjoint G."""
    build = context.builder
    if not isinstance(node.mode, Number):
        context.refuse(node, "a mode product along a mode that is a letter")
    mode = int(node.mode.value)
    if context.depends(node.left):
        turned = build.node(build.transposed(context.term(node.right)))
        body = ModeProduct(build.node(adjoint.bare), turned, node.mode)
        term = build.atom(body, context.shape(node.left))
        yield Pull(node.left, term.times_scalars(adjoint.number, adjoint.scalars))
    if context.depends(node.right):
        first = _unfolded(context, adjoint, mode)
        second = _unfolded(context, context.term(node.left), mode)
        yield Pull(node.right, build.matmul(first, build.transposed(second)))


def _unfolded(context: Context, term: Term, mode: int) -> Term:
    build = context.builder
    shape = term.shape + (1,) * (mode - len(term.shape))
    rest = product(shape[: mode - 1] + shape[mode:])
    body = Apply("unfold", (build.node(term.bare),), (Number(str(mode)),))
    return build.atom(body, (shape[mode - 1], rest)).times_scalars(term.number, term.scalars)
