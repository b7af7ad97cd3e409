"""Problems of formulas: what is wrong, where, and what would be right."""

from __future__ import annotations

from dataclasses import dataclass

from boxdot.grammar.source import Span
from boxdot.notation.expressions.nodes import Expr
from boxdot.notation.shapes.sizes import Shape

ERROR = "error"
WARNING = "warning"
INFO = "info"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with a formula.

    Parameters
    ----------
    name
        The rule's name, such as ``hadamard-mismatch``; the codes are in ``diagnostics.CODES``.
    message
        One sentence for the author, with the shapes.
    severity
        ``"error"``, ``"warning"`` or ``"info"``.
    axis
        The first axis at fault, counted from 1 in the padded shapes, or None.
    span
        Where: the operator for a binary operation, else the expression.
    shapes
        The shapes of the operands, as declared or inferred.
    condition
        When it would be right, written with ``= and or ( ) max``; "" when never.
    fix
        The corrected operand or operation as text, or None; applying it must itself check.
    node, replacement
        The faulty expression and what would replace it.
    """

    name: str
    message: str
    severity: str = ERROR
    axis: int | None = None
    span: Span | None = None
    shapes: tuple[Shape, ...] = ()
    condition: str = ""
    fix: str | None = None
    node: Expr | None = None
    replacement: Expr | None = None

    @property
    def code(self) -> str:
        """The stable code of the rule."""
        return CODES[self.name]


CODES = {
    "hadamard-mismatch": "BX101",
    "hadamard-incompatible": "BX102",
    "hadamard-scalar": "BX103",
    "implicit-broadcast-add": "BX201",
    "scalar-add": "BX202",
    "identity-as-ones": "BX203",
    "incompatible-add": "BX204",
    "tensor-division": "BX301",
    "strict-division": "BX302",
    "zero-denominator": "BX303",
    "broadcast-condition": "BX401",
    "non-associative-broadcast": "BX402",
    "side-mismatch": "BX501",
    "matmul-mismatch": "BX502",
    "ill-shaped": "BX503",
    "symbol-conflict": "BX601",
    "conflicting-declaration": "BX602",
    "undeclared-shape": "BX603",
    "ambiguous-square": "BX604",
    "numpy-hazard": "BX701",
    "unused-ignore": "BX901",
}
"""Rule name to code; a code never changes its meaning once published."""


def inferred_code(name: str) -> str:
    """Return the code of a rule where a shape is inferred, not declared.

    >>> inferred_code("scalar-add")
    'BXI202'
    """
    return "BXI" + CODES[name].removeprefix("BX")
