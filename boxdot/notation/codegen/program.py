"""Array programs: what to compute, in terms that every array language shares.

A program is made of values: a closed set of frozen dataclasses, each of which knows its shape.
Axes count from 0 and every alignment is explicit: the arguments of an element-wise operation
are scalars or have the same number of axes, so that no language's own rule for missing axes can
change the meaning. A language is a table over these values; what differs between languages
(spellings, order of memory, libraries) stays out of here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from boxdot.notation.shapes.sizes import Shape, Size


@dataclass(frozen=True, slots=True)
class Value:
    """What every value has: its shape, the lengths of exactly the axes that its array has."""

    shape: Shape


@dataclass(frozen=True, slots=True)
class Unary(Value):
    """A value computed from one other."""

    argument: Value


@dataclass(frozen=True, slots=True)
class Pair(Value):
    """A value computed from two others."""

    left: Value
    right: Value


@dataclass(frozen=True, slots=True)
class Many(Value):
    """A value computed from several others."""

    arguments: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Load(Value):
    """The array of a symbol: given, or assigned by an earlier step."""

    name: str


@dataclass(frozen=True, slots=True)
class Scalar(Value):
    """A number; ``exact`` is an integer or a fraction, ``text`` how it was written."""

    exact: Fraction
    text: str

    @property
    def number(self) -> int | float:
        """The number as a language has it: whole if it was written without a point."""
        if self.exact.denominator == 1 and not set(self.text.lower()) & set(".e"):
            return self.exact.numerator
        return float(self.exact)


@dataclass(frozen=True, slots=True)
class Named(Value):
    """A number with a name: ``pi``, ``e``, ``inf``."""

    name: str


@dataclass(frozen=True, slots=True)
class Extent(Value):
    """The length of an axis as a number."""

    size: Size


@dataclass(frozen=True, slots=True)
class Fill(Value):
    """Ones or zeros of the shape."""

    number: int


@dataclass(frozen=True, slots=True)
class Eye(Value):
    """The identity matrix of the shape."""


@dataclass(frozen=True, slots=True)
class Arange(Value):
    """``start, start + 1, …`` along the one axis."""

    start: Size


@dataclass(frozen=True, slots=True)
class Literal(Many):
    """An array written out: scalar values in row-major order."""


@dataclass(frozen=True, slots=True)
class Elementwise(Many):
    """A function of the entries; the arguments are scalars or have the same number of axes.

    ``function`` is one of ``program.FUNCTIONS``.
    """

    function: str


@dataclass(frozen=True, slots=True)
class Call(Many):
    """A function that the author names and does not define."""

    function: str


@dataclass(frozen=True, slots=True)
class Expand(Unary):
    """New axes of length 1; ``axes`` are their places in the result."""

    axes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Squeeze(Unary):
    """Axes of length 1 dropped; ``axes`` are their places in the argument."""

    axes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Permute(Unary):
    """Axes in another order: axis n of the result is axis ``axes[n]`` of the argument."""

    axes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Reshape(Unary):
    """The same entries in another shape, read and written first axis fastest (F) or last (C)."""

    order: str


@dataclass(frozen=True, slots=True)
class Broadcast(Unary):
    """Axes of length 1 stretched to the shape; the number of axes stays."""


@dataclass(frozen=True, slots=True)
class Tile(Unary):
    """The argument repeated side by side, ``repeats[n]`` times along axis n."""

    repeats: tuple[Size, ...]


@dataclass(frozen=True, slots=True)
class Concatenate(Many):
    """Arrays one after the other along an axis that they have."""

    axis: int


@dataclass(frozen=True, slots=True)
class Stack(Many):
    """Arrays of one shape side by side along a new axis."""

    axis: int


@dataclass(frozen=True, slots=True)
class Take(Unary):
    """Entries and slices: for each axis one entry (the axis goes), or a range of entries.

    A subscript is a size (one entry, from 0) or a pair ``(start, stop)``; ``None`` in a pair
    leaves that end open.
    """

    subscripts: tuple[Size | tuple[Size | None, Size | None], ...]


@dataclass(frozen=True, slots=True)
class Gather(Unary):
    """Entries at computed places: ``indices`` are whole-number arrays of one number of axes.

    They stand for the leading axes of the argument and count from 0; the other axes follow.
    """

    indices: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Reduce(Unary):
    """``sum prod mean var max min count`` over axes, which stay with length 1 if ``keep``.

    ``count`` counts what is not zero; ``var`` divides by the number of entries. Idioms make
    ``std`` and ``logsumexp`` for languages that have these words.
    """

    kind: str
    axes: tuple[int, ...]
    keep: bool


@dataclass(frozen=True, slots=True)
class Softmax(Unary):
    """The powers of e along an axis over their sum, or its logarithm; only idioms make it."""

    axis: int
    log: bool


@dataclass(frozen=True, slots=True)
class Norm(Unary):
    """The root of the summed squared magnitudes over axes."""

    axes: tuple[int, ...]
    keep: bool


@dataclass(frozen=True, slots=True)
class Matmul(Pair):
    """The matrix product of the last two axes; the axes before them are aligned as they are.

    A vector (one axis) may stand on either side if the other side has at most two axes.
    """


@dataclass(frozen=True, slots=True)
class Outer(Pair):
    """The outer product of two vectors."""


@dataclass(frozen=True, slots=True)
class Kron(Pair):
    """The Kronecker product of two arrays with the same number of axes."""


@dataclass(frozen=True, slots=True)
class Einsum(Many):
    """A sum of products: axes with one label are one index; labels not in ``result`` are summed.

    ``labels`` has a tuple for each argument and a label for each of its axes.
    """

    labels: tuple[tuple[str, ...], ...]
    result: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Diagonal(Unary):
    """The square matrix with the vector on its diagonal."""


@dataclass(frozen=True, slots=True)
class Trace(Unary):
    """The sum of the diagonal of the last two axes."""


@dataclass(frozen=True, slots=True)
class Determinant(Unary):
    """The determinant of the last two axes."""


@dataclass(frozen=True, slots=True)
class Inverse(Unary):
    """The inverse of the last two axes."""


@dataclass(frozen=True, slots=True)
class Solve(Pair):
    """The X of ``left X = right``; ``right`` is a vector only if ``left`` has two axes."""


@dataclass(frozen=True, slots=True)
class MatrixPower(Unary):
    """A whole power of the last two axes."""

    exponent: int


ARITHMETIC = {
    "add": "+",
    "subtract": "-",
    "multiply": "*",
    "divide": "/",
    "power": "^",
    "equal": "=",
    "not_equal": "≠",
    "less": "<",
    "less_equal": "≤",
    "greater": ">",
    "greater_equal": "≥",
}
"""Binary element-wise functions, and how a reader knows them."""

UNARY = frozenset(
    {
        *("negative", "abs", "sign", "conj", "real", "imag", "floor", "ceil", "round"),
        *("sqrt", "exp", "log", "log2", "log10", "log1p", "expm1"),
        *("sin", "cos", "tan", "arcsin", "arccos", "arctan"),
        *("sinh", "cosh", "tanh", "arcsinh", "arccosh", "arctanh"),
        *("sigmoid", "relu", "softplus", "erf"),
    }
)
"""Element-wise functions of one argument."""

FUNCTIONS = UNARY | frozenset(ARITHMETIC) | frozenset({"maximum", "minimum", "indicator"})
"""Every function that an ``Elementwise`` may name; ``indicator`` is 1 where its argument holds."""


@dataclass(frozen=True, slots=True)
class Step:
    """A value and the symbol that it is assigned to, or None for a bare expression."""

    name: str | None
    value: Value


@dataclass(frozen=True, slots=True)
class Program:
    """Values to compute in order.

    Parameters
    ----------
    inputs
        The symbols that must be given, with their shapes, in order of first use.
    steps
        The assignments, each after those that it uses; the last one is the result.
    warnings
        What a reader of the code should know.
    """

    inputs: tuple[Load, ...]
    steps: tuple[Step, ...]
    warnings: tuple[str, ...] = ()

    @property
    def result(self) -> Step:
        """The last step."""
        return self.steps[-1]


def children(value: Value) -> tuple[Value, ...]:
    """Return the values that a value is computed from, in order.

    >>> x = Load((), "x")
    >>> children(Elementwise((), (x, x), "add")) == (x, x)
    True
    """
    match value:
        case Gather():
            return (value.argument, *value.indices)
        case Many():
            return value.arguments
        case Pair():
            return (value.left, value.right)
        case Unary():
            return (value.argument,)
        case _:
            return ()


def walk(value: Value) -> Iterator[Value]:
    """Yield every value once, operands before what uses them.

    >>> x = Load((), "x")
    >>> [type(v).__name__ for v in walk(Elementwise((), (x, x), "add"))]
    ['Load', 'Elementwise']
    """
    seen: set[int] = set()
    stack: list[tuple[Value, bool]] = [(value, False)]
    while stack:
        current, ready = stack.pop()
        if ready:
            yield current
        elif id(current) not in seen:
            seen.add(id(current))
            stack.append((current, True))
            stack.extend((child, False) for child in reversed(children(current)))
