"""What binds names: sums over indices, optima and indicators."""

from __future__ import annotations

from boxdot.notation.expressions.nodes import IndexRange, Indicator, Minimise, Reduce, Relation
from boxdot.notation.printing.precedence import Level
from boxdot.notation.printing.printer import Place, Printer


def reduce(node: Reduce, p: Printer, last: bool) -> str:
    """Print ``Σ_{k=1}^{K} body``: one sign for indices with the same bounds."""
    heads = [_head(ranges, node, p) for ranges in _common_bounds(node.ranges)]
    body = p.after_operand(p.expression(node.body, Level.PRODUCT, last=last))
    for head in reversed(heads):
        body = p.spelling.bind(head, body)
    return body


def _common_bounds(ranges: tuple[IndexRange, ...]) -> list[tuple[IndexRange, ...]]:
    """Group the ranges that one sign can carry: all of them if they are alike, else each alone."""
    bounds = {(r.low, r.high, r.excluded) for r in ranges}
    shared = len(bounds) == 1 and ranges[0].excluded is None
    return [ranges] if shared or not ranges else [(r,) for r in ranges]


def _head(ranges: tuple[IndexRange, ...], node: Reduce, p: Printer) -> str:
    words, inside = p.spelling, p.at(Place.SCRIPT)
    head = words.product if node.product else words.summation
    if not ranges:
        return head
    first = ranges[0]
    lower = ",".join(words.name(r.index) for r in ranges)
    for relation, value in ((Relation.EQUAL, first.low), (Relation.NOT_EQUAL, first.excluded)):
        if value is not None:
            lower += inside.operator(words.relations[relation]) + inside.expression(value)
    head += words.subscript(lower)
    return head if first.high is None else head + words.bound(inside.expression(first.high))


def minimise(node: Minimise, p: Printer, last: bool) -> str:
    """Print ``argmin_{A ≥ 0} body``."""
    head = p.spelling.optimisers[node.kind] + p.spelling.subscript(_variables(node, p))
    return f"{head} {p.after_operand(p.expression(node.body, Level.SUM))}"


def _variables(node: Minimise, p: Printer) -> str:
    """Print the variables, each with what is said of it."""
    inside = p.at(Place.SCRIPT)
    said = {chain.sides[0]: inside.chain(chain) for chain in node.conditions}
    return ",".join(said.get(one) or p.script((one,)) for one in node.variables)


def indicator(node: Indicator, p: Printer, last: bool) -> str:
    """Print ``1_{i=k}``."""
    return p.spelling.indicator + p.spelling.subscript(p.at(Place.SCRIPT).chain(node.relation))
