"""Random expressions: equal ones are proved equal, different ones are told apart by numbers."""

from __future__ import annotations

import random

import pytest
from typed_expressions import SYMBOLS, expression, rewritten

from boxdot.notation.equality import prove
from boxdot.notation.equality.planning import plan
from boxdot.notation.equality.searching import search
from boxdot.notation.equality.symbolic import attempt
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import (
    Apply,
    Binary,
    Chain,
    Norm,
    Number,
    Op,
    Power,
    Relation,
)
from boxdot.notation.indexform import limited
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


def scalar(rng, depth):
    """Return a random number made of norms, absolute values, products and sums."""
    shape = rng.choice((("I", "J"), ("I",), ("J",), ("I", "I")))
    parts = [
        lambda: Norm(expression(rng, shape, rng.randint(0, 1)), rng.choice("FF1∞0")),
        lambda: Power(Norm(expression(rng, shape, rng.randint(0, 1)), "F"), Number("2")),
        lambda: Apply("abs", (expression(rng, (), 1),)),
        lambda: expression(rng, (), rng.randint(0, 2)),
    ]
    if depth:
        parts += [
            lambda op=op: Binary(op, scalar(rng, depth - 1), scalar(rng, depth - 1))
            for op in (Op.MATMUL, Op.ADD, Op.SUBTRACT)
        ]
    return rng.choice(parts)()


@pytest.mark.parametrize("seed", range(150))
def test_no_false_inequality_is_proved(seed):
    rng = random.Random(2000 + seed)
    relation = rng.choice((Relation.LESS_EQUAL, Relation.GREATER_EQUAL, Relation.EQUAL))
    chain = Chain((scalar(rng, 1), scalar(rng, 1)), (relation,))
    formula = Formula("", (chain,), SYMBOLS)
    if not is_well_shaped(formula):
        return
    with limited(terms=20_000, seconds=0.5):
        inference = infer(formula, fixes=False)
        proved = attempt(formula, inference, plan(formula, inference)).proved
    if proved:
        assert search(formula, seconds=1, small=False).counterexample is None
