"""The sides of the paper's equations in every form: said in its words, and of the same value."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from boxdot.grammar.errors import BoxdotError
from boxdot.notation.algebra import product
from boxdot.notation.equality.searching import search
from boxdot.notation.expressions.nodes import Chain, Relation, Symbol
from boxdot.notation.expressions.symbols import Declaration
from boxdot.notation.inference import infer
from boxdot.notation.reading import read
from boxdot.notation.rewriting import TARGETS, NotReachedError, rewrite

DATA = Path(__file__).parents[2] / "data" / "equations.toml"
ENTRIES = {entry["id"]: entry for entry in tomllib.loads(DATA.read_text("utf-8"))["entry"]}


def _size(size):
    return product(map(_size, size.split("*"))) if isinstance(size, str) and "*" in size else size


def declared(entry):
    symbols = entry.get("declare", {}).items()
    return [Declaration(name, tuple(map(_size, sizes))) for name, sizes in symbols]


def sides():
    """Yield each side that is an expression of known shape, once for each entry."""
    for name, entry in ENTRIES.items():
        if entry.get("convention", "F") != "F":
            continue
        try:
            formula = read(entry["unicode"], declared(entry))
        except BoxdotError:
            continue
        for side in {side: None for chain in formula.statements for side in chain.sides}:
            alone = replace(formula, statements=(Chain((side,)),))
            if not isinstance(side, Symbol) and is_sound(alone):
                yield name, alone


def is_sound(formula):
    try:
        inference = infer(formula, fixes=False)
    except BoxdotError:
        return False
    known = inference.sides[0][0] is not None
    return known and not inference.problems and not inference.unknown


SIDES = list(sides())
REACHED = {"linear-algebra": 235, "hadamard": 270, "broadcast": 250, "normal": 270, "shortest": 34}
"""How many of the sides have each form, at least."""
EVERY = {"shortest": 8}
"""Of how many sides one is tried, where that takes long."""


def in_form(target):
    for name, formula in SIDES[:: EVERY.get(target, 1)]:
        try:
            yield name, rewrite(formula, to=target)
        except NotReachedError:
            continue


def is_refuted(rewriting):
    left, right = (f.statements[0].sides[0] for f in (rewriting.start, rewriting.result))
    chain = Chain((left, right), (Relation.EQUAL,))
    found = search(replace(rewriting.start, statements=(chain,)), most_trials=3, small=False)
    return found.counterexample is not None


@pytest.mark.parametrize("target", list(TARGETS))
def test_sides_in_a_form(target):
    reached = list(in_form(target))
    assert len(reached) >= REACHED[target]
    form = TARGETS[target]()
    for name, rewriting in reached:
        for chain in rewriting.result.statements:
            assert all(form.left_over(side) is None for side in chain.sides), name
        assert rewriting.steps == () or not is_refuted(rewriting), (name, str(rewriting))
