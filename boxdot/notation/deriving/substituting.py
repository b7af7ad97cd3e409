"""One expression put in for another wherever it occurs."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from boxdot.notation.expressions.nodes import Expr, Node


def substituted(node: Expr, old: Expr, new: Expr) -> Expr:
    """Return a node with every expression equal to ``old`` replaced.

    >>> from boxdot.notation.expressions.nodes import Negate, Symbol
    >>> substituted(Negate(Symbol("X")), Symbol("X"), Symbol("Y"))
    Negate(operand=Symbol(name='Y'))
    """
    found: Expr = _substituted(node, old, new)
    return found


def _substituted(value: Any, old: Expr, new: Expr) -> Any:
    """Any: a field may hold nodes, tuples of them, or plain values; a span is a tuple, too."""
    if isinstance(value, tuple):
        items = tuple(_substituted(item, old, new) for item in value)
        return items if any(a is not b for a, b in zip(items, value, strict=True)) else value
    if not isinstance(value, Node):
        return value
    if value == old:
        return new
    changes = {
        field.name: _substituted(getattr(value, field.name), old, new) for field in fields(value)
    }
    if all(changed is getattr(value, name) for name, changed in changes.items()):
        return value
    return replace(value, **changes)
