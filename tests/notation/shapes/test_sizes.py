"""The algebra of sizes: normal form, text, comparison, and the SymPy form."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.algebra import (
    add,
    at_least,
    divide,
    equal,
    maximum,
    minimum,
    multiply,
    power,
    product,
    reduced,
    solved,
    substitute,
    subtract,
    to_sympy,
)

NAMES = ("I", "J", "K")

TEXTS = (
    # size, text
    (multiply("n", "m"), "n*m"),
    (multiply("m", "n"), "m*n"),
    (multiply(2, "H"), "2*H"),
    (divide("H", 2), "H/2"),
    (divide(multiply(3, "H"), 2), "3*H/2"),
    (add("n", 1), "n + 1"),
    (add(1, "n"), "n + 1"),
    (subtract("n", 1), "n - 1"),
    (subtract(add("I", "J"), multiply(2, "K")), "I + J - 2*K"),
    (divide(multiply("I", "J"), "K"), "I*J/K"),
    (divide("n", multiply(2, "m")), "n/(2*m)"),
    (maximum("I", "J"), "max(I, J)"),
    (minimum("I", add("J", 1)), "min(I, J + 1)"),
    (power("P", 2), "P*P"),
    (power(2, "n"), "2^n"),
    (divide("n", add("m", 1)), "n/(m + 1)"),
)


@pytest.mark.parametrize(("size", "text"), TEXTS, ids=[text for _, text in TEXTS])
def test_text(size, text):
    assert str(size) == text


SAME = (
    (multiply("n", "m"), multiply("m", "n")),
    (add("n", "n"), multiply(2, "n")),
    (divide(multiply("I", "J"), "J"), "I"),
    (subtract(add("n", 1), 1), "n"),
    (multiply(add("n", 1), subtract("n", 1)), subtract(power("n", 2), 1)),
    (maximum("I", "J"), maximum("J", "I")),
    (maximum(multiply(2, "H"), "H"), multiply(2, "H")),
    (maximum(maximum("I", "J"), "K"), maximum("I", maximum("J", "K"))),
    (divide(add("n", 1), add(1, "n")), 1),
)


@pytest.mark.parametrize(("left", "right"), SAME)
def test_one_value_is_one_size(left, right):
    assert left == right
    assert hash(left) == hash(right)
    assert equal(left, right) is True


COMPARED = (
    # left, right, equal over sizes >= 1, equal over names >= 2
    (2, 3, False, False),
    ("n", "m", None, None),
    ("n", 1, None, False),
    ("n", 0, False, False),
    (add("n", 1), "n", False, False),
    (multiply(2, "H"), "H", False, False),
    (add("n", 1), 1, False, False),
    (add("n", 1), 2, None, False),
    (multiply(2, "H"), 7, False, False),
    (multiply(2, "H"), 6, None, None),
    (multiply("I", "J"), 1, None, False),
    (multiply("I", "J"), "J", None, False),
    (multiply(2, "H"), add(multiply(2, "W"), 1), False, False),
    (divide("H", 2), "H", False, False),
    (maximum("I", "J"), "I", None, None),
    (maximum("I", "J"), 1, None, False),
    (power("n", 2), 2, False, False),
    (power("n", 2), 9, None, None),
)


@pytest.mark.parametrize(("left", "right", "verdict", "named"), COMPARED, ids=str)
def test_equal(left, right, verdict, named):
    assert equal(left, right) is verdict
    assert equal(right, left) is verdict
    assert equal(left, right, least=2) is named


def test_at_least():
    assert at_least(add("I", "J"), "I")
    assert at_least(multiply("I", "J"), "J")
    assert not at_least("I", "J")
    assert not at_least("I", 2)


def test_reduced_says_the_same_more_simply():
    assert reduced(multiply("I", "J"), multiply("J", "K")) == [("I", "K")]
    assert reduced(multiply(2, "H"), 6) == [("H", 3)]
    assert reduced("J", multiply(2, "J")) == [(1, 0)]
    assert reduced(product(["I", "J", "K"]), 1) == [("I", 1), ("J", 1), ("K", 1)]


def test_solved_finds_a_name_by_itself():
    assert solved(add("n", 1), "m") == ("m", add("n", 1))
    assert solved(add("n", 1), multiply(2, "m")) == ("n", subtract(multiply(2, "m"), 1))


def test_what_cannot_be_handled_is_refused():
    with pytest.raises(UnsupportedError, match="zero"):
        divide("n", 0)
    with pytest.raises(UnsupportedError, match="digits"):
        multiply(10**200, 10**200)


@st.composite
def sizes(draw, depth=3):
    """Random arithmetic over three names, with its value at given sizes."""
    if depth == 0 or draw(st.booleans()):
        return draw(st.one_of(st.sampled_from(NAMES), st.integers(1, 4)))
    operation = draw(st.sampled_from([add, multiply, maximum, minimum]))
    return operation(draw(sizes(depth=depth - 1)), draw(sizes(depth=depth - 1)))


bindings = st.fixed_dictionaries({name: st.integers(1, 6) for name in NAMES})


@settings(deadline=None)
@given(sizes(), sizes(), bindings)
def test_comparison_is_true_of_numbers(left, right, at):
    first, second = substitute(left, at), substitute(right, at)
    assert isinstance(first, int)
    verdict = equal(left, right)
    if verdict is not None:
        assert (first == second) is verdict
    if at_least(left, right):
        assert first >= second


@settings(deadline=None)
@given(sizes(), bindings)
def test_sympy_form_has_the_same_value(size, at):
    symbolic = to_sympy(size)
    values = {symbol: at[symbol.name] for symbol in symbolic.free_symbols}
    assert symbolic.subs(values) == substitute(size, at)


@settings(deadline=None)
@given(sizes(), sizes(), bindings)
def test_arithmetic_agrees_with_numbers(left, right, at):
    first, second = substitute(left, at), substitute(right, at)
    assert substitute(add(left, right), at) == first + second
    assert substitute(subtract(left, right), at) == first - second
    assert substitute(multiply(left, right), at) == first * second
    assert substitute(maximum(left, right), at) == max(first, second)
    assert substitute(divide(multiply(left, right), right), at) == first
