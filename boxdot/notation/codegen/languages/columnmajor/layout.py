"""Long lines broken behind operators and between arguments, as formatters of Julia break them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

WIDTH = 92
INDENT = "    "
HEAD = re.compile(r"return |[^\W\d][\w!]* = ")
OPERATORS = (
    re.compile(r" \|\| "),
    re.compile(r" \.?(?:==|!=|~=|<=?|>=?) "),
    re.compile(r" \.?[+-] "),
    re.compile(r" (?:\.?[*/\\]|÷) "),
)
"""Behind what a line may be broken, the loosest operators first."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a language goes on in the next line.

    Parameters
    ----------
    mark
        What stands at the end of a line that goes on: `` ...`` in MATLAB.
    closing
        Whether a closing bracket has a line of its own, behind a comma.
    """

    mark: str = ""
    closing: bool = True

    def broken(self, lines: Iterable[str]) -> list[str]:
        """Return lines of code with those that are too long broken."""
        return [part for line in lines for part in self._statement(line)]

    def _statement(self, line: str) -> Iterator[str]:
        if len(line) <= WIDTH:
            yield line
            return
        text = line.lstrip()
        indent = line[: len(line) - len(text)]
        match = HEAD.match(text)
        head = match[0] if match else ""
        pieces = _pieces(text[len(head) :])
        if len(pieces) > 1 and head.endswith("= "):
            yield indent + head.rstrip() + self.mark
            yield from self._lines(indent + INDENT, pieces)
        elif len(pieces) > 1:  # what follows a return must begin on its line
            first, *rest = pieces
            *before, last = self._part(indent, head + first)
            yield from (*before, last + self.mark)
            yield from self._lines(indent + INDENT, rest)
        else:
            yield from self._part(indent, text)

    def _lines(self, indent: str, pieces: list[str]) -> Iterator[str]:
        for n, piece in enumerate(pieces, 1):
            *before, last = self._part(indent, piece)
            yield from (*before, last + (self.mark if n < len(pieces) else ""))

    def _part(self, indent: str, text: str) -> list[str]:
        """Return a piece on one line, or broken behind its operators or in its brackets."""
        if len(indent + text) <= WIDTH:
            return [indent + text]
        pair = _largest_pair(text)
        if pair is None:
            return [indent + text]
        first, last = pair
        items = _items(text[first + 1 : last])
        if len(items) == 1 and not _pieces(items[0])[1:]:
            return self._nested(indent, text, pair)
        return self._bracketed(indent, text, pair, items)

    def _nested(self, indent: str, text: str, pair: tuple[int, int]) -> list[str]:
        """Return a call whose one argument is a call: the inner one is broken."""
        first, last = pair
        inner = self._part(indent, text[first + 1 : last])
        if len(inner) == 1:
            return [indent + text]
        inner[0] = indent + text[: first + 1] + inner[0].lstrip()
        return [*inner[:-1], inner[-1] + text[last:]]

    def _bracketed(
        self, indent: str, text: str, pair: tuple[int, int], items: list[str]
    ) -> list[str]:
        """Return brackets with an item a line."""
        first, last = pair
        lines = [indent + text[: first + 1] + self.mark]
        for n, item in enumerate(items):
            ending = n == len(items) - 1
            comma = "," if ending and self.closing and len(items) > 1 else ""
            own = list(self._item(indent + INDENT, item + comma))
            own[-1] += "" if ending and not self.closing else self.mark
            lines += own
        if self.closing:
            return [*lines, indent + text[last:]]
        return [*lines[:-1], lines[-1] + text[last:]]

    def _item(self, indent: str, text: str) -> Iterator[str]:
        pieces = _pieces(text)
        if len(indent + text) <= WIDTH or len(pieces) == 1:
            yield from self._part(indent, text)
        else:
            yield from self._lines(indent, pieces)


def _pieces(text: str) -> list[str]:
    """Return the operands of the loosest operator that is in no brackets, each with the operator.

    >>> _pieces("a * b .+ f(x + y)")
    ['a * b .+', 'f(x + y)']
    """
    depths = _depths(text)
    for operator in OPERATORS:
        ends = [m.end() for m in operator.finditer(text) if depths[m.start()] == 0]
        if ends:
            starts = [0, *ends]
            return [text[a:b].rstrip() for a, b in zip(starts, [*ends, len(text)], strict=True)]
    return [text]


def _items(text: str) -> list[str]:
    """Return what stands between commas and semicolons, each with its own."""
    depths = _depths(text)
    ends = [m.end() for m in re.finditer(r"[,;] ", text) if depths[m.start()] == 0]
    return [text[a:b].rstrip() for a, b in zip([0, *ends], [*ends, len(text)], strict=True)]


def _largest_pair(text: str) -> tuple[int, int] | None:
    """Return the places of the outermost parentheses with the most between them."""
    depths = _depths(text)
    pairs, opened = [], 0
    for place, character in enumerate(text):
        if depths[place] == 0 and character == "(":
            opened = place
        if depths[place] == 0 and character == ")" and place > opened + 1:
            pairs.append((opened, place))
    return max(pairs, key=lambda pair: pair[1] - pair[0], default=None)


def _depths(text: str) -> list[int]:
    """Return how deep in brackets each character is; a string counts as deep."""
    depth, quote, found = 0, "", []
    for place, character in enumerate(text):
        if quote:
            quote = "" if character == quote else quote
            found.append(depth + 1)
            continue
        before = text[place - 1] if place else " "
        if character == '"' or (character == "'" and before in " (,["):
            quote = character
        depth -= character in ")]}"
        found.append(depth)
        depth += character in "([{"
    return found
