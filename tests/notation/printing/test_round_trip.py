"""Printing and reading again gives the same: for random expressions, in every spelling."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from strategies import SYMBOLS, chains, expressions

from boxdot.notation.expressions.nodes import Apply, Chain, Expr, IndexRange, Node, Symbol
from boxdot.notation.printing import to_text
from boxdot.notation.printing.ascii_names import ascii_name
from boxdot.notation.reading import read

SPELLINGS = ("unicode", "latex", "ascii")
often = settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))


def in_ascii(thing: Any) -> Any:
    """Return the node with its names as ASCII can say them: without letter style and accents."""
    match thing:
        case tuple():
            return tuple(in_ascii(item) for item in thing)
        case Node() if is_dataclass(thing):
            inside = {f.name: in_ascii(getattr(thing, f.name)) for f in fields(thing)}
            renamed = replace(thing, **inside)
            match renamed:
                case Symbol(name=name):
                    return Symbol(ascii_name(name))
                case Apply(function=name):
                    return replace(renamed, function=ascii_name(name))
                case IndexRange(index=name):
                    return replace(renamed, index=ascii_name(name))
            return renamed
    return thing


def same(left: Any, right: Any, spelling: str) -> bool:
    return left == right or (spelling == "ascii" and in_ascii(left) == in_ascii(right))


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
