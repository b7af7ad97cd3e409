"""The kept parse tables are those of the grammar, and our machine reads as Lark does."""

from __future__ import annotations

import json
from pathlib import Path

import lark
import pytest

from boxdot.grammar import tables
from boxdot.grammar.arranging import arrange
from boxdot.grammar.machine import Unexpected, run
from boxdot.grammar.parser import tokenize
from boxdot.grammar.tokens import Token
from boxdot.grammar.trees import Tree

TABLES = tables.load_tables()
LARK = tables.build_lark()
TEXTS = [
    "((X ⊟ μ) ⧄ σ) ⊡ γ ⊞ β",
    "Σ_{k=1}^{K} x_kᵀ y_k = ‖z‖_F² ∈ ℝ",
    "A, B, C ∈ ℝ^{I×J×3}",
    "f: ℝ^n × ℝ^m → ℝ^k",
    "{x ∈ ℝ | x > 0}",
    "{}",
    "f() + g(x | y, z)",
    "argmin_{A, B} ‖Y − A ⊡ B‖_F²",
    "[1 2; 3 4; 5 6] ⊗ [A, B]",
    "⟨a, b⟩_M ≤ −|x| · Σ_i −x_i",
    "X ×_1 A ×_2 B : C",
    "log exp x_i²ᵀ \\ √2",
    "a ⊡ b c Σ_r d_r = e",
]


def lark_tokens(tokens: list[Token]) -> list[lark.Token]:
    return [lark.Token(token.kind, token.text, number) for number, token in enumerate(tokens)]


def spelled(tree: Tree | Token | lark.Tree[lark.Token] | lark.Token) -> object:
    """A tree as nested lists, whichever parser made it."""
    match tree:
        case Tree() | lark.Tree():
            return [tree.data, *map(spelled, tree.children)]
        case Token():
            return tree.kind, tree.text
    return tree.type, tree.value


def lark_result(tokens: list[lark.Token]) -> object:
    try:
        return spelled(LARK.parse(tokens))
    except lark.UnexpectedToken as error:
        place = None if error.token.type == "$END" else error.token.start_pos
        return place, error.accepts


def our_result(tokens: list[Token]) -> object:
    try:
        return spelled(run(TABLES, tokens))
    except Unexpected as error:
        at = next((n for n, token in enumerate(tokens) if token is error.token), None)
        return at, error.accepts


def test_kept_tables_are_fresh() -> None:
    stored = json.loads(tables.TABLES.read_text(encoding="utf-8"))
    assert stored["made_of"] == tables.made_of(), "run python -m boxdot.grammar.tables"
    assert tables.build_tables() == TABLES


@pytest.mark.parametrize("text", TEXTS)
def test_reads_as_lark_does(text: str) -> None:
    tokens = arrange(list(tokenize(text)[0].tokens), ())
    result = our_result(tokens)
    assert isinstance(result, list)
    assert result == lark_result(lark_tokens(tokens))


@pytest.mark.parametrize("text", TEXTS)
def test_refuses_as_lark_does(text: str) -> None:
    """Each beginning of a statement, and each statement without one of its tokens."""
    tokens = arrange(list(tokenize(text)[0].tokens), ())
    for at in range(len(tokens)):
        for spoiled in (tokens[:at], tokens[:at] + tokens[at + 1 :]):
            assert our_result(spoiled) == lark_result(lark_tokens(spoiled))


def test_tables_of_another_grammar_are_not_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    grammar = tables.GRAMMAR.read_text(encoding="utf-8") + "\n// another\n"
    (tmp_path / "formula.lark").write_text(grammar, encoding="utf-8")
    monkeypatch.setattr(tables, "GRAMMAR", tmp_path / "formula.lark")
    built = tables.build_tables()
    monkeypatch.setattr(tables, "build_tables", lambda: built)
    assert tables.load_tables() is built


@pytest.mark.parametrize("kept", ["", "[]", "{}", '{"made_of": 1}'])
def test_spoiled_tables_are_not_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kept: str
) -> None:
    (tmp_path / "formula.json").write_text(kept, encoding="utf-8")
    monkeypatch.setattr(tables, "TABLES", tmp_path / "formula.json")
    assert tables.load_tables() == TABLES
