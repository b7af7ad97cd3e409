"""The optimisation problems of the paper: what is derived is what it states."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from boxdot.notation.deriving import minimise
from boxdot.notation.equality import prove
from boxdot.notation.expressions.nodes import Chain, Relation
from boxdot.notation.reading import read
from boxdot.notation.shapes.spelling import set_text

DATA = Path(__file__).parents[2] / "data" / "equations.toml"
ENTRIES = {e["id"]: e for e in tomllib.loads(DATA.read_text(encoding="utf-8"))["entry"]}

STATED = [
    # problem, unknown (of an argmin: the one it names), the entry whose last side solves it
    ("eq-38", None, "eq-39"),
    ("eq-61", None, "eq-39"),
    ("eq-65", None, "eq-72"),
    ("bd-objective", "A", "eq-41"),
    ("bd-objective", "B", "eq-42"),
    ("bd-objective", "C", "eq-43"),
    ("eq-40", "A", "eq-41"),
    ("eq-40", "B", "eq-42"),
    ("eq-40", "C", "eq-43"),
]


def formula_of(identifier, text=None):
    entry = ENTRIES[identifier]
    shapes = {name: tuple(shape) for name, shape in entry["declare"].items()}
    declared = "; ".join(f"{name} ∈ {set_text(shape)}" for name, shape in shapes.items())
    return read(text or entry["unicode"], declared)


def states(formula, result, side):
    chain = Chain((result, side), (Relation.EQUAL,))
    return prove(replace(formula, statements=(chain,))).verdict


@pytest.mark.parametrize(("problem", "unknown", "solution"), STATED)
def test_solution(problem, unknown, solution):
    formula = formula_of(problem)
    found = minimise(formula, unknown)
    stated = ENTRIES[solution]["unicode"].replace("𝒫_ℛ", "𝒫_{3,6}")
    side = formula_of(solution, stated.rpartition("←" if "←" in stated else "=")[2].strip())
    assert states(formula, found.result, side.statements[0].sides[0]) == "proved"
    assert found.proved
    number = "72" if solution == "eq-72" else str(ENTRIES[solution]["number"])
    steps = [step for step in found.steps if step.rule == "solution"]
    assert [step.equation for step in steps] == [f"eq. {number}"]


def test_a_column_of_the_solution():
    """Equation 63 solves the problem that its own argmin states."""
    text = ENTRIES["eq-63"]["unicode"]
    formula = read(text, "Y_j ∈ R^{I×K}; a_j ∈ R^I; z_j ∈ R^K")
    found = minimise(formula)
    assert found.proved
    assert states(formula, found.result, formula.statements[0].sides[-1]) == "proved"


@pytest.mark.parametrize("solution", ["eq-39", "eq-41", "eq-42", "eq-43"])
def test_a_wrong_solution_is_not_what_is_derived(solution):
    problem, unknown, _ = next(case for case in STATED if case[2] == solution)
    formula = formula_of(problem)
    side = formula_of(solution).statements[0].sides[-1]
    wrong = replace(side, right=replace(side.right, parameters=_other_mode(side.right.parameters)))
    assert states(formula, minimise(formula, unknown).result, wrong) != "proved"


def _other_mode(parameters):
    (mode,) = parameters
    return (replace(mode, text=str(int(mode.text) % 3 + 1)),)
