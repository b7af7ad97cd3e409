"""What the data tell about a factor: P(Y ⊡ Z) for each term and P(Z_r ⊡ Z_s) for each pair."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from math import prod
from string import ascii_lowercase

import numpy as np

from boxdot.numeric.decomposition.layout import Array

Factors = Sequence[Array]
Project = Callable[
    [Array, Array | None, Sequence[Array], Sequence[int]], tuple[Array, Array | None]
]
"""What computes P(Y ⊡ conj(Z)) and, with weights, P(W ⊡ |Z|²)."""


def others(factors: Factors, factor: int, term: int) -> list[Array]:
    """Return one term of all factors but one."""
    return [one[term] for number, one in enumerate(factors) if number != factor]


def projected(
    Y: Array, W: Array | None, parts: Sequence[Array], kept: Sequence[int]
) -> tuple[Array, Array | None]:
    """Return P(Y ⊡ conj(Z)) and P(W ⊡ |Z|²) (None without W) for the product Z of the parts.

    The sums run over the modes whose length in ``kept`` is 1.
    """
    product: Array | None = None
    for part in sorted(parts, key=lambda part: part.size):
        part = part.conj() if part.dtype.kind == "c" else part
        product = part if product is None else product * part
    h = _summed(Y, product, kept)
    if W is None:
        return h, None
    return h, _summed(W, None if product is None else (product * product.conj()).real, kept)


def _summed(Y: Array, product: Array | None, kept: Sequence[int]) -> Array:
    letters = ascii_lowercase[: Y.ndim]
    out = _varying(kept, letters)
    if product is None:
        kind = np.float64 if Y.dtype == np.uint8 else Y.dtype  # weights that are bytes
        found: Array = np.einsum(f"{letters}->{out}", Y, dtype=kind)
    else:
        small = product.reshape([size for size in product.shape if size != 1])
        found = np.einsum(f"{letters},{_varying(product.shape, letters)}->{out}", Y, small)
    return found.reshape(kept)


def gram(factors: Factors, factor: int, r: int, s: int, modes: Sequence[int]) -> Array:
    """Return P(conj(Z_r) ⊡ Z_s) for the products Z of the other factors, never formed."""
    kept = factors[factor].shape[1:]
    parts = [_times(one[r], one[s]) for n, one in enumerate(factors) if n != factor]
    return contracted(parts, kept, modes, factors[factor].dtype)


def _times(left: Array, right: Array) -> Array:
    result: Array = (left.conj() if left.dtype.kind == "c" else left) * right
    return result


def contracted(
    parts: Sequence[Array], kept: Sequence[int], modes: Sequence[int], dtype: np.dtype[np.generic]
) -> Array:
    """Return the product of the parts, broadcast to the modes, summed to the shape ``kept``."""
    letters = ascii_lowercase[: len(modes)]
    names = [_varying(part.shape, letters) for part in parts]
    there = set("".join(names))
    out = "".join(c for c, size in zip(letters, kept, strict=True) if size != 1 and c in there)
    # A mode along which no part varies is summed by counting, or stretched to what is kept.
    pairs = zip(letters, kept, modes, strict=True)
    count = prod(full for c, size, full in pairs if size == 1 and c not in there)
    arrays = [part.reshape([n for n in part.shape if n != 1]) for part in parts]
    if arrays:
        spec = f"{','.join(names)}->{out}"
        path = _path(spec, tuple(array.shape for array in arrays))
        summed = np.einsum(spec, *arrays, optimize=path)
    else:
        summed = np.ones((), dtype)
    shape = [size if c in out else 1 for c, size in zip(letters, kept, strict=True)]
    result = np.broadcast_to(summed.reshape(shape) * dtype.type(count), kept)
    return result.astype(dtype, copy=True)


def _varying(shape: Sequence[int], letters: str) -> str:
    return "".join(c for c, size in zip(letters, shape, strict=True) if size != 1)


@lru_cache(maxsize=512)
def _path(spec: str, shapes: tuple[tuple[int, ...], ...]) -> list[object]:
    """Return the order in which the parts are contracted, worked out once for each problem."""
    dummies = [np.broadcast_to(0.0, shape) for shape in shapes]
    found = np.einsum_path(spec, *dummies, optimize="optimal" if len(shapes) < 6 else "greedy")
    return list(found[0])
