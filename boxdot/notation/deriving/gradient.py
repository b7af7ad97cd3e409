"""Gradients of scalar expressions, by reverse accumulation on expressions."""

from __future__ import annotations

from dataclasses import replace

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.deriving.context import Context
from boxdot.notation.deriving.derivation import Derivation, Step
from boxdot.notation.deriving.objective import context_of, objective_of
from boxdot.notation.deriving.rules.table import rule_of
from boxdot.notation.deriving.terms import ONE, ZERO, Term
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Derivative, Expr


def derive(formula: Formula, wrt: str | Expr) -> Derivation:
    """Return the gradient of a scalar expression as broadcast notation.

    It has the shape of ``wrt``: over the axes along which that was stretched, 𝒫 sums.

    Examples
    --------
    >>> from boxdot.notation.reading import read
    >>> shapes = "Y ∈ R^{I×J×K}; A ∈ R^{I×J×1}; Z ∈ R^{1×J×K}"
    >>> print(derive(read("‖Y − A ⊡ Z‖_F²", shapes), "A"))
    2 𝒫_3((A ⊡ Z − Y) ⊡ Z)
    """
    try:
        context = context_of(objective_of(formula), wrt)
        steps: list[Step] = []
        gradient = gradient_of(context, steps)
    except RecursionError:
        raise UnsupportedError("the expression is nested too deeply") from None
    result = context.builder.node(gradient)
    last = Step("gradient", Derivative(context.root, context.unknown), result)
    condition = "; ".join(context.conditions)
    return Derivation(result, condition, (*steps, last), formula.symbols)


def gradient_of(context: Context, steps: list[Step] | None = None) -> Term:
    """Return the gradient as a term; ``steps`` takes the adjoints on the way."""
    found: list[Term] = []
    waiting: list[tuple[Expr, Term]] = [(context.root, ONE)]
    while waiting:
        node, adjoint = waiting.pop()
        if node == context.unknown:
            found.append(adjoint)
            continue
        named = rule_of(context, node)
        pulls = [
            pull
            for pull in named.rule(context, node, adjoint)
            if context.depends(pull.operand) and not pull.adjoint.is_zero
        ]
        if steps is not None:
            steps += [
                Step(
                    named.name,
                    Derivative(context.root, p.operand),
                    context.builder.node(p.adjoint),
                )
                for p in pulls
            ]
        waiting += [(pull.operand, pull.adjoint) for pull in reversed(pulls)]
    total = context.builder.sum(found) if found else ZERO
    return replace(total, shape=context.unknown_shape)
