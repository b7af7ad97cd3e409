"""Random expressions: equal ones are proved equal, different ones are told apart by numbers."""

from __future__ import annotations

import random

import pytest
from typed_expressions import SYMBOLS, expression, rewritten

from boxdot.notation.equality import prove
from boxdot.notation.equality.searching import search
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Chain, Relation
from boxdot.notation.inference import infer

WANTED = (("I", "J"), ("I", "I"), ("J",), ())


def equation(left, right):
    return Formula("", (Chain((left, right), (Relation.EQUAL,)),), SYMBOLS)


def is_well_shaped(formula):
    inference = infer(formula, fixes=False)
    return not inference.errors and not inference.condition


@pytest.mark.parametrize("seed", range(60))
def test_rewritten_expressions_are_proved_equal(seed):
    rng = random.Random(seed)
    left = expression(rng, rng.choice(WANTED), 3)
    right = rewritten(rng, rewritten(rng, left))
    formula = equation(left, right)
    if is_well_shaped(formula) and left != right:
        assert prove(formula).verdict in ("proved", "defined")
        assert search(formula, seconds=0.5, most_trials=4).counterexample is None


@pytest.mark.parametrize("seed", range(60))
def test_other_expressions_are_told_apart_by_numbers(seed):
    rng = random.Random(1000 + seed)
    shape = rng.choice(WANTED)
    formula = equation(expression(rng, shape, 2), expression(rng, shape, 2))
    if not is_well_shaped(formula):
        return
    proof = prove(formula)
    found = search(formula, seconds=0.5, most_trials=8, small=False).counterexample
    if proof.verdict == "proved":
        assert found is None
    elif proof.verdict != "defined":
        assert proof.verdict in ("refuted", "conditional")
        assert found is not None
