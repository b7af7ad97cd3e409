"""Random expressions of a wanted shape, and ways to rewrite them that keep their value."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import fields, replace

from boxdot.notation.expressions.nodes import (
    Apply,
    Binary,
    Expr,
    Negate,
    Node,
    Number,
    Op,
    Power,
    Symbol,
    Transpose,
)
from boxdot.notation.expressions.symbols import Declaration, Symbols

SHAPES = {
    "X": ("I", "J"),
    "Y": ("I", "J"),
    "Z": ("J", "I"),
    "A": ("I", "I"),
    "B": ("J", "J"),
    "x": ("I",),
    "y": ("I",),
    "z": ("J",),
    "k": (),
    "p": (),
}
SYMBOLS = Symbols([Declaration(name, shape) for name, shape in SHAPES.items()])
MATRICES = (("I", "J"), ("J", "I"), ("I", "I"), ("J", "J"))


def expression(rng: random.Random, shape: tuple[str, ...], depth: int) -> Expr:
    """Return a random polynomial expression of the shape."""
    names = [Symbol(name) for name, known in SHAPES.items() if known == shape]
    if depth == 0 and names:
        return rng.choice(names)
    choices = list(_choices(rng, shape, max(depth - 1, 0)))
    return rng.choice(choices)()


def _choices(rng, shape, depth):
    def some(wanted):
        return expression(rng, wanted, depth)

    for op in (Op.ADD, Op.SUBTRACT, Op.HADAMARD, Op.BOXDOT, Op.BOXPLUS):
        if shape or op in (Op.ADD, Op.SUBTRACT):
            yield lambda op=op: Binary(op, some(shape), some(shape))
    yield lambda: Binary(Op.MATMUL, some(()), some(shape))
    if shape in MATRICES:
        rows, columns = shape
        yield lambda: Transpose(some((columns, rows)))
        for inner in "IJ":
            yield lambda m=inner: Binary(Op.MATMUL, some((rows, m)), some((m, columns)))
        yield lambda: Binary(Op.BOXDOT, some(shape), some((rows,)))
        yield lambda: Binary(Op.MATMUL, some((rows,)), Transpose(some((columns,))))
        if rows == columns:
            yield lambda: Apply("diag", (some((rows,)),))
    elif len(shape) == 1:
        for inner in "IJ":
            yield lambda m=inner: Binary(Op.MATMUL, some((*shape, m)), some((m,)))
    else:
        yield lambda: Apply("tr", (some(("I", "I")),))
        yield lambda: Binary(Op.MATMUL, Transpose(some(("J",))), some(("J",)))
        yield lambda: Number(str(rng.randint(1, 3)))


def rewritten(rng: random.Random, node: Expr, depth: int = 6) -> Expr:
    """Return an expression of the same value, changed at random places."""
    changed = {f.name: _field(rng, getattr(node, f.name), depth) for f in fields(node)}
    node = replace(node, **changed)
    laws = [law for law in _laws(node) if law is not None]
    return rng.choice(laws) if laws and rng.random() < 0.7 else node


def _field(rng, value, depth):
    if isinstance(value, Node) and depth:
        return rewritten(rng, value, depth - 1)
    if isinstance(value, tuple):
        return tuple(_field(rng, item, depth) for item in value)
    return value


ELEMENTWISE = (Op.ADD, Op.HADAMARD, Op.BOXDOT, Op.BOXPLUS)
DISTRIBUTING = (Op.HADAMARD, Op.BOXDOT, Op.MATMUL)


def _laws(node: Expr) -> Iterator[Expr]:
    match node:
        case Binary(op=op, left=x, right=y) if op in ELEMENTWISE:
            yield Binary(op, y, x)
    match node:
        case Binary(op=op, left=Binary(op=inner, left=x, right=y), right=z) if (
            op is inner and op in ELEMENTWISE
        ):
            yield Binary(op, x, Binary(op, y, z))
        case Binary(op=op, left=Binary(op=Op.ADD, left=x, right=y), right=z) if op in DISTRIBUTING:
            yield Binary(Op.ADD, Binary(op, x, z), Binary(op, y, z))
        case Binary(op=op, left=x, right=Binary(op=Op.SUBTRACT, left=y, right=z)) if (
            op in DISTRIBUTING
        ):
            yield Binary(Op.SUBTRACT, Binary(op, x, y), Binary(op, x, z))
        case Binary(op=Op.SUBTRACT, left=x, right=y):
            yield Binary(Op.ADD, x, Negate(y))
        case Binary(op=Op.MATMUL, left=Apply(function="diag", arguments=(x,)), right=y):
            yield Binary(Op.BOXDOT, y, x)
        case Transpose(operand=Binary(op=Op.ADD, left=x, right=y)):
            yield Binary(Op.ADD, Transpose(x), Transpose(y))
        case Transpose(operand=Transpose(operand=x)):
            yield x
        case Power(base=x, exponent=Number(text="2")):
            yield Binary(Op.MATMUL, x, x)
        case Apply(function="tr", arguments=(Binary(op=Op.ADD, left=x, right=y),)):
            yield Binary(Op.ADD, Apply("tr", (x,)), Apply("tr", (y,)))
        case Apply(function="tr", arguments=(x,)):
            yield Apply("tr", (Transpose(x),))
