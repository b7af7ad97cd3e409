"""Sums of products that are a chain of matrices: ``A @ B @ C`` says more than its labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import reduce

from boxdot.notation.codegen import building as b
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.rewriting import Rules

Labels = tuple[str, ...]


def _einsum(value: p.Einsum) -> p.Value:
    chain = _stacked(value) or _chain(value)
    return value if chain is None else chain


def _stacked(value: p.Einsum) -> p.Value | None:
    """Return ``A @ B`` for stacks of matrices whose axes are in place."""
    if len(value.arguments) != 2 or min(map(len, value.labels)) < 3:
        return None
    (*lead, row, inner), (*others, same, column) = value.labels
    in_place = lead == others and inner == same and value.result == (*lead, row, column)
    different = len({*lead, row, inner, column}) == len(lead) + 3
    return b.matmul(*value.arguments) if in_place and different else None


def _chain(value: p.Einsum) -> p.Value | None:
    """Return the product of three matrices or more, each of which shares a label with the next."""
    counts = Counter(label for own in value.labels for label in own)
    kept = all(counts[label] == (1 if label in value.result else 2) for label in counts)
    flat = all(len(own) == len(set(own)) and len(own) in (1, 2) for own in value.labels)
    if len(value.arguments) < 3 or not kept or not flat or len(value.result) > 2:
        return None
    terms = list(zip(value.arguments, value.labels, strict=True))
    starts = [n for n, (_, own) in enumerate(terms) if _ends(own, value.result)]
    for start in starts:
        ordered = _ordered(terms, start, value.result)
        if ordered is not None:
            return _product(ordered)
    return None


def _ends(own: Labels, result: Labels) -> bool:
    """Whether a chain can begin here: with the rows of the result, or with a vector."""
    return (
        own[0] == result[0] or own[-1] == result[0] if result and len(own) == 2 else len(own) == 1
    )


def _ordered(
    terms: Sequence[tuple[p.Value, Labels]], start: int, result: Labels
) -> list[p.Value] | None:
    """Return the arrays in the order of the chain, transposed where it needs it."""
    rest = list(terms)
    array, own = rest.pop(start)
    link = _other(own, result[0]) if len(own) == 2 else own[0]
    found = [_turned(array, own, last=link)]
    while rest:
        nexts = [term for term in rest if link in term[1]]
        if len(nexts) != 1:
            return None
        rest.remove(nexts[0])
        array, own = nexts[0]
        found.append(_turned(array, own, first=link))
        if len(own) == 1:
            break
        link = _other(own, link)
    ends = (*([result[0]] if len(terms[start][1]) == 2 else []), *([link] if len(own) == 2 else []))
    return found if not rest and ends == result else None


def _other(own: Labels, label: str) -> str:
    return own[1] if own[0] == label else own[0]


def _turned(array: p.Value, own: Labels, first: str = "", last: str = "") -> p.Value:
    turned = len(own) == 2 and (own[0] == last or own[1] == first)
    return b.permute(array, (1, 0)) if turned else array


def _product(arrays: Sequence[p.Value]) -> p.Value:
    """Return the product from the left; from the right if that is what ends in a vector."""
    if len(arrays[-1].shape) == 1 and len(arrays[0].shape) == 2:
        return reduce(lambda right, left: b.matmul(left, right), reversed(arrays))
    return reduce(b.matmul, arrays)


CHAINS: Rules = {p.Einsum: _einsum}
