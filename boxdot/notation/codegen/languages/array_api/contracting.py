"""Array API: sums of products without einsum, as matrix products, tensordot and plain sums."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from boxdot.notation.codegen import building as b
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.writer import Fragment, Writer

Labels = tuple[str, ...]


class Labelled(NamedTuple):
    """A value with a label for each of its axes."""

    value: p.Value
    labels: Labels


def write_einsum(w: Writer, value: p.Einsum) -> Fragment:
    """``xp.tensordot(X, A, axes=((1,), (0,)))``, ``A @ B``, ``xp.sum(X * Y, axis=0)``."""
    return w.write(contracted(value))


def write_kron(w: Writer, value: p.Kron) -> Fragment:
    """``xp.reshape(A[:, None, :, None] * B[None, :, None, :], …)``."""
    order = len(value.left.shape)
    left = b.expand(value.left, range(1, 2 * order, 2))
    right = b.expand(value.right, range(0, 2 * order, 2))
    return w.write(b.reshape(b.multiply(left, right), value.shape, "C"))


def contracted(value: p.Einsum) -> p.Value:
    """Return a sum of products two by two; what no later factor needs is summed at once."""
    factors = [
        _without_repetition(Labelled(argument, labels))
        for argument, labels in zip(value.arguments, value.labels, strict=True)
    ]
    result = factors[0]
    for n, factor in enumerate(factors[1:], 1):
        later = {label for other in factors[n + 1 :] for label in other.labels}
        result = _product(result, factor, later | set(value.result))
    result = _summed(result, set(value.result))
    return b.permute(result.value, [result.labels.index(label) for label in value.result])


def _without_repetition(factor: Labelled) -> Labelled:
    """Return the diagonal of axes with one label, the entries where their indices agree."""
    value, labels = factor
    for label in dict.fromkeys(labels):
        while labels.count(label) > 1:
            first, second = [n for n, other in enumerate(labels) if other == label][:2]
            others = [n for n in range(len(labels)) if n not in (first, second)]
            diagonal = b.expand(b.eye(value.shape[first]), others)
            value = b.reduce("sum", b.multiply(value, diagonal), [second])
            labels = labels[:second] + labels[second + 1 :]
    return Labelled(value, labels)


def _summed(factor: Labelled, kept: set[str]) -> Labelled:
    gone = [n for n, label in enumerate(factor.labels) if label not in kept]
    labels = tuple(label for label in factor.labels if label in kept)
    return Labelled(b.reduce("sum", factor.value, gone), labels)


def _product(left: Labelled, right: Labelled, kept: set[str]) -> Labelled:
    """Return the product of two factors, summed over what is not kept."""
    left = _summed(left, kept | set(right.labels))
    right = _summed(right, kept | set(left.labels))
    shared = [label for label in left.labels if label in right.labels]
    summed = [label for label in shared if label not in kept]
    batch = tuple(label for label in shared if label in kept)
    rows = tuple(label for label in left.labels if label not in shared)
    columns = tuple(label for label in right.labels if label not in shared)
    if not batch and len(rows) <= 1 < len(columns):
        return _product(right, left, kept)
    if len(summed) == 1 and len(columns) <= 1 and not (batch and len(rows) > 1):
        return _matmul(left, right, (batch, rows, columns), summed[0])
    labels = (*batch, *rows, *columns, *summed)
    product = b.multiply(_laid_out(left, labels), _laid_out(right, labels))
    return _summed(Labelled(product, labels), set(labels) - set(summed))


def _matmul(
    left: Labelled, right: Labelled, parts: tuple[Labels, Labels, Labels], label: str
) -> Labelled:
    """Return a matrix product for each entry of the labels that both factors keep."""
    batch, rows, columns = parts
    if batch and not (rows and columns):
        labels = (*batch, *rows, *columns, label)
        product = b.multiply(_laid_out(left, labels), _laid_out(right, labels))
        return _summed(Labelled(product, labels), set(labels) - {label})
    first = _laid_out(left, (*batch, *rows, label))
    second = _laid_out(right, (*batch, label, *columns))
    return Labelled(b.matmul(first, second), (*batch, *rows, *columns))


def _laid_out(factor: Labelled, labels: Sequence[str]) -> p.Value:
    """Return a factor with its axes in the order of the labels, length 1 where it has none."""
    own = [label for label in labels if label in factor.labels]
    value = b.permute(factor.value, [factor.labels.index(label) for label in own])
    return b.expand(value, [n for n, label in enumerate(labels) if label not in factor.labels])
