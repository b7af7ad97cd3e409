"""Lists what was found in a paper, to be read beside the paper (run this file to rewrite them).

One line each, in four parts: sections ``# level title``, formulas ``line:column-line:column
environment text`` with their rows below if there are several, paragraphs with ``□`` for each
formula, and what was skipped ``! line:column reason``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from boxdot.grammar.papers import PLACEHOLDER, Document, FormulaSource, SourceFile, read_document
from boxdot.grammar.source import Span

FIXTURES = Path(__file__).parent / "fixtures"


def papers() -> list[Path]:
    return sorted(p for p in FIXTURES.glob("*.*") if p.suffix in {".tex", ".md"})


@pytest.fixture(params=[p.name for p in papers()])
def paper(request: pytest.FixtureRequest) -> Path:
    """One of the papers written for the tests."""
    return FIXTURES / str(request.param)


@pytest.fixture
def fixtures() -> Path:
    """The folder of the papers written for the tests."""
    return FIXTURES


@pytest.fixture
def listed() -> Callable[[Document], str]:
    """List a document."""
    return listing


@pytest.fixture(scope="session")
def covers() -> Callable[[FormulaSource], None]:
    """Assert that a formula points back to exactly its own characters."""
    return assert_covers


def expected(paper: Path) -> Path:
    return paper.with_name(f"{paper.name}.expected")


def listing(document: Document) -> str:
    return "".join(line + "\n" for part in PARTS for line in part(document))


def _sections(document: Document) -> Iterator[str]:
    for section in document.sections:
        line = section.file.line_and_column(section.start)[0]
        end = section.file.line_and_column(section.end)[0]
        yield f"# {section.level} {section.title} ({_file(section.file, document)}{line}-{end})"


def _formulas(document: Document) -> Iterator[str]:
    for formula in document.formulas:
        start, end = (_place(formula.file, at) for at in (formula.start, formula.end))
        where = f"{_file(formula.file, document)}{start}-{end}"
        yield f"{where} {formula.environment} {_flat(formula.text)}"
        if len(formula.rows) > 1:
            yield from (_row(formula, row.span.start, row.text) for row in formula.rows)


def _prose(document: Document) -> Iterator[str]:
    for prose in document.prose:
        known = [prose.text[r.at] for r in prose.references]
        assert known == [PLACEHOLDER] * len(known)
        yield f"> {_flat(prose.text.strip()).replace(PLACEHOLDER, '□')}"


def _skips(document: Document) -> Iterator[str]:
    for skip in document.skips:
        yield f"! {_file(skip.file, document)}{_place(skip.file, skip.span.start)} {skip.reason}"


PARTS = (_sections, _formulas, _prose, _skips)


def _row(formula: FormulaSource, at: int, text: str) -> str:
    line, column = formula.line_and_column(at)
    return f"    {line}:{column} {_flat(text)}"


def _file(file: SourceFile, document: Document) -> str:
    return "" if file is document.file else f"{file.path.name}:"


def _place(file: SourceFile, at: int) -> str:
    line, column = file.line_and_column(at)
    return f"{line}:{column}"


def _flat(text: str) -> str:
    return text.replace("\r", "␍").replace("\n", "⏎")


def assert_covers(formula: FormulaSource) -> None:
    whole = formula.locate(Span(0, len(formula.text)))
    assert whole == Span(formula.start, formula.end)
    assert formula.outer.start <= whole.start < whole.end <= formula.outer.end
    stops = [*(piece.at for piece in formula.map.pieces[1:]), len(formula.text)]
    for piece, stop in zip(formula.map.pieces, stops, strict=True):
        assert formula.outer.start <= piece.start <= piece.end <= formula.outer.end
        if piece.exact:
            assert formula.text[piece.at : stop] == formula.file.text[piece.start : piece.end]
    for row in formula.rows:
        assert row.span.of(formula.text) == row.text


if __name__ == "__main__":
    for path in papers():
        expected(path).write_text(listing(read_document(path)), encoding="utf-8")
