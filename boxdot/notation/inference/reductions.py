"""Sums and products over indices."""

from __future__ import annotations

from boxdot.notation.algebra import names_of
from boxdot.notation.expressions.nodes import Expr, IndexRange, Number, Reduce
from boxdot.notation.inference.reaching import settle_ranges
from boxdot.notation.inference.scopes import Scope
from boxdot.notation.inference.session import Session
from boxdot.notation.reading.sizes import size_of
from boxdot.notation.shapes.sizes import Shape, Size


def reduce(session: Session, node: Reduce, expected: Shape | None) -> Shape | None:
    """``Σ_k body`` has the shape of the body."""
    for bounds in node.ranges:
        for bound in (bounds.low, bounds.high, bounds.excluded):
            if bound is not None:
                _bound(session, bound)
    scope = Scope.of(bounds.index for bounds in node.ranges)
    scope.ranges = {b.index: _range(session, b) for b in node.ranges if _is_bounded(b)}
    session.scopes.append(scope)
    shape = session.shape(node.body, expected)
    settle_ranges(session, scope)
    sizes = session.scopes.pop().known()
    for bounds in node.ranges:
        if sizes[bounds.index] is None:
            sizes[bounds.index] = _count(session, bounds)
    session.result.bound[id(node)] = sizes
    return shape


def _bound(session: Session, bound: Expr) -> None:
    """A bound is a size or an index; it has no shape to be declared."""
    session.result.shapes[id(bound)] = ()


def _is_bounded(bounds: IndexRange) -> bool:
    return bounds.high is not None or bounds.low not in (None, Number("1"))


def _range(session: Session, bounds: IndexRange) -> tuple[Size, Size] | None:
    """Return the first and the last value of an index, if they are sizes and no other indices."""
    low = 1 if bounds.low is None else size_of(bounds.low)
    high = None if bounds.high is None else size_of(bounds.high)
    if low is None or high is None:
        return None
    names = {*names_of(low), *names_of(high)}
    if any(name in scope.sizes for scope in session.scopes for name in names):
        return None
    return session.bound_size(low), session.bound_size(high)


def _count(session: Session, bounds: IndexRange) -> Size | None:
    """Return the number of values of an index that runs from 1."""
    low = None if bounds.low is None else size_of(bounds.low)
    high = None if bounds.high is None else size_of(bounds.high)
    if low != 1 or high is None:
        return None
    return session.bound_size(high)
