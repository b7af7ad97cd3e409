"""One trial: both sides of every goal evaluated exactly, and compared."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from boxdot.notation.equality.exact.arrays import (
    Array,
    MultiIndex,
    every,
    joint,
    stretched,
    tabulate,
)
from boxdot.notation.equality.exact.evaluation import Supply
from boxdot.notation.equality.exact.evaluator import Evaluator
from boxdot.notation.equality.exact.numbers import Number, UndecidedError, is_zero, sign
from boxdot.notation.equality.planning import PARTING, Definition, Goal, Plan
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Index, Relation, Symbol
from boxdot.notation.inference import Inference, Statement
from boxdot.notation.inference.singles import is_single, single_indices


@dataclass(frozen=True, slots=True)
class Failure:
    """Where a goal fails, and the values of its sides there."""

    goal: Goal
    entry: MultiIndex
    left: Number
    right: Number


@dataclass(slots=True)
class Trial:
    """Evaluates the statements of a formula with given values."""

    formula: Formula
    inference: Inference
    plan: Plan

    def failure(self, supply: Supply) -> Failure | None:
        """Return the first failure of a goal; None if all goals hold with these values.

        Raises UndefinedError where something has no value.
        """
        evaluator = Evaluator(self.formula, self.inference, supply)
        for number, statement in enumerate(self.inference.statements):
            goals, definitions = self.plan.of_statement(number)
            found = _failure(evaluator, statement, goals)
            if found is not None:
                return found
            for definition in definitions:
                _define(evaluator, statement, definition)
        return None


def _failure(evaluator: Evaluator, statement: Statement, goals: list[Goal]) -> Failure | None:
    """Return a failure of a statement; what ⟺ joins may fail, but then all of it."""
    sides: dict[int, Array] = {}
    failures: dict[int, Failure] = {}
    parts = sum(relation in PARTING for relation in statement.chain.relations) + 1
    for goal in goals:
        part = sum(relation in PARTING for relation in statement.chain.relations[: goal.left])
        for side in (goal.left, goal.right):
            if side not in sides:
                sides[side] = _value(evaluator, statement, side)
        found = compared(goal, sides[goal.left], sides[goal.right], evaluator.leading)
        if found is not None and parts == 1:
            return found
        if found is not None:
            failures.setdefault(part, found)
    return next(iter(failures.values()), None) if len(failures) < parts else None


def _value(evaluator: Evaluator, statement: Statement, side: int) -> Array:
    """Return a side; where indices run freely, with an axis for each of them in front."""
    names = _running(statement, evaluator.inference)
    node = statement.chain.sides[side]
    summed = statement.index_form.summed[side] if statement.index_form is not None else ()
    parts: dict[MultiIndex, Array] = {}
    for values in itertools.product(*(range(1, size + 1) for size in names.values())):
        at = dict(zip(names, values, strict=True))
        totals = [evaluator(node, {**at, **more}) for more in _summed(statement, summed)]
        parts[tuple(value - 1 for value in values)] = _sum(totals)
    own = next(iter(parts.values())).shape
    order = len(names)
    return tabulate((*names.values(), *own), lambda k: parts[k[:order]][k[order:]])


def _sum(parts: list[Array]) -> Array:
    first, *others = parts
    if not others:
        return first

    def entry(k: MultiIndex) -> Number:
        total = first[k]
        for other in others:
            total = total + other[k]
        return total

    return tabulate(first.shape, entry)


def _running(statement: Statement, inference: Inference) -> dict[str, int]:
    """Return the free indices with their sizes, those of the left side in its order."""
    form = statement.index_form
    summed = {name for names in form.summed for name in names} if form is not None else set()
    sizes = dict(form.sizes) if form is not None else {}
    sizes = {**statement.free, **sizes}
    layout = [name for name in form.layout if name is not None] if form is not None else []
    names = [*layout, *(name for name in sizes if name not in layout and name not in summed)]
    found = {name: sizes.get(name) for name in dict.fromkeys(names)}
    if None in found.values():
        ones = single_indices(inference, statement.chain)
        found |= {name: 1 for name, size in found.items() if size is None and name in ones}
    return {name: size for name, size in found.items() if isinstance(size, int)}


def _summed(statement: Statement, names: tuple[str, ...]) -> Iterator[dict[str, int]]:
    assert statement.index_form is not None or not names
    sizes = [_int(statement, name) for name in names]
    for values in itertools.product(*(range(1, size + 1) for size in sizes)):
        yield dict(zip(names, values, strict=True))


def _int(statement: Statement, name: str) -> int:
    size = statement.index_form.sizes.get(name) if statement.index_form is not None else None
    return size if isinstance(size, int) else 1


def _define(evaluator: Evaluator, statement: Statement, definition: Definition) -> None:
    side = statement.chain.sides[definition.side]
    value = _value(evaluator, statement, definition.value)
    match side:
        case Symbol():
            evaluator.definitions[evaluator.resolved(side)] = value
            evaluator.generic[evaluator.resolved(side)] = statement.chain.sides[definition.value]
        case Index(base=Symbol() as base) if statement.index_form is not None:
            running = _running(statement, evaluator.inference)
            layout = statement.index_form.layout
            shape = tuple(1 if name is None else running.get(name, 1) for name in layout)
            entries = dict(zip(every(shape), value.entries.values(), strict=True))
            evaluator.definitions[evaluator.resolved(base)] = Array(shape, entries)
        case Index(base=Symbol() as base) if is_single(evaluator.inference, side):
            evaluator.definitions[evaluator.resolved(base)] = value
        case Index():
            _define_family(evaluator, statement, side, value)


def _define_family(evaluator: Evaluator, statement: Statement, side: Index, value: Array) -> None:
    running = _running(statement, evaluator.inference)
    order = len(running)
    own = value.shape[order:]
    members = {}
    for values in itertools.product(*(range(1, size + 1) for size in running.values())):
        front = tuple(v - 1 for v in values)
        members[values] = Array(own, {k: value[(*front, *k)] for k in every(own)})
    evaluator.families[side] = (tuple(running), members)


# --- comparing ------------------------------------------------------------------------------


def compared(goal: Goal, left: Array, right: Array, leading: bool) -> Failure | None:
    """Return the first entry at which the relation fails."""
    shape = joint([left.shape, right.shape], leading=leading)
    first = stretched(left, shape, leading=leading)
    second = stretched(right, shape, leading=leading)
    fails = _FAILS.get(goal.relation, _differs)
    if goal.relation is Relation.NOT_EQUAL:
        same = all(_agrees(first[k], second[k]) for k in every(shape))
        k = (0,) * len(shape)
        return Failure(goal, (), first[k], second[k]) if same else None
    for k in every(shape):
        if fails(first[k], second[k]):
            return Failure(goal, tuple(i + 1 for i in k), first[k], second[k])
    return None


def _sign(left: Number, right: Number) -> int:
    """Return the sign of the difference; 0 if it is too small to tell."""
    try:
        return sign(left - right)
    except UndecidedError:
        return 0


def _differs(left: Number, right: Number) -> bool:
    try:
        return not is_zero(left - right)
    except UndecidedError:
        return False


def _agrees(left: Number, right: Number) -> bool:
    """Whether two numbers are certainly equal."""
    try:
        return is_zero(left - right)
    except UndecidedError:
        return False


_FAILS: dict[Relation, Callable[[Number, Number], bool]] = {
    Relation.LESS_EQUAL: lambda a, b: _sign(a, b) > 0,
    Relation.GREATER_EQUAL: lambda a, b: _sign(a, b) < 0,
    Relation.LESS: lambda a, b: _sign(a, b) > 0 or _agrees(a, b),
    Relation.GREATER: lambda a, b: _sign(a, b) < 0 or _agrees(a, b),
}
