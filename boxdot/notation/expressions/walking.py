"""Walking over expressions: the children of a node, and one node exchanged for another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any, TypeVar

from boxdot.notation.expressions.nodes import Chain, Expr, IndexRange, Node

AnyNode = TypeVar("AnyNode", bound=Node)
_PARTS: dict[type[Node], tuple[str, ...]] = {}


def children(node: Node) -> Iterator[Expr]:
    """Yield the expressions directly within a node, in the order of its fields.

    >>> from boxdot.notation.expressions.nodes import Binary, Op, Symbol
    >>> [child.name for child in children(Binary(Op.ADD, Symbol("X"), Symbol("Y")))]
    ['X', 'Y']
    """
    for name in _parts(type(node)):
        yield from _within(getattr(node, name))


def _parts(kind: type[Node]) -> tuple[str, ...]:
    """Return the fields of a kind of node that say something: its places do not."""
    if kind not in _PARTS:
        _PARTS[kind] = tuple(field.name for field in fields(kind) if field.compare)
    return _PARTS[kind]


def _within(value: Any) -> Iterator[Expr]:
    """Yield the expressions in a field: a node, a chain, or rows of them."""
    if isinstance(value, Chain | IndexRange):
        yield from children(value)
    elif isinstance(value, Node):
        yield value  # type: ignore[misc]  # every node but Chain and IndexRange is an Expr
    elif isinstance(value, tuple):
        for item in value:
            yield from _within(item)


def descendants(node: Node) -> Iterator[Expr]:
    """Yield every expression below a node, parents first.

    >>> from boxdot.notation.expressions.nodes import Negate, Symbol
    >>> list(descendants(Negate(Negate(Symbol("X")))))
    [Negate(operand=Symbol(name='X')), Symbol(name='X')]
    """
    for child in children(node):
        yield child
        yield from descendants(child)


def exchanged(node: AnyNode, old: Expr, new: Expr) -> AnyNode:
    """Return the node with one expression below it, found by identity, exchanged for another.

    >>> from boxdot.notation.expressions.nodes import Binary, Op, Symbol
    >>> x = Symbol("X")
    >>> exchanged(Binary(Op.ADD, x, Symbol("X")), x, Symbol("Y")).left
    Symbol(name='Y')
    """
    changes = {}
    for name in _parts(type(node)):
        value = getattr(node, name)
        changed = _exchanged(value, old, new)
        if changed is not value:
            changes[name] = changed
    return replace(node, **changes) if changes else node


def _exchanged(value: Any, old: Expr, new: Expr) -> Any:
    if value is old:
        return new
    if isinstance(value, Node):
        return exchanged(value, old, new)
    if isinstance(value, tuple):
        items = tuple(_exchanged(item, old, new) for item in value)
        return items if any(a is not b for a, b in zip(items, value, strict=True)) else value
    return value
