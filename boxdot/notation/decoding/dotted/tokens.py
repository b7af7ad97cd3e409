"""The pieces of Julia and MATLAB code, the trees made of them, and what assignments say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from boxdot.grammar.errors import NotationError, UnsupportedError
from boxdot.grammar.source import Span

LONGEST = 20_000


class Token(NamedTuple):
    """A piece of code; ``spaced`` tells whether white space stands before it."""

    kind: str
    text: str
    span: Span
    spaced: bool


@dataclass(frozen=True, slots=True)
class Tree:
    """An operation with its parts: ``kind`` says which, ``text`` the sign, name or number."""

    kind: str
    text: str
    parts: tuple[Tree, ...]
    span: Span


_TOKENS = re.compile(
    r"(?P<space>[ \t\r]+|\.\.\.[ \t]*(?=[^\n)\],; ])[^\n]*\n|\.\.\.[ \t]*\n)"
    r"|(?P<comment>[#%][^\n]*)|(?P<newline>\n|;)"
    r"|(?P<number>(?:\d+(?:\.(?![*/\\^'+\-])\d*)?|\.\d+)(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[^\W\d](?:\w|[.\u0300-\u036f])*?(?=\.\(|\.[*/\\^+\-<>=!&|']|[^\w\u0300-\u036f]|$)[!]?)"
    r'|(?P<text>"""(?s:.*?)"""|"[^"\n]*")'
    r"|(?P<assign>\.?[-+*/^]=(?!=)|\.=(?!=))"
    r"|(?P<sign>->|\|>|\.\|>|::|<:|&&|\|\||\.&|\.\||\.\.\.|\.\(|\.'|\.\*|\./|\.\\|\.\^|\.\+|\.-|\.==|\.!=|\.<=|\.>=|\.<|\.>|==|~=|!=|<=|>="
    r"|[-+*/\\^<>=~!&|()\[\]{},:'@⋅@.?])"
)

BINDING = {
    **dict.fromkeys(("|>", ".|>"), 1),
    **dict.fromkeys(("&", "|", ".&", ".|", "&&", "||"), 1.5),
    **dict.fromkeys(("==", "!=", "~=", "<=", ">=", "<", ">"), 2),
    **dict.fromkeys((".==", ".!=", ".<=", ".>=", ".<", ".>"), 2),
    ":": 3,
    **dict.fromkeys(("+", "-", ".+", ".-"), 4),
    **dict.fromkeys(("*", "/", "\\", ".*", "./", ".\\", "⋅"), 5),
    **dict.fromkeys(("^", ".^"), 7),
}
"""How tightly the operators between two operands hold; a sign before one holds with 6."""


def tokens_of(text: str) -> list[Token]:
    """Return the pieces of a code, without white space and comments."""
    if len(text) > LONGEST:
        raise UnsupportedError(f"the code is longer than {LONGEST} characters")
    found: list[Token] = []
    place, spaced = 0, False
    while place < len(text):
        match = _TOKENS.match(text, place)
        if match is None:
            span = Span(place, place + 1)
            raise NotationError("this character is not understood here", text=text, span=span)
        kind = match.lastgroup or ""
        if kind in ("space", "comment") or (match[0] == "\n" and _goes_on(found)):
            spaced = True
        else:
            found.append(Token(kind, match[0], Span(*match.span()), spaced))
            spaced = False
        place = match.end()
    return [*found, Token("end", "", Span(len(text), len(text)), spaced)]


def _goes_on(tokens: list[Token]) -> bool:
    """Tell whether a line goes on in the next one: in parentheses, or behind an operator."""
    opened: list[str] = []
    for token in tokens:
        if token.text in ("(", ".(", "["):
            opened.append(token.text)
        elif token.text in (")", "]") and opened:
            opened.pop()
    last = tokens[-1] if tokens else None
    operator = last is not None and last.kind == "sign" and last.text in {*BINDING, "="}
    return (bool(opened) and opened[-1] != "[") or (operator and not opened)


KINDS = {
    "for": "a loop",
    "while": "a loop",
    "parfor": "a loop",
    "if": "a choice between statements",
    "switch": "a choice between statements",
    "try": "handling of errors",
    "struct": "a structure",
    "mutable": "a structure",
    "module": "a module",
    "macro": "a macro",
    "classdef": "a class",
}
"""What a reader calls the statements that are not read."""


def assignment(target: Tree, sign: str, value: Tree) -> Tree:
    """Return what ``=``, ``+=`` or ``.*=`` says: the sum and the product are written out."""
    span = target.span | value.span
    plain = sign.removeprefix(".").removesuffix("=")
    if plain:
        operator = ("." if sign.startswith(".") else "") + plain
        value = Tree("binary", operator, (target, value), span)
    place = "in place" if sign.startswith(".") else ""
    if target.kind == "call" and target.parts[0].kind == "name" and sign == "=":
        names = all(part.kind in ("name", "named") for part in target.parts[1:])
        if names and value.kind != "everything":
            return Tree("put or define", target.parts[0].text, (target, value), span)
    if target.kind == "name":
        return (
            Tree("assign", target.text, (value,), span)
            if not place
            else Tree("change", target.text, (value,), span)
        )
    if target.kind in ("tuple", "matrix", "list"):
        return Tree("assign each", "", (target, value), span)
    return Tree("put", place, (target, value), span)
