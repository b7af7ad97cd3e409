"""Indices: which names are free in an expression, and how far each one runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from boxdot.notation.codegen.lowering.context import Context
from boxdot.notation.codegen.lowering.indexing import places_of
from boxdot.notation.expressions.nodes import Expr, Index, Node, Reduce, Symbol
from boxdot.notation.shapes.sizes import Shape, Size


def nodes_within(node: Node) -> Iterator[Node]:
    """Yield a node and all nodes below it, from left to right."""
    stack = [node]
    while stack:
        current = stack.pop()
        yield current
        stack.extend(reversed(list(parts(current))))


def parts(node: Node) -> Iterator[Node]:
    """Yield the nodes that a node is made of."""
    for field in fields(node):
        yield from _nodes_in(getattr(node, field.name))


def _nodes_in(value: object) -> Iterator[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _nodes_in(item)
    elif is_dataclass(value) and not isinstance(value, type) and hasattr(value, "index"):
        for field in fields(value):
            yield from _nodes_in(getattr(value, field.name))


def free_indices(context: Context, node: Expr) -> list[str]:
    """Return the names that stand as subscripts and are bound by nothing, in order."""
    found: dict[str, None] = {}
    _collect(context, node, frozenset(i.name for i in context.scope), found)
    return list(found)


def _collect(context: Context, node: Node, bound: frozenset[str], found: dict[str, None]) -> None:
    if isinstance(node, Reduce):
        bound |= {bounds.index for bounds in node.ranges}
    if isinstance(node, Index):
        for subscript in (*node.subscripts, *node.superscripts):
            for symbol in nodes_within(subscript):
                if isinstance(symbol, Symbol) and _is_index(context, symbol, bound):
                    found.setdefault(symbol.name)
    for part in parts(node):
        _collect(context, part, bound, found)


def _is_index(context: Context, symbol: Symbol, bound: frozenset[str]) -> bool:
    """Return whether a subscript is an index: nothing bound, declared, defined, and no size."""
    name = symbol.name
    known = name in bound or context.is_size(name) or name in context.definitions
    return not known and context.name_of(symbol) not in context.formula.symbols


def index_size(context: Context, node: Node, name: str) -> Size | None:
    """Return how far an index runs: the length of an axis that it stands for alone."""
    for part in nodes_within(node):
        if not isinstance(part, Index):
            continue
        subscripts = (*part.subscripts, *part.superscripts)
        if Symbol(name) not in subscripts:
            continue
        shape = _base_shape(context, part, len(subscripts))
        if shape is None:
            continue
        axis = places_of(context, part, shape)[subscripts.index(Symbol(name))]
        if axis is not None:
            return shape[axis]
    return None


def _base_shape(context: Context, node: Index, count: int) -> Shape | None:
    """Return the shape of what is indexed; a definition's own subscripts come first."""
    if isinstance(node.base, Symbol):
        name = context.name_of(node.base)
        definition = context.definitions.get(name)
        if definition is not None:
            shape = definition.load.shape
            return shape[:count] if definition.subscripts == count else shape
        return context.declared(name)
    return context.inference.shape(node.base)
