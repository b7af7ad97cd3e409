"""Cells that differ in a subscript only: ``[b_1 ⊗ a_1, …, b_R ⊗ a_R]``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from boxdot.notation.expressions.nodes import Block, Dots, Expr, Index, Node, Number, Symbol

_ONE = Number("1")


@dataclass(frozen=True, slots=True)
class Family:
    """The first cell, its subscripts that run from 1 on, and the last value that they take.

    ``below`` tells whether the cells stand below each other.
    """

    cell: Expr
    places: tuple[Expr, ...]
    last: Expr
    below: bool


def family_of(node: Block) -> Family | None:
    """Return the cells of a row or a column as a family, if they are one: the first, …, the last.

    >>> x = [Index(Symbol("x"), (s,)) for s in (Number("1"), Number("2"), Symbol("n"))]
    >>> found = family_of(Block(((x[0], x[1], Dots(), x[2]),)))
    >>> found.places, found.last
    ((Number(text='1'),), Symbol(name='n'))
    >>> family_of(Block(((x[1], Dots(), x[2]),)))
    """
    below = len(node.rows) > 1
    if below and any(len(row) > 1 for row in node.rows):
        return None
    cells = [row[0] for row in node.rows] if below else [*node.rows[0]]
    *first, dots, last = cells if len(cells) > 2 else [_ONE, _ONE, _ONE]
    if not isinstance(dots, Dots) or any(isinstance(cell, Dots) for cell in first):
        return None
    ends = list(_differences(first[0], last))
    highs = {end for _, end in ends}
    if len(highs) != 1 or any(low != _ONE for low, _ in ends) or not _count(first):
        return None
    return Family(first[0], tuple(low for low, _ in ends), highs.pop(), below)


def _count(cells: Sequence[Expr]) -> bool:
    """Return whether each cell has its own number where the first one has 1."""
    return all(
        {end for _, end in _differences(cells[0], cell)} == {Number(str(n))}
        for n, cell in enumerate(cells[1:], start=2)
    )


def _differences(left: Any, right: Any, *, subscript: bool = False) -> Iterator[tuple[Expr, Expr]]:
    """Yield the subscripts in which two expressions differ; anything else as if it were 0."""
    if left == right:
        return
    alike = type(left) is type(right)
    if subscript and isinstance(left, Number) and isinstance(right, Number | Symbol):
        yield left, right
    elif isinstance(left, tuple) and alike and len(left) == len(right):
        for one, other in zip(left, right, strict=True):
            yield from _differences(one, other, subscript=subscript)
    elif isinstance(left, Node) and alike and not isinstance(left, Number | Symbol):
        for part in fields(left):
            if part.compare:
                inner = isinstance(left, Index) and part.name != "base"
                pair = getattr(left, part.name), getattr(right, part.name)
                yield from _differences(*pair, subscript=inner)
    else:
        yield Number("0"), Number("0")
