"""Equations between sizes alone, such as ``2n = 3m``: they are their own condition."""

from __future__ import annotations

import itertools

from boxdot.notation.algebra import names_of
from boxdot.notation.equality.planning import EQUAL, Plan
from boxdot.notation.equality.searching import size_names
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.reading.sizes import size_of
from boxdot.notation.shapes.conditions import TRUE, Condition, equality

LARGEST = 6
MOST_NAMES = 4


def condition_on_sizes(formula: Formula, planned: Plan) -> Condition | None:
    """Return what the goals say of sizes, None if they speak of more or of what cannot be.

    >>> from boxdot.notation.equality.planning import plan
    >>> from boxdot.notation.inference import infer
    >>> from boxdot.notation.reading import read
    >>> formula = read("2 n = 3 m", "x ∈ R^n; y ∈ R^m")
    >>> print(condition_on_sizes(formula, plan(formula, infer(formula))))
    2*n = 3*m
    """
    condition = TRUE
    names: set[str] = set()
    for goal in planned.goals:
        sides = formula.statements[goal.statement].sides
        left, right = size_of(sides[goal.left]), size_of(sides[goal.right])
        if left is None or right is None or goal.relation not in EQUAL:
            return None
        names |= {*names_of(left), *names_of(right)}
        if not names <= set(size_names(formula)) or len(names) > MOST_NAMES:
            return None  # before they are compared, which is costly for long products
        condition &= equality(left, right)
    if not condition:
        return None
    return condition if _can_hold(condition, sorted(names)) else None


def _can_hold(condition: Condition, names: list[str]) -> bool:
    """Return whether it holds at some small sizes."""
    every = itertools.product(range(1, LARGEST + 1), repeat=len(names))
    return any(condition.holds(dict(zip(names, sizes, strict=True))) for sizes in every)
