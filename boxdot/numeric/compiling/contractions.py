"""What goes to the matrix product and what is summed in a loop."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from boxdot.notation.codegen import building as b
from boxdot.notation.codegen import program as p

Labels = frozenset[str]


def as_contraction(value: p.Reduce) -> p.Value | None:
    """Return a sum of products as an einsum, where two factors make a matrix product.

    >>> y, z = p.Load((64, 1, 32), "Y"), p.Load((1, 64, 32), "Z")
    >>> product = p.Elementwise((64, 64, 32), (y, z), "multiply")
    >>> type(as_contraction(p.Reduce((64, 64), product, "sum", (2,), False))).__name__
    'Einsum'
    """
    factors = list(_factors(value.argument))
    if len(factors) < 2 or any(not factor.shape for factor in factors):
        return None
    names = [str(n) for n in range(len(value.argument.shape))]
    labels = [
        tuple(name for name, size in zip(names, factor.shape, strict=True) if size != 1)
        for factor in factors
    ]
    kept = tuple(
        name
        for n, (name, size) in enumerate(zip(names, value.argument.shape, strict=True))
        if n not in value.axes and size != 1
    )
    if not is_matrix_product(labels, kept) or set(kept) - {n for own in labels for n in own}:
        return None
    squeezed = [
        b.squeeze(factor, [n for n, size in enumerate(factor.shape) if size == 1])
        for factor in factors
    ]
    shape = tuple(value.argument.shape[int(name)] for name in kept)
    result: p.Value = p.Einsum(shape, tuple(squeezed), tuple(labels), kept)
    ones = [n for n, size in enumerate(value.shape) if size == 1]
    return b.expand(result, ones)


def as_product(value: p.Einsum) -> p.Value | None:
    """Return an einsum as a sum of products, where no two arguments make a matrix product."""
    if is_matrix_product(value.labels, value.result) or any(
        len(set(own)) < len(own) for own in value.labels
    ):
        return None
    order = list(dict.fromkeys([*value.result, *(n for own in value.labels for n in own)]))
    product: p.Value | None = None
    for argument, own in zip(value.arguments, value.labels, strict=True):
        aligned = _aligned(argument, own, order)
        product = aligned if product is None else b.multiply(product, aligned)
    assert product is not None
    axes = tuple(range(len(value.result), len(order)))
    return p.Reduce(value.shape, product, "sum", axes, False) if axes else product


def is_matrix_product(labels: Sequence[Sequence[str]], result: Sequence[str]) -> bool:
    """Return whether two arguments share a label that no one else needs and each has its own."""
    for n, left in enumerate(labels):
        for m, right in enumerate(labels[:n]):
            others = {x for k, own in enumerate(labels) if k not in (n, m) for x in own}
            shared = set(left) & set(right) - set(result) - others
            kept = others | set(result)
            if shared and (set(left) - set(right)) & kept and (set(right) - set(left)) & kept:
                return True
    return False


def _aligned(argument: p.Value, own: Sequence[str], order: Sequence[str]) -> p.Value:
    places = sorted(range(len(own)), key=lambda n: order.index(own[n]))
    missing = [n for n, label in enumerate(order) if label not in own]
    return b.expand(b.permute(argument, places), missing)


def _factors(value: p.Value) -> Iterator[p.Value]:
    stack = [value]
    while stack:
        current = stack.pop()
        if isinstance(current, p.Elementwise) and current.function == "multiply":
            stack.extend(reversed(current.arguments))
        else:
            yield current
