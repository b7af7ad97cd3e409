"""The parameters of a function as numbers of modes: ``𝒫_{3,6}``, ``unfold_{(1)}``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from boxdot.notation.algebra import Size
from boxdot.notation.expressions.nodes import Expr, Listing
from boxdot.notation.reading.sizes import size_of


def opened(items: Iterable[Expr]) -> list[Expr]:
    """Return expressions with the lists among them opened.

    >>> from boxdot.notation.expressions.nodes import Number
    >>> one, two = Number("1"), Number("2")
    >>> opened([one, Listing((two, one))]) == [one, two, one]
    True
    """
    found: list[Expr] = []
    for item in items:
        found += opened(item.items) if isinstance(item, Listing) else [item]
    return found


def modes_of(items: Iterable[Expr], sizes: Mapping[str, Size] | None = None) -> list[int] | None:
    """Return parameters as positive numbers, names by what ``sizes`` binds; None if one is none.

    >>> from boxdot.notation.expressions.nodes import Number, Symbol
    >>> modes_of([Number("3"), Symbol("n")], {"n": 6}), modes_of([Symbol("n")])
    ([3, 6], None)
    """
    found = []
    for item in opened(items):
        size = size_of(item)
        mode = (sizes or {}).get(size) if isinstance(size, str) else size
        if not isinstance(mode, int) or mode < 1:
            return None
        found.append(mode)
    return found
