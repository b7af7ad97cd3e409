"""Lowering a formula: which statement defines what, in which order, with which axes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation import algebra
from boxdot.notation.codegen.lowering.arms import ARMS
from boxdot.notation.codegen.lowering.context import Context, Definition, Record
from boxdot.notation.codegen.lowering.equations import lower_entries, lower_value
from boxdot.notation.codegen.lowering.indices import nodes_within
from boxdot.notation.codegen.program import Load, Program, Step, Value
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Chain, Expr, Index, Minimise, Relation, Symbol
from boxdot.notation.inference.result import Inference

_DEFINING = frozenset(
    {Relation.EQUAL, Relation.DEFINE, Relation.ASSIGN, Relation.APPROXIMATE, Relation.EQUIVALENT}
)


@dataclass(frozen=True, slots=True)
class Statement:
    """A chain, read: the side that is defined, if any, by which name, and what defines it."""

    chain: Chain
    target: Symbol | Index | None
    name: str | None
    side: Expr


def lower_formula(formula: Formula, inference: Inference) -> Program:
    """Return the array program of a formula whose shapes have been inferred.

    Statements come after those that they use; the last one is the result.
    """
    statements = [read_statement(formula, chain) for chain in formula.statements]
    return _program(formula, inference, _in_order(formula, statements))


def lower_sides(formula: Formula, inference: Inference) -> list[Program]:
    """Return a program for every side of the last statement in order of use.

    A bare symbol that the statement defines is left out.
    """
    statements = _in_order(formula, [read_statement(formula, c) for c in formula.statements])
    *before, last = statements
    sides = [side for side in last.chain.sides if side is not last.target]
    return [_program(formula, inference, [*before, replace(last, side=side)]) for side in sides]


def read_statement(formula: Formula, chain: Chain) -> Statement:
    """Say what a chain defines, if anything, and by which side."""
    target = next(_targets(formula, chain), None)
    sides = [side for side in chain.sides if side is not target]
    if target is None:
        return Statement(chain, None, None, _computable(reversed(sides), sides[-1]))
    return Statement(
        chain, target, _name(formula, _symbol(target)), _computable(iter(sides), sides[0])
    )


def _computable(sides: Iterator[Expr], default: Expr) -> Expr:
    return next((side for side in sides if not isinstance(side, Minimise)), default)


def _targets(formula: Formula, chain: Chain) -> Iterator[Symbol | Index]:
    """Yield the sides that are a bare symbol, or entries of one, that occurs nowhere else."""
    for n, side in enumerate(chain.sides):
        beside = chain.relations[max(n - 1, 0) : n + 1]
        if not beside or not set(beside) <= _DEFINING:
            continue
        if not isinstance(side, Symbol) and not (
            isinstance(side, Index) and isinstance(side.base, Symbol)
        ):
            continue
        others = [other for other in chain.sides if other is not side]
        updated = n == 0 and chain.relations[0] is Relation.ASSIGN
        if updated or _name(formula, _symbol(side)) not in _names_used(formula, others):
            yield side


def _symbol(side: Symbol | Index) -> Symbol:
    if isinstance(side, Symbol):
        return side
    assert isinstance(side.base, Symbol)
    return side.base


def _name(formula: Formula, symbol: Symbol) -> str:
    return formula.symbols.resolve(symbol.name) or symbol.name


def _names_used(formula: Formula, sides: list[Expr]) -> set[str]:
    return {
        _name(formula, node)
        for side in sides
        for node in nodes_within(side)
        if isinstance(node, Symbol)
    }


def _in_order(formula: Formula, statements: list[Statement]) -> list[Statement]:
    """Put every statement after those that define what it uses."""
    defined: dict[str, Statement] = {}
    for statement in statements:
        if statement.name is not None:
            defined.setdefault(statement.name, statement)
    ordered: list[Statement] = []
    for statement in statements:
        _visit(formula, statement, defined, ordered, ())
    return ordered


def _visit(
    formula: Formula,
    statement: Statement,
    defined: Mapping[str, Statement],
    ordered: list[Statement],
    above: tuple[Statement, ...],
) -> None:
    if any(statement is done for done in ordered):
        return
    for name in sorted(_names_used(formula, [statement.side])):
        needed = defined.get(name)
        if needed is None or needed is statement:
            continue
        if any(needed is other for other in above):
            raise UnsupportedError(
                f"{name} is defined by what it defines itself",
                text=formula.text,
                span=statement.chain.span,
            )
        _visit(formula, needed, defined, ordered, (*above, statement))
    ordered.append(statement)


def _program(formula: Formula, inference: Inference, statements: list[Statement]) -> Program:
    record = Record(sizes=_size_names(formula))
    context = Context(formula, inference, ARMS, record=record)
    steps: list[Step] = []
    for statement in statements:
        value, definition = _lower_statement(context, statement)
        steps.append(Step(statement.name, value))
        if definition is not None and statement.name is not None:
            definitions = {**context.definitions, statement.name: definition}
            context = replace(context, definitions=definitions)
    return Program(tuple(record.inputs.values()), tuple(steps), tuple(record.warnings))


def _size_names(formula: Formula) -> frozenset[str]:
    shapes = [d.shape for d in formula.symbols.values() if d.shape is not None]
    names = {name for shape in shapes for size in shape for name in algebra.names_of(size)}
    return frozenset(names | set(formula.sizes))


def _lower_statement(context: Context, statement: Statement) -> tuple[Value, Definition | None]:
    if isinstance(statement.target, Index) and statement.name is not None:
        return lower_entries(context, statement.target, statement.name, statement.side)
    value = lower_value(context, statement.side)
    if statement.name is None:
        return value, None
    return value, Definition(Load(value.shape, statement.name))
