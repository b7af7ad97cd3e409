"""Real text: every file of the corpus is read, and every formula points back to its characters."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from boxdot.grammar.papers import Document, FormulaSource, discover, read_document

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus" / "papers"

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the checkout")


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    return [read_document(path) for path in discover([CORPUS])]


def test_all_files_are_read(documents: list[Document]) -> None:
    assert len(documents) == 247
    assert sum(len(document.formulas) for document in documents) > 14_000


def test_each_formula_covers_its_characters(
    documents: list[Document], covers: Callable[[FormulaSource], None]
) -> None:
    for document in documents:
        for formula in document.formulas:
            covers(formula)


def test_rows_of_the_gates_stand_on_their_lines(documents: list[Document]) -> None:
    path = CORPUS / "d2l-ai+d2l-en/chapter_recurrent-modern/lstm.md"
    (document,) = (d for d in documents if d.path == path)
    lines = {
        formula.line_and_column(row.span.start): row.text[:14]
        for formula in document.formulas
        for row in formula.rows
    }
    assert lines[140, 1] == r"\mathbf{I}_t &"
    assert lines[141, 1] == r"\mathbf{F}_t &"
    assert lines[142, 1] == r"\mathbf{O}_t &"
