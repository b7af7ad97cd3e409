"""Equations in index form: which indices are free, how they are ordered, which are summed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Set

from boxdot.notation.expressions.nodes import (
    Chain,
    Expr,
    Index,
    Indicator,
    Reduce,
    Relation,
    Slice,
    Symbol,
)
from boxdot.notation.expressions.walking import children, descendants
from boxdot.notation.inference.result import IndexForm
from boxdot.notation.inference.scopes import Scope
from boxdot.notation.inference.session import Session
from boxdot.notation.inference.subscripts import index_name
from boxdot.notation.shapes.broadcasting import Comparison
from boxdot.notation.shapes.conditions import equality
from boxdot.notation.shapes.sizes import Shape


def index_form(session: Session, chain: Chain, shapes: list[Shape | None]) -> IndexForm | None:
    """Return how a chain in index form reads as arrays, None if it is no such chain.

    It is one if its left side is an entry with running indices: these order the axes.
    """
    left, count = chain.sides[0], _count(chain)
    if count < 2 or not isinstance(left, Index) or shapes[0] != ():
        return None
    if any(shape not in ((), None) for shape in shapes[1:count]):
        return None
    layout = _layout(session, left)
    if not any(layout):
        return None
    free = session.scopes[0]
    sides = chain.sides[:count]
    given = {*layout, *_computed(session, left)}
    summed = tuple(_summed(session, side, given) for side in sides)
    _check_free(session, sides, given, summed)
    sizes = {name: free.size(name) for name in layout if name is not None}
    sizes |= {name: free.size(name) for names in summed for name in names}
    return IndexForm(layout, sizes, summed, count)


def _count(chain: Chain) -> int:
    """Return how many sides stand before the first ⟺."""
    cuts = (n for n, r in enumerate(chain.relations, start=1) if r is Relation.EQUIVALENT)
    return next(cuts, len(chain.sides))


def _layout(session: Session, left: Index) -> tuple[str | None, ...]:
    """Return the index on each axis of the left side, None for an axis without one."""
    subscripts = (*left.subscripts, *left.superscripts)
    if any(isinstance(subscript, Slice) for subscript in subscripts):
        return ()
    names = [index_name(session, subscript) for subscript in subscripts]
    axes = session.result.axes.get(id(left))
    if axes is None:
        return tuple(names)
    by_axis = dict(zip(axes, names, strict=False))
    return tuple(by_axis.get(axis) for axis in range(1, max(axes, default=0) + 1))


def _computed(session: Session, left: Index) -> set[str]:
    """Return the indices that the left side counts with, as in ``y_{i+(j−1)I}``."""
    subscripts = (*left.subscripts, *left.superscripts)
    inner = [node for subscript in subscripts for node in descendants(subscript)]
    return {name for node in inner if (name := index_name(session, node)) is not None}


def _summed(session: Session, side: Expr, given: Set[str | None]) -> tuple[str, ...]:
    counts = Counter(occurrences(session, side))
    return tuple(name for name, count in counts.items() if count > 1 and name not in given)


def occurrences(session: Session, node: Expr) -> Iterator[str]:
    """Yield the running indices in an expression that no Σ in it binds, repeats included."""
    match node:
        case Index(base=base, subscripts=lower, superscripts=upper):
            names = (index_name(session, subscript) for subscript in (*lower, *upper))
            yield from (name for name in names if name is not None)
            yield from occurrences(session, base)
        case Indicator(relation=relation):
            for side in relation.sides:
                if isinstance(side, Symbol) and (name := index_name(session, side)):
                    yield name
        case Reduce(ranges=ranges, body=body):
            bound = {bounds.index for bounds in ranges}
            yield from (name for name in occurrences(session, body) if name not in bound)
        case _:
            for child in children(node):
                yield from occurrences(session, child)


def _check_free(
    session: Session,
    sides: tuple[Expr, ...],
    given: Set[str | None],
    summed: tuple[tuple[str, ...], ...],
) -> None:
    """Report an index that one side has once and the left side lacks."""
    if session.settings.lenient:
        return
    for side, repeated in zip(sides[1:], summed[1:], strict=True):
        for name in dict.fromkeys(occurrences(session, side)):
            free = name not in given and name not in repeated
            if free and session.scopes[0].size(name) is not None:
                message = f"the index {name} is free on one side only"
                session.complain("side-mismatch", message, side)


def settle(session: Session, scope: Scope) -> None:
    """Demand that an index runs over axes of one size."""
    if session.settings.lenient:
        return
    for name, seen in scope.sizes.items():
        for size, node in seen[1:]:
            first, _ = seen[0]
            same = Comparison((first,), (size,), (equality(first, size),))
            message = f"the index {name} runs over axes of length {first} and {size}"
            session.demand(same, "ill-shaped", message, node, by_axis=False)
