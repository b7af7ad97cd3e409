"""Every Python target, run on arrays of its own library: all known formulas, and random ones."""

from __future__ import annotations

import csv
import math
import os
import re
import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from agreement import draw, numbers, reference_value, same
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_formulas import declarations_of, formulas, sums_of_products
from targets import Target, each_target, run, to_numpy

from boxdot.grammar.errors import BoxdotError
from boxdot.notation import algebra
from boxdot.notation.codegen.convert import convert
from boxdot.notation.codegen.lowering import lower_formula
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.inference import infer
from boxdot.notation.reading import read
from boxdot.numeric.evaluating import evaluate

Case = tuple[str, str, dict[str, int]]
"""A formula, its declarations and its sizes."""

DATA = Path(__file__).parents[3] / "data"
FULL = os.environ.get("BOXDOT_TESTS") == "full"
"""``BOXDOT_TESTS=full`` runs all random formulas; otherwise a share of them is run."""

TEXTS = Path(__file__).parents[1] / "numpy.tsv"
SIZES = {"H": 3, "W": 4, "I": 3, "J": 4, "K": 2, "L": 5, "N": 2, "C": 3, "R": 2}
SIZES |= {"m": 3, "n": 4, "p": 2, "q": 3, "T": 2}


def assert_target(
    target: Target, formula: Formula, arrays: dict[str, np.ndarray], expected: np.ndarray
) -> None:
    """Assert that the lines and the function of a target give the expected value."""
    for name in ("f",) if target.name == "numba" else (None, "f"):  # Numba is always a function
        code = convert(formula, target.name, function=name)
        found = to_numpy(run(target, code, arrays))
        made = not lower_formula(formula, infer(formula)).inputs  # in the library's own precision
        assert same(found, expected, rtol=1e-6 if made else 1e-9), (
            formula.text,
            code.code,
            found,
            expected,
        )


def rows(path: Path, **how) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream, delimiter="\t", **how))


@each_target
@pytest.mark.parametrize("row", rows(TEXTS, quoting=csv.QUOTE_NONE), ids=lambda r: r["formula"])
def test_formulas(row, target):
    formula = read(row["formula"], row["declarations"])
    arrays = draw(formula, SIZES)
    expected = reference_value(replace(formula, sizes=SIZES), arrays)
    assert_target(target, formula, arrays, expected)


CASE_SIZES = {"n": 4, "p": 3, "k": 2, "T": 5, "m": 3}


@each_target
@pytest.mark.parametrize("spelling", ["unicode", "latex"])
@pytest.mark.parametrize("case", rows(DATA / "convert_cases.tsv"), ids=lambda case: case["id"])
def test_conversion_cases(case, spelling, target):
    declarations = re.sub(r"\([^()]*(slice|row)[^()]*\)", "", case["shapes"]).replace(":", " ∈")
    first = declarations != case["shapes"].replace(":", " ∈")
    formula = read(case[spelling], declarations, first_slices=first)
    arrays = draw(formula, CASE_SIZES)
    if case["id"] == "p07":
        arrays["P"] = arrays["P"] @ arrays["P"].T  # must be positive definite
    expected = np.asarray(eval(case["expected_numpy"], {"np": np, **arrays}))
    assert_target(target, formula, arrays, expected)


COMPILING = {"jax", "numba"}
"""The libraries that compile each formula: of two spellings they are given one."""

LARGEST = 5000
"""The reference goes through the entries one by one: larger examples are left to others."""


@cache
def equations() -> dict[str, tuple[Formula, dict[str, np.ndarray], np.ndarray]]:
    """Return the entries that have a value, in both spellings, with arrays and the value."""
    found = {}
    for entry in tomllib.loads((DATA / "equations.toml").read_text("utf-8"))["entry"]:
        shapes = {name: tuple(map(str, sizes)) for name, sizes in entry.get("declare", {}).items()}
        declared = declarations_of(shapes).replace("*", " ")
        for spelling in ("unicode", "latex"):
            value = _value(entry[spelling], declared)
            if value is not None:
                found[f"{entry['id']}-{spelling}"] = value
    return found


def _value(text: str, declared: str) -> tuple[Formula, dict[str, np.ndarray], np.ndarray] | None:
    """Return a formula with arrays and its value, or None if it has none."""
    try:
        formula = read(text, declared)
        shapes = [d.shape for d in formula.symbols.values() if d.shape is not None]
        names = sorted({n for shape in shapes for size in shape for n in algebra.names_of(size)})
        sizes = {name: 2 + place % 3 for place, name in enumerate(names)}
        if any(math.prod(numbers(shape, sizes)) > LARGEST for shape in shapes):
            return None
        arrays = draw(formula, sizes)
        value = evaluate(formula, arrays, max_bytes=8 * LARGEST)
        if len(formula.statements) > 1 or "⟺" in text or r"\iff" in text:
            return formula, arrays, value  # the reference knows no definitions
        return formula, arrays, reference_value(replace(formula, sizes=sizes), arrays)
    except BoxdotError:
        return None


def test_most_equations_have_a_value():
    assert len(equations()) > 180


@each_target
@pytest.mark.timeout(1200)
def test_equations(target):
    for name, (formula, arrays, expected) in equations().items():
        if FULL or target.name not in COMPILING or name.endswith("unicode"):
            assert_target(target, formula, arrays, expected)


SHARE = {"numpy": 100, "torch": 100, "array-api": 100, "jax": 40, "numba": 20}
"""How many random formulas are tried where not all are; some libraries compile for long."""


def check_random(target: Target, strategy: st.SearchStrategy[Case]) -> None:
    """Try random formulas, as many as the run has time for."""
    count = 500 if FULL else SHARE[target.name]

    @settings(max_examples=count, deadline=None, suppress_health_check=list(HealthCheck))
    @given(strategy, st.integers(0, 2**16))
    def check(case, seed):
        text, declared, sizes = case
        formula = read(text, declared)
        arrays = draw(formula, sizes, seed)
        expected = reference_value(replace(formula, sizes=sizes), arrays)
        assert_target(target, formula, arrays, expected)

    check()


def _named(formula: tuple[str, str]) -> Case:
    """Give the lengths 2 and 3 names."""
    text, declared = formula
    return text, declared.replace("2", "m").replace("3", "n"), {"m": 2, "n": 3}


@each_target
@pytest.mark.timeout(1200)
def test_random_expressions(target):
    check_random(target, formulas().map(_named))


@each_target
@pytest.mark.timeout(1200)
def test_random_sums(target):
    check_random(target, sums_of_products())
