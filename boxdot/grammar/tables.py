"""The parse tables of ``formula.lark``, computed once and kept beside it.

Computing them takes Lark 0.2 s, reading them 2 ms; ``python -m boxdot.grammar.tables`` writes
them anew after a change of the grammar. Tables of another grammar are not used: then they are
computed where they are needed.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from boxdot.grammar.machine import END, Rule, Tables

if TYPE_CHECKING:
    import lark
    from lark.grammar import Rule as LarkRule

GRAMMAR = Path(__file__).parent / "formula.lark"
TABLES = Path(__file__).parent / "formula.json"


def load_tables() -> Tables:
    """Return the tables: the kept ones if they are those of the grammar."""
    try:
        stored = json.loads(TABLES.read_text(encoding="utf-8"))
        if stored["made_of"] == made_of():
            return _from_plain(stored)
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return build_tables()


def made_of() -> str:
    """Return the digest of the grammar."""
    return hashlib.sha256(GRAMMAR.read_bytes()).hexdigest()


def _from_plain(stored: dict[str, Any]) -> Tables:
    rules = [Rule(*rule) for rule in stored["rules"]]
    return Tables(rules, stored["actions"], stored["gotos"], stored["start"])


def _as_plain(tables: Tables) -> dict[str, Any]:
    rules = [[r.origin, r.size, r.data, r.unit, r.splices] for r in tables.rules]
    plain = {"start": tables.start, "rules": rules}
    return plain | {"actions": tables.actions, "gotos": tables.gotos}


# --- what Lark knows of the grammar --------------------------------------------------------------


def build_lark() -> lark.Lark:
    """Return Lark's own parser of the grammar, which takes Lark's tokens."""
    from lark import Lark  # late: with the tables at hand nothing needs it
    from lark.lexer import Lexer

    class TokenLexer(Lexer):
        """Hands tokens on as they are."""

        def __init__(self, lexer_conf: Any) -> None:  # Lark passes its configuration; unused
            pass

        def lex(self, data: Any) -> Any:  # type: ignore[override]  # tokens, no text
            return iter(data)

    grammar = GRAMMAR.read_text(encoding="utf-8")
    return Lark(
        grammar, parser="lalr", lexer=TokenLexer, start="statement", maybe_placeholders=False
    )


def build_tables() -> Tables:
    """Return the tables that Lark computes from the grammar."""
    table = build_lark().parser.parser._parse_table
    rows = {state: dict(sorted(row.items())) for state, row in table.states.items()}
    end, start = table.end_states["statement"], table.start_states["statement"]
    states = _in_order(rows, start)
    found = {step for row in rows.values() for _, step in row.values() if step not in rows}
    rules = sorted(found, key=lambda rule: (rule.origin.name, rule.order))
    numbers = states | {rule: -number for number, rule in enumerate(rules, start=1)}
    heads = {rule.origin.name for rule in rules}
    ordered = [{kind: numbers[step] for kind, (_, step) in rows[state].items()} for state in states]
    actions = [{kind: n for kind, n in row.items() if kind not in heads} for row in ordered]
    gotos = [{kind: n for kind, n in row.items() if kind in heads} for row in ordered]
    actions[states[end]] = {END: states[end]}
    transparent = _transparent(rules)
    return Tables([_rule(rule, transparent) for rule in rules], actions, gotos, states[start])


def _in_order(rows: dict[Any, dict[str, Any]], start: Any) -> dict[Any, int]:
    """Number the states as they are reached, so that the same grammar gives the same tables."""
    numbers, waiting = {start: 0}, [start]
    for state in waiting:
        for _, step in rows[state].values():
            if step in rows and step not in numbers:
                numbers[step] = len(numbers)
                waiting.append(step)
    return numbers


def _transparent(rules: list[LarkRule]) -> set[str]:
    """Return the rules that are written into those around them and always hold one thing."""
    names = {rule.origin.name for rule in rules if rule.origin.name.startswith("_")}
    return names - {rule.origin.name for rule in rules if len(rule.expansion) > 1}


def _rule(rule: LarkRule, transparent: set[str]) -> Rule:
    name, size = str(rule.origin.name), len(rule.expansion)
    inlined = name.startswith("_")
    unit = size == 1 and (name in transparent or (rule.options.expand1 and not rule.alias))
    lists = (s.name.startswith("_") and s.name not in transparent for s in rule.expansion)
    return Rule(name, size, "" if inlined else rule.alias or name, unit, any(lists))


def main() -> None:
    """Write the tables."""
    stored = {"made_of": made_of(), **_as_plain(build_tables())}
    TABLES.write_text(json.dumps(stored, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
