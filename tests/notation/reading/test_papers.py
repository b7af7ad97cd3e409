"""What papers write beyond the grammar is read, its plain parts whole; elsewhere it is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from boxdot.grammar.errors import BoxdotError
from boxdot.notation.expressions.symbols import Declaration, Symbols
from boxdot.notation.printing import to_text
from boxdot.notation.reading import LooseReading, read, read_loosely
from boxdot.notation.shapes.spelling import shape_text

TABLE = Path(__file__).parent / "papers.tsv"
ROWS = [
    line.split("\t")
    for line in TABLE.read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def read_in_paper(text: str) -> LooseReading:
    return read_loosely(text, Symbols(styled=True), syntax="latex", unknown_commands=True)


def described(reading: LooseReading) -> str:
    said = "; ".join(to_text(statement) for statement in reading.statements)
    declared = "; ".join(f"{d.name}: {_shape(d)}" for d in reading.declarations)
    return f"{said} | {declared}".strip() if declared else said


def _shape(declaration: Declaration) -> str:
    return "?" if declaration.shape is None else shape_text(declaration.shape)


@pytest.mark.parametrize(("formula", "expected"), ROWS)
def test_papers_formula(formula: str, expected: str) -> None:
    reading = read_in_paper(formula)
    assert [error.message for error in reading.errors] == []
    assert described(reading) == expected


REFUSED = [
    r"G = \{S_k\}_{k=1}^n",
    r"x = \begin{cases} 0 & a \\ y & b \end{cases}",
    r"A \oplus B = C",
    r"\int f = x",
    r"\foo{A} = B",
    r"= X",
    r"X = \left\{\begin{array}{l} A \\ B \end{array}\right.",
]


@pytest.mark.parametrize("formula", REFUSED)
def test_single_formulas_must_be_understood(formula: str) -> None:
    """What is opaque in a paper would make an equation look proved: it is an error here."""
    with pytest.raises(BoxdotError):
        read(formula, syntax="latex")
