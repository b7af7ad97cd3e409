"""Lowering a formula: its statements in order, each with what those before it define."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation import algebra
from boxdot.notation.codegen.lowering.arms import ARMS
from boxdot.notation.codegen.lowering.context import Context, Definition, Record
from boxdot.notation.codegen.lowering.definitions import Kind, Statement, read_statements
from boxdot.notation.codegen.lowering.equations import lower_entries, lower_slice, lower_value
from boxdot.notation.codegen.lowering.members import is_generic
from boxdot.notation.codegen.program import Load, Program, Step, Value
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Index
from boxdot.notation.inference.result import Inference


def lower_formula(formula: Formula, inference: Inference) -> Program:
    """Return the array program of a formula whose shapes have been inferred.

    Statements come after those that they use; the last one is the result.
    """
    _demand_shapes(formula, inference)
    return _program(formula, inference, read_statements(formula, inference))


def lower_sides(formula: Formula, inference: Inference) -> list[Program]:
    """Return a program for every side of the last statement, in order of use.

    A symbol that the statement defines is left out.
    """
    _demand_shapes(formula, inference)
    *before, last = read_statements(formula, inference)
    sides = [side for side in last.chain.sides if side is not last.target]
    return [_program(formula, inference, [*before, replace(last, side=side)]) for side in sides]


def _demand_shapes(formula: Formula, inference: Inference) -> None:
    """Refuse what has no statement or no shapes: it has no program."""
    if not formula.statements:
        raise UnsupportedError("there is nothing to compute: the text only declares symbols")
    for problem in inference.errors:
        hint = f"did you mean {problem.fix}?" if problem.fix else ""
        raise UnsupportedError(problem.message, text=formula.text, span=problem.span, hint=hint)
    for entry in inference.recursions:
        message = "a recursion begins with an entry that is not there"
        raise UnsupportedError(message, text=formula.text, span=entry.span)


def _program(formula: Formula, inference: Inference, statements: list[Statement]) -> Program:
    record = Record(sizes=_size_names(formula))
    context = Context(formula, inference, ARMS, record=record)
    steps: list[Step] = []
    for statement in statements:
        context = replace(context, free=statement.free)
        if statement is not statements[-1] and _is_generic(statement, statements):
            context = _with_generic(context, statement)
            continue
        value, context = _lowered(context, statement)
        steps.append(Step(statement.name, value))
    return Program(tuple(record.inputs.values()), tuple(steps), tuple(record.warnings))


def _is_generic(statement: Statement, statements: list[Statement]) -> bool:
    """Return whether what is defined is used only as a member of a family, as Z_r under Σ_r."""
    if statement.kind is not Kind.SYMBOL or statement.free or statement.name is None:
        return False
    return is_generic(statement.name, [one.side for one in statements if one is not statement])


def _with_generic(context: Context, statement: Statement) -> Context:
    """Return the context in which a name stands for what is written, to be lowered in place."""
    assert statement.name is not None
    definition = Definition(Load((), statement.name), generic=statement.side)
    return replace(context, definitions={**context.definitions, statement.name: definition})


def _size_names(formula: Formula) -> frozenset[str]:
    """Return the names that are sizes: they stand in a declared shape."""
    shapes = [d.shape for d in formula.symbols.values() if d.shape is not None]
    return frozenset(name for s in shapes for size in s for name in algebra.names_of(size))


def _lowered(context: Context, statement: Statement) -> tuple[Value, Context]:
    """Return the value of a statement, and the context in which what it defines is known."""
    name, target = statement.name, statement.target
    if name is None or target is None:
        return lower_value(context, statement.side), context
    if statement.kind is Kind.SLICE and isinstance(target, Index):
        value = lower_slice(context, target, statement.side)
        slices = {**context.slices, target: Load(value.shape, name)}
        return value, replace(context, slices=slices)
    if statement.kind is Kind.ENTRIES and isinstance(target, Index):
        value, definition = lower_entries(context, target, name, statement.side)
    else:
        value = lower_value(context, statement.side)
        definition = Definition(Load(value.shape, name))
    definitions: Mapping[str, Definition] = {**context.definitions, name: definition}
    return value, replace(context, definitions=definitions)
