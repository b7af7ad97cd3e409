"""Operands that papers leave out: ``x_{<t}``, ``f(·, y)``, ``= 3``, ``\\sum_i``."""

from __future__ import annotations

from boxdot.grammar.source import Span
from boxdot.grammar.tokens import CLOSING, OPENING, Token

_SCRIPTS = ("SUB", "SUP")
_SIGNS = ("PLUS", "MINUS")
_BETWEEN = frozenset({"MULOP", "BOXADD", "REL", "IN", "COLON", "MODETIMES", "ARROW", "BAR"})
_SEPARATING = frozenset({"COMMA", "COLSEP", "ROWSEP"})
_HEADS = frozenset({"BIGOP", "PREFIX", "MINOP", "MODETIMES"})
"""What takes an operand after its scripts."""
_OPENS_OPERAND = frozenset({*_BETWEEN, *_SIGNS, *OPENING, *_SEPARATING, *_HEADS, ""})
_NO_OPERAND = frozenset({*_BETWEEN, *CLOSING, *_SEPARATING, *_SCRIPTS, "TRANSPOSE"})
_NO_SIGN = frozenset({"COLON", "MODETIMES", "PREFIX", "MINOP"})
"""After these even a sign is no beginning of an operand."""


def fill_holes(tokens: list[Token]) -> list[Token]:
    """Put a token ``…`` without characters where an operand is missing.

    >>> from boxdot.grammar.latex import tokenize_latex
    >>> [t.kind for t in fill_holes(tokenize_latex("= 3"))]
    ['DOTS', 'REL', 'NUMBER']
    """
    result: list[Token] = []
    before, signs = "", 0  # what the next token follows, and how many signs in a row
    heads: list[str] = []  # for each open bracket: the head whose script it is
    for token in tokens:
        if before in _OPENS_OPERAND and _misses_operand(before, token.kind, signs):
            result.append(_hole(token.span.start))
            before = "DOTS"
        signs = signs + 1 if token.kind in _SIGNS else 0
        if token.kind in OPENING:
            heads.append(_head(result, before))
        head = heads.pop() if token.kind in CLOSING and heads else ""
        before = _kept_head(before, token.kind) or head or token.kind
        result.append(token)
    if before in _OPENS_OPERAND:
        result.append(_hole(result[-1].span.end if result else 0))
    return result


def _misses_operand(before: str, kind: str, signs: int) -> bool:
    """Tell whether no operand comes although one must."""
    if kind in _SIGNS:
        return before in _NO_SIGN or signs > 1
    if kind in _SCRIPTS and before in _HEADS:
        return False
    return kind in _NO_OPERAND and (before, kind) not in _EMPTY


_EMPTY = frozenset({("LBRACE", "RBRACE")})
"""Brackets in which nothing need stand."""


def _kept_head(before: str, kind: str) -> str:
    """Return the head again where its script begins: it still waits for its operand."""
    return before if kind in _SCRIPTS and before in _HEADS else ""


def _head(before: list[Token], head: str) -> str:
    """Return the head of a script whose bracket opens now, "" where it is of something else."""
    return head if before and before[-1].kind in _SCRIPTS and head in _HEADS else ""


def _hole(at: int) -> Token:
    return Token("DOTS", "", Span(at, at))
