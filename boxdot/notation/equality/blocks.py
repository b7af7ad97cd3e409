"""Axes of blocks: a form written block by block, where a function hides which block it is in."""

from __future__ import annotations

from collections.abc import Iterator

from boxdot.notation.algebra import Size, add, equal, subtract
from boxdot.notation.indexform import arithmetic
from boxdot.notation.indexform.arithmetic import normal, substitute, total
from boxdot.notation.indexform.indices import (
    Fixed,
    Index,
    Part,
    Within,
    fresh,
    in_order,
    size_of,
    within,
)
from boxdot.notation.indexform.structure import ZERO, Delta, Factors, Form, Monomial, forms_of

Blocks = list[tuple[Size, Size]]
"""Where each block starts, and how long it is."""


def block_by_block(form: Form) -> list[Form] | None:
    """Return forms that are all zero if the form is: one index less runs over several blocks.

    None if no index runs over blocks that are known.
    """
    for index in in_order(form.free):
        blocks = _blocks(form, index)
        if blocks:
            return [
                substitute(form, {index: within(start, fresh(length), index.size)})
                for start, length in blocks
            ]
    for term, factor in form.terms.items():
        for index in in_order(term.bound):
            single = Form({term: factor})
            blocks = _blocks(single, index)
            if blocks:
                others = Form({m: c for m, c in form.terms.items() if m is not term})
                return [arithmetic.add(others, _summed(term, index, blocks, single))]
    return None


def _summed(term: Monomial, index: Index, blocks: Blocks, form: Form) -> Form:
    """Return a sum over an index as a sum of sums over its blocks."""
    factor = form.terms[term]
    rest = normal(factor, term.bound - {index}, term.factors)
    parts = []
    for start, length in blocks:
        place = fresh(length)
        there = substitute(rest, {index: within(start, place, index.size)})
        parts.append(total(there, [part for part in place if isinstance(part, Index)]))
    return arithmetic.add(ZERO, *parts)


def _blocks(form: Form, index: Index) -> Blocks:
    """Return the blocks that an index runs over; none if they do not make up the axis."""
    found: Blocks = []
    for part in _positions(form, index):
        block = _block(part)
        if equal(part.size, index.size) and block not in found:
            found.append(block)
    ordered: Blocks = []
    end: Size = 0
    while following := next((block for block in found if equal(block[0], end)), None):
        ordered.append(following)
        end = add(end, following[1])
    whole = len(ordered) == len(found) and equal(end, index.size)
    return ordered if whole and len(ordered) > 1 else []


def _block(part: Within | Fixed) -> tuple[Size, Size]:
    if isinstance(part, Within):
        return part.offset, size_of(part.place)
    return subtract(part.position, 1), 1


def _positions(form: Form, index: Index) -> Iterator[Within | Fixed]:
    """Yield the positions in blocks that deltas, however deep, compare an index with."""
    for term in form.terms:
        yield from _compared(term.factors, index)


def _compared(factors: Factors, index: Index) -> Iterator[Within | Fixed]:
    for atom in factors:
        if isinstance(atom, Delta):
            for one, other in ((atom.left, atom.right), (atom.right, atom.left)):
                if one == (index,) and len(other) == 1 and _is_position(other[0]):
                    yield other[0]  # type: ignore[misc]  # no index
        for form in forms_of(atom):
            yield from _positions(form, index)


def _is_position(part: Part) -> bool:
    return not isinstance(part, Index)
