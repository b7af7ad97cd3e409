"""The one stream of tokens that every spelling is read into."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from boxdot.grammar.source import Span


class Token(NamedTuple):
    """One token: its kind (a terminal of ``formula.lark``), its canonical text and its place.

    ``spaced`` says whether white space stood before it in a spelling where that matters.
    """

    kind: str
    text: str
    span: Span
    spaced: bool = False

    def as_kind(self, kind: str, text: str | None = None) -> Token:
        """Return the same token as another kind."""
        return Token(kind, self.text if text is None else text, self.span, self.spaced)


OPENING = {
    "LPAR": "RPAR",
    "LBRACK": "RBRACK",
    "LBRACE": "RBRACE",
    "ARGOPEN": "ARGCLOSE",
    "NORMOPEN": "NORMCLOSE",
    "ABSOPEN": "ABSCLOSE",
    "LANGLE": "RANGLE",
}
"""Each opening kind with the kind that closes it."""

CLOSING = {close: opening for opening, close in OPENING.items()}

PUNCTUATION = frozenset({*OPENING, *CLOSING, "COMMA", "COLSEP", "ROWSEP"})
"""Kinds that only bracket or separate."""

OPERAND_ENDS = frozenset(
    {
        *{"NAME", "NUMBER", "CONSTANT", "DOTS", "SLICE", "MARK", "SQUARE", "TRANSPOSE"},
        *{"RPAR", "RBRACK", "RBRACE", "ARGCLOSE", "NORMCLOSE", "ABSCLOSE", "RANGLE"},
    }
)
"""Kinds after which an operand is complete: what follows is an operator or a juxtaposition."""

OPERAND_STARTS = frozenset(
    {
        *{"NAME", "NUMBER", "CONSTANT", "DOTS", "SLICE", "MARK", "SQUARE", "FUNC", "PREFIX"},
        *{"LPAR", "LBRACK", "LBRACE", "NORMOPEN", "ABSOPEN", "LANGLE", "FRAC", "SQRT", "BIGOP"},
    }
)
"""Kinds with which an operand begins."""


def fraction_of(character: str) -> tuple[str, str] | None:
    """Return the numerator and denominator of ``½``, ``¼`` …, None for other characters.

    >>> fraction_of("¾"), fraction_of("3")
    (('3', '4'), None)
    """
    kind, *codes = unicodedata.decomposition(character).split() or [""]
    if kind != "<fraction>":
        return None
    over, _, under = "".join(chr(int(code, 16)) for code in codes).partition("\u2044")
    return (over, under) if over and under else None


def fraction_tokens(parts: tuple[str, str], span: Span, spaced: bool = False) -> list[Token]:
    """Return the tokens of a fraction of two numbers that one character writes."""
    tokens = [Token("FRAC", "", span, spaced)]
    for part in parts:
        tokens += [Token("ARGOPEN", "", span), Token("NUMBER", part, span)]
        tokens.append(Token("ARGCLOSE", "", span))
    return tokens
