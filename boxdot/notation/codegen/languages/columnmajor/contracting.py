"""Sums of products as matrix products of reshaped arrays, or as sums of element-wise products."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from boxdot.notation import algebra
from boxdot.notation.codegen import building as b
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.rewriting import Rules, rewritten
from boxdot.notation.shapes.sizes import Size


class Term(NamedTuple):
    """An array with a label for each of its axes, all different."""

    value: p.Value
    labels: tuple[str, ...]


def expanded(program: p.Program) -> p.Program:
    """Return the program without sums of products over labels, but for diagonals of matrices."""
    return rewritten(rewritten(program, {p.Einsum: contracted}), _TIDYING)


def _reshaped_once(value: p.Reshape) -> p.Value:
    inner = value.argument
    return b.reshape(inner.argument if isinstance(inner, p.Reshape) else inner, value.shape)


_TIDYING: Rules = {
    p.Reshape: _reshaped_once,
    p.Permute: lambda value: b.permute(value.argument, value.axes),
}


def contracted(value: p.Einsum) -> p.Value:
    """Return a sum of products as products of two arrays at a time, the smallest first."""
    result = value.result
    pairs = zip(value.arguments, value.labels, strict=True)
    terms = [_diagonal(Term(*pair)) for pair in pairs]
    while len(terms) > 1:
        first, second = min(
            itertools.combinations(range(len(terms)), 2),
            key=lambda pair: _cost(terms, pair, result),
        )
        needed = _labels((t for n, t in enumerate(terms) if n not in (first, second)), result)
        order = result if len(terms) == 2 else ()
        terms[first] = _pair(terms[first], terms.pop(second), needed, order)
    return _ordered(_summed(terms[0], set(result)), result)


def _labels(terms: Iterable[Term], result: Iterable[str]) -> set[str]:
    return {label for term in terms for label in term.labels} | set(result)


def _cost(
    terms: Sequence[Term], pair: tuple[int, int], result: Sequence[str]
) -> tuple[int, int, tuple[int, int]]:
    """Return how many indices a product runs over and how many are left of it."""
    together = {label for n in pair for label in terms[n].labels}
    needed = _labels((t for n, t in enumerate(terms) if n not in pair), result)
    return len(together), len(together & needed), pair


def _diagonal(term: Term) -> Term:
    """Return the term with repeated labels taken once: the entries on the diagonal."""
    repeated = [label for label in term.labels if term.labels.count(label) > 1]
    if not repeated:
        return term
    label = repeated[0]
    places = [n for n, name in enumerate(term.labels) if name == label]
    rest = [n for n in range(len(term.labels)) if n not in places]
    names = (label, *(term.labels[n] for n in rest))
    size = term.value.shape[places[0]]
    if len(term.labels) == 2:
        return Term(p.Einsum((size,), (term.value,), (term.labels,), names), names)
    index = p.Arange((size,), 0)
    front = b.permute(term.value, [*places, *rest])
    return _diagonal(Term(b.gather(front, [index] * len(places)), names))


def _summed(term: Term, needed: set[str]) -> Term:
    """Sum over the axes that nothing needs."""
    axes = [n for n, label in enumerate(term.labels) if label not in needed]
    kept = tuple(label for label in term.labels if label in needed)
    return Term(b.reduce("sum", term.value, axes), kept)


def _ordered(term: Term, labels: Sequence[str]) -> p.Value:
    return b.permute(term.value, [term.labels.index(label) for label in labels])


def _pair(left: Term, right: Term, needed: set[str], order: Sequence[str]) -> Term:
    """Multiply two terms and sum over what nothing else needs."""
    left = _summed(left, needed | set(right.labels))
    right = _summed(right, needed | set(left.labels))
    shared = [label for label in left.labels if label in right.labels]
    summed = [label for label in shared if label not in needed]
    free = [label for term in (left, right) for label in term.labels if label not in shared]
    if not summed or len(summed) < len(shared) or (len(summed) > 1 and not free):
        return _summed(_product(left, right, order), needed)
    products = [
        _matrix_product(first, second, names)
        for first, second in ((left, right), (right, left))
        for names in (summed, [label for label in right.labels if label in summed])
    ]
    return min(products, key=lambda term: _effort(term, order))


def _product(left: Term, right: Term, order: Sequence[str]) -> Term:
    """Multiply entry by entry, along all labels of both."""
    union = list(dict.fromkeys((*left.labels, *right.labels)))
    backwards = list(dict.fromkeys((*right.labels, *left.labels)))
    kept = [label for label in order if label in union]
    orders = [union, backwards, [*kept, *(label for label in union if label not in kept)]]
    products = [
        Term(b.multiply(_aligned(left, names), _aligned(right, names)), tuple(names))
        for names in orders
    ]
    return min(products, key=lambda term: _effort(_summed(term, set(order)), order))


def _aligned(term: Term, labels: Sequence[str]) -> p.Value:
    value = _ordered(term, [label for label in labels if label in term.labels])
    return b.expand(value, [n for n, label in enumerate(labels) if label not in term.labels])


def _matrix_product(left: Term, right: Term, summed: Sequence[str]) -> Term:
    """Multiply as matrices: what stays of the left along the rows, of the right the columns."""
    rows = [label for label in left.labels if label not in summed]
    columns = [label for label in right.labels if label not in summed]
    product = b.matmul(_matrix(left, (rows, summed)), _matrix(right, (summed, columns)))
    sizes = {**_sizes(left), **_sizes(right)}
    labels = (*rows, *columns)
    return Term(b.reshape(product, tuple(sizes[label] for label in labels)), labels)


def _sizes(term: Term) -> dict[str, Size]:
    return dict(zip(term.labels, term.value.shape, strict=True))


def _matrix(term: Term, groups: Sequence[Sequence[str]]) -> p.Value:
    """Return the term as a matrix, or as a vector if one group is empty."""
    sizes = _sizes(term)
    shape = tuple(algebra.product(tuple(sizes[n] for n in names)) for names in groups if names)
    return b.reshape(_ordered(term, [name for names in groups for name in names]), shape)


def _effort(term: Term, order: Sequence[str]) -> int:
    """Return how many arrays must be moved in memory; a transposed matrix is the least."""
    value = term.value
    if order and set(order) == set(term.labels):
        value = _ordered(term, order)
    return sum(_move(part) for part in p.walk(value))


def _move(value: p.Value) -> int:
    match value:
        case p.Permute():
            return 1 if len(value.shape) == 2 else 3
        case p.Reshape():
            return 1
        case p.Expand():
            order = len(value.argument.shape)
            return int(any(axis < order for axis in value.axes))
        case _:
            return 0
