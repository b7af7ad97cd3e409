"""Names for the axes that sums go along: those that differ in their primes can be exchanged."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import permutations, product

MOST_TRIED = 120
"""Where there are more ways than this to name the axes, the first one stays."""


def exchanges(names: Sequence[str]) -> Iterator[Mapping[str, str]]:
    """Yield the ways to exchange names that differ in their primes only, the present one first.

    >>> [list(way.values()) for way in exchanges(["n", "n'", "m"])]
    [['n', "n'", 'm'], ["n'", 'n', 'm']]
    """
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(name.rstrip("'"), []).append(name)
    if math.prod(math.factorial(len(group)) for group in groups.values()) > MOST_TRIED:
        yield {}
        return
    for orders in product(*map(permutations, groups.values())):
        pairs = zip(groups.values(), orders, strict=True)
        yield {old: new for group, order in pairs for old, new in zip(group, order, strict=True)}
