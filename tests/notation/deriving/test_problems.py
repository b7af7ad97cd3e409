"""Least-squares problems as people state them, a line each, with their solutions."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from finite_differences import arrays_of, sizes_of, value_of

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.deriving import minimise
from boxdot.notation.deriving.objective import objective_of
from boxdot.notation.reading import read

LINES = (Path(__file__).parent / "problems.tsv").read_text(encoding="utf-8").splitlines()
PROBLEMS = [line.split("\t") for line in LINES if line and not line.startswith("#")]
IDS = [f"{text} over {unknown}" for text, unknown, *_ in PROBLEMS]
TALL = {"n": 6, "m": 5, "N": 4}
"""Sizes with which the matrices have full rank."""


@pytest.mark.parametrize("problem", PROBLEMS, ids=IDS)
def test_solution(problem):
    text, unknown, declared, solution, condition = problem
    found = minimise(read(text, declared), unknown)
    assert (str(found), found.condition, found.proved) == (solution, condition, True)


@pytest.mark.parametrize("problem", PROBLEMS, ids=IDS)
def test_nothing_near_is_better(problem):
    text, unknown, declared, *_ = problem
    formula = read(text, declared)
    name = read(unknown, declared).statements[0].sides[0].name
    sizes = sizes_of(formula)
    sizes |= {size: TALL[size] for size in sizes if size in TALL}
    sizes |= {size: 2 for size in sizes if size in ("r", "p")}
    data = arrays_of(formula, sizes, seed=1)
    found = minimise(formula, unknown)
    best = value_of(found.result, formula, data, sizes).reshape(data[name].shape)
    body = objective_of(formula).body
    least = value_of(body, formula, {**data, name: best}, sizes).item()
    rng = np.random.default_rng(2)
    for _ in range(6):
        near = best + rng.normal(scale=0.05, size=best.shape)
        assert value_of(body, formula, {**data, name: near}, sizes).item() > least


REFUSED = [
    ("‖A X B − C‖_F²", "X", "does not separate in X"),
    ("‖X − A diag(s) Bᵀ‖_F²", "s", "does not separate in s|fit only if"),
    ("3 − k²", "k", "has a maximum"),
    ("−k² − ‖x‖²", "k", "no minimum|a maximum"),
    ("‖x‖", "x", "is not quadratic in x"),
    ("sum(exp(x))", "x", "does not separate in x"),
    ("log(sum(exp(x)))", "x", "is not quadratic in x"),
    ("k", "k", "is linear in the unknown"),
    ("A x", "x", "has the shape m"),
]


@pytest.mark.parametrize(("text", "unknown", "why"), REFUSED)
def test_refused(text, unknown, why):
    shapes = (
        "A ∈ R^{m×n}; X ∈ R^{n×l}; B ∈ R^{l×p}; C ∈ R^{m×p}; x ∈ R^n; s ∈ R^n; k ∈ R; S ∈ R^{n×n}"
    )
    with pytest.raises(UnsupportedError, match=why):
        minimise(read(text, shapes), unknown)
