"""Restating what column-major languages do not have in terms of what they have."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from boxdot.notation import algebra
from boxdot.notation.codegen import building as b
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.languages.columnmajor.ordering import permuted, row_major
from boxdot.notation.codegen.rewriting import Rules, rewritten
from boxdot.notation.shapes.sizes import Shape


def restated(program: p.Program) -> p.Program:
    """Return the program without row-major order, stacks, products of many matrices, and the like.

    What remains to be expanded are sums of products.
    """
    return rewritten(program, RULES)


def _reshape(value: p.Reshape) -> p.Value:
    if value.order == "F":
        return b.reshape(value.argument, value.shape)
    return row_major(value.argument, value.shape)


def _stack(value: p.Stack) -> p.Value:
    return b.concatenate([b.expand(a, [value.axis]) for a in value.arguments], value.axis)


def _kron(value: p.Kron) -> p.Value:
    """``A ⊗ B`` beyond matrices: a product of all entries, the axes merged in pairs."""
    order = len(value.shape)
    if order <= 2:
        return value
    left = b.expand(value.left, range(0, 2 * order, 2))
    right = b.expand(value.right, range(1, 2 * order, 2))
    return b.reshape(b.multiply(left, right), value.shape)


def _matmul(value: p.Matmul) -> p.Value:
    """A product of many matrices is a sum of products over labels."""
    if len(value.shape) <= 2 and max(len(value.left.shape), len(value.right.shape)) <= 2:
        return value
    order = max(len(value.left.shape), len(value.right.shape)) - 2
    labels = [f"n{n}" for n in range(order)]
    left, first = _lettered(value.left, labels, "ij")
    right, second = _lettered(value.right, labels, "jk")
    batch = [label for label in labels if label in (*first, *second)]
    kept = [n for n in range(order) if labels[n] in batch]
    found = b.einsum([left, right], [first, second], [*batch, "i", "k"])
    return b.expand(found, [n for n in range(order) if n not in kept])


def _lettered(value: p.Value, labels: Sequence[str], own: str) -> tuple[p.Value, tuple[str, ...]]:
    """Return the matrices with a label for each axis; axes of length 1 before them are dropped."""
    lead = value.shape[:-2]
    short = [n for n, size in enumerate(lead) if size == 1]
    names = [label for n, label in enumerate(labels[len(labels) - len(lead) :]) if n not in short]
    return b.squeeze(value, short), (*names, *own)


def _trace(value: p.Trace) -> p.Value:
    if len(value.argument.shape) == 2:
        return value
    labels = [f"n{n}" for n in range(len(value.shape))]
    return b.einsum([value.argument], [(*labels, "i", "i")], labels)


def _reduce(value: p.Reduce) -> p.Value:
    """A sum over a sum of products is one sum of products."""
    return b.reduce(value.kind, value.argument, value.axes, keep=value.keep)


def _matrix_power(value: p.MatrixPower) -> p.Value:
    """A power of many matrices, by repeated products."""
    if len(value.shape) == 2:
        return value
    base = (
        value.argument if value.exponent > 0 else _of_pages(p.Inverse(value.shape, value.argument))
    )
    result = base
    for _ in range(abs(value.exponent) - 1):
        result = _matmul_of(result, base)
    return result


def _matmul_of(left: p.Value, right: p.Value) -> p.Value:
    return _matmul(b.matmul(left, right))


def _of_pages(value: p.Unary) -> p.Value:
    """Inverses and determinants of many matrices, over one index."""
    lead, own = value.argument.shape[:-2], value.argument.shape[-2:]
    if len(lead) <= 1:
        return value
    count = algebra.product(lead)
    argument = row_major(value.argument, (count, *own))
    rest = value.shape[len(lead) :]
    return row_major(replace(value, shape=(count, *rest), argument=argument), value.shape)


def _solve(value: p.Solve) -> p.Value:
    """Many systems of equations, over one index."""
    lead = value.shape[:-2]
    if len(value.right.shape) == 1 or not lead:
        return value
    sides = [_merged(side, lead) for side in (value.left, value.right)]
    count = algebra.product(lead)
    found = p.Solve((count, *value.shape[-2:]), *sides)
    return row_major(found, value.shape) if len(lead) > 1 else found


def _merged(value: p.Value, lead: Shape) -> p.Value:
    """Return matrices with one axis before them; a single matrix stays as it is."""
    own = value.shape[-2:]
    if len(value.shape) == 2:
        return value
    full = b.broadcast(value, (*lead, *own))
    return full if len(lead) == 1 else row_major(full, (algebra.product(lead), *own))


def _elementwise(value: p.Elementwise) -> p.Value:
    rule = _FUNCTIONS.get(value.function)
    return value if rule is None else rule(*value.arguments)


def _sigmoid(x: p.Value) -> p.Value:
    one = b.number(1)
    return b.divide(one, b.add(one, b.elementwise("exp", b.negative(x))))


def _relu(x: p.Value) -> p.Value:
    return b.elementwise("maximum", x, b.number(0))


def _softplus(x: p.Value) -> p.Value:
    """``log(1 + exp(x))`` without overflow."""
    powers = b.elementwise("exp", b.negative(b.elementwise("abs", x)))
    return b.add(_relu(x), b.elementwise("log1p", powers))


def _power(base: p.Value, exponent: p.Value) -> p.Value:
    if isinstance(base, p.Named) and base.name == "e":
        return b.elementwise("exp", exponent)
    return b.power(base, exponent)


_FUNCTIONS: Mapping[str, Callable[..., p.Value]] = {
    "sigmoid": _sigmoid,
    "relu": _relu,
    "softplus": _softplus,
    "power": _power,
}


RULES: Rules = {
    p.Reshape: _reshape,
    p.Permute: lambda value: permuted(value.argument, value.axes),
    p.Stack: _stack,
    p.Kron: _kron,
    p.Matmul: _matmul,
    p.Trace: _trace,
    p.Reduce: _reduce,
    p.MatrixPower: _matrix_power,
    p.Inverse: _of_pages,
    p.Determinant: _of_pages,
    p.Solve: _solve,
    p.Elementwise: _elementwise,
}
