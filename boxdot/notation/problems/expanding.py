"""Multiplying out: an expression as a sum of broadcast products, with every axis in its place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NoReturn

from boxdot.notation.expressions.nodes import (
    Binary,
    BroadcastForm,
    Constant,
    ConstantKind,
    Expr,
    Index,
    Negate,
    Number,
    Op,
    Reduce,
    Symbol,
    Transpose,
)
from boxdot.notation.inference import Inference
from boxdot.notation.printing import to_text
from boxdot.notation.problems.families import runs_along, unknown_member
from boxdot.notation.problems.naming import names_in
from boxdot.notation.problems.problem import Factor, Term
from boxdot.notation.problems.refusing import refuse
from boxdot.notation.shapes.conventions import Convention
from boxdot.notation.shapes.padding import is_scalar
from boxdot.notation.shapes.sizes import Shape

MOST_TERMS = 64
_SUMS = {Op.ADD: 1, Op.BOXPLUS: 1, Op.SUBTRACT: -1, Op.BOXMINUS: -1}
_ENTRYWISE = frozenset({Op.BOXDOT, Op.HADAMARD, Op.PENETRATING})
_MULTIPLES = frozenset({Op.MATMUL, Op.DOT, Op.TIMES, Op.STAR})
_OVER = frozenset({Op.BOXSLASH, Op.OSLASH, Op.DIVIDE})


@dataclass(slots=True)
class Expanding:
    """Expands expressions in which some names are sought."""

    inference: Inference
    sought: frozenset[str]
    index: str | None = None

    def depends(self, node: Expr) -> bool:
        """Tell whether something sought stands in an expression."""
        return not self.sought.isdisjoint(names_in(self.inference, node))

    def terms(self, node: Expr, order: int) -> list[Term]:
        """Return an expression as terms of a tensor of this order."""
        own = len(self.shape(node))
        found = self._terms(node) if self.depends(node) else [self._data(node)]
        if len(found) > MOST_TERMS:
            self._refuse(node, f"this multiplies out to more than {MOST_TERMS} products")
        leading = self.inference.formula.convention is Convention.C
        return [_moved(term, order - own if leading else 0) for term in found]

    def shape(self, node: Expr) -> Shape:
        """Return the shape of a node, which must be known."""
        shape = self.inference.shape(node)
        if shape is None:
            at = next(iter(self.inference.unknown), node)
            hint = f"declare {to_text(at)}, as in -d 'A ∈ R^{{I×J×1}}'"
            self._refuse(at, f"the shape of {to_text(at)} is not known", hint)
        return shape

    # --- the arms -----------------------------------------------------------------------------

    def _terms(self, node: Expr) -> list[Term]:
        order = len(self.shape(node))
        match node:
            case Symbol() | Index():
                return [Term((self._sought(node),))]
            case Negate(operand=inner):
                return _times(self.terms(inner, order), [Term((), -1)])
            case BroadcastForm(operand=inner):
                return self.terms(inner, order)
            case Transpose(operand=inner):
                return self._transposed(inner)
            case Reduce(product=False):
                return self._summed(node)
            case Binary():
                return self._binary(node, order)
        return self._no_product(node)

    def _binary(self, node: Binary, order: int) -> list[Term]:
        left, right = node.left, node.right
        if node.op in _SUMS:
            sign = [Term((), _SUMS[node.op])]
            return self.terms(left, order) + _times(self.terms(right, order), sign)
        if node.op in _ENTRYWISE or (node.op in _MULTIPLES and self._is_entrywise(node)):
            return _times(self.terms(left, order), self.terms(right, order))
        if node.op in _OVER and not self.depends(right):
            inverse = Factor(
                Binary(Op.BOXSLASH, Number("1"), right, span=right.span), *self._layout(right)
            )
            return _times(self.terms(left, order), [self._lifted(inverse, order)])
        if node.op is Op.OUTER:
            shift = len(self.shape(left))
            later = [_moved(term, shift) for term in self.terms(right, order - shift)]
            return _times(self.terms(left, shift), later)
        return self._no_product(node)

    def _lifted(self, factor: Factor, order: int) -> Term:
        leading = self.inference.formula.convention is Convention.C
        return _moved(Term((factor,)), order - len(factor.shape) if leading else 0)

    def _is_entrywise(self, node: Binary) -> bool:
        """Tell whether a product is one entry by entry: with a number, or of column and row."""
        left, right = self.shape(node.left), self.shape(node.right)
        if is_scalar(left) or is_scalar(right):
            return True
        column = len(left) == 1 or left[1:] == (1,)
        return column and len(right) == 2 and right[0] == 1

    def _transposed(self, inner: Expr) -> list[Term]:
        if self.inference.formula.convention is Convention.C and len(self.shape(inner)) < 2:
            self._no_product(inner)
        turned = {0: 1, 1: 0}
        return [
            replace(
                term,
                factors=tuple(
                    replace(f, axes=tuple(turned.get(axis, axis) for axis in f.axes))
                    for f in term.factors
                ),
            )
            for term in self.terms(inner, 2)
        ]

    def _summed(self, node: Reduce) -> list[Term]:
        formula = self.inference.formula
        if len(node.ranges) != 1 or self.index is not None:
            refuse(formula, node, "only one Σ over the terms of a decomposition is understood")
        bounds = node.ranges[0]
        if bounds.excluded is not None or bounds.low not in (None, Number("1")):
            refuse(formula, node, "the index of this Σ must run from 1", "write Σ_{r=1}^{R}")
        within = Expanding(self.inference, self.sought, bounds.index)
        found = within.terms(node.body, len(self.shape(node)))
        return [replace(term, index=bounds.index) for term in found]

    def _sought(self, node: Symbol | Index) -> Factor:
        return Factor(node, *self._layout(node), unknown_member(self.inference, node, self.index))

    def _data(self, node: Expr) -> Term:
        if node == Constant(ConstantKind.ONES):
            return Term(())
        if self.index is not None and runs_along(node, self.index):
            self._refuse(node, f"data that change with {self.index} cannot stand in this Σ")
        return Term((Factor(node, *self._layout(node)),))

    def _layout(self, node: Expr) -> tuple[Shape, tuple[int, ...]]:
        shape = self.shape(node)
        return shape, tuple(range(len(shape)))

    # --- refusals -----------------------------------------------------------------------------

    def _no_product(self, node: Expr) -> NoReturn:
        names = [name for name in names_in(self.inference, node) if name in self.sought]
        hint = "write it with ⊡: diag(y) X is y ⊡ X, X diag(z) is X ⊡ zᵀ, x yᵀ is x ⊡ yᵀ"
        self._refuse(node, f"{names[0]} stands in something that is no broadcast product", hint)

    def _refuse(self, node: Expr, message: str, hint: str = "") -> NoReturn:
        refuse(self.inference.formula, node, message, hint)


def _times(left: list[Term], right: list[Term]) -> list[Term]:
    """Multiply sums out."""
    return [
        Term(a.factors + b.factors, a.sign * b.sign, a.index or b.index)
        for a in left[: MOST_TERMS + 1]
        for b in right[: MOST_TERMS + 1]
    ]


def _moved(term: Term, by: int) -> Term:
    """Move a product to later axes."""
    if not by:
        return term
    moved = (replace(f, axes=tuple(axis + by for axis in f.axes)) for f in term.factors)
    return replace(term, factors=tuple(moved))
