"""Conditions: exact over sizes of at least 1, simplified for readers, judged by the rules."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boxdot.notation.algebra import add, maximum, multiply
from boxdot.notation.shapes.broadcasting import (
    compare_broadcasting,
    compare_strictly,
    joint_shape,
    meet_shape,
)
from boxdot.notation.shapes.conditions import TRUE, Condition, any_of, broadcast, equality
from boxdot.notation.shapes.conventions import Convention
from boxdot.notation.shapes.judging import Verdict, axis_at_fault, judge, judge_distinct
from boxdot.notation.shapes.satisfying import satisfiable
from boxdot.notation.shapes.simplifying import simplified

SIMPLIFIED = (
    # condition, what a reader sees
    (broadcast("I", "J"), "I = J or I = 1 or J = 1"),
    (broadcast("I", "J") & broadcast("J", "I"), "I = J or I = 1 or J = 1"),
    (broadcast("I", "J") & equality("J", 1), "J = 1"),
    (equality("N", "C") & equality("C", 1) & equality("H", 1), "N = 1 and C = 1 and H = 1"),
    (equality("I", "J") & equality("J", "K"), "I = J and I = K"),
    (equality("I", "J") & broadcast("I", "K"), "I = J and (I = K or I = 1 or K = 1)"),
    (equality("I", 3) & broadcast("I", "J"), "I = 3 and (3 = J or J = 1)"),
    (broadcast("I", 3) & broadcast("I", 4), "I = 1"),
    (equality(multiply(2, "H"), 6), "H = 3"),
    (equality(multiply("I", "J"), multiply("J", "K")), "I = K"),
    (equality(multiply("I", "J"), 1), "I = 1 and J = 1"),
    (equality("H", multiply(2, "W")), "H = 2*W"),
    (equality("n", add("n", 1)), "n = n + 1"),
    (equality("I", 3) & equality("I", 4), "3 = 4"),
    (TRUE, ""),
)


@pytest.mark.parametrize(("condition", "text"), SIMPLIFIED, ids=[text for _, text in SIMPLIFIED])
def test_simplified(condition, text):
    assert str(simplified(condition)) == text


VERDICTS = (
    (TRUE, Verdict.HOLDS),
    (broadcast("I", "J"), Verdict.CONDITIONAL),
    (equality("I", "J"), Verdict.CONDITIONAL),
    (equality("I", 3), Verdict.CONDITIONAL),
    (equality("I", 1), Verdict.FAILS),
    (broadcast("I", 3) & broadcast("I", 4), Verdict.FAILS),
    (equality("I", 3) & equality("I", 4), Verdict.FAILS),
    (equality("N", "C") & equality("C", 1), Verdict.FAILS),
    (equality(multiply("I", "J"), "I"), Verdict.FAILS),
    (equality(add("n", 1), 2), Verdict.FAILS),
    (equality(maximum("I", "J"), "I"), Verdict.CONDITIONAL),
)


@pytest.mark.parametrize(("condition", "verdict"), VERDICTS, ids=str)
def test_verdict(condition, verdict):
    assert judge(condition) is verdict


def test_distinct_names_are_never_equal():
    assert judge_distinct(equality("I", "J")) is Verdict.FAILS
    assert judge_distinct(equality("I", multiply(2, "J"))) is Verdict.CONDITIONAL
    assert judge_distinct(TRUE) is Verdict.HOLDS


FAULTS = (
    # left, right, first axis at fault when strict
    (("H", "W", 3), ("H", "W"), 3),
    (("N", "C", "H", "W"), ("C",), 1),
    (("H", "W"), ("V", 1), 2),
    (("I", 3), ("J", 4), 2),
    (("I", "J"), (), 1),
    (("I", "I"), (3, 4), 2),
)


@pytest.mark.parametrize(("left", "right", "axis"), FAULTS, ids=str)
def test_axis_at_fault(left, right, axis):
    assert axis_at_fault(compare_strictly(left, right)) == axis


def test_joint_shape_knows_what_is_never_1():
    assert joint_shape(("I", 3), (3, "J")) == (3, 3)
    assert joint_shape((add("n", 1),), ("m",)) == (add("n", 1),)
    assert joint_shape(("I",), ("J",)) == (maximum("I", "J"),)
    assert joint_shape((3,), (2, 3), Convention.C) == (2, 3)
    assert meet_shape(("I", "J", 1), ("I", 1, "K")) == ("I", 1, 1)


def test_a_broadcast_axis_is_compared_by_its_parts():
    third = broadcast(joint_shape(("I",), ("J",))[0], "K")
    assert str(third) == "(I = K or I = 1 or K = 1) and (J = K or J = 1 or K = 1)"


def test_sympy_boolean():
    import sympy

    boolean = (equality("I", "J") & broadcast("J", "K")).sympy()
    assert isinstance(boolean, sympy.logic.boolalg.Boolean)
    symbols = {symbol.name: symbol for symbol in boolean.free_symbols}
    assert boolean.subs({symbols["I"]: 2, symbols["J"]: 2, symbols["K"]: 1}) == sympy.true
    assert boolean.subs({symbols["I"]: 2, symbols["J"]: 2, symbols["K"]: 3}) == sympy.false


NAMES = ("I", "J", "K")
terms = st.sampled_from(
    [*NAMES, 1, 2, 3, multiply(2, "I"), add("J", 1), maximum("I", "J"), multiply("I", "K")]
)
clauses = st.lists(st.tuples(terms, terms), min_size=1, max_size=3).map(any_of)


@st.composite
def conditions(draw) -> Condition:
    condition = TRUE
    for clause in draw(st.lists(clauses, max_size=4)):
        condition &= clause
    return condition


@settings(deadline=None)
@given(conditions())
def test_simplifying_changes_no_truth(condition):
    short = simplified(condition)
    for values in itertools.product(range(1, 6), repeat=3):
        at = dict(zip(NAMES, values, strict=True))
        assert short.holds(at) == condition.holds(at)


@settings(deadline=None)
@given(conditions(), st.sampled_from([1, 2]))
def test_satisfiable_is_right_where_a_small_example_exists(condition, least):
    values = itertools.product(range(least, 7), repeat=3)
    found = any(condition.holds(dict(zip(NAMES, v, strict=True))) for v in values)
    if found:
        assert satisfiable(condition, least=least)
    elif satisfiable(condition, least=least):  # only larger sizes may meet it
        larger = itertools.product(range(least, 14), repeat=3)
        assert any(condition.holds(dict(zip(NAMES, v, strict=True))) for v in larger)


shapes = st.lists(st.sampled_from([*NAMES, 1, 2, 3]), max_size=4).map(tuple)


@settings(deadline=None)
@given(shapes, shapes, st.fixed_dictionaries({n: st.integers(1, 3) for n in NAMES}))
def test_condition_agrees_with_the_check_at_numbers(left, right, at):
    for compare in (compare_broadcasting, compare_strictly):
        for convention in Convention:
            symbolic = compare(left, right, convention).condition
            numbers = [tuple(at.get(size, size) for size in shape) for shape in (left, right)]
            numeric = compare(*numbers, convention).condition
            assert symbolic.holds(at) == (judge(numeric) is Verdict.HOLDS)
