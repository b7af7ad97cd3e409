"""The lines that an author sees: those of a file, and in a notebook those of its cells."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from boxdot.grammar.papers import SourceFile
from boxdot.grammar.papers.notebooks import cells_of
from boxdot.grammar.source import Span

_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{4}|.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class CellPlace:
    """A place in a notebook: the cell, counted from 1, and the line and column in its source."""

    cell: int
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the source of a cell: its number there, and where it stands in the JSON."""

    cell: int
    number: int
    start: int
    end: int


def cell_place(file: SourceFile, offset: int) -> CellPlace | None:
    r"""Return the cell around a place of a notebook; None in other files.

    >>> from pathlib import Path
    >>> text = r'{"cells": [{"cell_type": "markdown", "source": ["a\n", "$\\pi$"]}]}'
    >>> cell_place(SourceFile(Path("a.ipynb"), text), text.index("pi"))
    CellPlace(cell=1, line=2, column=3)
    """
    lines = _cell_lines(file) if file.is_notebook else ()
    if not lines:
        return None
    line = lines[max(bisect_right(lines, offset, key=_start) - 1, 0)]
    before = file.text[line.start : max(offset, line.start)]
    return CellPlace(line.cell, line.number, len(_ESCAPE.sub(" ", before)) + 1)


def line_number(file: SourceFile, offset: int) -> int:
    """Return the line of a place, counted from 1; in a notebook through the lines of all cells."""
    if not file.is_notebook:
        return file.line_and_column(offset)[0]
    return max(bisect_right(_cell_lines(file), offset, key=_start), 1)


def line_span(file: SourceFile, number: int) -> Span:
    """Return where a line of that number stands, without its end."""
    if file.is_notebook:
        line = _cell_lines(file)[number - 1]
        return Span(line.start, line.end)
    starts, text = file.line_starts, file.text
    end = starts[number] - 1 if number < len(starts) else len(text)
    return Span(starts[number - 1], end - text.startswith("\r", end - 1) if end else end)


@lru_cache(maxsize=16)
def _cell_lines(file: SourceFile) -> tuple[_Line, ...]:
    found: list[_Line] = []
    for number, cell in enumerate(cells_of(file.text), start=1):
        count, start, end = 1, None, 0
        for string in cell.strings:
            start = string.start if start is None else start
            end = string.end
            for escape in _ESCAPE.finditer(file.text, string.start, string.end):
                if escape[0] == r"\n":
                    found.append(_Line(number, count, start, escape.start()))
                    count, start = count + 1, escape.end()
            start = None if start == string.end else start
        if start is not None:
            found.append(_Line(number, count, start, end))
    return tuple(found)


def _start(line: _Line) -> int:
    return line.start
