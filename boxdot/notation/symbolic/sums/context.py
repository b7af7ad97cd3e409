"""Tensors as rules for their entries, and what an arm needs beside its node.

A :class:`Value` is asked for its entry at SymPy indices (from 1) and asks its operands in turn;
so every sum stands where it is needed, and no product is multiplied out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import sympy

from boxdot.notation.algebra import Size, names_of
from boxdot.notation.algebra import to_sympy as size_to_sympy
from boxdot.notation.expressions.nodes import Expr
from boxdot.notation.shapes.conventions import Convention
from boxdot.notation.shapes.padding import is_scalar
from boxdot.notation.shapes.sizes import Shape
from boxdot.notation.symbolic.conversion import Conversion
from boxdot.notation.symbolic.names import assumed, index, index_names

Positions = tuple[Any, ...]
Arm = Callable[["Context", Any], "Value"]
"""Any: each arm takes the kind of node that it is filed under."""


@dataclass(frozen=True, slots=True)
class Value:
    """A tensor: its shape and its entry at positions, one for each axis."""

    shape: Shape
    entry: Callable[[Positions], Any]
    convention: Convention = Convention.F

    @property
    def is_scalar(self) -> bool:
        """Whether it has one entry."""
        return is_scalar(self.shape)

    def at(self, positions: Positions) -> Any:
        """Return the entry where a tensor that this one is stretched to has ``positions``."""
        order, given = len(self.shape), len(positions)
        ones = (sympy.S.One,) * max(order - given, 0)
        if self.convention is Convention.F:
            own = (*positions, *ones)[:order]
        else:
            own = (*ones, *positions)[len(ones) + given - order :]
        pairs = zip(self.shape, own, strict=True)
        return self.entry(tuple(sympy.S.One if size == 1 else p for size, p in pairs))

    def in_matrix(self, row: Any, column: Any) -> Any:
        """Return an entry of the matrix that it is; a vector is a column."""
        if len(self.shape) == 1:
            return self.at((row,))
        return self.at((row, column)) if self.shape else self.entry(())

    @property
    def number(self) -> Any:
        """The one entry of a scalar."""
        return self.at(())


@dataclass(frozen=True, slots=True)
class Context(Conversion[Value]):
    """The state of one conversion, with the names that are taken and the axes that are fused."""

    taken: set[str] = field(default_factory=set)
    fused: dict[Any, tuple[tuple[Size, ...], Positions]] = field(default_factory=dict)

    lacks = "has no entries in SymPy"

    @property
    def convention(self) -> Convention:
        """Where length-1 axes are free."""
        return self.formula.convention

    @property
    def size_names(self) -> frozenset[str]:
        """The names of lengths of axes."""
        shapes = (d.shape for d in self.formula.symbols.values() if d.shape)
        return frozenset(n for shape in shapes for size in shape for n in names_of(size))

    def value(self, node: Expr) -> Value:
        """Convert a node."""
        return self.convert(node)

    def make(self, shape: Shape, entry: Callable[[Positions], Any]) -> Value:
        """Return a tensor."""
        return Value(shape, entry, self.convention)

    def scalar(self, entry: Callable[[], Any]) -> Value:
        """Return a number, computed when it is asked for."""
        return Value((), lambda _: entry(), self.convention)

    # --- sums -------------------------------------------------------------------------------

    def total(self, size: Size, body: Callable[[Any], Any]) -> Any:
        """Return the sum of a body along an axis."""
        return self.total_between(sympy.S.One, size_to_sympy(size), body)

    def total_over(self, value: Value, change: Callable[[Any], Any] = lambda x: x) -> Any:
        """Return the sum of all entries, each of them changed."""

        def inner(done: Positions, rest: Shape) -> Any:
            if not rest:
                return change(value.entry(done))
            return self.total(rest[0], lambda k: inner((*done, k), rest[1:]))

        return inner((), value.shape)

    def total_between(
        self, low: Any, high: Any, body: Callable[[Any], Any], *, name: str = "", kind: Any = None
    ) -> Any:
        """Return ``Sum`` (or another kind) of a body from ``low`` to ``high``."""
        if low == high:
            return body(low)
        dummy = sympy.Dummy(**assumed(low))
        found = sympy.sympify(body(dummy))
        (bound,) = self.bound_indices(found, 1, name=name, low=low)
        return (kind or sympy.Sum)(found.xreplace({dummy: bound}), (bound, low, high))

    def bound_indices(
        self, body: Any, count: int, *, name: str = "", low: Any = 1
    ) -> tuple[Any, ...]:
        """Return indices that stand nowhere in a body: equal bodies get equal names."""
        taken = self.taken | {symbol.name for symbol in body.atoms(sympy.Symbol)}
        if name and name not in taken:
            return (index(name, low),)
        return tuple(index(free, low) for free in islice(index_names(taken), count))
