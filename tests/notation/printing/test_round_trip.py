"""Printing and reading again gives the same: for random expressions, in every spelling."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from naming import nodes_of, same
from strategies import SYMBOLS, chains, declarations, expressions

from boxdot.notation.expressions.nodes import Chain, Expr
from boxdot.notation.expressions.symbols import Declaration
from boxdot.notation.printing import print_declaration, to_text
from boxdot.notation.reading import read, read_declarations

SPELLINGS = ("unicode", "latex", "ascii")
often = settings(
    max_examples=200, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True
)


def test_the_strategies_build_every_node() -> None:
    seen: set[type] = set()

    @given(expressions(2))
    @settings(max_examples=1500, database=None, derandomize=True)
    def collect(expression: Expr) -> None:
        seen.update(type(node) for node in nodes_of(expression))

    collect()
    assert set(Expr.__args__) - seen == set()


@pytest.mark.parametrize("spelling", SPELLINGS)
@given(expression=expressions(3))
@often
def test_expressions(spelling: str, expression: Expr) -> None:
    text = to_text(expression, spelling, symbols=SYMBOLS)
    again = read(text, SYMBOLS, syntax=spelling).statements
    assert same(again, (Chain((expression,)),), spelling), text


@pytest.mark.parametrize("spelling", SPELLINGS)
@given(chain=chains())
@often
def test_chains(spelling: str, chain: Chain) -> None:
    text = to_text(chain, spelling, symbols=SYMBOLS)
    assert same(read(text, SYMBOLS, syntax=spelling).statements, (chain,), spelling), text


@pytest.mark.parametrize("spelling", SPELLINGS)
@given(expression=expressions(2))
@often
def test_printing_what_was_read_changes_nothing(spelling: str, expression: Expr) -> None:
    text = to_text(expression, spelling, symbols=SYMBOLS)
    again = read(text, SYMBOLS, syntax=spelling)
    assert to_text(again, spelling) == text


@pytest.mark.parametrize("spelling", ["unicode", "latex"])
@given(declaration=declarations())
@often
def test_declarations(spelling: str, declaration: Declaration) -> None:
    text = print_declaration(declaration, spelling)
    (again,) = read_declarations(text, syntax=spelling)
    assert (again.name, again.shape) == (declaration.name, declaration.shape), text
