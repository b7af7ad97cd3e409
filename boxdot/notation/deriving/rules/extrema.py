"""The adjoints of the largest and the smallest, written with signs: ``sign(0) = 0``."""

from __future__ import annotations

from fractions import Fraction

from boxdot.notation.deriving.context import Context
from boxdot.notation.deriving.rules.rule import Pull, Pulls
from boxdot.notation.deriving.terms import Term
from boxdot.notation.expressions.nodes import Apply, Expr

_SIDES = {"max": (1, "largest"), "min": (-1, "smallest")}


def extremum(context: Context, node: Apply, adjoint: Term) -> Pulls:
    """``max(X)`` is of one tensor, ``max(X, Y)`` goes entry by entry."""
    if node.parameters or not 1 <= len(node.arguments) <= 2:
        context.refuse(node, f"{node.function} of this kind", f"write {node.function}(X, Y)")
    if len(node.arguments) == 1:
        return _of_all(context, node, adjoint)
    return _of_two(context, node, adjoint)


def _of_all(context: Context, node: Apply, adjoint: Term) -> Pulls:
    """``max(X)``: 1 + sign(X ⊟ max(X)), which is 1 at the largest entry and 0 elsewhere."""
    (operand,) = node.arguments
    side, word = _SIDES[node.function]
    context.suppose(f"only one entry of {context.text(operand)} is {word}")
    term = context.term(operand)
    away = difference(context, term, context.builder.atom(node, ()))
    yield Pull(operand, context.builder.product(adjoint, step(context, away, side)))


def _of_two(context: Context, node: Apply, adjoint: Term) -> Pulls:
    """``max(X, Y)``: X gets the adjoint where it is larger: (1 + sign(X ⊟ Y)) / 2."""
    build, (first, second) = context.builder, node.arguments
    names = f"{context.text(first)} and {context.text(second)}"
    context.suppose(f"{names} are nowhere equal")
    side, _ = _SIDES[node.function]
    for operand, other in ((first, second), (second, first)):
        if context.depends(operand):
            away = difference(context, context.term(operand), context.term(other))
            chosen = step(context, away, side).scaled(Fraction(1, 2))
            product = build.product(adjoint, chosen)
            yield Pull(operand, build.unbroadcast(product, context.shape(operand)))


def difference(context: Context, left: Term, right: Term) -> Term:
    """Return ``X ⊟ Y``, each as small as it is."""
    return context.builder.sum((left, right.scaled(-1)), stretch=False)


def step(context: Context, away: Term, side: int) -> Term:
    """Return ``1 ± sign(X)``."""
    sign: Expr = Apply("sign", (context.builder.node(away),))
    return context.builder.sum(
        (Term(away.shape), context.builder.atom(sign, away.shape).scaled(side))
    )
