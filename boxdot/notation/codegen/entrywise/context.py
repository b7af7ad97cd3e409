"""Writing by entries: the indices in scope, and what stands at them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NoReturn

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.entrywise.digits import ONE as ONE
from boxdot.notation.codegen.entrywise.digits import Digit, merged_index
from boxdot.notation.codegen.entrywise.letters import Namer
from boxdot.notation.codegen.entrywise.splitting import (
    MOST_SPLITS,
    Axis,
    Memory,
    Split,
    digits_of,
    in_order,
    shown,
    split_axis,
)
from boxdot.notation.expressions.nodes import (
    Expr,
    Index,
    IndexRange,
    Reduce,
    Symbol,
)
from boxdot.notation.printing.sizes import size_expression
from boxdot.notation.shapes.sizes import Shape, Size

Indices = tuple[Expr, ...]

Arm = Callable[["Entries", Any, Indices], Expr]
"""Writes a value of one kind at indices."""


Use = Callable[["Entries", list[Expr], list[Digit]], Expr]
"""Makes something of indices for axes; the digits are their parts, in the order of writing."""


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
    memory
        What merged indices are made of.
    """

    namer: Namer
    arms: Mapping[type, Arm]
    scope: tuple[str, ...] = ()
    memory: Memory = field(default_factory=Memory)

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

    def indexed(self, sizes: Sequence[Size], use: Use) -> Expr:
        """Return what is made of indices for axes; an axis of length 1 has none of its own.

        An axis that turns out to be made of several (the rows of ``A ⊗ B``) has an index for
        each of them, and the writing starts again.
        """
        axes = [Axis((size,) if size != 1 else ()) for size in sizes]
        while True:
            inner, symbols = self.within(size for axis in axes for size in shown(axis))
            named = iter(symbols)
            digits = [digits_of(axis, named) for axis in axes]
            pairs = list(zip(axes, digits, strict=True))
            indices = [inner.merged(own, axis.slow_first) for axis, own in pairs]
            written = [digit for axis, own in pairs for digit in in_order(own, axis.slow_first)]
            try:
                return use(inner, indices, written)
            except Split as split:
                if all(split.index != symbol.name for symbol in symbols):
                    raise
                axes = [split_axis(axis, own, split) for axis, own in pairs]
                self.memory.splits += 1
                if self.memory.splits > MOST_SPLITS:
                    refuse("this many merged axes")

    def merged(self, digits: Sequence[Digit], slow_first: bool = False) -> Expr:
        """Return the index of a merged axis: ``i + (j − 1) I``; the fastest digit comes first."""
        flat = [one for digit in digits for one in self.memory.digits.get(digit.index, (digit,))]
        index = merged_index(flat, slow_first)
        if len(flat) > 1:
            self.memory.digits[index] = tuple(flat)
        return index

    def summed(
        self, sizes: Sequence[Size], body: Callable[[Entries, list[Expr]], Expr], kind: str = "sum"
    ) -> Expr:
        """Return the sum of a body over axes; an axis of length 1 needs no index."""

        def use(inner: Entries, indices: list[Expr], own: list[Digit]) -> Expr:
            inside = body(inner, indices)
            ranges = tuple(
                IndexRange(digit.index.name, ONE, size_expression(digit.size))
                for digit in own
                if isinstance(digit.index, Symbol)
            )
            return Reduce(ranges, inside, product=kind == "prod") if ranges else inside

        return self.indexed(sizes, use)


WITHOUT_ENTRIES: Mapping[type, str] = {
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
