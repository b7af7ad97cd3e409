"""Sums whose terms are written out, where members of a family are also called by their numbers."""

from __future__ import annotations

import itertools
import math

from boxdot.notation.expressions.members import is_numbered, member_of, ranges_of
from boxdot.notation.expressions.nodes import Binary, Index, IndexRange, Reduce, Symbol
from boxdot.notation.expressions.symbols import plain
from boxdot.notation.expressions.walking import descendants
from boxdot.notation.indexform.translating.context import Context
from boxdot.notation.reading.sizes import size_of

MOST_TERMS = 16


def written_out(context: Context, node: Reduce) -> list[dict[str, int]] | None:
    """Return the values of the indices for which the body must be written by itself.

    ``Σ_{r=1}^{2} A_r`` is ``A_1 + A_2`` where such a name is declared. None if no member of a
    family is called by its number and no subscript is computed, or if the range has no numbers
    or too many of them.
    """
    if not _is_called(context, node) and not _is_shifted(node):
        return None
    ranges = [_values(context, bounds) for bounds in node.ranges]
    known = [values for values in ranges if values is not None]
    if len(known) < len(ranges) or math.prod(map(len, known)) > MOST_TERMS:
        return None
    names = [bounds.index for bounds in node.ranges]
    return [dict(zip(names, values, strict=True)) for values in itertools.product(*known)]


def _is_called(context: Context, node: Reduce) -> bool:
    """Whether a member of a family that the sum runs over is known under its own number."""
    below = [node, *descendants(node)]
    for symbol in below:  # what stands for a name that was defined counts too
        meant = context.generic.get(symbol.name) if isinstance(symbol, Symbol) else None
        if meant is not None and meant not in below:
            below += [meant, *descendants(meant)]
    indices = {*context.indices, *(bounds.index for bounds in ranges_of(below))}
    own = {bounds.index for bounds in node.ranges}
    families = {
        member.family
        for name in {symbol.name for symbol in below if isinstance(symbol, Symbol)}
        if (member := member_of(name, indices)) is not None
        if not member.doubt and own.intersection(member.indices)
    }
    known = [plain(name) for name in (*context.formula.symbols, *context.definitions)]
    return any(is_numbered(name, family) for family in families for name in known)


def _is_shifted(node: Reduce) -> bool:
    """Whether a subscript is computed from an index of the sum: ``Σ_{i=1}^{3} x_{i+1}``."""
    own = {bounds.index for bounds in node.ranges}
    entries = [below for below in descendants(node) if isinstance(below, Index)]
    subscripts = [s for e in entries for s in e.subscripts if isinstance(s, Binary)]
    return any(isinstance(i, Symbol) and i.name in own for s in subscripts for i in descendants(s))


def _values(context: Context, bounds: IndexRange) -> list[int] | None:
    """Return the numbers that an index takes, if its bounds are numbers."""
    low = _number(context, bounds, "low")
    high = _number(context, bounds, "high")
    if low is None or high is None or high - low >= MOST_TERMS:
        return None
    excluded = _number(context, bounds, "excluded")
    if bounds.excluded is not None and excluded is None:
        return None
    return [value for value in range(low, high + 1) if value != excluded]


def _number(context: Context, bounds: IndexRange, end: str) -> int | None:
    node = getattr(bounds, end)
    size = size_of(node) if node is not None else 1 if end == "low" else None
    value = None if size is None else context.bound_size(size)
    return value if isinstance(value, int) else None
