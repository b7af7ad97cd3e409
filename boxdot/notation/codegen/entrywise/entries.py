"""The entry of a value at given indices: one arm for each kind of value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any, NoReturn

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.codegen import building as b
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.entrywise.letters import Namer
from boxdot.notation.codegen.entrywise.shifting import unshifted
from boxdot.notation.expressions.nodes import (
    Apply,
    Binary,
    Chain,
    Expr,
    Index,
    IndexRange,
    Indicator,
    Negate,
    Number,
    Op,
    Power,
    Reduce,
    Relation,
    Symbol,
)
from boxdot.notation.printing.sizes import size_expression
from boxdot.notation.shapes.sizes import Shape, Size

ONE = Number("1")
"""The index along an axis of length 1."""

Indices = tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Entries:
    """Writes values by their entries.

    Parameters
    ----------
    namer
        Names the indices that are summed.
    scope
        The names of the indices around.
    """

    namer: Namer
    scope: tuple[str, ...] = ()

    def entry(self, value: p.Value, indices: Indices) -> Expr:
        """Return the entry of a value at indices, one for each of its axes."""
        arm = ARMS.get(type(value))
        if arm is None:
            refuse(WITHOUT_ENTRIES.get(type(value), "this"))
        return arm(self, value, indices)

    def within(self, sizes: Iterable[Size]) -> tuple[Entries, list[Symbol]]:
        """Return indices for axes of these lengths, and the writer that knows them."""
        scope, found = list(self.scope), []
        for size in sizes:
            scope.append(self.namer(size, scope))
            found.append(Symbol(scope[-1]))
        return replace(self, scope=tuple(scope)), found

    def summed(
        self, sizes: Sequence[Size], body: Callable[[Entries, list[Expr]], Expr], kind: str = "sum"
    ) -> Expr:
        """Return the sum of a body over axes; an axis of length 1 needs no index."""
        longer = [size for size in sizes if size != 1]
        inner, symbols = self.within(longer)
        new = iter(symbols)
        inside = body(inner, [ONE if size == 1 else next(new) for size in sizes])
        ranges = tuple(
            IndexRange(symbol.name, ONE, size_expression(size))
            for symbol, size in zip(symbols, longer, strict=True)
        )
        return Reduce(ranges, inside, product=kind == "prod") if ranges else inside


WITHOUT_ENTRIES: Mapping[type, str] = {
    p.Kron: "a Kronecker product",
    p.Reshape: "vec, fold or unfold",
    p.Literal: "a matrix of numbers",
    p.Stack: "a matrix of blocks",
    p.Concatenate: "a matrix of blocks",
    p.Tile: "a repetition",
    p.Gather: "an entry at a computed place",
    p.Call: "a function that is not defined",
}
"""What the values are called that have no arm."""


def refuse(what: str) -> NoReturn:
    """Say that something has no entry that can be written with sums."""
    raise UnsupportedError(
        f"{what} cannot be written by entries with sums over indices",
        hint="convert the parts around it, or use --to unicode",
    )


def masked(indices: Indices, shape: Shape) -> Indices:
    """Return the indices of an array that is stretched along its axes of length 1."""
    return tuple(ONE if size == 1 else index for index, size in zip(indices, shape, strict=True))


def at(name: str, shape: Shape, indices: Indices) -> Expr:
    """Return an entry of a symbol; axes of length 1 are left out where there are longer ones."""
    longer = [index for index, size in zip(indices, shape, strict=True) if size != 1]
    if not shape:
        return Symbol(name)
    return Index(Symbol(name), tuple(longer or indices))


def _load(e: Entries, value: p.Load, indices: Indices) -> Expr:
    return at(value.name, value.shape, indices)


def _scalar(e: Entries, value: p.Scalar, indices: Indices) -> Expr:
    if value.exact < 0:
        return Negate(Number(value.text.lstrip("-−")))
    return Number(value.text) if "/" not in value.text else _fraction(value)


def _fraction(value: p.Scalar) -> Expr:
    return Binary(
        Op.DIVIDE, Number(str(value.exact.numerator)), Number(str(value.exact.denominator))
    )


CONSTANTS = {"pi": "π", "e": "e", "inf": "∞"}


def _named(e: Entries, value: p.Named, indices: Indices) -> Expr:
    return Symbol(CONSTANTS[value.name])


def _eye(e: Entries, value: p.Eye, indices: Indices) -> Expr:
    left, right = indices
    return ONE if left == right else Indicator(Chain((left, right), (Relation.EQUAL,)))


def _arange(e: Entries, value: p.Arange, indices: Indices) -> Expr:
    (index,) = indices
    if value.start == 1:
        return index
    if value.start == 0:
        return Binary(Op.SUBTRACT, index, ONE)
    return Binary(Op.ADD, index, Binary(Op.SUBTRACT, size_expression(value.start), ONE))


OPERATORS = {
    "add": Op.ADD,
    "subtract": Op.SUBTRACT,
    "multiply": Op.MATMUL,
    "divide": Op.DIVIDE,
}
RELATIONS = {
    "equal": Relation.EQUAL,
    "not_equal": Relation.NOT_EQUAL,
    "less": Relation.LESS,
    "less_equal": Relation.LESS_EQUAL,
    "greater": Relation.GREATER,
    "greater_equal": Relation.GREATER_EQUAL,
}
HEADS = {"maximum": "max", "minimum": "min", "relu": "ReLU"}
"""The functions that the notation calls by another name."""


def _elementwise(e: Entries, value: p.Elementwise, indices: Indices) -> Expr:
    value = unshifted(value)
    parts = [
        e.entry(argument, masked(indices, argument.shape) if argument.shape else ())
        for argument in value.arguments
    ]
    if value.function == "indicator":
        return _indicator(e, value.arguments[0], parts[0])
    if value.function in RELATIONS:
        return Indicator(Chain((parts[0], parts[1]), (RELATIONS[value.function],)))
    if value.function in OPERATORS:
        return Binary(OPERATORS[value.function], parts[0], parts[1])
    if value.function == "power":
        return _power(parts[0], parts[1])
    if value.function == "negative":
        return Negate(parts[0])
    return _called(value.function, parts)


def _power(base: Expr, exponent: Expr) -> Expr:
    """Return a power; of a norm's root, the square is what stands under it."""
    if isinstance(base, Apply) and base.function == "sqrt" and exponent == Number("2"):
        (under,) = base.arguments
        if isinstance(under, Reduce):
            return under
    return Power(base, exponent)


