"""The paper's equations to SymPy and back: each side is proved to be what it was."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from boxdot.grammar.errors import NotationError, UnsupportedError
from boxdot.notation.equality import prove
from boxdot.notation.expressions.nodes import Chain, Index, Number, Relation, Symbol
from boxdot.notation.inference import infer
from boxdot.notation.reading import read
from boxdot.notation.shapes.spelling import set_text
from boxdot.notation.symbolic import from_sympy, to_sympy
from boxdot.notation.symbolic.reading.arrays import KINDS, indexed_form

DATA = Path(__file__).parents[2] / "data" / "equations.toml"
ENTRIES = tomllib.loads(DATA.read_text(encoding="utf-8"))["entry"]
LEAST = {"matrix": 60, "sum": 155, "array": 100}


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


def places_of(there, formula, form):
    """Return where the entry is that comes back; in an array, axes of length 1 are left out."""
    if form == "sum":
        return tuple(Symbol(str(index)) for index in there.indices)
    if form == "matrix" or not isinstance(there, KINDS):
        return ()
    indices = iter(indexed_form(there).indices)
    (shape,) = infer(formula, fixes=False).sides[0]
    return tuple(Number("1") if n == 1 else Symbol(str(next(indices))) for n in shape)


def verdict(formula, form):
    """Return what is proved of a side and what comes back of it, at the same indices."""
    try:
        there = to_sympy(formula, form)
        back = from_sympy(there, formula.symbols)
    except UnsupportedError:
        return "not said"
    side, again = formula.statements[0].sides[0], back.statements[0].sides[0]
    places = places_of(there, formula, form)
    if places:
        side = Index(side, places)
    chain = Chain((side, again), (Relation.EQUAL,))
    symbols = back.symbols.with_declarations(formula.symbols.values())
    return prove(replace(formula, text="", statements=(chain,), symbols=symbols), seconds=1).verdict


@pytest.mark.parametrize("form", ["matrix", "sum", "array"])
def test_equations(form):
    found = {name: verdict(formula, form) for name, formula in sides()}
    assert [name for name, answer in found.items() if answer == "refuted"] == []
    assert Counter(found.values())["proved"] >= LEAST[form]
