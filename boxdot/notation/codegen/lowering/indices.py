"""Indices: which names are free in an expression, and how far each one runs."""

from __future__ import annotations

from boxdot.notation.codegen.lowering.context import Context
from boxdot.notation.codegen.lowering.subscripts import places_of
from boxdot.notation.expressions.nodes import Expr, Index, Indicator, Node, Reduce, Symbol
from boxdot.notation.expressions.walking import children, descendants
from boxdot.notation.shapes.sizes import Shape, Size


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
            for symbol in (subscript, *descendants(subscript)):
                if isinstance(symbol, Symbol) and symbol.name in context.free.keys() - bound:
                    found.setdefault(symbol.name)
    for part in children(node):
        _collect(context, part, bound, found)


def index_size(context: Context, node: Node, name: str) -> Size | None:
    """Return how far an index runs: the length of an axis that it stands for alone.

    An index that is only compared with another one (``1_{i=k}``, ``r ≠ k``) runs as far.
    """
    for candidate in (name, *_compared(node, name)):
        size = _axis_length(context, node, candidate)
        if size is not None:
            return size
    return None


def _compared(node: Node, name: str) -> list[str]:
    """Return the indices that an index is compared with."""
    found: list[str] = []
    for part in (node, *descendants(node)):
        if isinstance(part, Indicator):
            names = [side.name for side in part.relation.sides if isinstance(side, Symbol)]
            found += [other for other in names if name in names and other != name]
        if isinstance(part, Reduce):
            found += [r.index for r in part.ranges if r.excluded == Symbol(name)]
    return found


def _axis_length(context: Context, node: Node, name: str) -> Size | None:
    for part in (node, *descendants(node)):
        if not isinstance(part, Index):
            continue
        subscripts = (*part.subscripts, *part.superscripts)
        if Symbol(name) not in subscripts:
            continue
        shape = _base_shape(context, part, len(subscripts))
        if shape is None:
            continue
        places = dict(zip(subscripts, places_of(context, part, shape), strict=False))
        axis = places.get(Symbol(name))
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
