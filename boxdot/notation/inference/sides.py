"""Whether the sides of a chain have one shape."""

from __future__ import annotations

from boxdot.notation.diagnostics import WARNING
from boxdot.notation.expressions.nodes import (
    Binary,
    Chain,
    Constant,
    ConstantKind,
    Expr,
    Number,
    Op,
    Relation,
)
from boxdot.notation.inference.session import Session
from boxdot.notation.shapes.broadcasting import compare_strictly
from boxdot.notation.shapes.padding import is_scalar
from boxdot.notation.shapes.sizes import Shape
from boxdot.notation.shapes.spelling import shape_text

_PARTING = frozenset({Relation.EQUIVALENT, Relation.DISTRIBUTED, Relation.PROPORTIONAL})
_EQUATING = frozenset({Relation.EQUAL, Relation.DEFINE, Relation.ASSIGN, Relation.APPROXIMATE})
_ORDERING = frozenset(Relation) - _PARTING - _EQUATING - {Relation.REWRITES}


def compare_sides(session: Session, chain: Chain, shapes: list[Shape | None]) -> None:
    """Demand equal shapes, up to free length-1 axes, between the sides that are compared."""
    reference: Shape | None = None
    for number, shape in enumerate(shapes):
        relation = chain.relations[number - 1] if number else None
        if relation in _PARTING:
            reference = None
        if shape is None:
            continue
        if reference is None:
            reference = shape
        elif relation is not None and _is_compared(session, chain, number, reference, shape):
            _demand(session, chain.sides[number], reference, shape)
    if chain.shape is not None and reference is not None:
        _demand(session, chain.sides[-1], reference, session.bound_shape(chain.shape))
    _warn_of_identities(session, chain)


def _is_compared(
    session: Session, chain: Chain, number: int, reference: Shape, shape: Shape
) -> bool:
    """An order relation may hold a tensor against a number, and ``= 0`` is ``= 𝟎``."""
    relation = chain.relations[number - 1]
    with_number = is_scalar(reference) or is_scalar(shape)
    if relation in _ORDERING:
        return not with_number and not session.settings.lenient
    numbers = [s for s in (chain.sides[0], chain.sides[number]) if isinstance(s, Number)]
    if session.settings.lenient:
        return not numbers
    return not any(number.text == "0" for number in numbers)


def _demand(session: Session, side: Expr, reference: Shape, shape: Shape) -> None:
    comparison = compare_strictly(reference, shape, session.formula.convention)
    if comparison.condition:
        left, right = comparison.left, comparison.right
        message = f"the sides have different shapes: {shape_text(left)} and {shape_text(right)}"
        if is_scalar(reference) != is_scalar(shape):
            message += " (a scalar and a tensor)"
        session.demand(comparison, "side-mismatch", message, side)


def _warn_of_identities(session: Session, chain: Chain) -> None:
    """``X ⊞ y = X + y 𝑰`` means ones, not the identity."""
    if session.settings.lenient:
        return
    broadcast = {
        (side.left, side.right)
        for side in chain.sides
        if isinstance(side, Binary) and side.op in (Op.BOXPLUS, Op.BOXMINUS)
    }
    for side in chain.sides:
        match side:
            case Binary(
                op=Op.ADD | Op.SUBTRACT,
                left=left,
                right=Binary(op=Op.MATMUL, left=factor, right=Constant() as constant),
            ) if (left, factor) in broadcast and constant.kind is ConstantKind.IDENTITY:
                message = "𝑰 adds only on the diagonal: 𝟏 is meant"
                ones = (Constant(ConstantKind.ONES, span=constant.span),)
                session.complain(
                    "identity-as-ones", message, constant, severity=WARNING, candidates=ones
                )
