"""Brackets that only lay a formula out: cases, systems of equations, fences without a partner."""

from __future__ import annotations

import re

from boxdot.grammar.brackets import kind_at
from boxdot.grammar.latex.scanner import Scanner
from boxdot.grammar.source import Span
from boxdot.grammar.tokens import CLOSING, OPENING, Token

CASES = frozenset({"cases", "dcases", "rcases", "drcases", "numcases", "subnumcases"})
"""Environments of values and the conditions under which they hold."""

_ENDS_VALUE = ("COLSEP", "COMMA", "WHERE", "REMARK", "QUAD", "SEMI")
_BAR = re.compile(r"\s*(?:\||\\[lr]?vert(?![A-Za-z]))")
_DELIMITER = re.compile(r"\s*(?:\\(?:[A-Za-z]+|.)|[^\s\\])")


def as_cases(tokens: list[Token], span: Span) -> list[Token]:
    """Return the values among the rows as arguments of a function; conditions are left out."""
    result = [Token("FUNC", "cases", Span(span.start, span.start))]
    for row in rows_of(tokens):
        value = row[: next((i for i, t in _outside(row) if t.kind in _ENDS_VALUE), len(row))]
        if value:
            at = value[0].span.start
            opens = len(result) == 1
            result.append(Token("LPAR" if opens else "COMMA", "", Span(at, at)))
            result += value
    if len(result) == 1:
        return [result[0].as_kind("NAME")]
    return [*result, Token("RPAR", "", Span(span.end, span.end))]


def is_system(tokens: list[Token]) -> bool:
    """Tell whether the rows are statements, not values: a relation stands in or after a cell."""
    for row in rows_of(tokens):
        cell = 0
        for _, token in _outside(row):
            cell += token.kind == "COLSEP"
            if token.kind == "REL" and (cell == 0 or _follows_separator(row, token)):
                return True
    return False


def _follows_separator(row: list[Token], token: Token) -> bool:
    return kind_at(row, row.index(token) - 1) == "COLSEP"


def rows_of(tokens: list[Token]) -> list[list[Token]]:
    """Split tokens at line ends outside of brackets."""
    rows: list[list[Token]] = [[]]
    breaks = {i for i, token in _outside(tokens) if token.kind == "NEWLINE"}
    for position, token in enumerate(tokens):
        if position in breaks:
            rows.append([])
        else:
            rows[-1].append(token)
    return rows


def _outside(tokens: list[Token]) -> list[tuple[int, Token]]:
    """Return the tokens outside of all brackets with their places."""
    found, depth = [], 0
    for position, token in enumerate(tokens):
        depth -= token.kind in CLOSING
        if depth <= 0:
            found.append((position, token))
        depth += token.kind in OPENING
    return found


def is_alone(before: list[Token]) -> bool:
    """Tell whether what follows these tokens stands in no bracket."""
    if before and before[-1].kind == "FENCE":
        return False
    return not sum((t.kind in OPENING) - (t.kind in CLOSING) for t in before)


# --- \left and \right ----------------------------------------------------------------------------


def open_left(scanner: Scanner) -> None:
    r"""Note a ``\left``: at which token it stands, -1 if it has no delimiter."""
    scanner.skip_space()
    if scanner.text.startswith(".", scanner.at):
        scanner.at += 1
        scanner.lefts.append(-1)
    else:
        scanner.lefts.append(len(scanner.tokens))


def close_right(scanner: Scanner, start: int) -> bool:
    r"""Read what follows ``\right`` where one of the pair is ``.``; tell whether this was so."""
    left = scanner.lefts.pop() if scanner.lefts else None
    scanner.skip_space()
    if scanner.text.startswith(".", scanner.at):
        scanner.at += 1
        if left is not None and left >= 0 and scanner.unknown_commands:
            _drop_left(scanner, left, start)
        return True
    if left != -1:
        return False
    if bar := _BAR.match(scanner.text, scanner.at):
        scanner.at = bar.end()
        scanner.emit("BAR", "|", start)
    elif delimiter := _DELIMITER.match(scanner.text, scanner.at):
        scanner.at = delimiter.end()
    return True


def _drop_left(scanner: Scanner, left: int, start: int) -> None:
    """Take out a bracket that nothing closes; behind a brace stand cases or a system."""
    tokens = scanner.tokens
    if kind_at(tokens, left) not in (*OPENING, "FENCE"):
        return
    opening = tokens.pop(left)
    if opening.kind != "LBRACE":
        return
    inside = tokens[left:]
    if kind_at(inside, 0) == "LBRACK" and kind_at(inside, -1 + len(inside)) == "RBRACK":
        inside = _as_rows(inside[1:-1])
    if is_system(inside) and is_alone(tokens[:left]):
        separator = [Token("SEMI", ";", opening.span)] if tokens[:left] else []
        tokens[left:] = [*separator, *inside]
    else:
        tokens[left:] = as_cases(inside, Span(opening.span.start, start))


def _as_rows(tokens: list[Token]) -> list[Token]:
    """Make row separators line ends again."""
    return [t.as_kind("NEWLINE") if t.kind == "ROWSEP" else t for t in tokens]
