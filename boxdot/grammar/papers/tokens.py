r"""TeX's tokens with their places, and the stream of them that macros rewrite."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from boxdot.grammar.papers.sourcemap import TextBuilder
from boxdot.grammar.source import Span

# A command, a parameter of a macro, white space, a brace, or a run of other characters: to TeX
# each of these is a token of its own, but only where an argument has no braces does it matter.
_TOKEN = re.compile(r"\\(?:[A-Za-z@]+|.)?|#[1-9]|##|\s+|[{}]|[^\\#\s{}]+|.", re.DOTALL)
_NO_RUN = frozenset("\\# \t\r\n")
_WORD = re.compile(r"\\[A-Za-z@]+\Z")


class Token(NamedTuple):
    """A token and the characters ``start:end`` of the source that it stands for.

    ``exact``: it is those characters; ``depth``: from how many macros inside each other it came.
    """

    text: str
    start: int
    end: int
    exact: bool = True
    depth: int = 0
    alias: bool = False


@lru_cache(maxsize=4096)
def split(text: str) -> tuple[str, ...]:
    r"""Return the tokens of a text as strings.

    >>> split(r"\vx #1_{ij}")
    ('\\vx', ' ', '#1', '_', '{', 'ij', '}')
    """
    return tuple(_TOKEN.findall(text))


def split_runs(text: str) -> list[str]:
    r"""Return the tokens of a text as TeX counts them.

    >>> split_runs(r"ij\to")
    ['i', 'j', '\\to']
    """
    return [part for run in split(text) for part in ([run] if run[0] in _NO_RUN else run)]


class Stream:
    """The tokens of a text, in front of which the expansion of a macro can be put back.

    ``low`` and ``high`` bound the source of what was taken since they were last set.
    """

    def __init__(self, text: str, at: int = 0) -> None:
        self.text = text
        self.at = at
        self.pending: list[Token] = []
        self.low = self.high = 0

    def take(self) -> Token | None:
        """Return the next token, or None at the end."""
        token = self.pending.pop() if self.pending else self._read()
        if token is not None:
            self.low, self.high = min(self.low, token.start), max(self.high, token.end)
        return token

    def take_one(self) -> Token | None:
        """Return the next token as TeX counts it: of a run only its first character."""
        high = self.high
        token = self.take()
        if token is None or len(token.text) == 1 or token.text[0] in _NO_RUN:
            return token
        middle = token.start + 1 if token.exact else token.end
        first = token._replace(text=token.text[0], end=middle)
        rest = middle if token.exact else token.start
        self.pending.append(token._replace(text=token.text[1:], start=rest))
        self.high = max(high, first.end)
        return first

    def peek(self) -> Token | None:
        """Return the next token without taking it."""
        if not self.pending:
            token = self._read()
            if token is None:
                return None
            self.pending.append(token)
        return self.pending[-1]

    def take_blank(self) -> None:
        """Take white space."""
        while (token := self.peek()) is not None and token.text.isspace():
            self.take()

    def put_back(self, tokens: list[Token]) -> None:
        """Put tokens in front of the rest."""
        self.pending.extend(reversed(tokens))

    def _read(self) -> Token | None:
        match = _TOKEN.match(self.text, self.at)
        if match is None:
            return None
        self.at = match.end()
        return Token(match[0], match.start(), match.end())


def write(token: Token, made: TextBuilder) -> None:
    r"""Append a token, parted from a command before it that would swallow its first letter."""
    glued = made.parts and token.text[0].isalpha() and _WORD.search(made.parts[-1])
    if glued and not (token.exact and made.pieces[-1].exact and made.pieces[-1].end == token.start):
        made.stand_in(" ", Span(token.start, token.end))
    if token.exact:
        made.copy(token.text, token.start)
    else:
        made.stand_in(token.text, Span(token.start, token.end))
