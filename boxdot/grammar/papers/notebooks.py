"""Reads Jupyter notebooks: their Markdown cells, with the place of each character in the JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from boxdot.grammar.papers.documents import SourceFile
from boxdot.grammar.papers.markdown.reader import read_markdown
from boxdot.grammar.papers.recording import Recorder
from boxdot.grammar.papers.sourcemap import SourceMap, TextBuilder
from boxdot.grammar.source import Span

_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*+)"(\s*:)?|[{}\[\],]', re.DOTALL)
_PIECE = re.compile(
    r"[^\\]+"
    r"|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"
    r"|\\u[0-9a-fA-F]{4}|\\.",
    re.DOTALL,
)
_CELL = ("", "cells", "")
"""The keys on the way to a cell: of the notebook, of the list of cells, of the cell."""


@dataclass(slots=True)
class Cell:
    """One cell: its kind, and the insides of the strings that its source is made of."""

    kind: str = ""
    strings: list[Span] = field(default_factory=list)


def read_notebook(file: SourceFile, recorder: Recorder) -> None:
    """Read the Markdown cells of a notebook into the recorder; what is no notebook has none."""
    for cell in cells_of(file.text):
        if cell.kind == "markdown":
            _read_cell(cell, file, recorder)


def cells_of(text: str) -> Iterator[Cell]:
    """Yield the cells of a notebook, from its JSON, as far as it is whole.

    >>> text = '{"cells": [{"cell_type": "markdown", "source": ["$x$", "y"]}]}'
    >>> [(cell.kind, [span.of(text) for span in cell.strings]) for cell in cells_of(text)]
    [('markdown', ['$x$', 'y'])]
    """
    keys: list[str] = []  # the key under which each open bracket stands
    key, cell = "", Cell()
    for match in _TOKEN.finditer(text):
        mark = match[0]
        if mark in "{[":
            keys.append(key)
            key = ""
            if tuple(keys) == _CELL:
                cell = Cell()
        elif mark in "}]":
            if tuple(keys) == _CELL:
                yield cell
                cell = Cell()
            key = keys.pop() if keys else ""
        elif mark == ",":
            key = ""
        elif match[2]:
            key = match[1]
        elif tuple(keys) == _CELL and key == "cell_type":
            cell.kind = match[1]
        elif (*keys, key) in ((*_CELL, "source"), (*_CELL, "source", "")):
            cell.strings.append(Span(*match.span(1)))
    if cell.strings:
        yield cell


def decoded(text: str, strings: list[Span]) -> TextBuilder:
    r"""Return the text that strings of JSON stand for, with the place of each character.

    >>> made = decoded(r'"\\odot"', [Span(1, 7)])
    >>> made.text, made.map.locate(Span(0, 1)), made.map.locate(Span(1, 2))
    ('\\odot', Span(start=1, end=3), Span(start=3, end=4))
    """
    made = TextBuilder()
    for string in strings:
        for piece in _PIECE.finditer(text, string.start, string.end):
            if piece[0][0] == "\\":
                made.stand_in(_unescaped(piece[0]), Span(*piece.span()))
            else:
                made.copy(piece[0], piece.start())
    return made


def _unescaped(escape: str) -> str:
    try:
        character: str = json.loads(f'"{escape}"')
    except ValueError:
        return escape[1:]
    return "\ufffd" if "\ud800" <= character <= "\udfff" else character


def _read_cell(cell: Cell, file: SourceFile, recorder: Recorder) -> None:
    """Read one cell as Markdown; what is found in it then points into the notebook."""
    made = decoded(file.text, cell.strings)
    whole, text = made.map, SourceFile(file.path, made.text)
    formulas, prose = len(recorder.formulas), len(recorder.prose)
    sections, skips = len(recorder.sections), len(recorder.skips)
    read_markdown(text, recorder)
    recorder.formulas[formulas:] = [
        replace(
            one,
            file=file,
            map=one.map.through(whole),
            start=whole.locate(Span(one.start, one.end)).start,
            end=whole.locate(Span(one.start, one.end)).end,
            outer=whole.locate(one.outer),
        )
        for one in recorder.formulas[formulas:]
    ]
    recorder.prose[prose:] = [
        replace(one, file=file, map=one.map.through(whole)) for one in recorder.prose[prose:]
    ]
    recorder.sections[sections:] = [
        replace(one, file=file, start=_point(whole, one.start), end=len(file.text))
        for one in recorder.sections[sections:]
    ]
    recorder.skips[skips:] = [
        replace(one, file=file, span=whole.locate(one.span)) for one in recorder.skips[skips:]
    ]


def _point(whole: SourceMap, at: int) -> int:
    return whole.locate(Span(at, at)).start
