"""Tables and lists of notation: a symbol in one cell, and what it is in another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from boxdot.notation.linting.declaring.paragraphs import (
    NAME,
    NAMES,
    OTHER,
    PRODUCT,
    SET,
    SIZE,
    Mention,
    Paragraph,
)
from boxdot.notation.linting.declaring.phrases import DOUBTFUL, SHAPE
from boxdot.notation.shapes.sizes import Shape

_SYMBOL = re.compile(rf"[\s*]*([{NAME}{NAMES}])[\s*]*")
_SIGNS = re.compile(f"[{NAMES}-{OTHER}]")
_HEAD = re.compile(
    r"\b(?:shapes?|sizes?|dim(?:s|ensions?|ensionality)?|spaces?|domains?|sets?)\b", re.I
)
_LONE = re.compile(rf"[\s$]*(?P<shape>[{PRODUCT}{SET}]|{SHAPE})[\s.,;]*")
_LONE_SIZE = re.compile(rf"\s*(?P<shape>[{NAME}{SIZE}]|\d{{1,6}})[\s.,;]*")
_SCALAR = re.compile(r"\s*(?:scalars?|real|real number|number|integer)[\s.,;]*", re.IGNORECASE)
_RULE = re.compile(r"[\s|:+-]*")
_ITEM = re.compile(
    rf"[\s*+-]*(?:\d+[.)]\s*)?(?P<open>\[?)\s*(?P<names>[{NAME}{NAMES}])\s*(?P<close>\]?)"
    r"\s*(?P<sign>---?|—|–|:|=|\(|\.{3,}|)\s*"
)
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Row:
    """A symbol, and the text of the cell that says what it is.

    ``shape`` is what a cell of its own says; else the words from ``start`` to ``end`` may tell.
    """

    at: int
    mention: Mention
    start: int
    end: int
    shape: Shape | None = None


def rows_of(paragraph: Paragraph) -> list[Row]:
    """Return the rows of a table of notation; none if the paragraph is no such table."""
    sign = "&" if "&" in paragraph.text else "|"
    if paragraph.text.count(sign) < 2:
        return []
    lines = [line for line in _lines(paragraph.text, sign) if not _RULE.fullmatch(line[0])]
    counts = Counter(text.count(sign) for text, _ in lines if sign in text)
    if not counts:
        return []
    width = counts.most_common(1)[0][0]
    heads = _cells(*lines[0], sign) if lines else []
    titles = [text for text, _ in heads] if not _SIGNS.search(lines[0][0]) else []
    found: list[Row] = []
    for text, start in lines:
        if text.count(sign) == width:
            found += _row(paragraph, _cells(text, start, sign), titles)
    return found


def item_of(paragraph: Paragraph, *, follows: bool = False) -> Row | None:
    """Return the symbol that an item of a list explains, if the paragraph is such an item.

    ``follows`` says that the words come right behind the symbol, in a group of their own.
    """
    match = _ITEM.match(paragraph.text)
    if match is None or not (match["sign"] or (match["open"] and match["close"]) or follows):
        return None
    at = match.start("names")
    start = match.start("sign") if match["sign"] == "(" else match.end()
    end = min(len(paragraph.text), start + _LONGEST)
    shape = _beside(paragraph, start, end)
    return Row(at, paragraph.mentions[at], start, end, shape)


def _lines(text: str, sign: str) -> Iterator[tuple[str, int]]:
    """Yield the rows with their places; a line without the sign goes on with the one before."""
    current, start, at = "", 0, 0
    for line in text.splitlines(keepends=True) if "\n" in text else [text]:
        if sign in line and current:
            yield current, start
            current = ""
        if not current:
            start = at
        current += line
        at += len(line)
    if current:
        yield current, start


def _cells(text: str, start: int, sign: str) -> list[tuple[str, int]]:
    cells = []
    for cell in text.split(sign):
        cells.append((cell, start))
        start += len(cell) + 1
    return cells


def _row(paragraph: Paragraph, cells: list[tuple[str, int]], titles: list[str]) -> Iterator[Row]:
    for number, (text, start) in enumerate(cells):
        symbol = _SYMBOL.fullmatch(text)
        if symbol is None:
            if text.strip():
                return
            continue
        at = start + symbol.start(1)
        yield from _explained(paragraph, at, cells[number + 1 :], titles[number + 1 :])
        return


def _explained(
    paragraph: Paragraph, at: int, cells: list[tuple[str, int]], titles: list[str]
) -> Iterator[Row]:
    mention = paragraph.mentions[at]
    for number, (text, start) in enumerate(cells):
        shape = _lone(paragraph, text, start, titles[number] if number < len(titles) else "")
        if shape is not None:
            yield Row(at, mention, start, start + len(text), shape)
            return
    for text, start in cells:
        if any(c.isalpha() for c in text):
            end = start + len(text)
            yield Row(at, mention, start, end, _beside(paragraph, start, end))
            return


def _lone(paragraph: Paragraph, text: str, start: int, title: str) -> Shape | None:
    """Return the shape that a cell says, and nothing else."""
    if _SCALAR.fullmatch(text):
        return ()
    match = _LONE.fullmatch(text)
    if match is None and _HEAD.search(title):
        match = _LONE_SIZE.fullmatch(text)
    if match is None:
        return None
    return paragraph.shape(start + match.start("shape"), start + match.end("shape"))


def _beside(paragraph: Paragraph, start: int, end: int) -> Shape | None:
    """Return the only shape in a text that speaks of no other symbol: "the input, n×d"."""
    text = paragraph.text[start:end]
    signs = _SIGNS.findall(text)
    if len(signs) != 1 or signs[0] not in (PRODUCT, SET) or DOUBTFUL.search(text):
        return None
    at = start + text.index(signs[0])
    return paragraph.mentions[at].shape
