"""The nodes of an expression: frozen, closed, and knowing their fields and nothing else.

Operations (inferring shapes, printing, lowering) live outside, one file each, as
``singledispatch`` functions or ``match`` statements with one arm a node. Two nodes are equal
when they say the same thing; where they stood in a text (``span``) does not count.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction

from boxdot.grammar.source import Span
from boxdot.notation.shapes.sizes import Shape, Size


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """What every node has: the place it was read from, if any."""

    span: Span | None = field(default=None, compare=False, repr=False)


class Op(Enum):
    """The binary operators, by what they mean; printers own the spellings."""

    BOXDOT = "⊡"  # broadcast product (2)
    BOXPLUS = "⊞"  # broadcast sum (31)
    BOXMINUS = "⊟"
    BOXSLASH = "⧄"
    HADAMARD = "⊙"  # strict
    OSLASH = "⊘"  # strict
    ADD = "+"  # strict
    SUBTRACT = "−"  # strict
    MATMUL = ""  # juxtaposition: scalar multiple, matrix product
    DOT = "·"  # written product: scalar multiple, inner or matrix product
    TIMES = "×"  # written product, of scalars or a scalar and a tensor
    DIVIDE = "/"  # also \frac
    SOLVE = "\\"  # A \ b
    STAR = "*"  # convolution, t-product, or an element-wise product: a conflict
    OUTER = "∘"  # outer product; element-wise in some papers: a conflict
    CONVOLVE = "⊛"
    KRONECKER = "⊗"
    KHATRI_RAO = "⊙_KR"
    PENETRATING = "⊙_PF"
    FROBENIUS = ":"  # T : P, the inner product of all entries


BROADCASTING = frozenset({Op.BOXDOT, Op.BOXPLUS, Op.BOXMINUS, Op.BOXSLASH})
STRICT = frozenset({Op.HADAMARD, Op.OSLASH, Op.ADD, Op.SUBTRACT})


@dataclass(frozen=True, slots=True)
class Number(Node):
    """A number as written: ``3``, ``0.5``, ``1e-3``."""

    text: str

    @property
    def value(self) -> Fraction:
        """The exact value."""
        return Fraction(self.text)


@dataclass(frozen=True, slots=True)
class Symbol(Node):
    """A named quantity. ``name`` is canonical and may be decorated: ``X``, ``W_xi``, ``A^(r)``."""

    name: str


class ConstantKind(Enum):
    """The constants whose shape comes from a subscript or from the context."""

    ONES = "𝟏"
    ZEROS = "𝟎"
    IDENTITY = "𝑰"
    SUPERDIAGONAL = "𝓘"


@dataclass(frozen=True, slots=True)
class Constant(Node):
    """``𝟏 𝟎 𝑰 𝓘``; ``sizes`` is what the subscript says (``𝟏_J``: J, ``𝟏_{2,2}``: 2, 2), if any.

    One size makes ones and zeros a column, an identity square; the order of a super-diagonal
    tensor with one size comes from the context.
    """

    kind: ConstantKind
    sizes: tuple[Size, ...] | None = None


@dataclass(frozen=True, slots=True)
class Negate(Node):
    """``−X``."""

    operand: Expr


@dataclass(frozen=True, slots=True)
class Transpose(Node):
    """``Xᵀ``, defined up to order 2."""

    operand: Expr


@dataclass(frozen=True, slots=True)
class Power(Node):
    """``x²``, ``A^n``; the exponent −1 is the inverse."""

    base: Expr
    exponent: Expr


@dataclass(frozen=True, slots=True)
class Binary(Node):
    """Two operands and an operator; ``operator_span`` is where the operator stands."""

    op: Op
    left: Expr
    right: Expr
    operator_span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class ModeProduct(Node):
    """``X ×_n A``: mode n of X multiplied by the matrix A; ``mode`` counts from 1."""

    left: Expr
    right: Expr
    mode: Expr
    operator_span: Span | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Apply(Node):
    """A function and its arguments: ``exp(x)``, ``fold_3(M)``, ``𝒫_{3,6}(X)``, ``FiLM(F | γ, β)``.

    ``function`` is the canonical name (``diag tr vec det fold unfold 𝒫 bc size permute sqrt abs
    exp log …``; any other name is the author's own function). ``parameters`` are its subscripts
    (the modes of fold, unfold and 𝒫; the base of a logarithm). ``given`` is the number of
    arguments before a ``|``, if there is one.
    """

    function: str
    arguments: tuple[Expr, ...]
    parameters: tuple[Expr, ...] = ()
    given: int | None = None


@dataclass(frozen=True, slots=True)
class BroadcastForm(Node):
    """``X^□``: X stretched to the joint shape with its partners."""

    operand: Expr


@dataclass(frozen=True, slots=True)
class Marginal(Node):
    """``X_□``: the root of the summed squares over the axes where the partner has length 1."""

    operand: Expr


@dataclass(frozen=True, slots=True)
class Norm(Node):
    """``‖X‖_F``; ``weight`` is P of ``‖x‖_P``.

    ``kind`` is "", "F", "∞" or a number as written, for the entrywise norms; "2,1" for the norm
    (entrywise 1) of the norms (entrywise 2) of the columns; "*" for the nuclear norm.
    """

    operand: Expr
    kind: str = ""
    weight: Expr | None = None


@dataclass(frozen=True, slots=True)
class Inner(Node):
    """``⟨a, b⟩`` or ``⟨a, b⟩_M``."""

    left: Expr
    right: Expr
    weight: Expr | None = None


@dataclass(frozen=True, slots=True)
class IndexRange(Node):
    """What stands under and over a Σ: an index with its bounds, or excluding one value (r ≠ k)."""

    index: str
    low: Expr | None = None
    high: Expr | None = None
    excluded: Expr | None = None


@dataclass(frozen=True, slots=True)
class Reduce(Node):
    """``Σ_{k=1}^{K} body`` (``product`` false) or ``∏ …``; several indices are several ranges."""

    ranges: tuple[IndexRange, ...]
    body: Expr
    product: bool = False


@dataclass(frozen=True, slots=True)
class Slice(Node):
    """``:`` (the whole axis) or ``a:b`` among subscripts."""

    low: Expr | None = None
    high: Expr | None = None


@dataclass(frozen=True, slots=True)
class Index(Node):
    """Entries, rows, slices: ``X_{i,j}``, ``X_{:,j}``, ``F^{kk′}_{ij}``. Indices count from 1."""

    base: Expr
    subscripts: tuple[Expr, ...]
    superscripts: tuple[Expr, ...] = ()


@dataclass(frozen=True, slots=True)
class Dots(Node):
    """``…`` (also ``⋮``) among the cells of a block matrix: the neighbours repeat."""


@dataclass(frozen=True, slots=True)
class Block(Node):
    """A matrix in brackets: rows of cells that are numbers or blocks. ``[1 2; 3 4]``."""

    rows: tuple[tuple[Expr, ...], ...]


@dataclass(frozen=True, slots=True)
class Listing(Node):
    """``(I, J, K)`` or ``{2, 4}``: several things in a row; ``braces`` tells which brackets."""

    items: tuple[Expr, ...]
    braces: bool = False


@dataclass(frozen=True, slots=True)
class Minimise(Node):
    """``argmin_A body``, ``minimize_A body``, ``min_A body``, and their ``max`` kin.

    ``kind`` is "argmin", "argmax", "min" or "max". ``conditions`` are what stands with the
    variables: ``A ≥ 0``, ``A ∈ ℝ^{I×J}``.
    """

    kind: str
    variables: tuple[Expr, ...]
    body: Expr
    conditions: tuple[Chain, ...] = ()


@dataclass(frozen=True, slots=True)
class Indicator(Node):
    """``1_{i=k}``: 1 where the relation holds, 0 elsewhere."""

    relation: Chain


@dataclass(frozen=True, slots=True)
class Derivative(Node):
    """``∂y/∂x``: a derivative is no division; with a scalar y it has the shape of x."""

    numerator: Expr
    denominator: Expr


class Relation(Enum):
    """The relations of a chain."""

    EQUAL = "="
    DEFINE = ":="
    ASSIGN = "←"
    APPROXIMATE = "≈"
    LESS_EQUAL = "≤"
    GREATER_EQUAL = "≥"
    LESS = "<"
    GREATER = ">"
    NOT_EQUAL = "≠"
    EQUIVALENT = "⟺"
    PROPORTIONAL = "∝"
    DISTRIBUTED = "∼"
    REWRITES = "→"


@dataclass(frozen=True, slots=True)
class Chain(Node):
    """A statement: sides with relations between them; a bare expression is a chain of one side.

    ``shape`` is what a closing ``∈ ℝ^{I×J}`` says, or None.
    """

    sides: tuple[Expr, ...]
    relations: tuple[Relation, ...] = ()
    shape: Shape | None = None


Expr = (
    Number
    | Symbol
    | Constant
    | Negate
    | Transpose
    | Power
    | Binary
    | ModeProduct
    | Apply
    | BroadcastForm
    | Marginal
    | Norm
    | Inner
    | Reduce
    | Slice
    | Index
    | Dots
    | Block
    | Listing
    | Minimise
    | Indicator
    | Derivative
)
