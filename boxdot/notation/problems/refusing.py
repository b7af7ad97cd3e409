"""Saying that a formula asks for something that is neither a fit nor a decomposition."""

from __future__ import annotations

from typing import NoReturn

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Node


def refuse(formula: Formula, node: Node | None, message: str, hint: str = "") -> NoReturn:
    """Raise an error that shows the place in the formula."""
    span = None if node is None else node.span
    text = "" if span is None else formula.text
    raise UnsupportedError(message, text=text, span=span, hint=hint)
