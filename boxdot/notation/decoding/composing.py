"""Statements put together: what is assigned, under names that are each given once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from boxdot.notation.decoding.arrays import Array, tensor, whole
from boxdot.notation.expressions.nodes import Chain, Expr, Relation, Symbol
from boxdot.notation.expressions.walking import descendants


@dataclass(slots=True)
class Composer:
    """Collects assignments; a name that is taken gets a number, as in x, x^(2)."""

    new_symbol: Callable[[str], str]
    taken: set[str] = field(default_factory=set)
    defined: list[tuple[str, Expr]] = field(default_factory=list)

    def assign(self, name: str, array: Array) -> Array:
        """Return the array under a name of its own; numbers and mere symbols need none."""
        if array.size is not None or isinstance(array.node, Symbol) or _is_number(array):
            return array
        symbol = self._free(self.new_symbol(name))
        self.taken.add(symbol)
        self.defined.append((symbol, tensor(array)))
        found = whole(Symbol(symbol), array.shape)
        return Array(found.node, found.base, found.axes, truth=array.truth)

    def _free(self, symbol: str) -> str:
        if symbol not in self.taken:
            return symbol
        n = 2
        while f"{symbol}^({n})" in self.taken:
            n += 1
        return f"{symbol}^({n})"

    def statements(self, results: Iterable[Array]) -> tuple[Chain, ...]:
        """Return what the results need, in order; a result that has a name is its assignment."""
        last = [tensor(array) for array in results]
        needed: set[str] = set()
        kept: list[Chain] = []
        for node in last:
            needed |= _names(node)
        for symbol, node in reversed(self.defined):
            if symbol in needed:
                needed |= _names(node)
                kept.insert(0, Chain((Symbol(symbol), node), (Relation.EQUAL,)))
        names = {symbol for symbol, _ in self.defined}
        bare = [node for node in last if not _is_last(node, kept, names)]
        return (*kept, *(Chain((node,)) for node in bare))


def _is_number(array: Array) -> bool:
    return not array.order and not any(
        isinstance(part, Symbol) for part in (array.node, *descendants(array.node))
    )


def _names(node: Expr) -> set[str]:
    parts = (node, *descendants(node))
    return {part.name for part in parts if isinstance(part, Symbol)}


def _is_last(node: Expr, statements: list[Chain], names: set[str]) -> bool:
    """Return whether a result is what the last statement assigns, so that nothing is left."""
    if not isinstance(node, Symbol) or node.name not in names or not statements:
        return False
    return statements[-1].sides[0] == node
