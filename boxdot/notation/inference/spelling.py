"""How a fix is written: as its author wrote the formula, but for what changes."""

from __future__ import annotations

import re

from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Apply, Binary, Expr, Index, Symbol, Transpose
from boxdot.notation.printing import to_text
from boxdot.notation.printing.face import SPELLINGS


def fix_text(formula: Formula, node: Expr, replacement: Expr) -> str:
    """Return the text of what replaces a node.

    Operands that stay keep the author's spelling; where they cannot be told apart in the text,
    everything is printed anew.
    """
    spelling = spelling_of(formula.text)
    if isinstance(node, Binary) and isinstance(replacement, Binary):
        spliced = _spliced(formula, node, replacement, spelling)
        if spliced is not None:
            return spliced
    return to_text(replacement, spelling, symbols=formula.symbols)


def spelling_of(text: str) -> str:
    """Return the spelling that a text is written in; Unicode if it could be either.

    >>> spelling_of("X + y"), spelling_of("X .* y"), spelling_of(r"X \\boxdot y")
    ('unicode', 'ascii', 'latex')
    """
    if "\\" in text:
        return "latex"
    return "ascii" if text.isascii() and _ASCII_MARKS.search(text) else "unicode"


_ASCII_MARKS = re.compile(r"\.[*+/-]|\([*/]\)|'|\^T")


def _spliced(formula: Formula, old: Binary, new: Binary, spelling: str) -> str | None:
    spans = (old.left.span, old.operator_span, old.right.span)
    if spans[0] is None or spans[1] is None or spans[2] is None:
        return None
    if not spans[0].end <= spans[1].start <= spans[1].end <= spans[2].start:
        return None  # \frac{a}{b}
    known = [old.left, old.right]
    left = _operand(formula, new.left, known, spelling)
    right = _operand(formula, new.right, known, spelling)
    if left is None or right is None:
        return None
    same = new.op is old.op
    operator = (
        spans[1].of(formula.text).strip() if same else SPELLINGS[spelling].operators[new.op].strip()
    )
    return f"{left} {operator} {right}" if operator else f"{left} {right}"


def _operand(formula: Formula, node: Expr, known: list[Expr], spelling: str) -> str | None:
    if any(node is operand for operand in known):
        return node.span.of(formula.text) if node.span is not None else None
    if isinstance(node, Transpose) and any(node.operand is operand for operand in known):
        if not isinstance(node.operand, Symbol | Index | Apply) or node.operand.span is None:
            return None
        return node.operand.span.of(formula.text) + SPELLINGS[spelling].transpose
    return None if isinstance(node, Binary) else to_text(node, spelling, symbols=formula.symbols)
