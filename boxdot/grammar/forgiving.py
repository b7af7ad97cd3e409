"""Papers write more than the grammar reads: passes that make a place for what has no shape.

They run only where formulas of papers are read. An operator without a meaning for shapes becomes
a product of unknown value, words in brackets a name: what leans on one of these has no known
shape, and what stands beside it is still read.
"""

from __future__ import annotations

from collections.abc import Iterator

from boxdot.grammar.brackets import closing_index, kind_at
from boxdot.grammar.passes import passed
from boxdot.grammar.tokens import CLOSING, OPENING, Token

_SCRIPTS = ("SUB", "SUP")
_SIGNS = frozenset({"PLUS", "MINUS"})
_BETWEEN = frozenset({"MULOP", "BOXADD", "REL", "IN", "COLON", *_SIGNS})
_SEPARATING = frozenset({"COMMA", "COLSEP", "ROWSEP", "NEWLINE", "BAR", ""})
_OPENS = _SEPARATING | {*OPENING}
_CLOSES = _SEPARATING | {*CLOSING}
_ROWS_OF_FACTORS = frozenset("⊙⊗⊕∪∩∨∧")


def forgive(tokens: list[Token]) -> list[Token]:
    """Return a statement's tokens with what has no shape made something that can be read."""
    return passed(tokens, _PASSES)


def _words_as_names(tokens: list[Token]) -> list[Token]:
    """Make words in brackets, which end no statement there, names; no words, a hole."""
    return [
        t.as_kind("NAME" if t.text else "DOTS") if t.kind in ("REMARK", "WHERE") else t
        for t in tokens
    ]


def _without_evaluation_bars(tokens: list[Token]) -> list[Token]:
    """Drop the bar of ``f(x)|_{x=0}`` with what is lowered and raised at it."""
    result: list[Token] = []
    position = 0
    while position < len(tokens):
        evaluates = tokens[position].kind == "BAR" and kind_at(tokens, position + 1) == "SUB"
        if not evaluates:
            result.append(tokens[position])
        position += 1
        while evaluates and kind_at(tokens, position) in _SCRIPTS:
            position = closing_index(tokens, position + 1) + 1
    return result


def _without_empty_rows(tokens: list[Token]) -> list[Token]:
    """Drop line ends that follow a line end or the opening of a matrix."""
    return [
        token
        for position, token in enumerate(tokens)
        if token.kind != "NEWLINE" or kind_at(tokens, position - 1) not in ("NEWLINE", "LBRACK", "")
    ]


def _big_products(tokens: list[Token]) -> list[Token]:
    """Make ``⊙`` where an operand begins a big operator: ``⨀_i x_i``."""
    return [
        token.as_kind("BIGOP")
        if token.kind == "MULOP"
        and token.text in _ROWS_OF_FACTORS
        and kind_at(tokens, position - 1) in _OPENS | _BETWEEN
        and kind_at(tokens, position + 1) not in _CLOSES | _BETWEEN
        else token
        for position, token in enumerate(tokens)
    ]


def _lone_signs(tokens: list[Token]) -> list[Token]:
    """Make a sign that stands alone, as in ``f(·)``, a mark."""
    return [
        token.as_kind("MARK")
        if token.kind in _BETWEEN
        and token.kind != "COLON"  # X_{:,j} takes all along an axis
        and kind_at(tokens, position - 1) in _OPENS
        and kind_at(tokens, position + 1) in _CLOSES
        else token
        for position, token in enumerate(tokens)
    ]


def _memberships(tokens: list[Token]) -> list[Token]:
    """Leave ``∈`` only where it ends a statement or an item; elsewhere it is an operator."""
    wrong = set(_inner_memberships(tokens))
    return [
        token.as_kind("MULOP", "∈") if position in wrong else token
        for position, token in enumerate(tokens)
    ]


def _inner_memberships(tokens: list[Token]) -> Iterator[int]:
    """Yield where a ``∈`` is followed by one more, or by a relation, in the same brackets."""
    found: list[list[int]] = [[]]  # the places of ∈, for each open bracket
    for position, token in enumerate(tokens):
        if token.kind in OPENING:
            found.append([])
        elif token.kind in CLOSING:
            found.pop()
        elif token.kind == "COMMA" and len(found) > 1:
            found[-1] = []
        elif token.kind == "IN":
            found[-1].append(position)
            if len(found[-1]) > 1:
                yield from found[-1]
        elif token.kind == "REL" and (token.text != "→" or len(found) > 1):
            yield from found[-1]


_PASSES = (
    ({"REMARK", "WHERE"}, _words_as_names),
    ({"BAR"}, _without_evaluation_bars),
    ({"NEWLINE"}, _without_empty_rows),
    ({"MULOP"}, _big_products),
    (_BETWEEN, _lone_signs),
    ({"IN"}, _memberships),
)


# --- after the functions are known ---------------------------------------------------------------


def divide(tokens: list[Token]) -> list[Token]:
    """Leave a bar only where the grammar has one: in arguments, scripts and braces, once."""
    result: list[Token] = []
    takes = [False]  # whether the open bracket may have a bar
    for token in tokens:
        if token.kind in OPENING:
            takes.append(_takes_bar(token, result))
        elif token.kind in CLOSING:
            takes.pop()
        elif token.kind == "BAR":
            if not takes[-1]:
                token = token.as_kind("MULOP")
            takes[-1] = False
        result.append(token)
    return result


def _takes_bar(opening: Token, before: list[Token]) -> bool:
    if opening.kind == "LBRACE":
        return True
    last = kind_at(before, len(before) - 1)
    if opening.kind == "ARGOPEN":
        return last in _SCRIPTS
    return opening.kind == "LPAR" and before_scripts(before) == "FUNC"


def before_scripts(tokens: list[Token]) -> str:
    """Return the kind of what stands before the scripts with which the tokens end."""
    at = len(tokens) - 1
    while at >= 0 and tokens[at].kind == "ARGCLOSE":
        depth = 0
        while at >= 0:
            depth += (tokens[at].kind in CLOSING) - (tokens[at].kind in OPENING)
            if depth == 0:
                break
            at -= 1
        if kind_at(tokens, at - 1) not in _SCRIPTS:
            return "ARGCLOSE"
        at -= 2
    return kind_at(tokens, at)
