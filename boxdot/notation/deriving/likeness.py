"""When two expressions say the same up to the order of sums and products."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from boxdot.notation.expressions.nodes import Binary, Expr, Inner, Node, Op

_COMMUTATIVE = frozenset({Op.BOXDOT, Op.BOXPLUS, Op.HADAMARD, Op.ADD, Op.FROBENIUS})


def likeness(node: Expr) -> tuple[Any, ...]:
    """Return a key: equal for expressions that differ only in the order of operands.

    >>> from boxdot.notation.expressions.nodes import Symbol
    >>> x, y = Symbol("X"), Symbol("Y")
    >>> likeness(Binary(Op.BOXDOT, x, y)) == likeness(Binary(Op.BOXDOT, y, x))
    True
    """
    match node:
        case Binary(op=op) if op in _COMMUTATIVE:
            return (op.value, *sorted(map(likeness, _operands(node, op)), key=repr))
        case Inner(left=left, right=right, weight=None):
            return ("⟨⟩", *sorted((likeness(left), likeness(right)), key=repr))
    return (type(node).__name__, *_values(node))


def _operands(node: Expr, op: Op) -> list[Expr]:
    """Return the operands of a chain of one operator, from left to right."""
    found: list[Expr] = []
    while isinstance(node, Binary) and node.op is op:
        found.append(node.right)
        node = node.left
    return [node, *reversed(found)]


def _values(node: Node) -> list[Any]:
    """Any: the fields of a node are nodes, tuples, enumerations and texts."""
    return [_field(getattr(node, f.name)) for f in fields(node) if f.compare]


def _field(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_field(item) for item in value)
    if isinstance(value, Node):
        return likeness(value)  # type: ignore[arg-type]  # chains have no order of their own
    return value
