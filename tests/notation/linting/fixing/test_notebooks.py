"""Notebooks are linted and corrected in their JSON, which stays as it is otherwise."""

from __future__ import annotations

import json
from pathlib import Path

from boxdot.grammar.papers import read_document
from boxdot.notation.linting import lint_text
from boxdot.notation.linting.fixing import fix_documents
from boxdot.notation.linting.options import LintOptions
from boxdot.notation.linting.preparing import prepare

LINES = [
    "Let $X \\in \\mathbb{R}^{n\\times d}$, $M \\in \\mathbb{R}^{n \\times 1}$,\n",
    "$b \\in \\mathbb{R}^{1 \\times d}$ and\n",
    "$$Y = X \\odot M, \\quad Z = X\n",
    "+ b$$\n",
]
TEXT = json.dumps(
    {
        "cells": [
            {"cell_type": "code", "source": ["a = 1\n", "print('é', 1.50)"], "outputs": [1e3]},
            {"cell_type": "markdown", "source": LINES, "metadata": {"b": 1, "a": [2]}},
        ]
    },
    indent=1,
).replace("1000.0", "1e3")  # what JSON would write otherwise


def test_findings_stand_in_the_file() -> None:
    report = lint_text(TEXT, "a.ipynb")
    lines = TEXT.split("\n")
    found = [(f.name, lines[f.line - 1][f.column - 1 :][:7]) for f in report.findings]
    assert found == [("hadamard-mismatch", "\\\\odot "), ("implicit-broadcast-add", "+ b$$\\n")]
    assert report.findings[0].equation == "Y = X \\odot M"
    assert report.findings[1].equation == "Z = X\n+ b"


def test_corrections_leave_the_rest_byte_for_byte(tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    path.write_text(TEXT, encoding="utf-8", newline="")
    fixes = fix_documents([read_document(path)], prepare(LintOptions()))
    (fixed,) = fixes.files
    expected = TEXT.replace("X \\\\odot M", "X \\\\boxdot M").replace('"+ b$$', '"\\\\boxplus b$$')
    assert fixed.after == expected
    assert json.loads(fixed.after)["cells"][1]["source"][3] == "\\boxplus b$$\n"
