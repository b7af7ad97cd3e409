"""Hypothesis strategies: random well-formed expressions, statements, shapes and declarations.

``expressions()`` builds trees as the reader builds them: what two spellings of one thing would
merge into (``Negate`` of a number in an exponent, a list of one, a block of one cell) does not
occur. Their symbols are the keys of ``SHAPES``; read with ``SYMBOLS``. They are well-formed as
notation; their shapes need not fit.
"""

from __future__ import annotations

from functools import cache

from hypothesis import assume
from hypothesis import strategies as st

from boxdot.notation.algebra import add, divide, maximum, multiply, subtract
from boxdot.notation.expressions.nodes import (
    Apply,
    Binary,
    Block,
    BroadcastForm,
    Chain,
    Constant,
    ConstantKind,
    Derivative,
    Dots,
    Expr,
    Index,
    IndexRange,
    Indicator,
    Inner,
    Listing,
    Marginal,
    Minimise,
    ModeProduct,
    Negate,
    Norm,
    Number,
    Op,
    Power,
    Reduce,
    Relation,
    Slice,
    Symbol,
    Transpose,
)
from boxdot.notation.expressions.symbols import Declaration, Symbols
from boxdot.notation.shapes.sizes import Shape, Size

SHAPES: dict[str, Shape] = {
    "X": ("I", "J"),
    "y": ("I",),
    "k": (),
    "σ": ("J",),
    "𝐖": ("I", "J"),  # bold
    "𝒗": ("I",),  # bold italic
    "𝓩": ("I", "J", "K"),  # bold script
    "𝒬": ("I", "J"),  # script
    "𝝁": ("J",),
    "Â": ("I", "J"),
    "B̃": ("I", "J", 1),
    "x̄′": ("I",),
    "u′": ("I",),
    "D_xi": ("I", "J"),
    "σ_max": (),
    "E_0": ("I",),
    "F^(r)": ("I", "J"),
    "H_t^(l)": ("I", "J"),
    "G^O": ("I", "J"),
    "Φ": ("I", "J", "K", "K"),
    "loss": (),
}
"""Declared names, plain, styled and decorated, with their shapes; the plain forms all differ."""

SYMBOLS = Symbols([Declaration(name, shape) for name, shape in SHAPES.items()])

INDEX_NAMES = ("i", "j", "n", "r", "t")
"""Names of indices: never declared."""

_OF_ONE = ("exp", "log", "vec", "tr", "softmax", "mean")
_CALLED = ("diag", "f", "g", "bc")
_PARAMETRIC = ("fold", "unfold", "𝒫", "permute")
_KINDS = ("", "F", "∞", "0", "1", "2")

symbols = st.sampled_from([Symbol(name) for name in SHAPES])
indices = st.sampled_from([Symbol(name) for name in INDEX_NAMES])
numbers = st.sampled_from(
    [Number(text) for text in ("0", "1", "2", "7", "10", "42", "0.5", "3.14")]
)
whole_numbers = st.sampled_from([Number(text) for text in ("1", "2", "3", "12")])
size_names = st.sampled_from(["I", "J", "K", "N", "H", "W", "C"])


@st.composite
def sizes(draw: st.DrawFn) -> Size:
    """Return a number, a name, or arithmetic over both."""
    name = draw(size_names)
    number = draw(st.integers(min_value=2, max_value=99))
    made: list[Size] = [
        number,
        name,
        multiply(number, name),
        add(name, number),
        subtract(name, 1),
        divide(name, number),
        maximum(name, draw(size_names)),
    ]
    return draw(st.sampled_from(made))


def shapes(max_order: int = 4) -> st.SearchStrategy[Shape]:
    """Return shapes of any order up to ``max_order``."""
    return st.lists(sizes(), max_size=max_order).map(tuple)


def declarations() -> st.SearchStrategy[Declaration]:
    """Return declarations of one name with a shape."""
    return st.builds(Declaration, st.sampled_from(sorted(SHAPES)), shapes())


def constants() -> st.SearchStrategy[Expr]:
    """Return ``𝟏``, ``𝟎_{J,K}``, ``𝑰_n``, ``𝓘``."""
    given = st.lists(st.one_of(size_names, st.integers(2, 9)), min_size=1, max_size=3).map(tuple)
    filled = st.sampled_from([ConstantKind.ONES, ConstantKind.ZEROS])
    square = st.sampled_from([ConstantKind.IDENTITY, ConstantKind.SUPERDIAGONAL])
    return st.one_of(
        st.builds(Constant, st.sampled_from(ConstantKind)),
        st.builds(Constant, filled, given),
        st.builds(Constant, square, size_names.map(lambda name: (name,))),
    )


def atoms() -> st.SearchStrategy[Expr]:
    """Return the leaves of expressions."""
    return st.one_of(symbols, symbols, indices, numbers, constants())


@cache
def expressions(depth: int = 3) -> st.SearchStrategy[Expr]:
    """Return expressions with at most ``depth`` levels of nodes above the leaves."""
    if depth <= 0:
        return atoms()
    inner = expressions(depth - 1)
    return st.one_of(
        atoms(), operations(inner), operations(inner), decorations(inner), calls(inner),
        brackets(inner), binders(inner),
    )  # fmt: skip


