"""What inference finds: the shape of every node, the problems, and the indices in scope."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from boxdot.notation.diagnostics import ERROR, Problem
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Chain, Expr, Index, Minimise, Reduce, Symbol
from boxdot.notation.shapes.conditions import TRUE, Condition
from boxdot.notation.shapes.sizes import Shape, Size


@dataclass(frozen=True, slots=True)
class IndexForm:
    """How a chain in index form (``B_{ij} = A_{ji}``) reads as arrays.

    Parameters
    ----------
    layout
        The axes of the arrays that the sides stand for, ordered by the left side: an index name,
        or None for an axis of length 1.
    sizes
        The size of each free index, None where nothing tells it.
    summed
        For each side, the indices that it repeats and the left side lacks: summed over
        (Einstein).
    count
        How many sides, from the first, are in index form; what follows a ⟺ is not.
    """

    layout: tuple[str | None, ...]
    sizes: Mapping[str, Size | None]
    summed: tuple[tuple[str, ...], ...]
    count: int


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: the shape of each side, which sides it defines, its free indices.

    ``sides`` are the shapes as a reader sees them; in index form, those of the arrays.
    ``free`` has every index that no Σ, ∏ or argmin binds, with its size where it is known.
    """

    chain: Chain
    sides: tuple[Shape | None, ...]
    defined: tuple[int, ...] = ()
    free: Mapping[str, Size | None] = field(default_factory=dict)
    index_form: IndexForm | None = None


@dataclass(slots=True)
class Inference:
    """The result of :func:`boxdot.notation.inference.infer`.

    Nodes are looked up by identity: an ``𝟏`` in two places has two shapes. Inference keeps the
    formula, so that the nodes live as long as it does.
    """

    formula: Formula
    statements: tuple[Statement, ...] = ()
    problems: tuple[Problem, ...] = ()
    condition: Condition = TRUE
    unknown: tuple[Symbol, ...] = ()
    """Symbols whose shape was asked for and is not declared, in the order of the text."""

    shapes: dict[int, Shape | None] = field(default_factory=dict, repr=False)
    axes: dict[int, tuple[int, ...]] = field(default_factory=dict, repr=False)
    bound: dict[int, dict[str, Size | None]] = field(default_factory=dict, repr=False)
    aliases: dict[int, str] = field(default_factory=dict, repr=False)
    partial: set[int] = field(default_factory=set, repr=False)
    recursions: list[Index] = field(default_factory=list, repr=False)
    """Entries of what is defined that lie before its first or behind its last."""

    def shape(self, node: Expr) -> Shape | None:
        """Return the shape of a node, None where it is not known."""
        return self.shapes.get(id(node))

    @property
    def sides(self) -> list[tuple[Shape | None, ...]]:
        """The shapes of the sides of each statement."""
        return [statement.sides for statement in self.statements]

    @property
    def errors(self) -> list[Problem]:
        """The problems that are errors."""
        return [problem for problem in self.problems if problem.severity == ERROR]

    def index_axes(self, node: Index) -> tuple[int, ...] | None:
        """Return the axis (from 1) of the base that each subscript, then superscript, addresses.

        ``μ_c`` with μ of shape 1×C×1×1 addresses axis 2. None where it is not known.
        """
        return self.axes.get(id(node))

    def index_sizes(self, node: Reduce | Minimise) -> Mapping[str, Size | None]:
        """Return the indices that a Σ or ∏ binds, with the sizes of the axes they run over."""
        return self.bound.get(id(node), {})

    def is_partial(self, node: Index) -> bool:
        """Tell whether an index stops short of its axis: i of ``x_i`` beside ``x_{i+1}``."""
        return id(node) in self.partial

    def declared_as(self, node: Symbol) -> str:
        """Return the declared name that a symbol stands for.

        The entry ``x_{ij}`` and the column ``x_j`` of a declared X are written with a small x.
        """
        return self.aliases.get(id(node), node.name)
