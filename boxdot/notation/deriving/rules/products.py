"""The adjoints of products whose axes are those of both operands: ⊗, Khatri–Rao and ∘."""

from __future__ import annotations

from collections.abc import Sequence

from boxdot.notation.deriving.context import Context
from boxdot.notation.deriving.rules.operators import times
from boxdot.notation.deriving.rules.rearranging import permuted, reshaped
from boxdot.notation.deriving.rules.rule import Pull, Pulls
from boxdot.notation.deriving.terms import Term
from boxdot.notation.expressions.nodes import Binary, Expr
from boxdot.notation.inference.matrices import matrix_of
from boxdot.notation.shapes.conventions import Convention
from boxdot.notation.shapes.padding import is_scalar, trim
from boxdot.notation.shapes.sizes import Size


def kronecker(context: Context, node: Binary, adjoint: Term) -> Pulls:
    """``A ⊗ B``: the adjoint in blocks, times the other operand, summed over its axes.

    The rows of ``A ⊗ B`` run through those of B first, and so do its columns.
    """
    if is_scalar(context.shape(node.left)) or is_scalar(context.shape(node.right)):
        return times(context, node, adjoint)
    (m, n), (k, ell) = _matrix(context, node, node.left), _matrix(context, node, node.right)
    return _apart(context, node, adjoint, (k, m, ell, n), ((2, 4), (1, 3)))


def khatri_rao(context: Context, node: Binary, adjoint: Term) -> Pulls:
    """``B ⊙_KR A``: as ⊗, column by column."""
    (m, r), (k, _) = _matrix(context, node, node.left), _matrix(context, node, node.right)
    return _apart(context, node, adjoint, (k, m, r), ((2, 3), (1, 3)))


def _matrix(context: Context, node: Binary, operand: Expr) -> tuple[Size, Size]:
    found = matrix_of(context.shape(operand), context.formula.convention)
    if found is None:
        context.refuse(node, f"{node.op.value} of orders above 2")
    return found


def _apart(
    context: Context,
    node: Binary,
    adjoint: Term,
    axes: Sequence[Size],
    own: tuple[Sequence[int], Sequence[int]],
) -> Pulls:
    """Reshape to ``axes``, of which each operand has its own, and multiply there."""
    build = context.builder
    while axes[-1] == 1:
        axes = axes[:-1]
    apart = reshaped(context, adjoint, tuple(axes))
    pairs = ((node.left, own[0], node.right, own[1]), (node.right, own[1], node.left, own[0]))
    for operand, kept, other, placed in pairs:
        if not context.depends(operand):
            continue
        shape = tuple(s if n in placed else 1 for n, s in enumerate(axes, start=1))
        product = build.product(apart, reshaped(context, context.term(other), shape))
        rest = [n for n in range(1, len(axes) + 1) if n not in kept]
        summed = build.sum_modes(product, rest)
        yield Pull(operand, reshaped(context, summed, context.shape(operand)))


def outer(context: Context, node: Binary, adjoint: Term) -> Pulls:
    """``X ∘ Y``: X gets the adjoint times Y summed over the axes of Y, and Y that over those of X.

    The axes of Y come after those of X: 𝒫 needs it moved there, or its sum moved back. As
    inference reads it, ∘ of a number is a multiple, and of two equal matrices it is ⊙.
    """
    left = trim(context.shape(node.left), Convention.F)
    right = trim(context.shape(node.right), Convention.C)
    if not left or not right or len(context.shape(node)) != len(left) + len(right):
        yield from times(context, node, adjoint)
        return
    if context.formula.convention is not Convention.F:
        context.refuse(node, "∘ where leading axes are free")
    build, first, count = context.builder, len(left), len(left) + len(right)
    own, others = list(range(1, first + 1)), list(range(first + 1, count + 1))
    if context.depends(node.left):
        order = [*range(len(right) + 1, count + 1), *range(1, len(right) + 1)]
        second = moved(context, reshaped(context, context.term(node.right), right), order)
        summed = build.sum_modes(build.product(adjoint, second), others)
        yield Pull(node.left, reshaped(context, summed, context.shape(node.left)))
    if context.depends(node.right):
        product = build.product(adjoint, reshaped(context, context.term(node.left), left))
        summed = moved(context, build.sum_modes(product, own), [*others, *own])
        yield Pull(node.right, reshaped(context, summed, context.shape(node.right)))


def moved(context: Context, term: Term, order: list[int]) -> Term:
    """Return a term with its axes in another order; of a matrix, the transpose."""
    if order == [2, 1]:
        return context.builder.transposed(term)
    return permuted(context, term, order)
