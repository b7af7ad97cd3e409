"""What running text, values, tables and lists say of shapes, and what they do not say."""

from __future__ import annotations

from pathlib import Path

import pytest

from boxdot.grammar.papers import read_document
from boxdot.notation.linting.evidence import Evidence
from boxdot.notation.linting.gathering import gather
from boxdot.notation.linting.inferring import infer_declarations
from boxdot.notation.shapes.spelling import shape_text

TABLE = Path(__file__).parent / "said.tsv"


def cases() -> list[list[str]]:
    lines = TABLE.read_text(encoding="utf-8").split("\n")
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def said(kind: str, text: str) -> str:
    document = read_document(f"paper.{kind}", text=text.replace("¶", "\n"))
    declared = gather(document)
    inferred = [
        one for one in infer_declarations(document, declared) if one.evidence is Evidence.PROSE
    ]
    return "; ".join(
        sorted({f"{one.name}: {shape_text(one.shape)}" for one in declared + inferred})
    )


@pytest.mark.parametrize(("kind", "text", "expected"), cases())
def test_said(kind: str, text: str, expected: str) -> None:
    assert said(kind, text) == expected


def test_the_table_is_large_and_holds_what_is_no_declaration() -> None:
    silent = [text for _, text, expected in cases() if not expected]
    assert len(silent) >= 40
    assert len(cases()) - len(silent) >= 60