def operations(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    """Return expressions whose root is an operator."""
    modes = st.one_of(whole_numbers, indices)
    return st.one_of(
        st.builds(Binary, st.sampled_from(Op), inner, inner),
        st.builds(Negate, inner),
        st.builds(ModeProduct, inner, inner, modes),
        st.builds(Derivative, inner, inner),
    )


def decorations(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    """Return expressions whose root is a script."""
    bases = inner.filter(lambda node: not isinstance(node, Constant))
    indexed = inner.filter(lambda node: not isinstance(node, Constant | Number | Norm | Inner))
    return st.one_of(
        st.builds(Transpose, inner),
        st.builds(BroadcastForm, bases),
        st.builds(Marginal, bases),
        st.builds(Power, inner, exponents()),
        st.builds(Index, indexed, subscripts()),
        entries(),
    )


def entries() -> st.SearchStrategy[Expr]:
    """Return entries of a declared tensor with lower and upper indices."""
    pairs = st.tuples(indices, indices)
    return st.builds(Index, st.just(Symbol("Φ")), pairs, pairs)


def exponents() -> st.SearchStrategy[Expr]:
    """Return exponents: numbers, ``−1``, an index, a sum."""
    return st.one_of(
        st.sampled_from([Number("2"), Number("3"), Number("10"), Number("-1"), Number("-2")]),
        st.sampled_from([Symbol("n"), Symbol("k"), Binary(Op.ADD, Symbol("n"), Number("1"))]),
        st.just(Binary(Op.DIVIDE, Number("1"), Number("2"))),
    )


def subscripts() -> st.SearchStrategy[tuple[Expr, ...]]:
    """Return one to four subscripts: indices, numbers, whole axes and ranges."""
    ranges = st.builds(Slice, st.one_of(whole_numbers, indices), whole_numbers)
    sums = st.builds(Binary, st.sampled_from([Op.ADD, Op.SUBTRACT]), indices, whole_numbers)
    one = st.one_of(indices, indices, whole_numbers, st.just(Slice()), ranges, sums)
    return st.lists(one, min_size=1, max_size=4).map(tuple)


def calls(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    """Return function applications."""
    one = inner.map(lambda argument: (argument,))
    several = st.lists(inner, min_size=1, max_size=3).map(tuple)
    modes = st.lists(whole_numbers, min_size=1, max_size=2, unique=True).map(tuple)
    return st.one_of(
        st.builds(Apply, st.sampled_from(_OF_ONE), one),
        st.builds(Apply, st.sampled_from(_CALLED), several),
        st.builds(Apply, st.sampled_from(_PARAMETRIC), one, modes),
        st.builds(Apply, st.just("log"), one, st.just((Number("2"),))),
        st.builds(Apply, st.sampled_from(["sqrt", "abs", "∇"]), one),
        st.builds(Apply, st.just("permute⁻¹"), one, modes),
        st.builds(lambda a, b, c: Apply("FiLM", (a, b, c), given=1), inner, inner, inner),
    )


def brackets(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    """Return norms, inner products, lists and matrices."""
    items = st.lists(inner, min_size=2, max_size=3).map(tuple)
    weights = st.one_of(st.none(), st.just(Symbol("X")), st.just(Symbol("D_xi")))
    return st.one_of(
        st.builds(Norm, inner, st.sampled_from(_KINDS)),
        st.builds(lambda operand: Norm(operand, weight=Symbol("X")), inner),
        st.builds(Inner, inner, inner, weights),
        st.builds(Listing, items),
        st.builds(lambda listed: Listing(listed, braces=True), items),
        blocks(inner),
    )


@st.composite
def blocks(draw: st.DrawFn, inner: st.SearchStrategy[Expr]) -> Expr:
    """Return matrices of up to 3 × 3 cells, of numbers or of anything."""
    rows, columns = draw(st.sampled_from([(1, 2), (1, 3), (2, 1), (3, 1), (2, 2), (2, 3)]))
    signed = st.one_of(numbers, numbers.map(Negate))
    cells = draw(st.sampled_from([signed, st.one_of(inner, st.just(Dots()))]))
    return Block(tuple(tuple(draw(cells) for _ in range(columns)) for _ in range(rows)))


def binders(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    """Return sums and products over indices, optimisations and indicators."""
    kinds = st.sampled_from(["argmin", "argmax", "min", "max"])
    variables = st.sampled_from([(Symbol("X"),), (Symbol("D_xi"),), (Symbol("X"), Symbol("y"))])
    relation = st.builds(
        lambda left, sign, right: Chain((left, right), (sign,)),
        indices,
        st.sampled_from([Relation.EQUAL, Relation.NOT_EQUAL, Relation.LESS]),
        indices,
    )
    return st.one_of(
        st.builds(Reduce, ranges(), inner, st.booleans()),
        st.builds(Minimise, kinds, variables, inner),
        st.builds(Indicator, relation),
    )


@st.composite
def ranges(draw: st.DrawFn) -> tuple[IndexRange, ...]:
    """Return what stands under one Σ: several indices have the same bounds."""
    names = draw(st.lists(st.sampled_from(INDEX_NAMES), min_size=1, max_size=3, unique=True))
    last = Binary(Op.SUBTRACT, Symbol("R"), Number("1"))
    bounds = [(None, None), (Number("1"), Symbol("R")), (Number("0"), last)]
    low, high = draw(st.sampled_from(bounds))
    excluded = draw(st.sampled_from([None, Symbol("q")])) if low is None else None
    if excluded is not None:
        names = names[:1]
    return tuple(IndexRange(name, low, high, excluded) for name in names)


@st.composite
def chains(draw: st.DrawFn, depth: int = 2) -> Chain:
    """Return statements of one to three sides; some of several sides close with a membership."""
    sides = draw(st.lists(expressions(depth), min_size=1, max_size=3).map(tuple))
    assume(len(sides) == 1 or sides[0] != Constant(ConstantKind.IDENTITY))  # I = … defines I
    count = len(sides) - 1
    relations = draw(st.lists(st.sampled_from(Relation), min_size=count, max_size=count).map(tuple))
    shape = draw(st.one_of(st.none(), shapes(3))) if relations else None
    return Chain(sides, relations, shape)
