"""Julia and MATLAB as trees of our own: a tokenizer and a parser by binding power.

Both languages write a transpose as a quote behind an operand, and columns in brackets by white
space, which a grammar without the place of the white space cannot tell; so tokens keep it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from boxdot.grammar.errors import NotationError, UnsupportedError
from boxdot.grammar.source import Span

LONGEST = 20_000
DEEPEST = 60


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
    r"(?P<space>[ \t\r]+|\.\.\.[^\n]*\n)|(?P<comment>[#%][^\n]*)|(?P<newline>\n|;)"
    r"|(?P<number>(?:\d+(?:\.(?![*/\\^'+\-])\d*)?|\.\d+)(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[^\W\d](?:\w|[.\u0300-\u036f])*?(?=\.\(|\.[*/\\^+\-<>=!&|']|[^\w\u0300-\u036f]|$)[!]?)"
    r'|(?P<text>"[^"\n]*")'
    r"|(?P<sign>\.\(|\.'|\.\*|\./|\.\\|\.\^|\.\+|\.-|\.==|\.!=|\.<=|\.>=|\.<|\.>|==|~=|!=|<=|>="
    r"|[-+*/\\^<>=~!&|()\[\],:'@⋅@.])"
)

BINDING = {
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


class Parser:
    """Reads tokens from left to right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens_of(text)
        self.place = 0
        self.depth = 0

    @property
    def next(self) -> Token:
        """The token that is read next."""
        return self.tokens[self.place]

    def take(self, *texts: str) -> Token | None:
        """Read the next token if it is one of these."""
        token = self.next
        if token.kind in ("sign", "newline") and token.text in texts:
            self.place += 1
            return token
        return None

    def demand(self, text: str) -> Token:
        """Read a token that must stand here."""
        token = self.take(text)
        if token is None:
            raise self.wrong(f"{text!r} is expected here")
        return token

    def wrong(self, message: str) -> NotationError:
        """Return an error that shows the next token."""
        span = self.next.span if self.next.text else Span(len(self.text) - 1, len(self.text))
        return NotationError(message, text=self.text, span=span)

    def program(self) -> list[Tree]:
        """Read statements, each a line or parted by semicolons."""
        found = []
        while self.next.kind != "end":
            if self.next.kind == "newline":
                self.place += 1
                continue
            found.append(self.statement())
            if self.next.kind not in ("newline", "end"):
                raise self.wrong("an operator or the end of the statement is expected here")
        return found

    def statement(self) -> Tree:
        """Read ``name = expression`` or an expression."""
        first, second = self.next, self.tokens[min(self.place + 1, len(self.tokens) - 1)]
        if first.kind == "name" and second.text == "=" and second.kind == "sign":
            self.place += 2
            value = self.expression()
            return Tree("assign", first.text, (value,), first.span | value.span)
        return self.expression()

    def expression(self, least: int = 0, *, columns: bool = False) -> Tree:
        """Read operands and operators that hold at least as tightly as ``least``."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise UnsupportedError("the code is nested too deeply")
        left = self.operand(columns=columns)
        while (sign := self.next).kind == "sign" and BINDING.get(sign.text, -1) >= max(least, 1):
            if columns and sign.spaced and not self.tokens[self.place + 1].spaced:
                break  # [a -b] has two columns
            self.place += 1
            binding = BINDING[sign.text]
            right = self.expression(binding if binding == 7 else binding + 1, columns=columns)
            left = Tree("binary", sign.text, (left, right), left.span | right.span)
        self.depth -= 1
        return left

    def operand(self, *, columns: bool) -> Tree:
        """Read a number, a name, brackets or a sign, and what stands behind it."""
        token = self.next
        self.place += 1
        match token:
            case Token(kind="sign", text="-" | "+" | "~" | "!"):
                inner = self.expression(6, columns=columns)
                return Tree("unary", token.text, (inner,), token.span | inner.span)
            case Token(kind="number" | "name"):
                found = Tree(token.kind, token.text, (), token.span)
            case Token(kind="text"):
                return Tree("text", token.text.strip('"'), (), token.span)
            case Token(kind="sign", text="'"):
                return self._quoted(token)
            case Token(kind="sign", text="("):
                found = self._group(token)
            case Token(kind="sign", text="["):
                found = self._matrix(token)
            case Token(kind="sign", text=":"):
                return Tree("everything", ":", (), token.span)
            case Token(kind="sign", text="@"):
                name = self.next
                self.place += 1
                return Tree("handle", name.text, (), token.span | name.span)
            case _:
                self.place -= 1
                raise self.wrong("an operand is expected here")
        return self._behind(found, columns=columns)

    def _behind(self, found: Tree, *, columns: bool) -> Tree:
        """Read calls, brackets and transposes behind an operand."""
        while True:
            if columns and self.next.spaced:
                return found
            if self.take("'", ".'"):
                span = found.span | self.tokens[self.place - 1].span
                found = Tree("transpose", "'", (found,), span)
            elif self.take("(") or self.take("["):
                closing = ")" if self.tokens[self.place - 1].text == "(" else "]"
                kind = "call" if closing == ")" else "index"
                found = self._called(kind, found, closing)
            elif self.take(".("):
                found = self._called("dotcall", found, ")")
            elif found.kind == "number" and self.next.kind == "name" and not self.next.spaced:
                right = self.operand(columns=columns)
                found = Tree("binary", "*", (found, right), found.span | right.span)
            else:
                return found

    def _quoted(self, opening: Token) -> Tree:
        """Read ``'fro'``: a quote that is behind no operand begins a text."""
        words = []
        while self.next.kind != "end" and self.next.text != "'":
            words.append(self.next.text)
            self.place += 1
        end = self.demand("'")
        return Tree("text", "".join(words), (), opening.span | end.span)

    def _called(self, kind: str, head: Tree, closing: str) -> Tree:
        parts = [head]
        while not self.take(closing):
            parts.append(self._argument())
            if not self.take(",", ";") and self.next.text != closing:
                raise self.wrong(f"a comma or {closing!r} is expected here")
        return Tree(kind, "", tuple(parts), head.span | self.tokens[self.place - 1].span)

    def _argument(self) -> Tree:
        found = self.statement()
        return (
            Tree("named", found.text, found.parts, found.span) if found.kind == "assign" else found
        )

    def _group(self, opening: Token) -> Tree:
        items = [self.expression()]
        comma = False
        while self.take(","):
            comma = True
            if self.next.text != ")":
                items.append(self.expression())
        end = self.demand(")")
        if not comma:
            return Tree("group", "", (items[0],), opening.span | end.span)
        return Tree("tuple", "", tuple(items), opening.span | end.span)

    def _matrix(self, opening: Token) -> Tree:
        """Read rows of cells: commas or white space part columns, semicolons or lines rows."""
        rows: list[Tree] = []
        cells: list[Tree] = []
        commas = False
        while not (end := self.take("]")):
            if self.next.kind == "end":
                raise self.wrong("this [ is never closed")
            if self.next.kind == "newline":
                self.place += 1
                rows, cells = _with_row(rows, cells), []
            elif self.take(","):
                commas = True
            else:
                cells.append(self.expression(columns=True))
        rows = _with_row(rows, cells)
        kind = "list" if commas and len(rows) == 1 else "matrix"
        return Tree(kind, "", tuple(rows), opening.span | end.span)


def _with_row(rows: list[Tree], cells: list[Tree]) -> list[Tree]:
    if not cells:
        return rows
    return [*rows, Tree("row", "", tuple(cells), cells[0].span | cells[-1].span)]
