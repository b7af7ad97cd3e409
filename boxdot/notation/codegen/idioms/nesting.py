"""Sums within sums: one call over all axes, one ``einsum`` over all factors."""

from __future__ import annotations

from collections.abc import Iterator

from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.rewriting import Rules

MOST_FACTORS = 8
"""Sums of products with more factors than this stay apart."""

NESTED = frozenset({"sum", "prod", "max", "min"})


def _reduce(value: p.Reduce) -> p.Value:
    """``X.sum()`` for ``X.sum(axis=1).sum()``."""
    inner = value.argument
    if not isinstance(inner, p.Reduce) or inner.kind != value.kind or value.kind not in NESTED:
        return value
    if inner.keep or value.keep:
        return value
    left = [n for n in range(len(inner.argument.shape)) if n not in inner.axes]
    axes = sorted((*inner.axes, *(left[n] for n in value.axes)))
    return p.Reduce(value.shape, inner.argument, value.kind, tuple(axes), keep=False)


def _einsum(value: p.Einsum) -> p.Value:
    """``einsum("ijk,li,mj->lmk", X, A, B)`` for one ``einsum`` within another."""
    inner = [argument for argument in value.arguments if isinstance(argument, p.Einsum)]
    if not inner or len(set(inner)) < len(inner):  # the square of a sum is computed once
        return value
    pairs = list(_factors(value))
    if len(pairs) > MOST_FACTORS:
        return value
    arguments, labels = zip(*pairs, strict=True)
    return p.Einsum(value.shape, arguments, labels, value.result)


def _factors(value: p.Einsum) -> Iterator[tuple[p.Value, tuple[str, ...]]]:
    """Yield the factors of a sum and of those within it, with labels that tell them apart."""
    taken = {label for own in value.labels for label in own}
    for argument, own in zip(value.arguments, value.labels, strict=True):
        if not isinstance(argument, p.Einsum):
            yield argument, own
            continue
        names = dict(zip(argument.result, own, strict=True))
        for label in dict.fromkeys(label for inner in argument.labels for label in inner):
            if label not in names:
                names[label] = _unused(label, taken)
                taken.add(names[label])
        for factor, inner in zip(argument.arguments, argument.labels, strict=True):
            yield factor, tuple(names[label] for label in inner)


def _unused(label: str, taken: set[str]) -> str:
    while label in taken:
        label += "'"
    return label


NESTING: Rules = {p.Reduce: _reduce}
PRODUCTS: Rules = {p.Einsum: _einsum}
