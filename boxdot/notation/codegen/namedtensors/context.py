"""Printing named tensors: the names of axes, and how tightly the pieces hold together."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.codegen.entrywise.digits import Digit
from boxdot.notation.codegen.namedtensors.axes import MARK, Axes
from boxdot.notation.expressions.nodes import (
    Apply,
    Binary,
    Expr,
    Index,
    Indicator,
    Negate,
    Power,
    Reduce,
    Symbol,
)
from boxdot.notation.expressions.walking import descendants

SUM, OPEN, PRODUCT, ATOM = 1, 2, 3, 4
"""How tightly a piece of a formula holds together; an open one ends in what a Σ takes in."""

EXTREMA = frozenset({"max", "min"})
"""The reductions that have a word and name the axes that go."""

Piece = tuple[str, int]

Arm = Callable[["Named", Any], Piece]  # Any: each arm takes its own kind of node


@dataclass(frozen=True, slots=True)
class Named:
    """Prints entries as named tensors.

    Parameters
    ----------
    axes
        The axes of the symbols.
    arms
        How each kind of node is printed.
    digits
        What the indices of merged axes are made of.
    renamed
        Other names for the axes that the sums around go along; None outside of all sums.
    taken
        The names of all axes that a statement has.
    """

    axes: Axes
    arms: Mapping[type, Arm]
    digits: Mapping[Expr, tuple[Digit, ...]] = field(default_factory=dict)
    renamed: Mapping[str, str] | None = None
    taken: frozenset[str] = frozenset()

    def axis(self, name: str) -> str:
        """Return the name of an axis as it is written."""
        return axis((self.renamed or {}).get(name, name))

    def text(self, node: Expr, least: int = SUM) -> str:
        """Return the text of a node, in parentheses if it holds together less than asked."""
        text, level = self.piece(node)
        return text if level >= least else f"({text})"

    def piece(self, node: Expr) -> Piece:
        """Return the text of a node, and how tightly it holds together."""
        arm = self.arms.get(type(node))
        if arm is None:
            refuse("this")
        return arm(self, node)


def refuse(what: str) -> NoReturn:
    """Say that something has no form with named axes."""
    raise UnsupportedError(
        f"{what} cannot be written in named tensor notation",
        hint="use --to index, which writes the entries",
    )


def axis(name: str) -> str:
    r"""Return the name of an axis: ``\mathsf{height}``."""
    escaped = name.removeprefix(MARK).replace("_", r"\_")
    return rf"\mathsf{{{escaped}}}"


def _subscripts(node: Index) -> list[str]:
    nodes = [part for s in node.subscripts for part in (s, *descendants(s))]
    return [part.name for part in nodes if isinstance(part, Symbol) and is_axis(part.name)]


def is_axis(name: str) -> bool:
    """Return whether a name is that of an axis."""
    return name.startswith(MARK)


def free_axes(node: Expr) -> set[str]:
    """Return the axes that a node has."""
    match node:
        case Reduce(ranges=ranges, body=body):
            return free_axes(body) - {r.index for r in ranges}
        case Index():
            return set(_subscripts(node))
        case Indicator(relation=relation):
            sides = relation.sides
            names = {s.name for s in sides if isinstance(s, Symbol) and is_axis(s.name)}
            return names.union(*map(free_axes, sides))
        case Binary(left=left, right=right):
            return free_axes(left) | free_axes(right)
        case Power(base=left, exponent=right):
            return free_axes(left) | free_axes(right)
        case Negate(operand=operand):
            return free_axes(operand)
        case Apply(function=function, arguments=arguments, parameters=parameters):
            gone = {s.name for s in parameters if isinstance(s, Symbol)}
            free = set().union(*map(free_axes, arguments))
            return free - gone if function in EXTREMA else free
        case _:
            return set()


def axes_in(node: Expr) -> frozenset[str]:
    """Return the names of all axes that a node has, those that sums go along too."""
    parts = [part for part in (node, *descendants(node)) if isinstance(part, Symbol | Reduce)]
    names = {part.name for part in parts if isinstance(part, Symbol) and is_axis(part.name)}
    summed = {r.index for part in parts if isinstance(part, Reduce) for r in part.ranges}
    return frozenset(names | summed)
