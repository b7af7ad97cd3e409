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
from boxdot.notation.inference.matrices import matrix_of
from boxdot.notation.inference.session import Session
from boxdot.notation.inference.vocabulary import ENTRYWISE
from boxdot.notation.shapes.sizes import Shape, Size

MULTIPLES = frozenset({Op.MATMUL, Op.DOT, Op.TIMES, Op.STAR})
_BOTH = BROADCASTING | STRICT


def needs_context(session: Session, node: Expr) -> bool:
    """Return whether the shape of a node is unknown without its surroundings.

    ``𝟏``, ``y 𝟏``, ``[y, …, y]`` and ``fold_n(M)`` do; ``𝟏_J`` does not. Each operator of a chain
    asks it of its left operand, the chain before it: answers are kept.
    """
    if not isinstance(node, Binary):
        return _needs(session, node)
    kept = session.contexts.get(id(node))
    if kept is None:
        kept = session.contexts[id(node)] = node, _needs(session, node)
    return kept[1]


def _needs(session: Session, node: Expr) -> bool:
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


def outline(session: Session, node: Expr) -> Shape | None:
    """Return the shape that operands ask for together: ``x 𝟏ᵀ + 𝟏 yᵀ`` has x's rows, y's columns.

    None if the rows or the columns are known of no operand.
    """
    rows, columns = _outlined(session, node)
    if rows is None or columns is None:
        return None
    return (rows,) if columns == 1 else (rows, columns)


def _outlined(session: Session, node: Expr) -> tuple[Size | None, Size | None]:
    """Return the rows and the columns of a node, each where it is known."""
    match node:
        case Binary(op=op, left=left, right=right) if op in _BOTH:
            return _either(_outlined(session, left), _outlined(session, right))
        case Binary(op=op, left=left, right=right) if op in MULTIPLES:
            return _of_product(session, left, right)
        case Negate(operand=inner):
            return _outlined(session, inner)
        case Transpose(operand=inner):
            return _outlined(session, inner)[::-1]
    if needs_context(session, node):
        return None, None
    shape = session.quiet(node)
    matrix = None if shape is None else matrix_of(shape, session.formula.convention)
    return (None, None) if matrix is None else matrix


def _either(
    first: tuple[Size | None, Size | None], second: tuple[Size | None, Size | None]
) -> tuple[Size | None, Size | None]:
    rows, columns = (b if a is None else a for a, b in zip(first, second, strict=True))
    return rows, columns


def _of_product(session: Session, left: Expr, right: Expr) -> tuple[Size | None, Size | None]:
    """A multiple has the other factor's size; a product the left's rows, the right's columns."""
    sides = (_outlined(session, left), _outlined(session, right))
    for side, other in (sides, sides[::-1]):
        if side == (1, 1):
            return other
    return sides[0][0], sides[1][1]


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
