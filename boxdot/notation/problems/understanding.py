"""Understanding a formula as a problem: one pass over objective, products and conditions."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Binary, Chain, Expr, Negate, Op, Reduce
from boxdot.notation.expressions.walking import descendants
from boxdot.notation.inference import Inference, infer
from boxdot.notation.problems.conditions import nonnegative
from boxdot.notation.problems.expanding import Expanding
from boxdot.notation.problems.naming import name_of, unknowns_of_fit, variables_of
from boxdot.notation.problems.objectives import (
    MULTIPLES,
    Objective,
    asks_for_fit,
    fitted_sides,
    minimum_of,
    objective_of,
)
from boxdot.notation.problems.problem import Decomposition, Factor, LeastSquares, Problem, Term
from boxdot.notation.problems.refusing import refuse
from boxdot.notation.problems.sizes import bound_size, with_sizes

_SHAPES = "write min_A ‖Y − A ⊡ Z‖_F², Y ≈ A ⊡ B ⊡ C or Y ≈ Σ_{r=1}^{R} A_r ⊡ B_r ⊡ C_r"


def understand(formula: Formula, given: Collection[str] = ()) -> Problem:
    """Return the problem that a formula without shape errors poses.

    Parameters
    ----------
    formula
        ``min_A f`` (also ``argmin``, also of several variables) or ``Y ≈ M``, and conditions such
        as ``A ≥ 0``.
    given
        The names of the arrays that are there: of ``Y ≈ A ⊡ Z`` they tell what is sought.

    Raises
    ------
    UnsupportedError
        It is neither a least-squares problem nor a broadcast decomposition.

    Examples
    --------
    >>> from boxdot.notation.reading import read
    >>> shapes = "Y ∈ R^{I×J×K}; A ∈ R^{I×J×1}; Z ∈ R^{1×J×K}"
    >>> problem = understand(read("min_A ‖Y − A ⊡ Z‖_F²", shapes))
    >>> type(problem).__name__, [unknown.name for unknown in problem.unknowns]
    ('LeastSquares', ['A'])
    """
    formula = with_sizes(formula)
    inference = infer(formula)
    chain, rest = _posed(formula)
    minimum = minimum_of(chain)
    if minimum is None:
        names = unknowns_of_fit(inference, chain, given)
        expanding = Expanding(inference, frozenset(names))
        objective = fitted_sides(chain)
    else:
        names = variables_of(inference, minimum.variables)
        expanding = Expanding(inference, frozenset(names))
        objective = objective_of(formula, minimum, expanding.depends)
    declared = [n for n in names if n in formula.symbols and formula.symbols[n].nonnegative]
    held = [*nonnegative(inference, minimum, rest), *declared]
    return _problem(expanding, objective, _held(formula, held, names))


def _posed(formula: Formula) -> tuple[Chain, list[Chain]]:
    """Return the statement that poses the problem, and the conditions behind it."""
    for place, chain in enumerate(formula.statements):
        if asks_for_fit(chain) or minimum_of(chain) is not None:
            if place:
                refuse(formula, formula.statements[0], "definitions are not put in here", _SHAPES)
            return chain, [one for one in formula.statements[1:] if bound_size(one) is None]
    first = next(iter(formula.statements), None)
    return refuse(formula, first, "nothing is sought here", _SHAPES)


def _held(formula: Formula, held: list[str], names: list[str]) -> frozenset[str]:
    for name in held:
        if name not in names:
            refuse(formula, None, f"{name} ≥ 0 is said, but {name} is not sought")
    return frozenset(held)


def _problem(expanding: Expanding, objective: Objective, held: frozenset[str]) -> Problem:
    sides, weights = _weighted(expanding, objective.sides)
    order = max(len(expanding.shape(side)) for _, side in sides)
    terms = [
        replace(term, sign=sign * term.sign)
        for sign, side in sides
        for term in expanding.terms(side, order)
    ]
    target = tuple(term for term in terms if not term.sought)
    model = tuple(replace(term, sign=-term.sign) for term in terms if term.sought)
    if target and target[0].sign < 0:  # the norm does not tell Y − M from M − Y
        target, model = _negated(target), _negated(model)
    formula = expanding.inference.formula
    if not model:
        refuse(formula, objective.sides[0][1], "nothing that is sought stands in the norm")
    if not target:
        refuse(formula, objective.sides[0][1], "no data is to be met: zero is a solution")
    fit: dict[str, Any] = {  # the fields of `Fit`, each of its own type
        "order": order,
        "target": target,
        "model": model,
        "weights": weights,
        "squared": objective.squared,
        "nonnegative": held,
        "scale": objective.scale,
        "ridges": _ridges(expanding.inference, objective, model),
    }
    if _is_linear(expanding.inference, model):
        return LeastSquares(**fit)
    return _decomposition(expanding.inference, fit)


def _negated(terms: tuple[Term, ...]) -> tuple[Term, ...]:
    return tuple(replace(term, sign=-term.sign) for term in terms)


def _weighted(
    expanding: Expanding, sides: tuple[tuple[int, Expr], ...]
) -> tuple[tuple[tuple[int, Expr], ...], Factor | None]:
    """Take the weights off ``M ⊙ (Y − A ⊡ Z)``."""
    if len(sides) > 1:
        return sides, None
    ((sign, node),) = sides
    while isinstance(node, Negate):
        sign, node = -sign, node.operand
    match node:
        case Binary(op=op, left=left, right=right) if op in MULTIPLES | {Op.HADAMARD}:
            for weights, inside in ((left, right), (right, left)):
                if not expanding.depends(weights) and _is_sum(inside):
                    shape = expanding.shape(weights)
                    factor = Factor(weights, shape, tuple(range(len(shape))))
                    return ((sign, inside),), factor
    return ((sign, node),), None


def _is_sum(node: Expr) -> bool:
    while isinstance(node, Negate):
        node = node.operand
    sums = (Op.ADD, Op.SUBTRACT, Op.BOXPLUS, Op.BOXMINUS)
    return isinstance(node, Binary) and node.op in sums


def _ridges(
    inference: Inference, objective: Objective, model: tuple[Term, ...]
) -> tuple[tuple[str, Expr], ...]:
    """Return the ridge of each unknown that has one."""
    sought = {factor.unknown.name for term in model for factor in term.sought if factor.unknown}
    found: dict[str, Expr] = {}
    for number, symbol in objective.ridges:
        name = name_of(inference, symbol)
        if name not in sought or name in found:
            what = "more than one ridge term" if name in found else "a ridge term, but no data"
            refuse(inference.formula, symbol, f"{name} has {what}")
        found[name] = number
    return tuple(found.items())


def _is_linear(inference: Inference, model: tuple[Term, ...]) -> bool:
    """Tell whether one unknown stands once in each term, and demand that it lies alike in all."""
    if any(len(term.sought) != 1 or term.index is not None for term in model):
        return False
    first, *others = (term.sought[0] for term in model)
    if any(other.unknown != first.unknown for other in others):
        return False
    for other in others:
        if other.axes != first.axes:
            refuse(inference.formula, other.node, "the unknown stands along different axes")
    return True


def _decomposition(inference: Inference, fit: dict[str, Any]) -> Problem:
    formula, model, order = inference.formula, fit["model"], fit["order"]
    shapes = [sorted(map(str, (f.laid_out(order) for f in t.sought))) for t in model]
    for term, found in zip(model, shapes, strict=True):
        if found != shapes[0] or (term.index is not None and len(model) > 1):
            hint = "in a sum of products each has factors of the same shapes"
            refuse(formula, term.sought[0].node, "the terms of the sum are not of one kind", hint)
        _demand_one_role(inference, term)
    return Decomposition(**fit, rank=_rank(inference, model))


def _demand_one_role(inference: Inference, term: Term) -> None:
    """Demand that each unknown stands once in a product, and runs with its Σ."""
    formula, seen = inference.formula, set()
    for factor in term.factors:
        unknown = factor.unknown
        if unknown is None:
            continue
        if unknown.name in seen:
            refuse(formula, factor.node, f"{unknown.name} stands twice in a product")
        seen.add(unknown.name)
        if (unknown.family is None) != (term.index is None):
            hint = f"name its members, as in {unknown.name}_{term.index}"
            refuse(formula, factor.node, f"{unknown.name} is the same in all terms", hint)


def _rank(inference: Inference, model: tuple[Term, ...]) -> Expr | None:
    sums = (n for chain in inference.formula.statements for n in descendants(chain))
    index = model[0].index
    for node in sums:
        if isinstance(node, Reduce) and index in [bounds.index for bounds in node.ranges]:
            return node.ranges[0].high
    return None
