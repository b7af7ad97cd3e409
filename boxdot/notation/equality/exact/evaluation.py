"""What the operations need of the evaluator: a face without the table of arms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from boxdot.notation.equality.exact.arrays import Array, Lengths
from boxdot.notation.equality.exact.numbers import Number
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Expr

Indices = Mapping[str, int]


class Supply(Protocol):
    """Where the values of declared symbols and of unknown functions come from."""

    def array(self, name: str, shape: Lengths, family: str | None = None) -> Array:
        """Return the value of a symbol, or of a member of a declared family."""

    def function(self, name: str, arguments: tuple[Array, ...], shape: Lengths) -> Array:
        """Return the value of an author's function."""


class Evaluation(Protocol):
    """The state of one evaluation."""

    formula: Formula
    supply: Supply

    @property
    def leading(self) -> bool:
        """Whether leading axes of length 1 are the free ones."""

    def __call__(self, node: Expr, at: Indices) -> Array:
        """Return the value of a node."""

    def number(self, node: Expr, at: Indices) -> Number:
        """Return the value of a node that is a number."""

    def matrix(self, node: Expr, at: Indices) -> Array:
        """Return the value of a node as a matrix."""

    def lengths(self, node: Expr) -> Lengths:
        """Return the inferred shape of a node."""
