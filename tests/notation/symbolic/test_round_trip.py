"""The paper's equations to SymPy and back: each side is proved to be what it was."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from boxdot.grammar.errors import NotationError, UnsupportedError
from boxdot.notation.equality import prove
from boxdot.notation.expressions.nodes import Chain, Index, Relation, Symbol
from boxdot.notation.inference import infer
from boxdot.notation.reading import read
from boxdot.notation.shapes.spelling import set_text
from boxdot.notation.symbolic import from_sympy, to_sympy

DATA = Path(__file__).parents[2] / "data" / "equations.toml"
ENTRIES = tomllib.loads(DATA.read_text(encoding="utf-8"))["entry"]
LEAST = {"matrix": 60, "sum": 155}


def sides():
    """Yield each well-shaped side of an entry of one statement, as a formula."""
    for entry in ENTRIES:
        shapes = {name: tuple(shape) for name, shape in entry.get("declare", {}).items()}
        declared = "; ".join(f"{name} ∈ {set_text(shape)}" for name, shape in shapes.items())
        try:
            formula = read(entry["unicode"], declared)
        except (NotationError, UnsupportedError):
            continue
        if len(formula.statements) != 1:
            continue
        for number, side in enumerate(formula.statements[0].sides):
            alone = replace(formula, statements=(Chain((side,)),))
            if not infer(alone, fixes=False).errors:
                yield f"{entry['id']}:{number}", alone


def verdict(formula, form):
    """Return what is proved of a side and what comes back of it, at the same indices."""
    try:
        there = to_sympy(formula, form)
        back = from_sympy(there, formula.symbols)
    except UnsupportedError:
        return "not said"
    side, again = formula.statements[0].sides[0], back.statements[0].sides[0]
    if form == "sum" and there.indices:
        side = Index(side, tuple(Symbol(str(index)) for index in there.indices))
    chain = Chain((side, again), (Relation.EQUAL,))
    symbols = back.symbols.with_declarations(formula.symbols.values())
    return prove(replace(formula, text="", statements=(chain,), symbols=symbols), seconds=1).verdict


@pytest.mark.parametrize("form", ["matrix", "sum"])
def test_equations(form):
    found = {name: verdict(formula, form) for name, formula in sides()}
    assert [name for name, answer in found.items() if answer == "refuted"] == []
    assert Counter(found.values())["proved"] >= LEAST[form]
