"""Walking over expressions: the children of a node, and one node exchanged for another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any, TypeVar, get_args

from boxdot.notation.expressions.nodes import Chain, Expr, IndexRange, Node

AnyNode = TypeVar("AnyNode", bound=Node)
_EXPRESSIONS = frozenset(get_args(Expr))
_MOST_KEPT = 256
_KEPT: dict[int, tuple[Node, list[Expr]]] = {}
"""The expressions below a node, for those that were asked last: each is asked a dozen times."""

_PARTS: dict[type[Node], tuple[str, ...]] = {}


def children(node: Node) -> Iterator[Expr]:
    """Return the expressions directly within a node, in the order of its fields.

    >>> from boxdot.notation.expressions.nodes import Binary, Op, Symbol
    >>> [child.name for child in children(Binary(Op.ADD, Symbol("X"), Symbol("Y")))]
    ['X', 'Y']
    """
    found: list[Expr] = []
    for name in _PARTS.get(type(node)) or parts(type(node)):
        _add_within(getattr(node, name), found)
    return iter(found)


def parts(kind: type[Node]) -> tuple[str, ...]:
    """Return the fields of a kind of node that say something: its places do not."""
    if kind not in _PARTS:
        _PARTS[kind] = tuple(field.name for field in fields(kind) if field.compare)
    return _PARTS[kind]


def _add_within(value: Any, found: list[Expr]) -> None:
    """Add the expressions in a field: a node, a chain, or rows of them."""
    kind = type(value)
    if kind in _EXPRESSIONS:
        found.append(value)
    elif kind is tuple:
        for item in value:
            _add_within(item, found)
    elif kind is Chain or kind is IndexRange:
        found.extend(children(value))


def descendants(node: Node) -> Iterator[Expr]:
    """Yield every expression below a node, parents first.

    >>> from boxdot.notation.expressions.nodes import Negate, Symbol
    >>> list(descendants(Negate(Negate(Symbol("X")))))
    [Negate(operand=Symbol(name='X')), Symbol(name='X')]
    """
    kept = _KEPT.get(id(node))
    if kept is not None and kept[0] is node:
        return iter(kept[1])
    found: list[Expr] = []
    _collect(node, found)
    if len(_KEPT) >= _MOST_KEPT:
        _KEPT.clear()
    _KEPT[id(node)] = node, found
    return iter(found)


def _collect(node: Node, found: list[Expr]) -> None:
    """Add every expression below a node; it runs more often than all but a few functions."""
    for name in _PARTS.get(type(node)) or parts(type(node)):
        _add(getattr(node, name), found)


def _add(value: Any, found: list[Expr]) -> None:
    kind = type(value)
    if kind in _EXPRESSIONS:
        found.append(value)
        _collect(value, found)
    elif kind is tuple:
        for item in value:
            _add(item, found)
    elif kind is Chain or kind is IndexRange:
        _collect(value, found)


def exchanged(node: AnyNode, old: Expr, new: Expr) -> AnyNode:
    """Return the node with one expression below it, found by identity, exchanged for another.

    >>> from boxdot.notation.expressions.nodes import Binary, Op, Symbol
    >>> x = Symbol("X")
    >>> exchanged(Binary(Op.ADD, x, Symbol("X")), x, Symbol("Y")).left
    Symbol(name='Y')
    """
    changes = {}
    for name in parts(type(node)):
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
