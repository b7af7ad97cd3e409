"""Gradients of scalar expressions, by reverse accumulation on expressions."""

from __future__ import annotations

from dataclasses import replace

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.deriving.context import Context
from boxdot.notation.deriving.derivation import Derivation, Step
from boxdot.notation.deriving.jacobian import Jacobian
from boxdot.notation.deriving.objective import (
    Objective,
    context_of,
    demand_presence,
    objective_of,
    refuse_tensor,
)
from boxdot.notation.deriving.rules.table import rule_of
from boxdot.notation.deriving.terms import ONE, ZERO, Factor, Term
from boxdot.notation.deriving.timing import timely
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Derivative, Expr, Symbol
from boxdot.notation.expressions.symbols import Declaration
from boxdot.notation.shapes.padding import is_scalar


def derive(formula: Formula, wrt: str | Expr) -> Derivation:
    """Return the gradient of a scalar expression as broadcast notation.

    It has the shape of ``wrt``: over the axes along which that was stretched, 𝒫 sums. Of a vector
    that depends on a vector or a number it is the Jacobian matrix, with a row for each entry.

    Examples
    --------
    >>> from boxdot.notation.reading import read
    >>> shapes = "Y ∈ R^{I×J×K}; A ∈ R^{I×J×1}; Z ∈ R^{1×J×K}"
    >>> print(derive(read("‖Y − A ⊡ Z‖_F²", shapes), "A"))
    2 𝒫_3((A ⊡ Z − Y) ⊡ Z)
    >>> print(derive(read("softmax(x)", "x ∈ R^n"), "x"))
    diag(softmax(x)) − softmax(x) softmax(x)ᵀ
    """
    try:
        with timely():
            return _derived(objective_of(formula), wrt)
    except RecursionError:
        raise UnsupportedError("the expression is nested too deeply") from None


def _derived(objective: Objective, wrt: str | Expr) -> Derivation:
    context = context_of(objective, wrt, number=False)
    demand_presence(context)
    steps: list[Step] = []
    if is_scalar(context.shape(context.root)):
        name, gradient = "gradient", gradient_of(context, steps)
    else:
        name, gradient = "Jacobian", _jacobian_of(objective, context)
    result = context.builder.node(gradient)
    last = Step(name, Derivative(context.root, context.unknown), result)
    condition = "; ".join(context.conditions)
    return Derivation(result, condition, (*steps, last), context.symbols)


def _jacobian_of(objective: Objective, context: Context) -> Term:
    """Return the Jacobian matrix of a vector: pull a vector back, and see how."""
    shape, unknown = context.shape(context.root), context.unknown_shape
    if len(shape) != 1 or len(unknown) > 1:
        refuse_tensor(context.formula, shape)
    vector = Symbol(context.unused(("v", "w", "u", "h", "z", "q")))
    adjoint = Term(shape, factors=(Factor(vector, shape),))
    pulled = context.builder.node(gradient_of(context, adjoint=adjoint))
    formula = replace(
        objective.formula,
        symbols=context.symbols.with_declarations([Declaration(vector.name, shape)]),
    )
    inner = context_of(Objective(formula, pulled), vector, number=False)
    if not inner.dependent:
        return Term((*shape, *unknown), ZERO.number)
    inner.builder = context.builder
    return Jacobian(inner).rows(inner.root)


def gradient_of(context: Context, steps: list[Step] | None = None, adjoint: Term = ONE) -> Term:
    """Return the gradient as a term; ``steps`` takes the adjoints on the way."""
    found: list[Term] = []
    waiting: list[tuple[Expr, Term]] = [(context.root, adjoint)]
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
