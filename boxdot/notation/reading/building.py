"""From a parse tree to nodes: the table of which function builds which rule of the grammar."""

from __future__ import annotations

from boxdot.notation.expressions.symbols import Symbols
from boxdot.notation.reading import applying, operands, operators
from boxdot.notation.reading.trees import Reader

RULES = {**operators.RULES, **applying.RULES, **operands.RULES}


def reader_for(text: str, symbols: Symbols) -> Reader:
    """Return a reader of one text."""
    return Reader(text, symbols, RULES)
