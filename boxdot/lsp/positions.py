"""Positions of an editor (line and column in units of an encoding) and offsets in a text."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

from lsprotocol.types import Position, PositionEncodingKind, Range

from boxdot.grammar.source import Span

_LINE_END = re.compile(r"\r\n|\n|\r")
_CODECS = {PositionEncodingKind.Utf16: ("utf-16-le", 2), PositionEncodingKind.Utf8: ("utf-8", 1)}


class Lines:
    r"""The lines of a text as the protocol counts them; in UTF-16, 𝟏 is two units.

    >>> lines = Lines("𝟏x\r\ny")
    >>> lines.position(1), lines.offset(Position(line=1, character=0))
    (0:2, 4)
    """

    def __init__(
        self, text: str, encoding: PositionEncodingKind | str = PositionEncodingKind.Utf16
    ) -> None:
        self.text = text
        self._encoding = PositionEncodingKind(encoding)

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in _LINE_END.finditer(self.text))]

    def position(self, offset: int) -> Position:
        """Return the position of a character."""
        line = bisect_right(self._starts, offset) - 1
        before = self.text[self._starts[line] : offset]
        return Position(line=line, character=self._units(before))

    def offset(self, position: Position) -> int:
        """Return the character at a position; past the end of a line, that end."""
        if position.line >= len(self._starts):
            return len(self.text)
        start = self._starts[position.line]
        line = self._line(position.line)
        if line.isascii():
            return start + min(position.character, len(line))
        return start + self._characters(line, position.character)

    def range(self, span: Span) -> Range:
        """Return the range of some characters."""
        return Range(start=self.position(span.start), end=self.position(span.end))

    def span(self, place: Range) -> Span:
        """Return the characters of a range."""
        start = self.offset(place.start)
        return Span(start, max(start, self.offset(place.end)))

    def _line(self, number: int) -> str:
        """Return a line without its end."""
        following = self._starts[number + 1 : number + 2]
        end = following[0] if following else len(self.text)
        return self.text[self._starts[number] : end].rstrip("\r\n")

    def _units(self, text: str) -> int:
        if self._encoding not in _CODECS or text.isascii():
            return len(text)
        codec, width = _CODECS[self._encoding]
        return len(text.encode(codec, "surrogatepass")) // width

    def _characters(self, line: str, units: int) -> int:
        """Return how many whole characters of a line some units hold."""
        passed = 0
        for count, character in enumerate(line):
            passed += self._units(character)
            if passed > units:
                return count
        return len(line)
