"""Every formula of the paper: read, printed in each spelling, and read again, it is the same."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from naming import same

from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.symbols import Declaration, Symbols
from boxdot.notation.printing import to_text
from boxdot.notation.reading import read

DATA = Path(__file__).parents[2] / "data"
ENTRIES = tomllib.loads((DATA / "equations.toml").read_text(encoding="utf-8"))["entry"]


def not_expressions() -> dict[tuple[str, str], str]:
    """The fields that say something else than an expression or a chain, with the reason."""
    text = (DATA / "not_expressions.tsv").read_text(encoding="utf-8")
    rows = csv.reader(text.splitlines()[1:], delimiter="\t", quoting=csv.QUOTE_NONE)
    return {(identity, field): reason for identity, field, reason in rows}


OTHER = not_expressions()


def fields() -> Iterator[Any]:
    for entry in ENTRIES:
        for field in ("unicode", "latex"):
            if field in entry and (entry["id"], field) not in OTHER:
                yield pytest.param(entry, field, id=f"{entry['id']}-{field}")


def formula_of(entry: dict[str, Any], field: str) -> Formula:
    declared = entry.get("declare", {}).items()
    symbols = [Declaration(name, tuple(shape)) for name, shape in declared]
    return read(entry[field], Symbols(symbols), syntax=field)


@pytest.mark.parametrize(("entry", "field"), list(fields()))
def test_reads_back(entry: dict[str, Any], field: str) -> None:
    formula = formula_of(entry, field)
    for spelling in ("unicode", "latex", "ascii"):
        text = to_text(formula, spelling)
        again = read(text, formula.symbols, syntax=spelling)
        assert same(again.statements, formula.statements, spelling), text


@pytest.mark.parametrize(("entry", "field"), list(fields()))
def test_bold_latex_reads_back(entry: dict[str, Any], field: str) -> None:
    formula = formula_of(entry, field)
    text = to_text(formula, "latex", style="bm")
    again = read(text, formula.symbols, syntax="latex")
    assert same(again.statements, formula.statements, "ascii"), text


def test_exceptions_name_entries() -> None:
    assert {identity for identity, _ in OTHER} <= {entry["id"] for entry in ENTRIES}
