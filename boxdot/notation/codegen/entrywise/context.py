"""Writing by entries: the indices in scope, and what stands at them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.entrywise.letters import Namer
from boxdot.notation.expressions.nodes import (
    Expr,
    Index,
    IndexRange,
    Number,
    Reduce,
    Symbol,
)
from boxdot.notation.printing.sizes import size_expression
from boxdot.notation.shapes.sizes import Shape, Size

ONE = Number("1")
"""The index along an axis of length 1."""

Indices = tuple[Expr, ...]

Arm = Callable[["Entries", Any, Indices], Expr]
"""Writes a value of one kind at indices."""


@dataclass(frozen=True, slots=True)
class Entries:
    """Writes values by their entries.

    Parameters
    ----------
    namer
        Names the indices that are summed.
    arms
        How each kind of value is written.
    scope
        The names of the indices around.
    """

    namer: Namer
    arms: Mapping[type, Arm]
    scope: tuple[str, ...] = ()

    def entry(self, value: p.Value, indices: Indices) -> Expr:
        """Return the entry of a value at indices, one for each of its axes."""
        arm = self.arms.get(type(value))
        if arm is None:
            refuse(WITHOUT_ENTRIES.get(type(value), "this"))
        return arm(self, value, indices)

    def within(self, sizes: Iterable[Size]) -> tuple[Entries, list[Symbol]]:
        """Return indices for axes of these lengths, and the writer that knows them."""
        scope, found = list(self.scope), []
        for size in sizes:
            scope.append(self.namer(size, scope))
            found.append(Symbol(scope[-1]))
        return replace(self, scope=tuple(scope)), found

    def summed(
        self, sizes: Sequence[Size], body: Callable[[Entries, list[Expr]], Expr], kind: str = "sum"
    ) -> Expr:
        """Return the sum of a body over axes; an axis of length 1 needs no index."""
        longer = [size for size in sizes if size != 1]
        inner, symbols = self.within(longer)
        new = iter(symbols)
        inside = body(inner, [ONE if size == 1 else next(new) for size in sizes])
        ranges = tuple(
            IndexRange(symbol.name, ONE, size_expression(size))
            for symbol, size in zip(symbols, longer, strict=True)
        )
        return Reduce(ranges, inside, product=kind == "prod") if ranges else inside


WITHOUT_ENTRIES: Mapping[type, str] = {
    p.Kron: "a Kronecker product",
    p.Reshape: "vec, fold or unfold",
    p.Literal: "a matrix of numbers",
    p.Stack: "a matrix of blocks",
    p.Concatenate: "a matrix of blocks",
    p.Tile: "a repetition",
    p.Gather: "an entry at a computed place",
    p.Call: "a function that is not defined",
}
"""What the values are called that have no arm."""


def refuse(what: str) -> NoReturn:
    """Say that something has no entry that can be written with sums."""
    raise UnsupportedError(
        f"{what} cannot be written by entries with sums over indices",
        hint="convert the parts around it, or use --to unicode",
    )


def masked(indices: Indices, shape: Shape) -> Indices:
    """Return the indices of an array that is stretched along its axes of length 1."""
    return tuple(ONE if size == 1 else index for index, size in zip(indices, shape, strict=True))


def at(name: str, shape: Shape, indices: Indices) -> Expr:
    """Return an entry of a symbol; axes of length 1 are left out where there are longer ones."""
    longer = [index for index, size in zip(indices, shape, strict=True) if size != 1]
    if not shape:
        return Symbol(name)
    return Index(Symbol(name), tuple(longer or indices))
