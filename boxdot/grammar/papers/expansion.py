r"""Macros replaced by what they stand for, every character still pointing to where it came from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from boxdot.grammar.errors import NotationError
from boxdot.grammar.papers.arguments import MissingArgument, read_arguments
from boxdot.grammar.papers.choices import CHOICES, choose
from boxdot.grammar.papers.macros import Macro
from boxdot.grammar.papers.sourcemap import SourceMap, TextBuilder
from boxdot.grammar.papers.tokens import Stream, Token, split, write
from boxdot.grammar.source import Span

# Why a formula is skipped whose macros do not come to an end.
RECURSIVE = "recursive macro"

MAX_DEPTH = 100
MAX_STEPS = 10_000
MAX_LENGTH = 200_000

# A command, as TeX reads it.
COMMAND = re.compile(r"\\(?:[A-Za-z@]+|.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Expanded:
    """A text without macros, and the map to the text that it was made from."""

    text: str
    map: SourceMap


class MacroError(NotationError):
    """A macro cannot be expanded.

    ``reason`` is the short form, for counting; ``used`` the macro in the text that led to it.
    """

    def __init__(self, message: str, *, reason: str, text: str, span: Span, hint: str) -> None:
        super().__init__(message, text=text, span=span, hint=hint)
        self.reason = reason
        used = COMMAND.match(text, span.start)
        self.used = used[0] if used else ""


def expand_macros(text: str, macros: Mapping[str, Macro]) -> Expanded:
    r"""Return the text with the macros expanded, again and again, until none is left.

    A place in the body of a macro maps to the use of the macro; one in an argument to the
    argument's own characters.

    >>> from boxdot.grammar.papers.macros import REQUIRED
    >>> made = expand_macros(r"\v{x}^2", {r"\v": Macro(r"\v", (REQUIRED,), r"\mathbf{#1}")})
    >>> made.text
    '\\mathbf{x}^2'
    >>> made.map.locate(Span(0, 10)), made.map.locate(Span(8, 9))
    (Span(start=0, end=5), Span(start=3, end=4))

    Raises
    ------
    NotationError
        A macro calls itself, grows without bound, or lacks an argument.
    """
    if macros.keys().isdisjoint(COMMAND.findall(text)):
        return Expanded(text, SourceMap.identity(len(text)))
    return _Expander(text, macros).run()


class _Expander:
    """One expansion: the stream of tokens, what was made of it, and what it has cost."""

    def __init__(self, text: str, macros: Mapping[str, Macro]) -> None:
        self.text = text
        self.macros = macros
        self.stream = Stream(text)
        self.made = TextBuilder()
        self.steps = 0

    def run(self) -> Expanded:
        """Expand to the end of the text."""
        while (token := self._next()) is not None:
            macro = None if token.alias else self.macros.get(token.text)
            if macro is None:
                write(token, self.made)
            else:
                self.stream.put_back(self._expand(token, macro))
        return Expanded(self.made.text, self.made.map)

    def _next(self) -> Token | None:
        """Copy the text up to the next macro when nothing is pending; return the next token."""
        stream = self.stream
        if not stream.pending:
            start = stream.at
            uses = (m for m in COMMAND.finditer(self.text, start) if m[0] in self.macros)
            use = next(uses, None)
            stream.at = use.start() if use else len(self.text)
            if stream.at > start:
                write(Token(self.text[start : stream.at], start, stream.at), self.made)
        return stream.take()

    def _expand(self, token: Token, macro: Macro) -> list[Token]:
        """Return the tokens that the use of a macro stands for."""
        self._bound(token)
        stream = self.stream
        stream.low, stream.high = token.start, token.end
        try:
            arguments = read_arguments(stream, macro)
        except MissingArgument:
            hint = f"{macro.name} takes {len(macro.parameters)} argument(s)"
            raise self._error("lacks an argument", "macro argument", token, hint) from None
        if macro.name in CHOICES:
            return choose(macro.name, arguments)
        return _substitute(macro, arguments, Span(stream.low, stream.high), token.depth + 1)

    def _bound(self, token: Token) -> None:
        """Raise when the expansion does not end or grows too large."""
        self.steps += 1
        if token.depth >= MAX_DEPTH:
            hint = r"a macro that builds on the one it replaces needs \let first"
            raise self._error("calls itself", RECURSIVE, token, hint)
        large = self.made.length + len(self.stream.pending) > MAX_LENGTH
        if self.steps > MAX_STEPS or large:
            hint = "write the formula with fewer macros inside macros"
            raise self._error("expands without end", RECURSIVE, token, hint)

    def _error(self, what: str, reason: str, token: Token, hint: str) -> MacroError:
        span = Span(token.start, token.end)
        message = f"the macro {token.text} {what}"
        return MacroError(message, reason=reason, text=self.text, span=span, hint=hint)


def _substitute(macro: Macro, arguments: list[list[Token]], use: Span, depth: int) -> list[Token]:
    """Return the body of a macro with the arguments in their places."""
    tokens: list[Token] = []
    for text in split(macro.body):
        if len(text) == 2 and text[0] == "#" and text != "##":
            number = int(text[1])
            argument = arguments[number - 1] if number <= len(arguments) else []
            tokens.extend(_settle(t, use, depth) for t in argument)
        else:
            body = "#" if text == "##" else text
            tokens.append(Token(body, use.start, use.end, False, depth, macro.alias))
    return tokens


def _settle(token: Token, use: Span, depth: int) -> Token:
    """Return a token of an argument in its place; a default maps to the use of the macro."""
    if token.start < 0:
        return Token(token.text, use.start, use.end, False, depth)
    return token._replace(depth=max(token.depth, depth))
