"""Large, deep and symmetric statements: an answer or ``unknown`` in time, never a crash."""

from __future__ import annotations

import random
import sys
import time

import pytest

import boxdot
from boxdot.cli.running import run
from boxdot.grammar.errors import NotationError
from boxdot.notation.checking import check
from boxdot.notation.equality import prove
from boxdot.notation.printing import to_text
from boxdot.notation.reading import read

SECONDS = 1.0
PATIENCE = 8 * SECONDS
"""Proof, search and the search for sizes have a budget each; the rest is for slow machines."""


def timed(statement, declarations, patience=PATIENCE, **options):
    start = time.process_time()
    proof = prove(read(statement, declarations), seconds=SECONDS, **options)
    assert time.process_time() - start < patience
    return proof


def tree(rng, depth):
    if depth == 0:
        return rng.choice("xyz")
    operator = rng.choice(("+", "⊡", "−", "⊞"))
    return f"({tree(rng, depth - 1)} {operator} {tree(rng, depth - 1)})"


def test_a_sum_of_200_terms():
    terms = " + ".join(f"{i} x ⊡ y" for i in range(1, 201))
    assert timed(f"{terms} = 20100 y ⊡ x", "x, y ∈ R^n").verdict == "proved"
    assert timed(f"{terms} = 20101 y ⊡ x", "x, y ∈ R^n").verdict == "refuted"


def test_ten_thousand_nodes():
    group = "(" + " + ".join(["x"] * 50) + ")"
    whole = " + ".join([group] * 100)
    assert timed(f"{whole} = 5000 x", "x ∈ R^n").verdict in ("proved", "unknown")
    assert timed(f"{whole} = 4999 x", "x ∈ R^n").verdict in ("refuted", "unknown")


@pytest.mark.parametrize("depth", [6, 9, 11])
def test_trees_of_operators(depth):
    rng = random.Random(depth)
    left, right = tree(rng, depth), tree(rng, depth)
    assert timed(f"{left} = {left} + 0 x", "x, y, z ∈ R^n").verdict in ("proved", "unknown")
    assert timed(f"{left} = {right}", "x, y, z ∈ R^n").verdict in ("refuted", "unknown")


def test_deep_nesting():
    deep = "x"
    for _ in range(40):
        deep = f"exp({deep})"
    assert timed(f"{deep} = {deep} + 0 x", "x ∈ R^n").verdict == "proved"
    assert timed(f"{deep} = x", "x ∈ R^n").verdict in ("refuted", "unknown")


def test_the_recursion_limit_is_put_back():
    before = sys.getrecursionlimit()
    prove(read("x + y = y + x", "x, y ∈ R^n"))
    assert sys.getrecursionlimit() == before


EIGHT = "; ".join(f"{x} ∈ R^{{{x.upper()}×K}}" for x in "abcdefgh")


@pytest.mark.parametrize(
    ("statement", "verdicts"),
    [
        ("a ⊡ b ⊡ c ⊡ d ⊡ e ⊡ f ⊡ g ⊡ h = h ⊡ g ⊡ f ⊡ e ⊡ d ⊡ c ⊡ b ⊡ a", {"conditional"}),
        ("a ⊡ b ⊡ c ⊡ d ⊡ e ⊡ f ⊡ g ⊡ h = h ⊞ g ⊡ f ⊡ e ⊡ d ⊡ c ⊡ b ⊡ a", {"refuted"}),
        ("a + b + c + d + e + f + g + h = h + g + f + e + d + c + b + a", {"conditional"}),
        ("a ⊡ b ⊞ c ⊡ d ⊞ e ⊡ f ⊞ g ⊡ h = h ⊡ g ⊞ f ⊡ e ⊞ d ⊡ c ⊞ b ⊡ a", {"conditional"}),
    ],
)
def test_eight_sizes_undecided_against_each_other(statement, verdicts):
    assert timed(statement, EIGHT).verdict in verdicts | {"unknown"}
    start = time.process_time()
    assert check(read(statement, EIGHT)).verdict == "conditional"
    assert time.process_time() - start < PATIENCE


@pytest.mark.parametrize(
    ("statement", "declarations"),
    [
        ("(A + B + C)^{12} = (C + B + A)^{12}", "A, B, C ∈ R^{n×n}"),
        ("(x + y + z)^{60} = (z + y + x)^{60}", "x, y, z ∈ R"),
        ("|xᵀ y| ≤ ‖x‖_1 ‖y‖_∞", "x, y ∈ R^n"),
        ("((A + B)⁻¹ + (B + C)⁻¹)⁻¹ = ((B + C)⁻¹ + (A + B)⁻¹)⁻¹", "A, B, C ∈ R^{n×n}"),
    ],
)
def test_costly_ones_end(statement, declarations):
    assert timed(statement, declarations).verdict in ("proved", "unknown")


def test_the_term_budget_is_named():
    proof = timed("(A + B + C)^{12} = (C + B + A)^{12} + A", "A, B, C ∈ R^{n×n}", terms=100)
    assert proof.verdict in ("refuted", "unknown")
    whole = timed("(A + B + C)^{12} = (C + B + A)^{12}", "A, B, C ∈ R^{n×n}", terms=100)
    assert (whole.verdict, "term budget" in whole.reason) == ("unknown", True)


CHAINED = "X, Y ∈ R^{n×m}; y ∈ R^n; A, B ∈ R^{n×n}"
CHAINS = {" + ": "XY", " − ": "XY", " ⊞ ": "Xy", " ⊟ ": "Xy", " ⊙ ": "XY", " ⊡ ": "Xy", " ": "AB"}


def chain(operator, terms):
    names = CHAINS[operator]
    return operator.join(names[i % 2] for i in range(terms))


@pytest.mark.parametrize("operator", CHAINS)
def test_chains_of_a_thousand_terms_are_read_checked_printed_and_converted(operator):
    formula = read(chain(operator, 1000), CHAINED)
    assert check(formula).verdict == "holds"
    assert to_text(formula) == formula.text
    assert boxdot.convert(formula).code.count("\n") >= 1000


@pytest.mark.parametrize("operator", [" + ", " ⊞ ", " "])
def test_chains_of_five_thousand_terms_are_answered(operator):
    whole = chain(operator, 5000)
    patience = 5 * PATIENCE  # reading 10,000 nodes and their shapes is no part of the budget
    assert timed(f"{whole} = {whole}", CHAINED, patience).verdict in ("proved", "unknown")
    other = chain(operator, 4999)
    assert timed(f"{whole} = {other}", CHAINED, patience).verdict in ("refuted", "unknown")


def test_longer_chains_are_refused(capsys):
    with pytest.raises(NotationError, match="more than 4999 operators"):
        read(chain(" + ", 5001), CHAINED)
    assert run(["check", chain(" + ", 5001), "-d", CHAINED]) == 2
    assert "more than 4999 operators" in capsys.readouterr().err
