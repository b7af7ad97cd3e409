"""What stands raised and lowered: transposes, squares, powers and indices."""

from __future__ import annotations

from boxdot.notation.expressions.nodes import (
    Apply,
    BroadcastForm,
    Index,
    Marginal,
    Number,
    Power,
    Transpose,
)
from boxdot.notation.printing.functions import call
from boxdot.notation.printing.precedence import Script
from boxdot.notation.printing.printer import Printer


def transpose(node: Transpose, p: Printer, last: bool) -> str:
    """Print ``Xᵀ``."""
    return p.base(node.operand, Script.SUP) + p.spelling.transpose


def broadcast_form(node: BroadcastForm, p: Printer, last: bool) -> str:
    """Print ``X^□``."""
    return p.base(node.operand, Script.SUP) + p.spelling.square_up


def marginal(node: Marginal, p: Printer, last: bool) -> str:
    """Print ``X_□``."""
    return p.base(node.operand, Script.SUB) + p.spelling.square_down


def power(node: Power, p: Printer, last: bool) -> str:
    """Print ``X^n``, and ``(X_j)^n`` where ``X_j^n`` would be an entry."""
    exponent = p.spelling.exponent(p.script((node.exponent,)))
    match node:
        case Power(Apply(function=name, parameters=()) as head, Number("2" | "3")):
            if name in _RAISED_HEADS and head.given is None:
                return call(head, p, exponent)
    if isinstance(node.base, Index) and p.is_entry(node.base, node.exponent):
        return p.parenthesised(node.base) + exponent
    return p.base(node.base, Script.SUP) + exponent


_RAISED_HEADS = frozenset({"diag", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh"})
"""Functions that are written ``diag²(y)``, not ``diag(y)²``."""


def index(node: Index, p: Printer, last: bool) -> str:
    """Print ``y_{ijk}``."""
    corners = Script.SUB if node.subscripts else Script.NONE
    corners |= Script.SUP if node.superscripts else Script.NONE
    text = p.base(node.base, corners)
    join = p.joins_indices(node)
    if node.subscripts:
        text += p.spelling.subscript(p.script(node.subscripts, join=join))
    if node.superscripts:
        text += p.spelling.superscript(p.script(node.superscripts, join=join))
    return text
