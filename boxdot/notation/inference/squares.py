"""``X^□`` and ``X_□``: finding the partner, and the joint or the common shape with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from boxdot.notation.expressions.nodes import (
    Binary,
    BroadcastForm,
    Expr,
    Index,
    Marginal,
    Negate,
    Number,
    Op,
    Symbol,
)
from boxdot.notation.expressions.walking import children
from boxdot.notation.inference.indexing import in_other_case
from boxdot.notation.inference.session import Session
from boxdot.notation.shapes.broadcasting import joint_shape, meet_shape
from boxdot.notation.shapes.conventions import Convention
from boxdot.notation.shapes.sizes import Shape

Square = BroadcastForm | Marginal
Combine = Callable[[Shape, Shape, Convention], Shape]

_PRODUCTS = frozenset({Op.BOXDOT, Op.BOXSLASH, Op.HADAMARD, Op.OSLASH})
_SUMS = frozenset({Op.BOXPLUS, Op.BOXMINUS, Op.ADD, Op.SUBTRACT})


def broadcast_form(session: Session, node: BroadcastForm, expected: Shape | None) -> Shape | None:
    """``X^□`` has the joint shape with its partners."""
    return _squared(session, node, joint_shape)


def marginal(session: Session, node: Marginal, expected: Shape | None) -> Shape | None:
    """``X_□`` has the smaller size at each axis: 1 where a partner has length 1."""
    return _squared(session, node, meet_shape)


def _squared(session: Session, node: Square, combine: Combine) -> Shape | None:
    partners = partners_of(session, node)
    if not partners and isinstance(node.operand, Index):
        return _slice_of_square(session, node, node.operand)
    shape = session.shape(_declared(session, node.operand))
    session.result.shapes[id(node.operand)] = shape
    if not partners:
        glyph = "^□" if isinstance(node, BroadcastForm) else "_□"
        message = f"{glyph} is with respect to another operand, but none is near"
        session.complain("ambiguous-square", message, node)
        return None
    for partner in partners:
        other = session.quiet(_declared(session, partner))
        if shape is None or other is None:
            return None
        shape = combine(shape, other, session.formula.convention)
    return shape


def _slice_of_square(session: Session, node: Square, operand: Index) -> Shape | None:
    """``X_1^□`` without a partner of its own is a slice of X^□."""
    square = replace(node, operand=operand.base)
    whole = replace(operand, base=square)
    session.kept += (square, whole)  # nodes are known by identity: these must stay alive
    return session.shape(whole)


def _declared(session: Session, operand: Expr) -> Expr:
    """Return X for an undeclared x, and Y for y: a square may change the case of its letter."""
    if isinstance(operand, Symbol) and session.declaration(operand.name) is None:
        name = in_other_case(session, operand)
        if name is not None and operand not in session.defined:
            session.result.aliases[id(operand)] = name
            meant = Symbol(name, span=operand.span)
            session.kept += (meant,)
            return meant
    return operand


def partners_of(session: Session, node: Square) -> list[Expr]:
    """Return what the square is with respect to.

    The other operands of the same product; else those of the same product on another side of the
    chain; else the only other thing that is declared to be a tensor.
    """
    groups, owners = _grouped(session)
    own = owners.get(id(node))
    if own is not None:
        return [_bare(operand) for operand in own if operand is not node]
    elsewhere = [group for group in groups if node.operand in map(_bare, group)]
    found = [_bare(o) for group in elsewhere for o in group if _bare(o) != node.operand]
    return list(dict.fromkeys(found)) or _only_other(session, _declared(session, node.operand))


def _grouped(session: Session) -> tuple[list[list[Expr]], dict[int, list[Expr]]]:
    """Return the groups of the chain at hand, and the first group that each operand is in."""
    if session.chain is None:
        return [], {}
    key = id(session.chain)
    if key not in session.groups:
        groups = [group for side in session.chain.sides for group in _groups(side)]
        owners = {id(operand): group for group in reversed(groups) for operand in group}
        session.groups[key] = groups, owners
    return session.groups[key]


def _only_other(session: Session, operand: Expr) -> list[Expr]:
    tensors = [name for name, declared in session.formula.symbols.items() if declared.shape]
    names = [name for name in tensors if Symbol(name) != operand]
    others: list[Expr] = [Symbol(name) for name in names]
    session.kept += tuple(others)
    return others if len(others) == 1 and len(tensors) == 2 else []


def _groups(node: Expr) -> Iterator[list[Expr]]:
    """Yield the operands of each element-wise product and of each sum."""
    if isinstance(node, Binary):
        for kin in (_PRODUCTS, _SUMS):
            if node.op in kin:
                operands = list(_flat(node, kin))
                yield operands
                for operand in operands:
                    yield from _groups(operand)
                return
    for child in children(node):
        yield from _groups(child)


def _flat(node: Expr, kin: frozenset[Op]) -> Iterator[Expr]:
    if isinstance(node, Binary) and node.op in kin:
        yield from _flat(node.left, kin)
        yield from _flat(node.right, kin)
    else:
        yield _core(node)


def _core(node: Expr) -> Expr:
    """Return what a sign or a number multiplies."""
    match node:
        case Negate(operand=inner) | Binary(op=Op.MATMUL, left=Number(), right=inner):
            return _core(inner)
    return node


def _bare(node: Expr) -> Expr:
    return node.operand if isinstance(node, BroadcastForm | Marginal) else node
