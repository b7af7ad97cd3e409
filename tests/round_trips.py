"""Notation to code and back: what the code says again, put beside what the notation says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from boxdot.notation.codegen.convert import convert
from boxdot.notation.codegen.lowering import lower_formula
from boxdot.notation.codegen.lowering.definitions import Kind, Statement, read_statements
from boxdot.notation.decoding import decode
from boxdot.notation.decoding.result import Decoded
from boxdot.notation.equality import prove
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Chain, Expr, Index, Node, Relation, Symbol
from boxdot.notation.expressions.symbols import Declaration, Symbols
from boxdot.notation.inference import infer

RESULT = "result"


@dataclass(frozen=True)
class RoundTrip:
    """Code of a formula, what is read from it, and whether that proves to be the formula."""

    code: str
    again: str
    verdict: str


def round_trip(formula: Formula, language: str = "numpy") -> RoundTrip:
    """Return the code of a formula, read again, and the verdict of the proof that both agree."""
    code = convert(formula, language).code
    statements = read_statements(formula, infer(formula))
    defined = {one.name for one in statements if one.kind is not Kind.NOTHING}
    given = [one for name, one in formula.symbols.items() if name not in defined]
    again = decode(code, language, Symbols(given, styled=True), formula.sizes)
    verdict = prove(_goal(formula, statements, again)).verdict
    return RoundTrip(code, again.text("unicode"), verdict)


def _goal(formula: Formula, statements: list[Statement], again: Decoded) -> Formula:
    """Return the formula whose last statement says that the code computes what it says."""
    *before, last = statements
    kinds = (Kind.SYMBOL, Kind.ENTRIES)
    goal = [_equation(_target(one), one.side) for one in before if one.kind in kinds]
    entries, value = _inlined(again)
    goal += entries
    indices = _target(last)
    if isinstance(indices, Index) and last.kind is not Kind.SLICE:
        shape = lower_formula(formula, infer(formula)).result.value.shape
        formula = replace(
            formula, symbols=formula.symbols.with_declarations([Declaration(RESULT, shape)])
        )
        target, side = replace(indices, base=Symbol(RESULT)), last.side
        own = len(shape) - len(indices.subscripts) - len(indices.superscripts)
        if last.name not in formula.symbols and own > 0:  # its own axes follow those of the indices
            rest = tuple(Symbol(letter) for letter in "αβγδ"[:own])
            target = replace(target, subscripts=(*target.subscripts, *rest))
            side = Index(side, rest)
        goal.append(_equation(target, side))
        goal.append(_equation(Symbol(RESULT), value))
    else:
        goal.append(_equation(last.side, value))
    symbols = formula.symbols.with_declarations((*again.inferred, *_defined(formula)))
    return replace(formula, text="", statements=tuple(goal), symbols=symbols)


def _defined(formula: Formula) -> list[Declaration]:
    """Return the shapes of what statements define, where nobody declares them."""
    steps = lower_formula(formula, infer(formula)).steps
    names = [(step.name, step.value.shape) for step in steps if step.name is not None]
    return [Declaration(name, shape) for name, shape in names if name not in formula.symbols]


def _target(statement: Statement) -> Symbol | Index | None:
    """Return what a statement defines; a bare expression defines entries at its free indices."""
    if statement.kind is not Kind.NOTHING or not statement.free:
        return statement.target
    return Index(Symbol(RESULT), tuple(map(Symbol, statement.free)))


def _equation(left: Expr | None, right: Expr) -> Chain:
    assert left is not None
    return Chain((left, right), (Relation.EQUAL,))


def _inlined(again: Decoded) -> tuple[list[Chain], Expr]:
    """Return the value of code as one expression, its assignments put in, and what has entries."""
    known: dict[str, Expr] = {}
    entries: list[Chain] = []
    value: Expr | None = None
    for chain in again.formula.statements:
        target, value = chain.sides[0], _put_in(chain.sides[-1], known)
        if isinstance(target, Index) and len(chain.sides) > 1:
            entries.append(_equation(target, value))
            value = target.base
        elif len(chain.sides) > 1:
            assert isinstance(target, Symbol)
            known[target.name] = value
    assert value is not None
    return entries, value


def _put_in(value: Any, known: Mapping[str, Expr]) -> Any:
    """Return anything that a field of a node holds, with symbols replaced by what they are."""
    if isinstance(value, Symbol):
        return known.get(value.name, value)
    if isinstance(value, tuple):
        return tuple(_put_in(item, known) for item in value)
    if isinstance(value, Node):
        names = [one.name for one in fields(value) if one.compare]
        return replace(value, **{name: _put_in(getattr(value, name), known) for name in names})
    return value
