"""Zeros in divisors: found before NumPy divides, and told by the name of the operand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from boxdot.grammar.errors import DataError
from boxdot.grammar.source import Span
from boxdot.notation.codegen import program as p
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Binary, Expr, Op, Symbol
from boxdot.notation.expressions.walking import descendants
from boxdot.numeric.telling import tell

_DIVIDING = frozenset({Op.BOXSLASH, Op.OSLASH, Op.DIVIDE})


class ZeroDenominatorWarning(RuntimeWarning):
    """Something was divided by zero; the message names what was zero."""


@dataclass(frozen=True, slots=True)
class Zeros:
    """The symbols of which a divisor is made, how many entries are 0, and the first of them.

    ``computed`` tells whether the divisor is more than one symbol as it is given.
    """

    names: tuple[str, ...]
    count: int
    entry: tuple[int, ...] = ()
    computed: bool = False

    @property
    def message(self) -> str:
        """What is said of them.

        >>> Zeros(("σ",), 2, (1, 3)).message
        'division by zero: σ is 0 in 2 entries, first in entry 1, 3'
        """
        place = f"entry {', '.join(map(str, self.entry))}" if self.entry else ""
        where = f" in {place}" if place else ""
        if self.count > 1 and place:
            where = f" in {self.count} entries, first in {place}"
        return f"division by zero: {divisor(self.names, computed=self.computed)} is 0{where}"


Told = Callable[[Zeros], None]
"""What is done about zeros: a warning, an error."""


def divisor(names: tuple[str, ...], *, computed: bool = False) -> str:
    """Return what a divisor is called."""
    if not names:
        return "a divisor"
    return names[0] if len(names) == 1 and not computed else f"a divisor made of {', '.join(names)}"


def zeros_in(value: p.Value, arguments: tuple[Any, ...]) -> Zeros | None:
    """Return what is zero where a value is a division; its arguments are computed."""
    if not isinstance(value, p.Elementwise) or value.function != "divide":
        return None
    below, array = value.arguments[1], np.asarray(arguments[1])
    if array.all():
        return None
    places = np.argwhere(array == 0)
    first = [int(n) for n in places[0]]
    while isinstance(below, p.Expand):
        first = [n for axis, n in enumerate(first) if axis not in below.axes]
        below = below.argument
    names = sorted({part.name for part in p.walk(below) if isinstance(part, p.Load)})
    entry = tuple(n + 1 for n in first)
    return Zeros(tuple(names), len(places), entry, not isinstance(below, p.Load))


def divided(left: Any, right: Any) -> Any:
    """Return a quotient with inf and NaN where the divisor is 0, of which NumPy need not warn."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.true_divide(left, right)


def told(*, strict: bool, formula: Formula | None = None) -> Told:
    """Return what is done about zeros in divisors: an error under ``strict``, else a warning."""

    def act(zeros: Zeros) -> None:
        if strict:
            span = None if formula is None else next(_places(formula, zeros.names), None)
            raise DataError(
                zeros.message,
                text="" if formula is None or span is None else formula.text,
                span=span,
                hint="without strict the result has inf or NaN there",
            )
        tell(zeros.message, ZeroDenominatorWarning)

    return act


def _places(formula: Formula, names: tuple[str, ...]) -> Iterator[Span | None]:
    """Yield where the formula divides by what is made of just these symbols."""
    for chain in formula.statements:
        for node in descendants(chain):
            if not isinstance(node, Binary) or node.op not in _DIVIDING:
                continue
            if _symbols(formula, node.right) == set(names):
                yield node.right.span


def _symbols(formula: Formula, node: Expr) -> set[str]:
    found = [part.name for part in (node, *descendants(node)) if isinstance(part, Symbol)]
    return {formula.symbols.resolve(name) or name for name in found}