def _indicator(e: Entries, argument: p.Value, part: Expr) -> Expr:
    """Return what is 1 where a relation holds; the relation is an indicator already."""
    return part if isinstance(part, Indicator) else _called("indicator", [part])


def _called(function: str, parts: Sequence[Expr]) -> Expr:
    if function == "indicator":
        refuse("a condition")
    if function in {"log2", "log10"}:
        return Apply("log", tuple(parts), (Number(function[3:]),))
    return Apply(HEADS.get(function, function), tuple(parts))


def _expand(e: Entries, value: p.Expand, indices: Indices) -> Expr:
    kept = tuple(index for n, index in enumerate(indices) if n not in value.axes)
    return e.entry(value.argument, kept)


def _squeeze(e: Entries, value: p.Squeeze, indices: Indices) -> Expr:
    own = iter(indices)
    places = range(len(value.argument.shape))
    return e.entry(value.argument, tuple(ONE if n in value.axes else next(own) for n in places))


def _permute(e: Entries, value: p.Permute, indices: Indices) -> Expr:
    places = dict(zip(value.axes, indices, strict=True))
    return e.entry(value.argument, tuple(places[n] for n in range(len(indices))))


def _broadcast(e: Entries, value: p.Broadcast, indices: Indices) -> Expr:
    return e.entry(value.argument, masked(indices, value.argument.shape))


def _take(e: Entries, value: p.Take, indices: Indices) -> Expr:
    own, places = iter(indices), []
    for subscript in value.subscripts:
        if not isinstance(subscript, tuple):
            places.append(_shifted(ONE, subscript))
        else:
            places.append(_shifted(next(own), subscript[0] or 0))
    return e.entry(value.argument, tuple(places))


def _shifted(index: Expr, by: Size) -> Expr:
    if by == 0:
        return index
    if isinstance(index, Number) and isinstance(by, int):
        return Number(str(int(index.text) + by))
    return Binary(Op.ADD, index, size_expression(by))


def _reduce(e: Entries, value: p.Reduce, indices: Indices) -> Expr:
    """Return a sum, a product, a mean, or how many entries are not zero."""
    if value.kind not in {"sum", "prod", "mean", "count"}:
        refuse({"var": "a variance"}.get(value.kind, f"a {value.kind}imum over an axis"))
    shape = value.argument.shape
    kept = [i for n, i in enumerate(indices) if not (value.keep and n in value.axes)]

    def body(inner: Entries, new: list[Expr]) -> Expr:
        old, fresh = iter(kept), iter(new)
        places = tuple(next(fresh if n in value.axes else old) for n in range(len(shape)))
        entry = inner.entry(value.argument, places)
        if value.kind != "count":
            return entry
        return Indicator(Chain((entry, Number("0")), (Relation.NOT_EQUAL,)))

    total = e.summed([shape[n] for n in value.axes], body, value.kind)
    counts = [shape[n] for n in value.axes if shape[n] != 1]
    if value.kind != "mean" or not counts:
        return total
    count = reduce(_times, map(size_expression, counts))
    return Binary(Op.MATMUL, Binary(Op.DIVIDE, ONE, count), total)


def _norm(e: Entries, value: p.Norm, indices: Indices) -> Expr:
    square = b.power(value.argument, b.number(2))
    total = p.Reduce(value.shape, square, "sum", value.axes, value.keep)
    return Apply("sqrt", (_reduce(e, total, indices),))


