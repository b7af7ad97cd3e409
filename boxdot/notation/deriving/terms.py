"""Terms: a number times scalars times an element-wise product of factors, with its shape."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction

from boxdot.notation.expressions.nodes import Constant, ConstantKind, Expr, Number
from boxdot.notation.shapes.padding import is_scalar
from boxdot.notation.shapes.sizes import Shape


@dataclass(frozen=True, slots=True)
class Factor:
    """One operand of an element-wise product; ``inverse`` divides by it.

    ``operands`` are those of a product of matrices, if it is one.
    """

    node: Expr
    shape: Shape = ()
    inverse: bool = False
    operands: tuple[Factor, Factor] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Term:
    """``number · scalars · (factor ⊡ factor ⊡ …)``, stretched to a shape.

    Without factors it is constant: a number, or that number in every entry.

    Parameters
    ----------
    shape
        The shape; the factors together may be smaller, and are then stretched.
    number
        The rational coefficient.
    scalars
        Factors with one entry.
    factors
        The operands of the element-wise product.
    """

    shape: Shape = ()
    number: Fraction = Fraction(1)
    scalars: tuple[Factor, ...] = ()
    factors: tuple[Factor, ...] = ()

    @property
    def is_zero(self) -> bool:
        """Whether the coefficient is zero."""
        return self.number == 0

    @property
    def bare(self) -> Term:
        """The term without its number and scalars."""
        return replace(self, number=Fraction(1), scalars=())

    def scaled(self, number: Fraction | int) -> Term:
        """Return a multiple."""
        return replace(self, number=self.number * number)

    def times_scalars(self, number: Fraction, scalars: tuple[Factor, ...]) -> Term:
        """Return the multiple by a number and scalars; what is divided away cancels.

        >>> from boxdot.notation.expressions.nodes import Symbol
        >>> k = Symbol("k")
        >>> Term(scalars=(Factor(k),)).times_scalars(Fraction(2), (Factor(k, (), True),)).scalars
        ()
        """
        kept = list(self.scalars)
        for scalar in scalars:
            opposite = replace(scalar, inverse=not scalar.inverse)
            if opposite in kept:
                kept.remove(opposite)
            else:
                kept.append(scalar)
        return replace(self, number=self.number * number, scalars=tuple(kept))


ZERO = Term(number=Fraction(0))
ONE = Term()


def number_term(value: Fraction | int) -> Term:
    """Return a number as a term."""
    return Term(number=Fraction(value))


def atom(node: Expr, shape: Shape) -> Term:
    """Return an expression as a term of one factor; numbers, ones and zeros have none.

    >>> atom(Number("3"), ()).number
    Fraction(3, 1)
    """
    match node:
        case Number():
            return number_term(node.value)
        case Constant(kind=ConstantKind.ONES):
            return Term(shape)
        case Constant(kind=ConstantKind.ZEROS):
            return Term(shape, Fraction(0))
    factor = Factor(node, shape)
    if is_scalar(shape):
        return Term(scalars=(factor,))
    return Term(shape, factors=(factor,))
