"""Brackets and fences: which ``|`` opens and which closes, and whether all are balanced."""

from __future__ import annotations

from boxdot.grammar.errors import NotationError
from boxdot.grammar.source import Span
from boxdot.grammar.tokens import CLOSING, OPENING, OPERAND_ENDS, Token

MAX_DEPTH = 50
"""How deep brackets may nest."""

_KINDS = {"‖": "NORM", "|": "ABS"}


def pair_fences(tokens: list[Token], text: str, *, forgiving: bool = False) -> list[Token]:
    """Return the tokens with every ``|`` and ``‖`` made an opening, closing or dividing one.

    One glyph opens and closes, so the token before decides: after an operand it closes an open
    fence, elsewhere it opens one. Raises `NotationError` where brackets do not balance.
    ``forgiving``: half-open intervals do, and a fence that nothing closes is a bar.
    """
    stack: list[Token] = []
    result: list[Token] = []
    for position, token in enumerate(tokens):
        if token.kind == "FENCE":
            token = _fence(token, stack, result, tokens[position + 1 :])
        if token.kind in OPENING:
            _open(token, stack, text)
        elif token.kind in CLOSING:
            while forgiving and stack and _divides(stack[-1], token):
                bar = stack.pop()
                result[result.index(bar)] = bar.as_kind("BAR")
            if forgiving and stack and _is_interval(stack[-1], token, result):
                result[result.index(stack[-1])] = stack[-1] = stack[-1].as_kind("LPAR")
                token = token.as_kind("RPAR")
            _close(token, stack, text)
        result.append(token)
    while forgiving and stack and stack[-1].kind in _FENCES:
        bar = stack.pop()
        result[result.index(bar)] = bar.as_kind("BAR")
    if stack:
        raise _unclosed(stack[-1], text)
    return result


def _fence(token: Token, stack: list[Token], before: list[Token], after: list[Token]) -> Token:
    kind = _KINDS[token.text]
    follows_operand = bool(before) and before[-1].kind in OPERAND_ENDS
    if follows_operand and stack and stack[-1].kind == kind + "OPEN":
        return token.as_kind(kind + "CLOSE")
    if follows_operand and not _closes_later(token, after, stack):
        return token.as_kind("BAR")
    return token.as_kind(kind + "OPEN")


def _closes_later(token: Token, after: list[Token], stack: list[Token]) -> bool:
    """Tell whether an equal fence follows before the surrounding bracket closes."""
    if token.text == "|" and stack:
        return False  # inside brackets a bar after an operand divides: p(x | y), [y | y]
    depth = 0
    for other in after:
        if depth == 0 and other.kind == "FENCE" and other.text == token.text:
            return True
        depth += (other.kind in OPENING) - (other.kind in CLOSING)
        if depth < 0:
            return False
    return False


def _open(token: Token, stack: list[Token], text: str) -> None:
    stack.append(token)
    if len(stack) > MAX_DEPTH:
        raise NotationError(
            f"brackets are nested more than {MAX_DEPTH} deep",
            text=text,
            span=token.span,
            hint="name a part of the formula and use the name",
        )


def _close(token: Token, stack: list[Token], text: str) -> None:
    if not stack:
        raise NotationError(f"this {token.text} closes nothing", text=text, span=token.span)
    opening = stack.pop()
    if OPENING[opening.kind] != token.kind:
        raise NotationError(
            f"this {token.text} does not close the {opening.text or '{'} that is open",
            text=text,
            span=Span(opening.span.start, token.span.end),
        )


_FENCES = ("ABSOPEN", "NORMOPEN")


def _divides(opening: Token, closing: Token) -> bool:
    """Tell whether a fence that nothing closes is a bar: ``p(· | x)``."""
    return opening.kind in _FENCES and OPENING[opening.kind] != closing.kind


def _is_interval(opening: Token, closing: Token, before: list[Token]) -> bool:
    """Tell whether brackets of two kinds hold two ends: ``[a, b)``."""
    if {opening.kind, closing.kind} not in ({"LBRACK", "RPAR"}, {"LPAR", "RBRACK"}):
        return False
    depth = commas = 0
    for token in before[before.index(opening) :]:
        depth += (token.kind in OPENING) - (token.kind in CLOSING)
        commas += depth == 1 and token.kind in ("COMMA", "SEMI", "COLON")
    return commas == 1


def _unclosed(token: Token, text: str) -> NotationError:
    return NotationError(f"this {token.text or '{'} is never closed", text=text, span=token.span)
