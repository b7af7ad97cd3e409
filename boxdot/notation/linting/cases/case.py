"""A problem as it stands in a paper, with everything that decides whether it is proven."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from boxdot.notation.diagnostics import Problem
from boxdot.notation.expressions.nodes import Binary, Chain, Expr
from boxdot.notation.expressions.symbols import Symbols
from boxdot.notation.expressions.walking import descendants
from boxdot.notation.inference import Inference
from boxdot.notation.linting.declaring.unsaid import is_unsaid
from boxdot.notation.linting.setting import Setting
from boxdot.notation.shapes.broadcasting import compare_broadcasting
from boxdot.notation.shapes.conventions import Convention
from boxdot.notation.shapes.judging import Verdict, judge_distinct
from boxdot.notation.shapes.padding import pad
from boxdot.notation.shapes.sizes import Shape, Size


@dataclass(frozen=True, slots=True)
class Case:
    """A problem that inference found in a statement of a paper.

    Parameters
    ----------
    problem, statement, inference
        The problem, the statement in which it stands, and the shapes of everything in it.
    setting
        What is known at the place of the paper.
    """

    problem: Problem
    statement: Chain
    inference: Inference
    setting: Setting

    @property
    def symbols(self) -> Symbols:
        """The declared symbols of the formula."""
        return self.inference.formula.symbols

    @property
    def text(self) -> str:
        """The formula."""
        return self.inference.formula.text

    def operands(self) -> Iterator[tuple[Expr, Shape]]:
        """Yield the operands of the faulty operation with their shapes, where these are known."""
        node = self.problem.node
        if isinstance(node, Binary):
            for operand in (node.left, node.right):
                shape = self.inference.shape(operand)
                if shape is not None:
                    yield operand, shape

    def disagreements(self) -> list[tuple[Size, Size]]:
        """Return the sizes that should agree and do not, axis by axis."""
        left, right = (*self.problem.shapes, (), ())[:2]
        if self.problem.name == "matmul-mismatch" and isinstance(self.problem.node, Binary):
            return [(left[-1], right[0])]
        order = max(len(left), len(right))
        pairs = zip(pad(left, order), pad(right, order), strict=True)
        return [(first, second) for first, second in pairs if first != second]

    def parts(self) -> Iterator[Expr]:
        """Yield the faulty expressions and everything in them."""
        for node in self.faulty():
            yield node
            yield from descendants(node)

    def faulty(self) -> tuple[Expr, ...]:
        """Return the faulty expression; of sides that differ, all of them."""
        if self.problem.name == "side-mismatch":
            return self.statement.sides
        return () if self.problem.node is None else (self.problem.node,)


def stands_for_a_row(first: Shape, second: Shape) -> bool:
    """Tell whether two shapes differ only in how a vector lies: ``h``, ``1×h`` and ``h×1``.

    >>> stands_for_a_row(("h",), (1, "h")), stands_for_a_row(("n", "h"), (1, "h"))
    (True, False)
    """
    return _long(first) == _long(second)


def _long(shape: Shape) -> Shape:
    return tuple(size for size in shape if size != 1)


def _agreeing(shape: Shape, other: Shape) -> Shape:
    """Return a shape in which sizes that are not said are those of the other, axis by axis."""
    if len(shape) != len(other):
        return shape
    pairs = zip(shape, other, strict=True)
    return tuple(there if is_unsaid(here) and there != 1 else here for here, there in pairs)


def broadcasts(first: Shape, second: Shape) -> bool:
    """Tell whether two shapes would broadcast in one of the conventions.

    >>> broadcasts(("n", "h"), ("h",)), broadcasts(("n", "h"), ("m",))
    (True, False)

    A size that is not said may be any but 1:

    >>> broadcasts((1, "d"), ("·", "·")), broadcasts((2, "d"), (3, "·"))
    (True, False)
    """
    first, second = _agreeing(first, second), _agreeing(second, first)
    conditions = (compare_broadcasting(first, second, c).condition for c in Convention)
    return any(judge_distinct(condition) is Verdict.HOLDS for condition in conditions)
