"""Inference says something about every well-formed expression, whatever its shapes."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from strategies import SYMBOLS, chains

from boxdot.notation.diagnostics import CODES
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.inference import infer


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=150)
@given(chains())
def test_no_expression_is_too_strange(chain):
    formula = Formula("", (chain,), SYMBOLS)
    strict = infer(formula)
    lenient = infer(formula, lenient=True, distinct_names=True)
    assert len(strict.sides[0]) == len(chain.sides)
    assert {problem.name for problem in (*strict.problems, *lenient.problems)} <= set(CODES)
    assert all(problem.severity == "error" for problem in lenient.problems if problem.condition)
