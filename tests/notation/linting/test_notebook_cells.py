"""Findings in notebooks tell the cell; comments that ignore them rule the lines of cells."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from boxdot.grammar.papers import read_document
from boxdot.notation.linting import lint_text
from boxdot.notation.linting.adding import with_ignores
from boxdot.notation.linting.formats.text import finding_text

CELLS = [
    {"cell_type": "code", "source": ["a = 1\n", "b = 2"]},
    {"cell_type": "markdown", "source": []},
    {
        "cell_type": "markdown",
        "source": [
            "Let $X \\in \\mathbb{R}^{n\\times d}$, $b \\in \\mathbb{R}^{1 \\times d}$.\n",
            "Here $X + b$, there\n",
            "$$Z = X + b\n",
            "= Q$$\n",
        ],
    },
    {"cell_type": "markdown", "source": "One \\\\n string.\n$X \\odot b$"},
]
PLACES = [(3, 2, 9), (3, 3, 9), (4, 2, 4)]


def notebook(indent: int | None) -> str:
    return json.dumps({"cells": CELLS, "nbformat": 4}, indent=indent)


@pytest.mark.parametrize("indent", [None, 1])
def test_findings_tell_the_cell(indent: int | None) -> None:
    report = lint_text(notebook(indent), "a.ipynb")
    assert [(f.cell.cell, f.cell.line, f.cell.column) for f in report if f.cell] == PLACES
    first = report.findings[0]
    assert first.as_json()["cell"] == {"cell": 3, "line": 2, "column": 9}
    assert f":{first.column}: cell 3:2:9: BX201" in finding_text(first)


def test_other_papers_have_no_cells() -> None:
    (found,) = lint_text(r"$1 + x$, $x \in \mathbb{R}^n$", "a.md")
    assert found.cell is None
    assert "cell" not in found.as_json()


@pytest.mark.parametrize("indent", [None, 1])
def test_comments_are_written_into_the_strings(indent: int | None) -> None:
    path, text = Path("a.ipynb"), notebook(indent)
    document = read_document(path, text=text)
    after = with_ignores(document.file, lint_text(text, path), document)
    cells = ["".join(cell["source"]).split("\n") for cell in json.loads(after)["cells"]]
    assert cells[2][1:] == [
        "Here $X + b$, there <!-- boxdot: ignore[BX201] -->",
        "<!-- boxdot: ignore-next-line[BX201] -->",
        "$$Z = X + b",
        "= Q$$",
        "",
    ]
    assert cells[3][-1] == "$X \\odot b$ <!-- boxdot: ignore[BX101] -->"
    assert not lint_text(after, path).findings


def test_a_comment_rules_its_own_line_in_one_long_line_of_json() -> None:
    text = notebook(None).replace("there\\n", "there <!-- boxdot: ignore -->\\n")
    report = lint_text(text, "a.ipynb")
    assert [(f.cell.cell, f.cell.line) for f in report if f.cell] == [(3, 3), (4, 2)]
