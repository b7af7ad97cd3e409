"""Which expressions take their shape from what stands around them."""

from __future__ import annotations

from boxdot.notation.expressions.nodes import (
    BROADCASTING,
    STRICT,
    Apply,
    Binary,
    Block,
    Constant,
    ConstantKind,
    Dots,
    Expr,
    Negate,
    Op,
    Power,
    Transpose,
)
from boxdot.notation.inference.session import Session
from boxdot.notation.inference.vocabulary import ENTRYWISE

MULTIPLES = frozenset({Op.MATMUL, Op.DOT, Op.TIMES, Op.STAR})
_BOTH = BROADCASTING | STRICT


def needs_context(session: Session, node: Expr) -> bool:
    """Return whether the shape of a node is unknown without its surroundings.

    ``𝟏``, ``y 𝟏``, ``[y, …, y]`` and ``fold_n(M)`` do; ``𝟏_J`` does not.
    """
    match node:
        case Constant(kind=kind, sizes=sizes):
            return sizes is None and session.declared_shape(kind.value) is None
        case Negate(operand=inner) | Transpose(operand=inner) | Power(base=inner):
            return needs_context(session, inner)
        case Binary(op=op, left=left, right=right) if op in MULTIPLES:
            return needs_context(session, left) or needs_context(session, right)
        case Binary(op=op, left=left, right=right) if op in _BOTH:
            return needs_context(session, left) and needs_context(session, right)
        case Binary(op=Op.DIVIDE, left=left):
            return needs_context(session, left)
        case Block(rows=rows):
            return any(isinstance(cell, Dots) for row in rows for cell in row)
        case Apply(function="fold"):
            return True
        case Apply(function=function, arguments=(argument,)) if function in ENTRYWISE:
            return needs_context(session, argument)
    return False


def constant_within(node: Expr) -> Constant | None:
    """Return the constant of a constant, or of a negated or transposed one."""
    match node:
        case Constant():
            return node
        case Negate(operand=inner) | Transpose(operand=inner):
            return constant_within(inner)
    return None


def is_identity(node: Expr) -> bool:
    """Return whether the node is 𝑰 (not declared otherwise)."""
    return isinstance(node, Constant) and node.kind is ConstantKind.IDENTITY
