"""Jacobian matrices of vectors, read off what pulls an adjoint back, which is linear."""

from __future__ import annotations

from fractions import Fraction

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.deriving.context import MINUS, MULTIPLES, OVER, PLUS, TIMES, Context
from boxdot.notation.deriving.terms import ONE, Term
from boxdot.notation.expressions.nodes import Apply, Binary, Expr, Inner, Negate, Transpose
from boxdot.notation.shapes.padding import is_scalar


class Jacobian:
    """Reads the Jacobian off the pullback: where that maps v to ``M v``, it is Mᵀ.

    ``rows(node)`` is the matrix R with node = Rᵀ v.
    """

    def __init__(self, context: Context) -> None:
        self.context, self.build = context, context.builder

    def rows(self, node: Expr) -> Term:
        """Return R for a column or a number that is linear in v."""
        if node == self.context.unknown:
            return self.build.identity(self.context.unknown_shape[0])
        match node:
            case Negate(operand=inner):
                return self.rows(inner).scaled(-1)
            case Binary(op=op, left=left, right=right) if op in PLUS | MINUS:
                return self.build.sum(self._summands(node, 1))
            case Binary(op=op, left=left, right=right) if op in TIMES:
                return self._scaled(node, *self._apart(left, right))
            case Binary(op=op, left=left, right=right) if op in OVER:
                if not self.context.depends(right):
                    under = self.build.inverse(self.context.term(right))
                    return self._weighted(node, left, under)
            case Binary(op=op, left=left, right=right) if op in MULTIPLES:
                return self._product(node, left, right)
            case Inner(left=left, right=right, weight=None):
                other, inner = self._apart(left, right)
                return self.build.matmul(self.rows(inner), self.context.term(other))
            case Apply(function="sum", arguments=(inner,)):
                ones = Term(self.context.shape(inner))
                return self.build.matmul(self.rows(inner), ones)
        return self._refuse(node)

    def _apart(self, left: Expr, right: Expr) -> tuple[Expr, Expr]:
        """Return the operand that does not depend on v, and the one that does."""
        if self.context.depends(left) == self.context.depends(right):
            self._refuse(left)
        return (right, left) if self.context.depends(left) else (left, right)

    def _summands(self, node: Expr, sign: int) -> list[Term]:
        """Return R of every summand: what is alike is added up."""
        match node:
            case Binary(op=op, left=left, right=right) if op in PLUS | MINUS:
                if self.context.shape(left) != self.context.shape(right):
                    self._refuse(node)
                second = -sign if op in MINUS else sign
                return [*self._summands(left, sign), *self._summands(right, second)]
        return [self.rows(node).scaled(sign)]

    def _scaled(self, node: Expr, weight: Expr, inner: Expr) -> Term:
        return self._weighted(node, inner, self.context.term(weight))

    def _weighted(self, node: Expr, inner: Expr, weight: Term) -> Term:
        """``w ⊙ u``: the columns of R are multiplied by w."""
        rows = self.rows(inner)
        if is_scalar(weight.shape):
            return self.build.product(rows, weight)
        if is_scalar(self.context.shape(inner)):
            return self.build.matmul(rows, self.build.transposed(weight))
        if len(weight.shape) != 1 or self.context.shape(inner) != weight.shape:
            self._refuse(node)
        size = weight.shape[0]
        scale = Term((size, size), weight.number, weight.scalars)
        if not weight.factors:
            return self.build.product(rows, Term((), scale.number, scale.scalars))
        bare = self.build.node(Term(weight.shape, Fraction(1), (), weight.factors))
        diagonal = self.build.atom(Apply("diag", (bare,)), scale.shape)
        return self.build.matmul(rows, diagonal.times_scalars(scale.number, scale.scalars))

    def _product(self, node: Binary, left: Expr, right: Expr) -> Term:
        """``A B u s``: a product of matrices in which one factor depends on v."""
        if self.context.is_inner(node) and not isinstance(left, Transpose):
            other, inner = self._apart(left, right)
            return self.build.matmul(self.rows(inner), self.context.term(other))
        factors = _chain(node)
        varying = [n for n, factor in enumerate(factors) if self.context.depends(factor)]
        if len(varying) != 1:
            self._refuse(node)
        (place,) = varying
        before, inner, after = factors[:place], factors[place], factors[place + 1 :]
        if is_scalar(self.context.shape(inner)):
            return self._weighted(node, inner, self._multiplied([*before, *after]))
        behind = self._multiplied(after)
        if isinstance(inner, Transpose) and len(behind.shape) == 1:  # uᵀ c is cᵀ u
            number = self.build.matmul(self.rows(inner.operand), behind)
            return self.build.matmul(number, self.build.transposed(self._multiplied(before)))
        if not is_scalar(behind.shape):
            self._refuse(node)
        rows = self.build.product(self.rows(inner), behind)
        return self.build.matmul(rows, self.build.transposed(self._multiplied(before)))

    def _multiplied(self, factors: list[Expr]) -> Term:
        return self.build.matmul(ONE, *map(self.context.term, factors))

    def _refuse(self, node: Expr) -> Term:
        raise UnsupportedError(
            f"there is no rule to read a Jacobian off {self.context.text(node)}",
            hint="take the gradient of a number, as of ⟨w, …⟩",
        )


def _chain(node: Expr) -> list[Expr]:
    """Return the factors of a product of matrices."""
    if isinstance(node, Binary) and node.op in MULTIPLES:
        return [*_chain(node.left), *_chain(node.right)]
    return [node]
