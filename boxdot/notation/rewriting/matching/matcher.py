"""The matcher: one pattern against one node, modulo what commutes, with shapes as the guard."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, permutations
from typing import Any

from boxdot.notation.expressions.nodes import (
    Binary,
    Block,
    Constant,
    Dots,
    Expr,
    Node,
    Norm,
    Op,
    Symbol,
    Transpose,
)
from boxdot.notation.expressions.walking import children, parts
from boxdot.notation.inference import Inference
from boxdot.notation.rewriting.matching.bindings import Bindings
from boxdot.notation.rewriting.matching.building import number_of
from boxdot.notation.rewriting.trees import (
    ASSOCIATIVE,
    COMMUTATIVE,
    combined,
    joined,
    last_operands,
    operands,
    transposed,
)
from boxdot.notation.shapes.conventions import Convention
from boxdot.notation.shapes.padding import pad
from boxdot.notation.shapes.sizes import Shape

MOST_OPERANDS = 8
_EUCLIDEAN = ("", "F")


@dataclass(frozen=True, slots=True)
class Matcher:
    """Matches patterns whose variables have shapes against nodes whose shapes are inferred."""

    variables: Mapping[str, Shape | None]
    inference: Inference

    @property
    def convention(self) -> Convention:
        """Where length-1 axes are free."""
        return self.inference.formula.convention

    def within(self, pattern: Expr, node: Expr) -> Iterator[tuple[Bindings, list[Expr | None]]]:
        """Yield the matches of the pattern with the node or with some operands of its chain.

        With each match come the operands that were left over, None in the place of the match.
        """
        if not self._may_match(pattern, node):
            return
        for found in self.match(pattern, node, Bindings()):
            yield found, [None]
        if isinstance(pattern, Binary) and pattern.op in ASSOCIATIVE:
            yield from self._in_chain(pattern.op, operands(pattern.op, pattern), node)

    def _may_match(self, pattern: Expr, node: Expr) -> bool:
        """Return whether the operands may match by how many axes they have; it is soon asked.

        A named size is greater than 1, so that axes longer than 1 match one another.
        """
        if not isinstance(pattern, Binary) or not isinstance(node, Binary):
            return True
        op = pattern.op
        if op in ASSOCIATIVE and any(_is_of(op, part) for part in (node.left, node.right)):
            return True
        wanted = [self._wanted(part) for part in (pattern.left, pattern.right)]
        if wanted == [None, None]:
            return True
        left, right = (_spanned(self.inference.shape(part)) for part in (node.left, node.right))
        straight = _fits(wanted[0], left) and _fits(wanted[1], right)
        return straight or (
            op in COMMUTATIVE and _fits(wanted[0], right) and _fits(wanted[1], left)
        )

    def _wanted(self, pattern: Expr) -> int | None:
        """Return how many axes longer than 1 what matches has; None for any number."""
        if isinstance(pattern, Transpose):
            pattern = pattern.operand
        return _spanned(self.variables.get(pattern.name)) if isinstance(pattern, Symbol) else None

    def _in_chain(
        self, op: Op, patterns: list[Expr], node: Expr
    ) -> Iterator[tuple[Bindings, list[Expr | None]]]:
        parts = last_operands(op, node, MOST_OPERANDS)
        if len(parts) <= len(patterns):
            return
        for places in _choices(op, len(parts), len(patterns)):
            rest: list[Expr | None] = [p for n, p in enumerate(parts) if n not in places]
            rest.insert(min(places), None)
            for found in self._all(patterns, [parts[place] for place in places], Bindings()):
                yield found, rest

    def match(self, pattern: Any, node: Any, found: Bindings) -> Iterator[Bindings]:
        """Yield the ways in which the variables of the pattern make it the node.

        Any: a pattern of any kind may meet a node of any kind.
        """
        match pattern:
            case Symbol(name=name) if name in found.sizes and name not in self.variables:
                if node == number_of(found.sizes[name]):
                    yield found
            case Symbol(name=name):
                yield from self._variable(name, node, found)
            case Transpose(operand=Symbol(name=name)) if not isinstance(node, Transpose):
                yield from self._row(name, node, found)
            case Constant():
                yield from self._constant(pattern, node, found)
            case Binary(op=op, left=left, right=right) if op in COMMUTATIVE:
                if isinstance(node, Binary) and node.op is op:
                    yield from self._all([left, right], [node.left, node.right], found)
                    yield from self._all([left, right], [node.right, node.left], found)
            case Block() if _copies(pattern) is not None and _copies(pattern) == _copies(node):
                yield from self.match(pattern.rows[0][0], node.rows[0][0], found)
            case _ if type(pattern) is type(node):
                yield from self._fields(pattern, node, found)

    def _all(self, patterns: list[Any], nodes: list[Any], found: Bindings) -> Iterator[Bindings]:
        if not patterns:
            yield found
            return
        place = 0
        if len(patterns) > 1:
            place = next((n for n, p in enumerate(patterns) if self._tells(p)), 0)
        patterns, nodes = [*patterns], [*nodes]
        pattern, node = patterns.pop(place), nodes.pop(place)
        for first in self.match(pattern, node, found):
            yield from self._all(patterns, nodes, first)

    def _tells(self, pattern: Expr) -> bool:
        """Return whether a pattern has a variable, which tells sizes: such come first."""
        if isinstance(pattern, Symbol):
            return pattern.name in self.variables
        return any(map(self._tells, children(pattern)))

    def _variable(self, name: str, node: Expr, found: Bindings) -> Iterator[Bindings]:
        shape = self.inference.shape(node)
        if shape is None:
            return
        wanted = self.variables.get(name, ())
        fitting: Bindings | None = found
        if wanted is not None:
            fitting = found.with_shape(wanted, shape, self.convention)
        bound = None if fitting is None else fitting.with_value(name, node)
        if bound is not None:
            yield bound

    def _row(self, name: str, node: Expr, found: Bindings) -> Iterator[Bindings]:
        """Match zᵀ with a row that is not written as a transpose: z is its transpose."""
        wanted, shape = self.variables.get(name), self.inference.shape(node)
        if wanted is None or len(wanted) != 1 or shape is None:
            return
        row = pad(shape, 2, self.convention)
        if len(row) != 2 or row[0] != 1:
            return
        fitting = found.with_shape(wanted, row[1:], self.convention)
        bound = None if fitting is None else fitting.with_value(name, transposed(node))
        if bound is not None:
            yield bound

    def _constant(self, pattern: Constant, node: Expr, found: Bindings) -> Iterator[Bindings]:
        if not isinstance(node, Constant) or node.kind is not pattern.kind:
            return
        if pattern.sizes is None or node.sizes is None:
            return
        fitting = found.with_shape(pattern.sizes, node.sizes, self.convention)
        if fitting is not None:
            yield fitting

    def _fields(self, pattern: Node, node: Node, found: Bindings) -> Iterator[Bindings]:
        """Match two nodes of one kind field by field."""
        patterns: list[Any] = []
        nodes: list[Any] = []
        for name in parts(type(pattern)):
            here, there = getattr(pattern, name), getattr(node, name)
            if not _paired(here, there, patterns, nodes, isinstance(pattern, Norm)):
                return
        yield from self._all(patterns, nodes, found)


def _is_of(op: Op, node: Expr) -> bool:
    return isinstance(node, Binary) and node.op is op


def _spanned(shape: Shape | None) -> int | None:
    """Return how many axes are longer than 1."""
    return None if shape is None else sum(size != 1 for size in shape)


def _fits(wanted: int | None, count: int | None) -> bool:
    return wanted is None or wanted == count


def _copies(node: Any) -> tuple[bool, bool] | None:
    """Return along which axes a block repeats one cell, with dots or without; None if it differs.

    ``[y, …, y]`` and ``[y, y, y]`` are copies side by side, ``[z; …; z]`` one below the other.
    """
    if not isinstance(node, Block):
        return None
    cells = [cell for row in node.rows for cell in row if not isinstance(cell, Dots)]
    beside, below = len(node.rows[0]) > 1, len(node.rows) > 1
    equal = len(cells) > 1 and all(cell == cells[0] for cell in cells)
    return (beside, below) if equal and beside is not below else None


def _paired(here: Any, there: Any, patterns: list[Any], nodes: list[Any], norm: bool) -> bool:
    """Collect the nodes to be matched; return whether all else is equal."""
    if isinstance(here, Node) and isinstance(there, Node):
        patterns.append(here)
        nodes.append(there)
        return True
    if isinstance(here, tuple) and isinstance(there, tuple):
        pairs = zip(here, there, strict=False)
        return len(here) == len(there) and all(
            _paired(a, b, patterns, nodes, norm) for a, b in pairs
        )
    return bool(here == there) or (norm and here in _EUCLIDEAN and there in _EUCLIDEAN)


def _choices(op: Op, count: int, wanted: int) -> Iterator[tuple[int, ...]]:
    """Yield which operands of a chain to try: neighbours, and any if the operator commutes.

    The last one is among them: the others are a chain of their own, which is tried by itself.
    """
    last = count - 1
    if op not in COMMUTATIVE:
        yield tuple(range(count - wanted, count))
        return
    for chosen in combinations(range(last), wanted - 1):
        yield from permutations((*chosen, last))


def rejoined(op: Op, parts: list[Expr | None], new: Expr, *, flat: bool = True) -> Expr:
    """Return the chain with the new expression in the place of the match.

    ``flat``: with all operands in one chain, whatever stood in parentheses.
    """
    return (combined if flat else joined)(op, [new if part is None else part for part in parts])
