"""Subscripts that are computed, ``x_{i+k−1}``: how far they reach along their axis.

An index that such a subscript holds need not run along the whole axis: in ``z_i = x_{i+1} − x_i``
it stops one short of it. Its range is what other axes say (of z), else as far as no subscript
leaves its axis.
"""

from __future__ import annotations

from collections.abc import Iterator

from boxdot.notation.algebra import (
    Size,
    add,
    at_least,
    equal,
    multiply,
    names_of,
    substitute,
    subtract,
)
from boxdot.notation.expressions.nodes import Binary, Expr, Index, Negate, Power, Symbol
from boxdot.notation.inference.extents import (
    Range,
    always,
    arithmetic,
    extent,
    quotient,
    values_of,
)
from boxdot.notation.inference.scopes import Reach, Scope
from boxdot.notation.inference.session import Session
from boxdot.notation.inference.subscripts import index_name, scope_of
from boxdot.notation.reading.sizes import size_of


def note_reach(session: Session, node: Index, subscript: Expr, axis: int, size: Size) -> None:
    """Note how a subscript with an index reaches along an axis that is longer than 1."""
    found = arithmetic(subscript)
    if found is None or session.settings.lenient:
        return
    inside = [s for s in _symbols(subscript) if index_name(session, s) is not None]
    scopes = {size_name(s): scope_of(session, s.name) for s in inside}
    if scopes:
        sizes = {name: size for name, size in session.formula.sizes.items() if name not in scopes}
        value = substitute(found, sizes)
        text = session.told(subscript, str(value))
        reach = Reach(node, axis, size, value, text, scopes)
        for scope in {id(scope): scope for scope in scopes.values()}.values():
            scope.reaches.append(reach)
        if reach.is_computed:
            session.reaches.append(reach)


def constant(session: Session, subscript: Expr) -> Size | None:
    """Return a subscript that is a number or a size, without any index."""
    value = arithmetic(subscript)
    inside = () if value is None else _symbols(subscript)
    if value is None or any(index_name(session, symbol) is not None for symbol in inside):
        return None
    return session.bound_size(value)


def size_name(symbol: Symbol) -> str:
    """Return the name that an index has in arithmetic."""
    return str(size_of(symbol))


def _symbols(node: Expr) -> Iterator[Symbol]:
    match node:
        case Symbol():
            yield node
        case Negate(operand=operand):
            yield from _symbols(operand)
        case Power(base=base, exponent=exponent):
            yield from _symbols(base)
            yield from _symbols(exponent)
        case Binary(left=left, right=right):
            yield from _symbols(left)
            yield from _symbols(right)


# --- how far an index runs ------------------------------------------------------------------


def settle_ranges(session: Session, scope: Scope) -> None:
    """Find how far the indices of a scope run that stand in computed subscripts."""
    for name in dict.fromkeys(n for r in scope.reaches if r.is_computed for n in r.scopes):
        found = [r for r in scope.reaches if r.scopes.get(name) is scope]
        if found and name in scope.sizes and name not in scope.ranges:
            _settle(session, scope, name, found)


def _settle(session: Session, scope: Scope, name: str, reaches: list[Reach]) -> None:
    places = {(r.node.base, r.axis) for r in reaches if r.is_computed}
    left = session.chain.sides[0] if session.chain is not None else None
    partial = [
        r
        for r in reaches
        if not r.is_computed and (r.node.base, r.axis) in places and r.node is not left
    ]
    inside = {id(r.node) for r in partial}
    firm = [(size, node) for size, node in scope.sizes[name] if id(node) not in inside]
    if not firm:
        size = _longest(name, [r for r in reaches if r.is_computed or r in partial])
        if size is None:  # as in x_{i+1} − 2 x_i + x_{i−1}: it begins nobody says where
            scope.sizes[name] = []
            return
        firm = [(size, reaches[0].node)]
    scope.sizes[name] = firm
    for reach in partial:
        if not equal(reach.size, firm[0][0]):
            session.result.partial.add(id(reach.node))


def _longest(name: str, reaches: list[Reach]) -> Size | None:
    """Return the largest value of an index with which no subscript leaves its axis."""
    ends = [_last(name, reach) for reach in reaches]
    known = [end for end in ends if end is not None]
    if len(known) < len(ends):
        return None
    least = (end for end in known if all(at_least(other, end) for other in known))
    found = next(least, None)
    return None if found is None or (isinstance(found, int) and found < 1) else found


def _last(name: str, reach: Reach) -> Size | None:
    ranges = _ranges(reach, but=name)
    rest = substitute(reach.subscript, {name: 0})
    slope = subtract(substitute(reach.subscript, {name: 1}), rest)
    ends = None if ranges is None else extent(rest, ranges)
    if ends is None or not isinstance(slope, int) or slope < 1:
        return None
    if not equal(reach.subscript, add(multiply(slope, name), rest)):
        return None
    return quotient(subtract(reach.size, ends[1]), slope) if at_least(ends[0], 1 - slope) else None


def _ranges(reach: Reach, but: str = "") -> dict[str, Range] | None:
    """Return from where to where the indices of a subscript run, if that is known of all."""
    found: dict[str, Range] = {}
    for name, scope in reach.scopes.items():
        high = scope.size(name)
        if name == but:
            continue
        given = scope.ranges.get(name)
        if given is None and (high is None or name in scope.ranges):
            return None
        found[name] = given or (1, high or 1)
    return found


# --- what leaves its axis -------------------------------------------------------------------


def check_reaches(session: Session) -> None:
    """Report a computed subscript that leaves its axis, whatever the sizes are.

    A recursion, ``h_t = W h_{t−1}``, starts from what is not written: it is noted only.
    """
    left = session.chain.sides[0] if session.chain is not None else None
    recurring = left.base if isinstance(left, Index) else None
    for reach in session.reaches:
        message = _beyond(session, reach)
        if message is not None and reach.node.base == recurring and reach.node is not left:
            session.result.recursions.append(reach.node)
        elif message is not None:
            session.ill_shaped(message, reach.node)


def _beyond(session: Session, reach: Reach) -> str | None:
    """Return how a subscript leaves its axis, if it always does."""
    ranges = _ranges(reach)
    known = None if ranges is None else extent(reach.subscript, ranges)
    least = _at_least(reach)
    ends = known or (None if least is None else extent(reach.subscript, least))
    base = session.told(reach.node.base, "the base")
    where = f"axis {reach.axis} of {base}, which has length {reach.size}"
    if known is not None and always(known[1], reach.size):
        return f"{reach.text} goes up to {known[1]} on {where}"
    if ends is not None and always(1, ends[0]):
        return f"{reach.text} goes down to {ends[0]} on {where}"
    values = [] if known is not None or ranges is None else values_of(reach.subscript, ranges)
    broken = [value for value in values if not isinstance(value, int) and not names_of(value)]
    return f"{reach.text} is {broken[0]}, no whole number, on {where}" if broken else None


def _at_least(reach: Reach) -> dict[str, Range] | None:
    """Return ranges in which a last value that is not known is a name of its own."""
    found: dict[str, Range] = {}
    for name, scope in reach.scopes.items():
        given, size = scope.ranges.get(name), scope.size(name)
        if given is None and name in scope.ranges:
            return None
        found[name] = given or (1, f"last {name}" if size is None else size)
    return found
