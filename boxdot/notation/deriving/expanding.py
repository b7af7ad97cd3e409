"""Expressions as sums of terms in which the unknown stands apart as far as it can."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.deriving.context import MINUS, MULTIPLES, OVER, PLUS, TIMES, Context, preorder
from boxdot.notation.deriving.rules.products import moved
from boxdot.notation.deriving.rules.rearranging import permuted
from boxdot.notation.deriving.terms import Factor, Term
from boxdot.notation.expressions.nodes import (
    Apply,
    Binary,
    Expr,
    Inner,
    Negate,
    Norm,
    Number,
    Op,
    Power,
    Symbol,
    Transpose,
)
from boxdot.notation.reading.modes import modes_of

_MOST_TERMS = 500
MEANS = frozenset({"mean", "Mean", "avg", "average"})


class Expansion:
    """Expands what depends on the unknown, and leaves everything else as it is written."""

    def __init__(self, context: Context, names: Iterable[str] = ()) -> None:
        self.context, self.build = context, context.builder
        self.places = {name: place for place, name in enumerate(dict.fromkeys(names))}

    def terms(self, node: Expr) -> list[Term]:
        """Return the terms of an expression."""
        if not self.context.depends(node):
            return [self.sorted(self.context.term(node))]
        if node == self.context.unknown:
            return [self.build.atom(node, self.context.shape(node))]
        found = [self.sorted(term) for term in self._expanded(node)]
        if len(found) > _MOST_TERMS:
            raise UnsupportedError("the expression has too many terms to be solved")
        return found

    def _expanded(self, node: Expr) -> list[Term]:
        match node:
            case Negate(operand=inner):
                return [term.scaled(-1) for term in self.terms(inner)]
            case Transpose(operand=inner):
                return [self.build.transposed(term) for term in self.terms(inner)]
            case Binary(op=op, left=left, right=right) if op in PLUS | MINUS:
                shape = self.context.shape(node)
                signed = [t.scaled(-1 if op in MINUS else 1) for t in self.terms(right)]
                return [self.build.stretched(t, shape) for t in (*self.terms(left), *signed)]
            case Binary(op=op, left=left, right=right) if op in TIMES | {Op.FROBENIUS}:
                return self._products(left, right, total=op is Op.FROBENIUS)
            case Binary(op=op, left=left, right=right) if op in OVER:
                return self._quotients(node, left, right)
            case Binary(op=op, left=left, right=right) if op in MULTIPLES:
                return self._matrix_products(node, left, right)
            case Inner(left=left, right=right, weight=None):
                return self._products(left, right, total=True)
            case Apply(function="sum", arguments=(inner,)):
                return [self.build.total(term) for term in self.terms(inner)]
            case Binary(op=Op.OUTER, left=left, right=right) if self._joins_axes(node):
                moved = [self._behind(term, left) for term in self.terms(right)]
                return [self._product(x, y) for x in self.terms(left) for y in moved]
            case Apply(function="permute", arguments=(inner,), parameters=parameters):
                order = modes_of(parameters)
                if order is not None:
                    return [permuted(self.context, term, order) for term in self.terms(inner)]
                return [self.build.atom(node, self.context.shape(node))]
            case Apply(function=function, arguments=(inner,)) if function in MEANS:
                count = self.build.size(self.context.shape(inner))
                totals = [self.build.total(term) for term in self.terms(inner)]
                return [self.build.quotient(term, count) for term in totals]
            case Apply(function="𝒫", arguments=(inner,), parameters=parameters):
                modes = [int(p.text) for p in parameters if isinstance(p, Number)]
                return [self.build.sum_modes(term, modes) for term in self.terms(inner)]
            case Power(base=Norm(operand=inner, weight=None), exponent=Number(text="2")):
                return self._products(inner, inner, total=True)
            case _:
                return [self.build.atom(node, self.context.shape(node))]

    def _products(self, left: Expr, right: Expr, *, total: bool) -> list[Term]:
        pairs = [(x, y) for x in self.terms(left) for y in self.terms(right)]
        products = [self._product(x, y) for x, y in pairs]
        return [self.build.total(term) for term in products] if total else products

    def _product(self, left: Term, right: Term) -> Term:
        return self.sorted(self.build.product(left, right))

    def _joins_axes(self, node: Binary) -> bool:
        """Return whether ``X ∘ Y`` has all axes of X and then those of Y."""
        left, right = self.context.shape(node.left), self.context.shape(node.right)
        return self.context.shape(node) == (*left, *right) and bool(left and right)

    def _behind(self, term: Term, left: Expr) -> Term:
        """Move the axes of a term behind those of an expression."""
        own, first = len(term.shape), len(self.context.shape(left))
        return moved(self.context, term, [*range(own + 1, own + first + 1), *range(1, own + 1)])

    def _quotients(self, node: Binary, left: Expr, right: Expr) -> list[Term]:
        if self.context.depends(right):
            return [self.build.atom(node, self.context.shape(node))]
        under = self.context.term(right)
        return [self.build.quotient(term, under) for term in self.terms(left)]

    def _matrix_products(self, node: Binary, left: Expr, right: Expr) -> list[Term]:
        if self.context.is_inner(node) and node.op is not Op.MATMUL:
            return self._products(left, right, total=True)
        for diagonal, matrix, turned in ((left, right, False), (right, left, True)):
            column = self._diagonal(diagonal)
            if column is not None:  # diag(y) X = y ⊡ X (25), X diag(z) = X ⊡ zᵀ (26)
                terms = self.terms(column)
                terms = [self.build.transposed(term) for term in terms] if turned else terms
                return [self._product(x, y) for x in terms for y in self.terms(matrix)]
        pairs = [(x, y) for x in self.terms(left) for y in self.terms(right)]
        return [self.build.matmul(x, *self._weighted(y)) for x, y in pairs]

    def _weighted(self, term: Term) -> list[Term]:
        """Take ``w ⊙ (X β)`` apart into the matrices ``diag(w)`` and ``X β``."""
        varying = [f for f in term.factors if self._varies(f)]
        rest = tuple(f for f in term.factors if f not in varying)
        if len(term.shape) != 1 or len(varying) != 1 or varying[0].inverse or not rest:
            return [term]
        if varying[0].shape != term.shape:
            return [term]
        weight = self.build.node(Term(term.shape, factors=rest))
        diagonal = self.build.atom(Apply("diag", (weight,)), term.shape * 2)
        return [diagonal, replace(term, factors=tuple(varying))]

    def _varies(self, factor: Factor) -> bool:
        return any(node == self.context.unknown for node in preorder(factor.node))

    def _diagonal(self, node: Expr) -> Expr | None:
        """Return y of ``diag(y)``."""
        match node:
            case Apply(function="diag", arguments=(column,)):
                return column if len(self.context.shape(column)) == 1 else None
        return None

    def sorted(self, term: Term) -> Term:
        """Order the factors as their symbols first occur: ``B ⊡ B ⊡ C ⊡ C``."""
        return replace(term, factors=tuple(sorted(term.factors, key=self._place)))

    def _place(self, factor: Factor) -> int:
        places = (self.places.get(n.name) for n in preorder(factor.node) if isinstance(n, Symbol))
        return next((place for place in places if place is not None), len(self.places))
