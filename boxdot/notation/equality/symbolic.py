"""Proving the goals of a formula through its index form."""

from __future__ import annotations

from dataclasses import dataclass, field

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.equality.inequalities import is_at_least_zero, is_greater_than_zero
from boxdot.notation.equality.planning import EQUAL, Goal, Plan
from boxdot.notation.equality.zero import is_zero
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Apply, Relation
from boxdot.notation.indexform.arithmetic import subtract
from boxdot.notation.indexform.structure import Form, is_real
from boxdot.notation.indexform.tensors import Tensor, aligned
from boxdot.notation.indexform.translating import Translated, translate
from boxdot.notation.indexform.translating.functions import RANDOM
from boxdot.notation.inference import Inference


@dataclass(slots=True)
class Attempt:
    """What came of trying to prove every goal.

    ``failed`` are the goals that were not proved, ``reasons`` why nothing could be said of some;
    ``differences`` are the forms that should have been zero.
    """

    failed: list[Goal] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    differences: list[Form] = field(default_factory=list)
    assumptions: tuple[str, ...] = ()

    @property
    def proved(self) -> bool:
        """Whether every goal was proved."""
        return not self.failed


def attempt(formula: Formula, inference: Inference, plan: Plan) -> Attempt:
    """Try to prove every goal of a formula whose shapes hold without conditions.

    What is assumed of symbols under roots and logarithms is used in a second attempt.
    """
    result, learnt = _attempt(formula, inference, plan, frozenset())
    if result.failed and learnt:
        again, _ = _attempt(formula, inference, plan, learnt)
        if again.proved:
            return Attempt(assumptions=result.assumptions)
    return result


def _attempt(
    formula: Formula, inference: Inference, plan: Plan, nonnegative: frozenset[str]
) -> tuple[Attempt, frozenset[str]]:
    result = Attempt()
    translated = translate(formula, inference, nonnegative)
    for number in range(len(formula.statements)):
        goals, definitions = plan.of_statement(number)
        sides: dict[int, Tensor] = {}
        for goal in goals:
            _try(result, translated, sides, goal)
        for definition in definitions:
            try:
                value = _side(translated, sides, number, definition.value)
                written = formula.statements[number].sides[definition.value]
                translated.define(number, definition.side, value, written)
            except (UnsupportedError, ArithmeticError) as error:
                result.reasons.append(_reason(error))
    result.assumptions = tuple(translated.context.assumptions)
    return result, frozenset(translated.context.nonnegative)


def _side(translated: Translated, sides: dict[int, Tensor], statement: int, number: int) -> Tensor:
    if number not in sides:
        sides[number] = translated.side(statement, number)
    return sides[number]


def _try(result: Attempt, translated: Translated, sides: dict[int, Tensor], goal: Goal) -> None:
    try:
        if _is_congruent(translated, goal):
            return
        left = _side(translated, sides, goal.statement, goal.left)
        right = _side(translated, sides, goal.statement, goal.right)
        _, (first, second) = aligned((left, right), translated.context.convention)
        difference = subtract(second, first)
        if holds(difference, goal.relation):
            return
        result.differences.append(difference)
    except (UnsupportedError, RecursionError) as error:
        result.reasons.append(_reason(error))
    result.failed.append(goal)


def _is_congruent(translated: Translated, goal: Goal) -> bool:
    """Whether both sides are an unknown function of equal arguments, whatever its shape."""
    found = translated.context.inference.statements[goal.statement]
    left, right = (found.chain.sides[number] for number in (goal.left, goal.right))
    if not (isinstance(left, Apply) and isinstance(right, Apply)) or found.index_form is not None:
        return False
    heads = [(side.function, side.parameters, len(side.arguments)) for side in (left, right)]
    known = any(translated.context.inference.shape(side) is not None for side in (left, right))
    if known or heads[0] != heads[1] or goal.relation not in EQUAL or left.function in RANDOM:
        return False
    with translated.context.scope(translated.scopes[goal.statement]):
        pairs = [
            (translated.context.tensor(one), translated.context.tensor(other))
            for one, other in zip(left.arguments, right.arguments, strict=True)
        ]
    return all(_are_equal(translated, *pair) for pair in pairs)


def _are_equal(translated: Translated, left: Tensor, right: Tensor) -> bool:
    if left.shape != right.shape:
        return False
    _, (first, second) = aligned((left, right), translated.context.convention)
    return is_zero(subtract(second, first))


def _reason(error: Exception) -> str:
    if isinstance(error, UnsupportedError):
        return error.message
    return "the expression is nested too deeply"


def holds(difference: Form, relation: Relation) -> bool:
    """Return whether right − left shows that the relation holds."""
    if relation not in EQUAL and not is_real(difference):
        raise UnsupportedError("complex numbers have no order")
    match relation:
        case Relation.LESS_EQUAL:
            return is_at_least_zero(difference)
        case Relation.GREATER_EQUAL:
            return is_at_least_zero(_negative(difference))
        case Relation.LESS:
            return is_greater_than_zero(difference)
        case Relation.GREATER:
            return is_greater_than_zero(_negative(difference))
        case Relation.NOT_EQUAL:
            return is_greater_than_zero(difference) or is_greater_than_zero(_negative(difference))
    return is_zero(difference)


def _negative(form: Form) -> Form:
    return Form({monomial: -factor for monomial, factor in form.terms.items()})
