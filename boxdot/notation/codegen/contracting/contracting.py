"""Programs in which every region of products is one sum of products."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.codegen import building as b
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.contracting.gathering import gather_parts, is_chain
from boxdot.notation.codegen.contracting.region import Labels, Region, without
from boxdot.notation.codegen.sharing import rebuilt

ROOTS = (p.Matmul, p.Outer, p.Einsum, p.Trace, p.Permute)
"""Kinds of value that are always sums of products."""

Done = dict[int, tuple[p.Value, p.Value]]
"""What was contracted, by its identity, and what it became."""

MOST_FACTORS = 30
"""NumPy's own limit is 32 arrays, and 52 letters."""


def contracted(program: p.Program) -> p.Program:
    """Return the program with an ``Einsum`` for every product and every sum over axes.

    >>> from boxdot.notation.codegen.building import expand, multiply
    >>> X, y = p.Load(("I", "J"), "X"), p.Load(("I",), "y")
    >>> program = p.Program((X, y), (p.Step(None, multiply(X, expand(y, [1]))),))
    >>> contracted(program).result.value.labels
    (('i0', 'i1'), ('i0',))
    """
    steps = tuple(replace(step, value=_contracted(step.value, {})) for step in program.steps)
    return replace(program, steps=steps)


def _contracted(value: p.Value, done: Done) -> p.Value:
    """Return the value with its regions contracted; what occurs twice is done once."""
    if id(value) not in done:
        done[id(value)] = value, _afresh(value, done)
    return done[id(value)][1]


def _afresh(value: p.Value, done: Done) -> p.Value:
    if isinstance(value, p.Norm):
        return b.elementwise("sqrt", _squares(value, done))
    if (norm := _under_square(value)) is not None:
        return _squares(norm, done)
    if isinstance(value, p.Kron):
        return _kron(value, done)
    if _is_root(value):
        return _region(value, done)
    if isinstance(value, p.Expand):
        return b.expand(_contracted(value.argument, done), value.axes)
    if isinstance(value, p.Squeeze):
        return b.squeeze(_contracted(value.argument, done), value.axes)
    return rebuilt(value, {id(c): _contracted(c, done) for c in p.children(value)})


def _is_root(value: p.Value) -> bool:
    """Whether a sum of products begins here."""
    if isinstance(value, p.Elementwise):
        products = value.function in {"multiply", "divide"}
        return products and all(argument.shape for argument in value.arguments)
    if isinstance(value, p.Reduce):
        return value.kind in {"sum", "mean"}
    return is_chain(value) if isinstance(value, p.MatrixPower) else isinstance(value, ROOTS)


def _region(value: p.Value, done: Done) -> p.Value:
    region = Region()
    labels = tuple(map(region.fresh, value.shape))
    gather_parts(region, value, labels, lambda inner: _contracted(inner, done))
    region.drop_identities(labels)
    return _outside(region, _total(region, value, labels))


def _total(region: Region, value: p.Value, labels: Labels) -> p.Value:
    """Return the sum of the products of arrays, with the axes and the shape of the value."""
    present = region.present()
    for label in sorted(region.bound - present):
        region.numbers.insert(0, b.extent(region.sizes[label]))
    if not region.factors:
        return p.Fill(value.shape, 1) if value.shape else b.number(1)
    total = _sum(region, tuple(label for label in labels if label in present))
    missing = [n for n, label in enumerate(labels) if label not in present]
    return b.broadcast(b.expand(total, missing), value.shape) if value.shape else total


def _sum(region: Region, result: Labels) -> p.Value:
    """Return the sum of the products; one array as it is stays itself."""
    pairs = [_squeezed(factor, labels) for factor, labels in region.factors]
    if len(pairs) == 1 and pairs[0][1] == result:
        return pairs[0][0]
    names = tuple(label for label in result if label is not None)
    return _einsum(pairs, names, region)


def _einsum(
    pairs: Sequence[tuple[p.Value, tuple[str, ...]]], result: tuple[str, ...], region: Region
) -> p.Value:
    if len(pairs) > MOST_FACTORS or len(region.present()) > MOST_FACTORS:
        raise UnsupportedError(
            f"einsum takes at most {MOST_FACTORS} factors", hint="convert a part at a time"
        )
    shape = tuple(region.sizes[label] for label in result)
    return p.Einsum(shape, tuple(a for a, _ in pairs), tuple(own for _, own in pairs), result)


def _squeezed(value: p.Value, labels: Labels) -> tuple[p.Value, tuple[str, ...]]:
    """Return an array without its axes of length 1, and the labels of the others."""
    short = [n for n, label in enumerate(labels) if label is None]
    return b.squeeze(value, short), tuple(label for label in labels if label is not None)


def _outside(region: Region, total: p.Value) -> p.Value:
    """Return a sum of products times and over the numbers that stand outside."""
    if region.numbers:
        total = b.multiply(reduce(b.multiply, region.numbers), total)
    for divisor in region.divisors:
        total = b.divide(total, divisor)
    return b.negative(total) if region.negative else total


def _squares(value: p.Norm, done: Done) -> p.Value:
    """Return the sum of squares that a norm is the root of."""
    region = Region()
    own = tuple(map(region.fresh, value.argument.shape))
    region.bound = {label for n in value.axes if (label := own[n]) is not None}
    if _is_product(value.argument):
        for _ in range(2):
            gather_parts(region, value.argument, own, lambda inner: _contracted(inner, done))
    else:
        square = b.power(_contracted(value.argument, done), b.number(2))
        region.factors = [(square, own)]
    gone = set(value.axes)
    kept = tuple(None if n in gone else label for n, label in enumerate(own))
    labels = kept if value.keep else without(own, gone)
    return _outside(region, _total(region, value, labels))


def _is_product(value: p.Value) -> bool:
    """Whether a value is written as factors only."""
    while isinstance(value, p.Expand | p.Squeeze | p.Permute):
        value = value.argument
    return isinstance(value, p.Load) or _is_root(value)


def _under_square(value: p.Value) -> p.Norm | None:
    """Return the norm that a value is the square of."""
    if not isinstance(value, p.Elementwise) or value.function != "power":
        return None
    base, exponent = value.arguments
    return base if isinstance(base, p.Norm) and b.is_number(exponent, 2) else None


def _kron(value: p.Kron, done: Done) -> p.Value:
    """Return a Kronecker product as an outer product whose axes are then merged in pairs."""
    left, right = _contracted(value.left, done), _contracted(value.right, done)
    names = [(f"i{n}", f"j{n}") for n in range(len(value.shape))]
    labels = tuple(zip(*names, strict=True))
    shape = tuple(size for pair in zip(left.shape, right.shape, strict=True) for size in pair)
    result = tuple(name for pair in names for name in pair)
    outer = p.Einsum(shape, (left, right), labels, result)
    return b.reshape(outer, value.shape, "C")


__all__ = ["contracted"]
