"""The verdict on a condition: met, to be met by equating names, or not to be met.

A named size is greater than 1 unless it is bound, so what needs a name to be 1 fails.
"""

from __future__ import annotations

from enum import Enum

from boxdot.notation.algebra import Size, SizeExpression, equal
from boxdot.notation.shapes.broadcasting import Comparison
from boxdot.notation.shapes.conditions import TRUE, Condition, any_of
from boxdot.notation.shapes.satisfying import satisfiable
from boxdot.notation.shapes.simplifying import forced


class Verdict(Enum):
    """What check says, and what a single operator gets."""

    HOLDS = "holds"
    CONDITIONAL = "conditional"
    FAILS = "fails"


def judge(condition: Condition, given: Condition = TRUE) -> Verdict:
    """Return the verdict on a condition where another one is already required.

    >>> from boxdot.notation.shapes.conditions import broadcast, equality
    >>> judge(broadcast("I", "J")).value, judge(equality("I", 1)).value
    ('conditional', 'fails')
    >>> judge(equality("I", 4), given=equality("I", 3)).value
    'fails'
    """
    if not condition:
        return Verdict.HOLDS
    met = satisfiable(given & condition, least=2)
    return Verdict.CONDITIONAL if met else Verdict.FAILS


def judge_distinct(condition: Condition) -> Verdict:
    """Return the verdict where different names are different sizes, as in a paper.

    What hangs on arithmetic (n = 2m) is left open.

    >>> from boxdot.notation.shapes.conditions import broadcast
    >>> judge_distinct(broadcast("I", "J")).value
    'fails'
    """
    if all(any(_may_hold(*pair) for pair in clause) for clause in condition.clauses):
        return Verdict.CONDITIONAL if condition else Verdict.HOLDS
    return Verdict.FAILS


def _may_hold(left: Size, right: Size) -> bool:
    arithmetic = isinstance(left, SizeExpression) or isinstance(right, SizeExpression)
    return arithmetic and equal(left, right) is not False


def axis_at_fault(comparison: Comparison, given: Condition = TRUE) -> int | None:
    """Return the first axis, counted from 1, that stands in the way; None if none does.

    >>> from boxdot.notation.shapes.broadcasting import compare_strictly
    >>> axis_at_fault(compare_strictly(("N", "C"), ("C",)))  # N = C and C = 1: already the first
    1
    """
    sofar = given
    for number, axis in enumerate(comparison.axes, start=1):
        if not axis:
            continue
        sofar &= axis
        if not satisfiable(_beside(comparison, number), least=2):
            return number
        if not satisfiable(sofar, least=2):
            return number
    return None


def _beside(comparison: Comparison, number: int) -> Condition:
    """Return what an axis demands where the other axes already force names to be 1."""
    others = TRUE
    for other, axis in enumerate(comparison.axes, start=1):
        if other != number:
            others &= axis
    ones = {name: size for name, size in forced(others).items() if size == 1}
    beside = TRUE
    for clause in comparison.axes[number - 1].substitute(ones).clauses:
        beside &= any_of(clause)
    return beside


def first_open_axis(comparison: Comparison) -> int | None:
    """Return the first axis, counted from 1, that demands anything.

    >>> from boxdot.notation.shapes.broadcasting import compare_broadcasting
    >>> first_open_axis(compare_broadcasting((3, "I"), (3, "J")))
    2
    """
    return next((n for n, axis in enumerate(comparison.axes, start=1) if axis), None)
