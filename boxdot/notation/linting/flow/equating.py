"""Sizes that a paper equates: after "where $d = d_k$" the two are one size."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from boxdot.grammar.papers import Document, FormulaSource
from boxdot.notation.algebra import names_of, substitute
from boxdot.notation.expressions.nodes import Chain, Relation, Symbol
from boxdot.notation.linting.plainreading import read_plainly
from boxdot.notation.reading.sizes import size_of
from boxdot.notation.shapes.sizes import Shape, Size

_LONGEST = 60
_EQUATION = re.compile(r"(?<![<>!:&\\])=")
_TENSOR = re.compile(r"\\(?:math|bm|bold|vec|sum|frac|in(?![a-z])|[lg]eq?(?![a-z]))|[<>∈+−-]")


class Equations:
    """The sizes that formulas equate, by section; they hold there and in the sections within.

    Only a name is replaced, and only by names: ``n = 1`` may be an example.
    """

    def __init__(self, sizes: Collection[str], document: Document) -> None:
        self._parents = [section.parent for section in document.sections]
        self._stated: dict[int, list[tuple[str, Size]]] = {}
        self._merged: dict[int, Mapping[str, Size]] = {}
        if sizes:
            for formula in document.formulas:
                for name, size in _equations(formula, sizes):
                    self._stated.setdefault(formula.section, []).append((name, size))

    def applied(self, shape: Shape | None, section: int) -> Shape | None:
        """Return the shape with one name for all sizes that are equal in a section."""
        if not shape or not self._stated:
            return shape
        if section not in self._merged:
            self._merged[section] = self._merge(section)
        merged = self._merged[section]
        return tuple(substitute(size, merged) for size in shape) if merged else shape

    def _merge(self, section: int) -> Mapping[str, Size]:
        merged: dict[str, Size] = {}
        for one in self._around(section):
            for name, size in self._stated.get(one, ()):
                _join(merged, name, size)
        return merged

    def _around(self, section: int) -> Iterator[int]:
        while section >= 0:
            yield section
            section = self._parents[section]
        yield -1


def _join(merged: dict[str, Size], name: str, size: Size) -> None:
    """Add an equation to those known: every replacement is written in names that stay."""
    size = substitute(size, merged)
    current = merged.get(name, name)
    if current == size:
        return
    if isinstance(current, str) and current not in set(names_of(size)):
        replaced, new = current, size
    elif isinstance(size, str) and size not in set(names_of(current)):
        replaced, new = size, current
    else:
        return
    for key, value in merged.items():
        merged[key] = substitute(value, {replaced: new})
    merged[replaced] = new


def _equations(formula: FormulaSource, sizes: Collection[str]) -> Iterator[tuple[str, Size]]:
    text = formula.text
    if len(text) > _LONGEST or not _EQUATION.search(text) or _TENSOR.search(text):
        return
    reading = read_plainly(text)
    if not reading.errors and not reading.declarations:
        for chain in reading.statements:
            yield from _of_chain(chain, sizes)


def _of_chain(chain: Chain, sizes: Collection[str]) -> Iterator[tuple[str, Size]]:
    if len(chain.sides) < 2 or set(chain.relations) - {Relation.EQUAL, Relation.DEFINE}:
        return
    first = chain.sides[0]
    others = [size_of(side) for side in chain.sides[1:]]
    if not isinstance(first, Symbol) or first.name not in sizes:
        return
    for other in others:
        if other is not None and (names := set(names_of(other))) and names <= set(sizes):
            yield first.name, other
