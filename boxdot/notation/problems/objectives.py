"""Objectives: the misses inside the norm, what they are weighted with, and a ridge beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import (
    Apply,
    Binary,
    Chain,
    Expr,
    Inner,
    Minimise,
    Norm,
    Number,
    Op,
    Power,
    Reduce,
    Relation,
    Symbol,
)
from boxdot.notation.problems.refusing import refuse

MULTIPLES = frozenset({Op.MATMUL, Op.DOT, Op.TIMES, Op.BOXDOT})
_ONE = Number("1")
_FROBENIUS = ("", "F", "2")
_HINT = "the least-squares objective is written ‖Y − A ⊡ Z‖_F²"


@dataclass(frozen=True, slots=True)
class Objective:
    """What is to be small: the sides whose difference it is, and how it counts.

    ``sides`` are (sign, expression); ``ridges`` are λ and the unknown of each ``λ‖A‖²``; ``scale``
    is the number before the norm.
    """

    sides: tuple[tuple[int, Expr], ...]
    squared: bool = True
    scale: Expr = _ONE
    ridges: tuple[tuple[Expr, Symbol], ...] = ()


def fitted_sides(chain: Chain) -> Objective:
    """Return the objective of ``Y ≈ M``."""
    left, right = chain.sides
    return Objective(((1, left), (-1, right)))


def asks_for_fit(chain: Chain) -> bool:
    """Tell whether a statement is ``Y ≈ M``."""
    return chain.relations == (Relation.APPROXIMATE,)


def minimum_of(chain: Chain) -> Minimise | None:
    """Return the ``min_A f`` of a statement such as ``Â = argmin_A f``."""
    return next((side for side in chain.sides if isinstance(side, Minimise)), None)


def objective_of(formula: Formula, node: Minimise, depends: Callable[[Expr], bool]) -> Objective:
    """Take the scalar under a minimum apart."""
    if node.kind not in ("min", "argmin"):
        refuse(formula, node, f"{node.kind} seeks no least squares", _HINT)
    fits: list[_Part] = []
    ridges: list[_Part] = []
    for part in _parts(formula, node.body):
        if depends(part.scale):
            refuse(formula, part.node, "the number before a norm may not be sought itself", _HINT)
        if depends(part.inside):
            (ridges if isinstance(part.inside, Symbol) else fits).append(part)
    if len(fits) != 1:
        at = fits[1].node if fits else node.body
        what = "more than one norm with misses" if fits else "no norm of a difference"
        refuse(formula, at, f"the objective has {what}", _HINT)
    return _joined(formula, fits[0], ridges)


def _joined(formula: Formula, fit: _Part, ridges: list[_Part]) -> Objective:
    found: list[tuple[Expr, Symbol]] = []
    for part in ridges:
        if not (fit.squared and part.squared):
            at = part.node if fit.squared else fit.node
            hint = "write ‖Y − A ⊡ Z‖_F² + λ‖A‖_F²"
            refuse(formula, at, "norms that are added must be squared", hint)
        assert isinstance(part.inside, Symbol)
        found.append((part.scale, part.inside))
    return Objective(((1, fit.inside),), fit.squared, fit.scale, tuple(found))


@dataclass(frozen=True, slots=True)
class _Part:
    """A summand ``c ‖E‖²``."""

    node: Expr
    inside: Expr
    squared: bool
    scale: Expr


def _parts(formula: Formula, node: Expr) -> Iterator[_Part]:
    """Yield the summands of an objective."""
    match node:
        case Binary(op=Op.ADD | Op.BOXPLUS, left=left, right=right):
            yield from _parts(formula, left)
            yield from _parts(formula, right)
        case _:
            yield _part(formula, node, node, _ONE)


def _part(formula: Formula, whole: Expr, node: Expr, scale: Expr) -> _Part:
    match node:
        case Binary(op=op, left=left, right=right) if op in MULTIPLES:
            return _part(formula, whole, right, _product(scale, left))
        case Binary(op=Op.DIVIDE | Op.BOXSLASH, left=left, right=right):
            return _part(formula, whole, left, Binary(Op.DIVIDE, scale, right))
        case Power(base=Norm() as norm, exponent=Number(text="2")):
            return _Part(whole, _normed(formula, norm), True, scale)
        case Norm():
            return _Part(whole, _normed(formula, node), False, scale)
        case Inner(left=left, right=right, weight=None) if left == right:
            return _Part(whole, left, True, scale)
        case Apply(function="sum", arguments=(Power(base=base, exponent=Number(text="2")),)):
            return _Part(whole, base, True, scale)
        case Reduce(product=False, body=body):
            part = _part(formula, whole, body, scale)
            if isinstance(part.inside, Symbol):  # Σ_r ‖A_r‖² of a family
                return part
    return refuse(formula, node, "this is no squared norm", _HINT)


def _product(left: Expr, right: Expr) -> Expr:
    return right if left == _ONE else Binary(Op.MATMUL, left, right)


def _normed(formula: Formula, norm: Norm) -> Expr:
    if norm.kind not in _FROBENIUS or norm.weight is not None:
        hint = "only the Frobenius norm ‖·‖_F is minimised; weights stand inside: ‖M ⊙ (Y − …)‖_F²"
        refuse(formula, norm, "this norm makes no least-squares problem", hint)
    return norm.operand