def _times(left: Expr, right: Expr) -> Expr:
    if left == ONE:
        return right
    return left if right == ONE else Binary(Op.MATMUL, left, right)


def _product(parts: Iterable[Expr]) -> Expr:
    return reduce(_times, parts)


def _matmul(e: Entries, value: p.Matmul, indices: Indices) -> Expr:
    left, right = value.left, value.right
    lead = len(indices) - (len(left.shape) > 1) - (len(right.shape) > 1)
    batch, free = indices[:lead], indices[lead:]
    rows, columns = (free[:1], free[1:]) if len(left.shape) > 1 else ((), free)

    def body(inner: Entries, new: list[Expr]) -> Expr:
        sides = ((left, (*rows, *new)), (right, (*new, *columns)))
        return _product(inner.entry(side, _with_batch(side, batch, own)) for side, own in sides)

    return e.summed([left.shape[-1]], body)


def _with_batch(value: p.Value, batch: Indices, own: Indices) -> Indices:
    lead = len(value.shape) - len(own)
    return masked((*batch[len(batch) - lead :], *own), value.shape)


def _outer(e: Entries, value: p.Outer, indices: Indices) -> Expr:
    return _product((e.entry(value.left, indices[:1]), e.entry(value.right, indices[1:])))


def _trace(e: Entries, value: p.Trace, indices: Indices) -> Expr:
    size = value.argument.shape[-1]
    return e.summed([size], lambda inner, new: inner.entry(value.argument, (*indices, *new, *new)))


def _einsum(e: Entries, value: p.Einsum, indices: Indices) -> Expr:
    known: dict[str, Expr] = dict(zip(value.result, indices, strict=True))
    sizes: dict[str, Size] = {}
    for argument, own in zip(value.arguments, value.labels, strict=True):
        sizes |= {name: n for name, n in zip(own, argument.shape, strict=True) if name not in known}

    def body(inner: Entries, new: list[Expr]) -> Expr:
        places = known | dict(zip(sizes, new, strict=True))
        pairs = zip(value.arguments, value.labels, strict=True)
        return _product(
            inner.entry(argument, masked(tuple(places[name] for name in own), argument.shape))
            for argument, own in pairs
        )

    return e.summed(list(sizes.values()), body)


def _diagonal(e: Entries, value: p.Diagonal, indices: Indices) -> Expr:
    left, right = indices
    delta = _eye(e, p.Eye(value.shape), (left, right))
    return _times(e.entry(value.argument, (left,)), delta)


def _inverse(e: Entries, value: p.Inverse, indices: Indices) -> Expr:
    if not isinstance(value.argument, p.Load):
        refuse("the inverse of a product")
    return Index(Power(Symbol(value.argument.name), Negate(ONE)), indices)


def _solve(e: Entries, value: p.Solve, indices: Indices) -> Expr:
    inverse = p.Inverse(value.left.shape, value.left)
    return _matmul(e, p.Matmul(value.shape, inverse, value.right), indices)


def _determinant(e: Entries, value: p.Determinant, indices: Indices) -> Expr:
    if not isinstance(value.argument, p.Load):
        refuse("the determinant of a product")
    return Apply("det", (Symbol(value.argument.name),))


def _matrix_power(e: Entries, value: p.MatrixPower, indices: Indices) -> Expr:
    if value.exponent not in range(2, 5) or len(value.shape) != 2:
        refuse("this power of a matrix")
    chain: p.Value = value.argument
    for _ in range(value.exponent - 1):
        chain = p.Matmul(value.shape, chain, value.argument)
    return e.entry(chain, indices)


def _fill(e: Entries, value: p.Fill, indices: Indices) -> Expr:
    return Number(str(value.number))


def _extent(e: Entries, value: p.Extent, indices: Indices) -> Expr:
    return size_expression(value.size)


Arm = Callable[[Entries, Any, Indices], Expr]  # Any: each arm takes its own kind of value

ARMS: Mapping[type, Arm] = {
    p.Load: _load,
    p.Scalar: _scalar,
    p.Named: _named,
    p.Extent: _extent,
    p.Fill: _fill,
    p.Eye: _eye,
    p.Arange: _arange,
    p.Elementwise: _elementwise,
    p.Expand: _expand,
    p.Squeeze: _squeeze,
    p.Permute: _permute,
    p.Broadcast: _broadcast,
    p.Take: _take,
    p.Reduce: _reduce,
    p.Norm: _norm,
    p.Matmul: _matmul,
    p.Outer: _outer,
    p.Trace: _trace,
    p.Einsum: _einsum,
    p.Diagonal: _diagonal,
    p.Inverse: _inverse,
    p.Solve: _solve,
    p.Determinant: _determinant,
    p.MatrixPower: _matrix_power,
}
"""What has an entry; values that join, tile or reshape arrays have none of this form."""
