"""Notebooks: Markdown cells are read, and each formula points to its characters in the JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxdot.grammar.papers import FormulaSource, read_document
from boxdot.grammar.source import Span

CELLS = [
    ("markdown", ["# Title\n", "Let $X \\in \\mathbb{R}^{n \\times d}$ and\n", '"quoted" $\\mu$.']),
    ("code", ["print('$y$')"]),
    ("markdown", ["$$\n", "Y = X \\odot Z \\\\\n", "  + b\n", "$$\n", "## More é 𝐗\n", "$b$"]),
    ("raw", ["$z$"]),
    ("markdown", "one string $c$\nand $d$"),
]


def notebook(cells: list[tuple[str, object]], **options: object) -> str:
    return json.dumps(
        {
            "cells": [
                {"metadata": {"source": ["$no$"]}, "cell_type": kind, "source": source}
                for kind, source in cells
            ],
            "nbformat": 4,
        },
        **options,  # type: ignore[arg-type]  # of json.dumps
    )


@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("indent", [None, 1])
def test_markdown_cells_are_read(ascii_only: bool, indent: int | None) -> None:
    text = notebook(CELLS, ensure_ascii=ascii_only, indent=indent)
    document = read_document("a.ipynb", text=text)
    assert document.format == "notebook"
    assert [formula.text for formula in document.formulas] == [
        "X \\in \\mathbb{R}^{n \\times d}",
        "\\mu",
        "Y = X \\odot Z \\\\\n  + b",
        "b",
        "c",
        "d",
    ]
    assert [section.title for section in document.sections] == ["Title", "More é 𝐗"]
    assert [formula.section for formula in document.formulas] == [0, 0, 0, 1, 1, 1]


def test_places_are_those_of_the_json() -> None:
    text = notebook(CELLS, indent=1)
    document = read_document("a.ipynb", text=text)
    formula = document.formulas[2]
    at = formula.text.index("\\odot")
    assert formula.locate(Span(at, at + 5)).of(text) == "\\\\odot"
    line, column = formula.line_and_column(at)
    assert text.split("\n")[line - 1][column - 1 :].startswith("\\\\odot Z")
    assert formula.outer.of(text).startswith("$$\\n")
    for prose in document.prose:
        assert 0 <= prose.locate(Span(0, 1)).start < len(text)


pieces = st.sampled_from(
    ["$x$", "\\mathbf{X}", "$", "\n", '"', "\\", "é", "𝐗", "\\odot", " ", "a", "$$", "\t", "`"]
)


@given(st.lists(st.lists(pieces, max_size=8).map("".join), max_size=5), st.booleans())
def test_formulas_are_those_of_the_cell(lines: list[str], ascii_only: bool) -> None:
    source = "\n".join(lines)
    text = notebook([("markdown", source.splitlines(keepends=True))], ensure_ascii=ascii_only)
    document, plain = read_document("a.ipynb", text=text), read_document("a.md", text=source)
    assert [f.text for f in document.formulas] == [f.text for f in plain.formulas]
    for formula, expected in zip(document.formulas, plain.formulas, strict=True):
        for at in range(len(formula.text)):
            written = json.loads(f'"{formula.locate(Span(at, at + 1)).of(text)}"')
            assert written == expected.locate(Span(at, at + 1)).of(source)


@given(st.integers(0, 700))
def test_broken_notebooks_are_read(cut: int) -> None:
    text = notebook(CELLS)
    for broken in (text[:cut], text[cut:], "[[" + text[cut:]):
        read_document("a.ipynb", text=broken)


def test_what_is_no_notebook_has_no_formula(covers: Callable[[FormulaSource], None]) -> None:
    for text in ("", "$x$", "[]", '{"cells": 3}', '{"cells": [{"source": ["$x$"]}]}'):
        assert read_document(Path("a.ipynb"), text=text).formulas == ()
