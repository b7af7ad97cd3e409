"""The stored parse tables are those of the grammar."""

from __future__ import annotations

import json

import lark
import pytest

from boxdot.grammar import tables
from boxdot.grammar.arranging import arrange
from boxdot.grammar.parser import tokenize


def test_stored_tables_are_fresh() -> None:
    stored = json.loads(tables.TABLES.read_text(encoding="utf-8"))
    assert stored["made_of"][1] == tables.made_of()[1], "run python -m boxdot.grammar.tables"


@pytest.mark.parametrize("text", ["((X ⊟ μ) ⧄ σ) ⊡ γ ⊞ β", "Σ_{k=1}^{K} x_kᵀ y_k = ‖z‖_F² ∈ ℝ"])
def test_both_parsers_agree(text: str) -> None:
    tokens = arrange(list(tokenize(text)[0].tokens), ())
    assert tables.load_parser().parse(tokens) == tables.build_parser().parse(tokens)


def test_tables_of_another_lark_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lark, "__version__", "0.0")
    monkeypatch.setattr(tables, "build_parser", lambda: "built")
    assert tables.load_parser() == "built"
