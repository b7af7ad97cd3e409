"""What a rule of differentiation is: from the adjoint of a node to those of its operands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from boxdot.notation.deriving.context import Context
from boxdot.notation.deriving.terms import Term
from boxdot.notation.expressions.nodes import Expr


class Pull(NamedTuple):
    """An operand and the adjoint that it gets: the derivative of the whole with respect to it."""

    operand: Expr
    adjoint: Term


Pulls = Iterator[Pull]
Rule = Callable[[Context, Any, Term], Pulls]
"""Any: each rule takes the kind of node that it is filed under."""
