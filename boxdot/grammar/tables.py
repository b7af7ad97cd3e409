"""The parse tables of ``formula.lark``, computed once and kept beside it.

Computing them takes Lark 0.2 s, reading them 5 ms; ``python -m boxdot.grammar.tables`` writes
them anew after a change of the grammar. Tables of another grammar or another Lark are not used:
then the grammar itself is read.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lark
from lark import Lark
from lark.grammar import Rule
from lark.lexer import Lexer, TerminalDef

GRAMMAR = Path(__file__).parent / "formula.lark"
TABLES = Path(__file__).parent / "formula.json"


class TokenLexer(Lexer):
    """Hands our tokens to Lark as they are."""

    def __init__(self, lexer_conf: Any) -> None:  # Lark passes its configuration; unused
        pass

    def lex(self, data: Any) -> Iterator[Any]:  # type: ignore[override]  # tokens, no text
        """Yield the tokens."""
        yield from data


def load_parser() -> Lark:
    """Return the parser: from the tables if they are Lark's own, else from the grammar."""
    try:
        stored = json.loads(TABLES.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return build_parser()
    if stored.get("made_of") != made_of():
        return build_parser()
    return Lark.__new__(Lark)._load(_with_numbers(stored["tables"]))


def build_parser() -> Lark:
    """Return the parser made from the grammar."""
    return Lark(
        GRAMMAR.read_text(encoding="utf-8"),
        parser="lalr",
        lexer=TokenLexer,
        start="statement",
        maybe_placeholders=False,
    )


def made_of() -> list[str]:
    """Return what the tables depend on: Lark's version and the grammar's digest."""
    return [lark.__version__, hashlib.sha256(GRAMMAR.read_bytes()).hexdigest()]


def tables_of(parser: Lark) -> dict[str, Any]:
    """Return what `load_parser` reads, as plain data without classes."""
    data, memo = parser.memo_serialize([TerminalDef, Rule])
    data["options"]["lexer"] = data["parser"]["lexer_conf"]["lexer_type"] = None
    plain: dict[str, Any] = json.loads(json.dumps({"data": data, "memo": memo}))
    return plain


def _with_numbers(tables: dict[str, Any]) -> dict[str, Any]:
    """Undo what JSON does to Lark's tables: numbers as keys became text, the lexer was left out."""
    data = tables["data"]
    data["options"]["lexer"] = data["parser"]["lexer_conf"]["lexer_type"] = TokenLexer
    table = data["parser"]["parser"]
    table["tokens"] = {int(key): name for key, name in table["tokens"].items()}
    table["states"] = {
        int(state): {int(token): action for token, action in actions.items()}
        for state, actions in table["states"].items()
    }
    return {"data": data, "memo": {int(key): rule for key, rule in tables["memo"].items()}}


def main() -> None:
    """Write the tables."""
    stored = {"made_of": made_of(), "tables": tables_of(build_parser())}
    TABLES.write_text(json.dumps(stored, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
