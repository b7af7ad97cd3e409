"""What a formula asks for: factors in products, products in sums, and which of them are sought."""

from __future__ import annotations

from dataclasses import dataclass, field

from boxdot.notation.expressions.nodes import Expr, Number
from boxdot.notation.shapes.sizes import Shape


@dataclass(frozen=True, slots=True)
class Unknown:
    """A symbol that is sought.

    Parameters
    ----------
    name
        Its declared name.
    shape
        The shape of its array: as declared, or of one member of a family that is summed over.
    family
        None for one tensor; for ``A_r`` in a Σ over r the axis (from 0) of the array along which
        the members are stacked. Where A_r itself is declared that is a new first axis.
    """

    name: str
    shape: Shape
    family: int | None = None


@dataclass(frozen=True, slots=True)
class Factor:
    """An operand of a broadcast product.

    Parameters
    ----------
    node
        The expression; of data anything that can be evaluated.
    shape
        Its shape.
    axes
        For each axis of that shape the axis (from 0) of the product on which it lies.
    unknown
        What is sought, None for data.
    """

    node: Expr
    shape: Shape
    axes: tuple[int, ...]
    unknown: Unknown | None = None

    def laid_out(self, order: int) -> Shape:
        """Return the shape among the axes of a product of this order.

        >>> from boxdot.notation.expressions.nodes import Symbol
        >>> Factor(Symbol("b"), ("J",), (1,)).laid_out(3)
        (1, 'J', 1)
        """
        sizes = dict(zip(self.axes, self.shape, strict=True))
        return tuple(sizes.get(axis, 1) for axis in range(order))


@dataclass(frozen=True, slots=True)
class Term:
    """A product of factors with a sign; ``index`` is the index of the Σ that it stands in."""

    factors: tuple[Factor, ...]
    sign: int = 1
    index: str | None = None

    @property
    def sought(self) -> tuple[Factor, ...]:
        """The factors that are unknown."""
        return tuple(factor for factor in self.factors if factor.unknown is not None)

    @property
    def data(self) -> tuple[Factor, ...]:
        """The factors that are data."""
        return tuple(factor for factor in self.factors if factor.unknown is None)


@dataclass(frozen=True, slots=True)
class Fit:
    """What both problems have: data that are to be met, and how misses count.

    Parameters
    ----------
    order
        The number of axes of the tensor that is fitted.
    target
        The terms without an unknown: their sum is to be met.
    model
        The terms with unknowns, whose sum is to meet it.
    weights
        What multiplies the misses before they are squared, laid out as a factor; or None.
    squared
        Whether the objective is the square of the norm.
    nonnegative
        The unknowns that may not be negative.
    scale, ridges
        The number c and, for each name A that has one, the number λ of
        ``c ‖Y − A ⊡ Z‖² + λ ‖A‖²``.
    """

    order: int
    target: tuple[Term, ...]
    model: tuple[Term, ...]
    weights: Factor | None = None
    squared: bool = True
    nonnegative: frozenset[str] = frozenset()
    scale: Expr = field(default_factory=lambda: Number("1"))
    ridges: tuple[tuple[str, Expr], ...] = ()

    @property
    def unknowns(self) -> tuple[Unknown, ...]:
        """What is sought, in the order of the formula."""
        found = (f.unknown for term in self.model for f in term.sought)
        return tuple(dict.fromkeys(unknown for unknown in found if unknown is not None))


@dataclass(frozen=True, slots=True)
class LeastSquares(Fit):
    """One unknown, in which the model is linear: eqs. 38 and 65."""

    @property
    def unknown(self) -> Factor:
        """The unknown where it stands in the model."""
        return self.model[0].sought[0]


@dataclass(frozen=True, slots=True)
class Decomposition(Fit):
    """Products of several unknowns, or a Σ of them: eqs. 40 and 44.

    ``rank`` is the expression above the Σ, None where there is none.
    """

    rank: Expr | None = None

    @property
    def index(self) -> str | None:
        """The index of the Σ."""
        return self.model[0].index


Problem = LeastSquares | Decomposition
