"""Where each character of a prepared text stands in the file that it was made from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple

from boxdot.grammar.source import Span


class Piece(NamedTuple):
    """A stretch of the text, from ``at`` on, and the characters ``start:end`` that it stands for.

    ``exact``: the stretch is a copy, character by character. Otherwise (the body of a macro, an
    escape that was undone) each of its characters stands for all of ``start:end``.
    """

    at: int
    start: int
    end: int
    exact: bool


_at = attrgetter("at")


@dataclass(frozen=True, slots=True)
class SourceMap:
    """A map from the places of a text to places in its source.

    >>> made = TextBuilder()
    >>> made.copy("a ", 10)
    >>> made.stand_in("bc", Span(12, 17))
    >>> made.map.locate(Span(1, 3))
    Span(start=11, end=17)
    """

    pieces: tuple[Piece, ...]
    length: int

    @classmethod
    def identity(cls, length: int, offset: int = 0) -> SourceMap:
        """Return the map of a text copied from ``offset`` of its source."""
        return cls((Piece(0, offset, offset + length, True),), length)

    def locate(self, span: Span) -> Span:
        """Return the smallest span of the source that covers a span of the text."""
        if span.start >= span.end:
            return self._point(span.start)
        if len(self.pieces) == 1 and self.pieces[0].exact:
            shift = self.pieces[0].start
            return Span(span.start + shift, min(span.end, self.length) + shift)
        first = bisect_right(self.pieces, span.start, key=_at) - 1
        last = bisect_right(self.pieces, span.end - 1, key=_at)
        covered = [self._cut(i, span.start, span.end) for i in range(max(first, 0), last)]
        return Span(min(s.start for s in covered), max(s.end for s in covered))

    def through(self, inner: SourceMap) -> SourceMap:
        """Return the map that goes through this one and then through ``inner``."""
        if len(inner.pieces) == 1 and inner.pieces[0].exact:
            shift = inner.pieces[0].start
            moved = (Piece(p.at, p.start + shift, p.end + shift, p.exact) for p in self.pieces)
            return SourceMap(tuple(moved), self.length)
        pieces = [p for i in range(len(self.pieces)) for p in self._refine(i, inner)]
        return SourceMap(tuple(pieces), self.length)

    def part(self, span: Span) -> SourceMap:
        """Return the map of a part of the text."""
        if len(self.pieces) == 1 and self.pieces[0].exact:
            return SourceMap.identity(span.end - span.start, self.pieces[0].start + span.start)
        inside = SourceMap((Piece(0, span.start, span.end, True),), span.end - span.start)
        return inside.through(self)

    def _point(self, at: int) -> Span:
        """Return the empty span of the source at a place of the text."""
        if not self.pieces:
            return Span(0, 0)
        if at >= self.length:
            end = self._cut(len(self.pieces) - 1, self.length - 1, self.length).end
            return Span(end, end)
        start = self.locate(Span(at, at + 1)).start
        return Span(start, start)

    def _stop(self, index: int) -> int:
        """Return where in the text the piece ends."""
        return self.pieces[index + 1].at if index + 1 < len(self.pieces) else self.length

    def _cut(self, index: int, start: int, end: int) -> Span:
        """Return the source of the part of a piece that lies in ``start:end`` of the text."""
        piece = self.pieces[index]
        if not piece.exact:
            return Span(piece.start, piece.end)
        shift = piece.start - piece.at
        return Span(max(start, piece.at) + shift, min(end, self._stop(index)) + shift)

    def _refine(self, index: int, inner: SourceMap) -> Iterator[Piece]:
        """Yield a piece as pieces that point through ``inner``."""
        piece = self.pieces[index]
        if not piece.exact:
            span = inner.locate(Span(piece.start, piece.end))
            yield Piece(piece.at, span.start, span.end, False)
            return
        start, end = piece.start, piece.start + self._stop(index) - piece.at
        first = max(bisect_right(inner.pieces, start, key=_at) - 1, 0)
        for i in range(first, bisect_right(inner.pieces, max(end - 1, start), key=_at)):
            low = max(start, inner.pieces[i].at)
            span = inner._cut(i, low, end)
            yield Piece(piece.at + low - start, span.start, span.end, inner.pieces[i].exact)


class Located(NamedTuple):
    """A text with the map to the file that it is made from."""

    text: str
    map: SourceMap

    def edited(self, made: TextBuilder | None) -> Located:
        """Return what was made of the text; None: nothing had to be done."""
        return self if made is None else Located(made.text, made.map.through(self.map))

    def stripped(self) -> Located:
        """Return the text without white space around it."""
        text = self.text.strip()
        if len(text) == len(self.text):
            return self
        start = len(self.text) - len(self.text.lstrip())
        return Located(text, self.map.part(Span(start, start + len(text))))


@dataclass(slots=True)
class TextBuilder:
    """A text in the making, with the map to its source."""

    parts: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    length: int = 0

    def copy(self, text: str, start: int) -> None:
        """Append a copy of the source's characters from ``start`` on."""
        if not text:
            return
        pieces, length = self.pieces, len(text)
        if pieces and pieces[-1].exact and pieces[-1].end == start:
            at, start = pieces[-1].at, pieces[-1].start
            pieces[-1] = Piece(at, start, start + self.length - at + length, True)
        else:
            pieces.append(Piece(self.length, start, start + length, True))
        self.parts.append(text)
        self.length += length

    def stand_in(self, text: str, span: Span) -> None:
        """Append characters that stand for all of ``span``, which is not empty."""
        if not text:
            return
        last = self.pieces[-1] if self.pieces else None
        if not (last and not last.exact and (last.start, last.end) == (span.start, span.end)):
            self.pieces.append(Piece(self.length, span.start, span.end, False))
        self.parts.append(text)
        self.length += len(text)

    @property
    def text(self) -> str:
        """Return the text made so far."""
        return "".join(self.parts)

    @property
    def map(self) -> SourceMap:
        """Return the map of the text made so far."""
        return SourceMap(tuple(self.pieces), self.length)
