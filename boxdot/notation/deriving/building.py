"""Building terms: products, sums, matrix products and mode sums that simplify as they go."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from boxdot.notation.deriving.composing import chained, compose, joint
from boxdot.notation.deriving.summing import combined
from boxdot.notation.deriving.terms import ONE, Factor, Term, atom
from boxdot.notation.expressions.nodes import (
    Apply,
    Binary,
    Constant,
    ConstantKind,
    Expr,
    Inner,
    Norm,
    Number,
    Op,
    Power,
    Transpose,
)
from boxdot.notation.indexform.budgets import spend
from boxdot.notation.inference.matrices import matrix_of
from boxdot.notation.printing.sizes import size_expression
from boxdot.notation.shapes.broadcasting import joint_shape
from boxdot.notation.shapes.conventions import Convention
from boxdot.notation.shapes.padding import is_scalar, pad, same_shape
from boxdot.notation.shapes.sizes import Shape, Size


@dataclass(frozen=True, slots=True)
class Builder:
    """Builds terms under a convention; ``strict`` prefers ⊙ and ⊘ where the shapes allow."""

    convention: Convention = Convention.F
    strict: bool = False

    # --- to and from expressions --------------------------------------------------------------

    def node(self, term: Term, *, stretch: bool = True) -> Expr:
        """Write a term as an expression."""
        return compose(term, self.convention, strict=self.strict, stretch=stretch)

    def atom(self, node: Expr, shape: Shape) -> Term:
        """Return an expression as a term of one factor."""
        return atom(node, shape)

    def size(self, sizes: Iterable[Size]) -> Term:
        """Return the product of sizes."""
        term = ONE
        for size in sizes:
            term = self.product(term, self.atom(size_expression(size), ()))
        return term

    def identity(self, size: Size) -> Term:
        """Return the identity matrix."""
        return self.atom(Constant(ConstantKind.IDENTITY, (size,)), (size, size))

    # --- element by element -------------------------------------------------------------------

    def product(self, *terms: Term) -> Term:
        """Multiply entry by entry, stretching."""
        spend(len(terms))
        total, *others = terms
        for term in others:
            shape = joint_shape(total.shape, term.shape, self.convention)
            scaled = total.times_scalars(term.number, term.scalars)
            total = replace(scaled, shape=shape, factors=cancelled(total.factors, term.factors))
        return total

    def inverse(self, term: Term) -> Term:
        """Return the entrywise reciprocal."""
        return Term(
            term.shape,
            1 / term.number,
            tuple(replace(s, inverse=not s.inverse) for s in term.scalars),
            tuple(replace(f, inverse=not f.inverse) for f in term.factors),
        )

    def quotient(self, over: Term, under: Term) -> Term:
        """Divide entry by entry, stretching."""
        return self.product(over, self.inverse(under))

    def stretched(self, term: Term, shape: Shape) -> Term:
        """Return the term stretched to a shape."""
        return replace(term, shape=joint_shape(term.shape, shape, self.convention))

    def sum(self, terms: Sequence[Term], *, stretch: bool = True) -> Term:
        """Add terms, like ones together."""
        return combined(terms, self.convention, strict=self.strict, stretch=stretch)

    # --- matrices -----------------------------------------------------------------------------

    def matrix(self, shape: Shape) -> tuple[Size, Size]:
        """Return the rows and columns of a shape of order 2 at most."""
        found = matrix_of(shape, self.convention)
        assert found is not None, "inference lets only matrices through"
        return found

    def transposed(self, term: Term) -> Term:
        """Return the transpose, which goes through products to their operands."""
        if is_scalar(term.shape):
            return term
        factors = tuple(
            Factor(_transposed(f.node), self._turned(f.shape), f.inverse) for f in term.factors
        )
        return replace(term, shape=self._turned(term.shape), factors=factors)

    def _turned(self, shape: Shape) -> Shape:
        rows, columns = self.matrix(shape)
        return (columns,) if rows == 1 else (columns, rows)

    def matmul(self, *terms: Term) -> Term:
        """Multiply matrices; a scalar among them is a multiple."""
        total, *others = terms
        for term in others:
            total = self._times(total, term)
        return total

    def _times(self, left: Term, right: Term) -> Term:
        if is_scalar(left.shape) or is_scalar(right.shape):
            return self.product(left, right)
        rows, columns = self.matrix(left.shape)[0], self.matrix(right.shape)[1]
        shape: Shape = (rows,) if columns == 1 else (rows, columns)
        number, scalars = left.number * right.number, right.scalars
        if number == 0:
            return Term(shape, Fraction(0))
        if _is_identity(left) or _is_identity(right):
            kept = right.bare if _is_identity(left) else left.bare
        else:
            kept = self._chain(left.bare, right.bare, shape)
        return kept.times_scalars(number, left.scalars).times_scalars(Fraction(1), scalars)

    def _chain(self, left: Term, right: Term, shape: Shape) -> Term:
        first, second = Factor(self.node(left), left.shape), Factor(self.node(right), right.shape)
        term = self.atom(chained(first.node, second.node), shape)
        return replace(
            term, factors=tuple(replace(f, operands=(first, second)) for f in term.factors)
        )

    def diagonal(self, term: Term) -> Term:
        """Return the diagonal of a square matrix as a column."""
        size = self.matrix(term.shape)[0]
        match term.factors:
            case (Factor(node=Constant(kind=ConstantKind.IDENTITY)),):
                return replace(term, shape=(size,), factors=())
            case (Factor(operands=(left, right), inverse=False),):
                turned = self.transposed(self.atom(right.node, right.shape))
                rows = self.product(self.atom(left.node, left.shape), turned)
                summed = self.unbroadcast(rows, (size,))
                return summed.times_scalars(term.number, term.scalars)
        masked = self.node(self.product(term.bare, self.identity(size)))
        return self.matmul(
            self.atom(masked, (size, size)).times_scalars(term.number, term.scalars), Term((size,))
        )

    # --- sums over axes -----------------------------------------------------------------------

    def sum_modes(self, term: Term, modes: Iterable[int]) -> Term:
        """Sum over modes, which stay with length 1; what is constant along them stays outside."""
        modes = sorted(modes)
        order = max([len(term.shape), *modes])
        shape = pad(term.shape, order)
        if term.is_zero:
            return replace(term, shape=_without(shape, modes))
        inside = tuple(f for f in term.factors if self._varies(f, modes, order))
        outside = tuple(f for f in term.factors if f not in inside)
        own = pad(joint(inside, self.convention), order)
        run = [mode for mode in modes if own[mode - 1] != 1]
        count = self.size(shape[m - 1] for m in modes if own[m - 1] == 1 and shape[m - 1] != 1)
        total = Term(_without(shape, modes), term.number, term.scalars, outside)
        if run:
            body = self.node(Term(own, factors=inside))
            summed = Factor(mode_sum(body, run), _without(own, run))
            total = replace(total, factors=(*outside, summed))
            if is_scalar(summed.shape):
                total = self.product(replace(total, factors=outside), self._total(inside, own))
        return self.product(count, total)

    def _varies(self, factor: Factor, modes: Sequence[int], order: int) -> bool:
        shape = pad(factor.shape, order, self.convention)
        return any(shape[mode - 1] != 1 for mode in modes)

    def unbroadcast(self, term: Term, shape: Shape) -> Term:
        """Sum over the axes along which a shape was stretched: the adjoint of broadcasting."""
        if is_scalar(shape):
            return self.total(term)
        order = max(len(term.shape), len(shape))
        long = pad(term.shape, order, self.convention)
        short = pad(shape, order, self.convention)
        modes = [n for n in range(1, order + 1) if short[n - 1] == 1 and long[n - 1] != 1]
        if not modes:
            return replace(term, shape=shape)
        return replace(self.sum_modes(replace(term, shape=long), modes), shape=shape)

    def total(self, term: Term) -> Term:
        """Return the sum of all entries."""
        if is_scalar(term.shape) or term.is_zero:
            return replace(term, shape=())
        own = pad(joint(term.factors, self.convention), len(term.shape), self.convention)
        pairs = zip(pad(term.shape, len(own), self.convention), own, strict=True)
        count = self.size(size for size, inner in pairs if inner == 1 and size != 1)
        scale = count.times_scalars(term.number, term.scalars)
        return self.product(scale, self._total(term.factors, own)) if term.factors else scale

    def _total(self, factors: tuple[Factor, ...], shape: Shape) -> Term:
        *first, last = factors
        left = Term(joint(first, self.convention), factors=tuple(first))
        if first and not last.inverse and same_shape(left.shape, last.shape, self.convention):
            node = self.node(left)
            if node == last.node:
                return self.atom(Power(Norm(_unmoved(node), "F"), Number("2")), ())
            return self.atom(Inner(node, last.node), ())
        whole = self.node(Term(shape, factors=factors))
        return self.atom(Apply("sum", (_unmoved(whole),)), ())


def _unmoved(node: Expr) -> Expr:
    """Return what has the same entries, elsewhere: of a transpose and a permutation."""
    match node:
        case Transpose(operand=inner) | Apply(function="permute", arguments=(inner,)):
            return _unmoved(inner)
    return node


def cancelled(left: Sequence[Factor], right: Sequence[Factor]) -> tuple[Factor, ...]:
    """Return the factors of both without those that divide each other.

    What is divided by is nowhere zero, or else there would be nothing to differentiate.

    >>> from boxdot.notation.expressions.nodes import Symbol
    >>> x, y = Factor(Symbol("X")), Factor(Symbol("Y"))
    >>> cancelled([x, y], [replace(x, inverse=True)]) == (y,)
    True
    """
    kept = list(left)
    for factor in right:
        opposite = replace(factor, inverse=not factor.inverse)
        if opposite in kept:
            kept.remove(opposite)
        else:
            kept.append(factor)
    return tuple(kept)


def mode_sum(body: Expr, modes: Sequence[int]) -> Expr:
    """Return ``𝒫_{3,6}(body)``; the modes of an inner sum are taken in."""
    match body:
        case Apply(function="𝒫", arguments=(inner,), parameters=parameters):
            numbers = [int(p.text) for p in parameters if isinstance(p, Number)]
            if len(numbers) == len(parameters):
                body, modes = inner, sorted({*numbers, *modes})
    return Apply("𝒫", (body,), tuple(Number(str(mode)) for mode in modes))


def _without(shape: Shape, modes: Iterable[int]) -> Shape:
    gone = set(modes)
    return tuple(1 if n in gone else size for n, size in enumerate(shape, start=1))


def _is_identity(term: Term) -> bool:
    match term.factors:
        case (Factor(node=Constant(kind=ConstantKind.IDENTITY), inverse=False),):
            return True
    return False


def _transposed(node: Expr) -> Expr:
    match node:
        case Transpose(operand=inner):
            return inner
        case Binary(op=Op.MATMUL, left=left, right=right):
            return chained(_transposed(right), _transposed(left))
        case Constant(kind=ConstantKind.IDENTITY) | Apply(function="diag"):
            return node
    return Transpose(node)
