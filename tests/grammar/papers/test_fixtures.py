"""Papers written for the tests: what is found in them stands beside them (``….expected``)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from boxdot.grammar.papers import Document, FormulaSource, read_document


def test_all_is_found_where_it_stands(paper: Path, listed: Callable[[Document], str]) -> None:
    expected = paper.with_name(f"{paper.name}.expected").read_text(encoding="utf-8")
    assert listed(read_document(paper)) == expected


def test_each_formula_covers_its_characters(
    paper: Path, covers: Callable[[FormulaSource], None]
) -> None:
    document = read_document(paper)
    assert document.formulas
    for formula in document.formulas:
        covers(formula)


def test_prose_points_back_to_its_words(paper: Path) -> None:
    for prose in read_document(paper).prose:
        stops = [*(piece.at for piece in prose.map.pieces[1:]), len(prose.text)]
        for piece, stop in zip(prose.map.pieces, stops, strict=True):
            if piece.exact:
                words = prose.file.text[piece.start : piece.end]
                assert prose.text[piece.at : stop] == words


def test_skipped_counts_by_reason(fixtures: Path) -> None:
    document = read_document(fixtures / "delimiters.tex")
    assert document.skipped == {"unclosed formula": 2, "empty formula": 2}
