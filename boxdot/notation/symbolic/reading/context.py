"""What is found out while a SymPy object is walked: declarations, sizes, indices in scope."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import Any

import sympy

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation import algebra
from boxdot.notation.algebra import Size
from boxdot.notation.expressions.nodes import Binary, Expr, Number, Op
from boxdot.notation.expressions.symbols import Declaration, Symbols
from boxdot.notation.shapes.padding import same_shape
from boxdot.notation.shapes.sizes import Shape

Arm = Callable[["Context", Any], Expr]
"""Any: each arm takes the SymPy class that it is filed under."""


@dataclass(frozen=True, slots=True)
class Context:
    """The state of one walk."""

    arms: Mapping[type, Arm]
    given: Symbols
    declared: dict[str, Declaration] = field(default_factory=dict)
    sizes: set[str] = field(default_factory=set)
    ranges: Mapping[Any, Size | None] = field(default_factory=dict)

    def node(self, found: Any) -> Expr:
        """Return the expression that a SymPy object is."""
        for kind in type(found).__mro__:
            if kind in self.arms:
                return self.arms[kind](self, found)
        raise UnsupportedError(f"{type(found).__name__} of SymPy has no counterpart here")

    def size(self, found: Any) -> Size:
        """Return a length of an axis."""
        size = size_of(found)
        self.sizes.update(algebra.names_of(size))
        return size

    def declare(self, name: str, shape: Shape, entries: str = "ℝ") -> None:
        """Note the shape of a name; it has one shape only."""
        resolved = self.given.get(name)
        if resolved is not None:
            self.declared[name] = resolved
            return
        known = self.declared.get(name)
        if known is not None and known.shape is not None and not same_shape(known.shape, shape):
            raise UnsupportedError(f"{name} has two shapes here", hint="rename one of them")
        self.declared.setdefault(name, Declaration(name, shape, entries))

    def declare_function(self, name: str, arguments: int) -> None:
        """Note an author's function of numbers, which goes entry by entry."""
        signature: tuple[tuple[Shape, ...], Shape] = (((),) * arguments, ())
        known = self.given.get(name) or Declaration(name, None, "function", signature)
        self.declared.setdefault(name, known)

    def within(self, ranges: Mapping[Any, Size | None]) -> Context:
        """Return the context with more indices in scope; how far they run, if that is known."""
        return replace(self, ranges={**self.ranges, **ranges})


def size_of(found: Any) -> Size:
    """Return a SymPy expression as a length.

    >>> str(size_of(2 * sympy.Symbol("H") + 1))
    '2*H + 1'
    """
    match found:
        case int() | sympy.Integer():
            return int(found)
        case sympy.Symbol(name=name):
            return str(name)
        case sympy.Rational():
            return algebra.divide(int(found.p), int(found.q))
        case sympy.Pow(exp=sympy.S.NegativeOne):
            return algebra.divide(1, size_of(found.base))
        case sympy.Pow():
            return algebra.power(size_of(found.base), size_of(found.exp))
        case sympy.Mul():
            return _quotient(found)
        case sympy.Add():
            return reduce(algebra.add, map(size_of, found.args))
        case sympy.Max():
            return algebra.maximum(*map(size_of, found.args))
        case sympy.Min():
            return algebra.minimum(*map(size_of, found.args))
    raise UnsupportedError(f"{type(found).__name__} of SymPy is no length of an axis here")


def _quotient(found: Any) -> Size:
    above, below = found.as_numer_denom()
    if below != 1:
        return algebra.divide(size_of(above), size_of(below))
    return algebra.product(map(size_of, found.args))


def chain(op: Op, parts: list[Expr]) -> Expr:
    """Return operands joined by one operator, from left to right."""
    return reduce(lambda left, right: Binary(op, left, right), parts)


def number(value: int) -> Number:
    """Return a whole number."""
    return Number(str(value))
