"""One term: factors whose product follows the signs of the data, found without an iteration on Y.

Two factors that share some modes are a matrix of rank 1 for each index of what they share: its
leading singular pair is the answer. More factors are reduced to this by slabs (see `slabs`).
Strengths are compressed first, so that a few large entries do not decide.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from boxdot.numeric.decomposition.layout import Array
from boxdot.numeric.decomposition.starting.problem import Signature


def compressed(values: Array, half: float = 0.5) -> Array:
    """Return y / (half·scale + |y|): the sign, weakened where the value is small.

    ``scale`` is the root mean square. Products of Gaussians are so heavy-tailed that the singular
    vectors of Y_i ∘ Y_j follow a few entries; compressed, they follow the signs of all.

    >>> compressed(np.array([-100.0, 0.0, 100.0])).round(1).tolist()
    [-0.7, 0.0, 0.7]
    """
    scale = float(np.sqrt(np.mean(values**2)))
    return values / (half * scale + np.abs(values)) if scale else values


def maximal(signatures: Sequence[Signature]) -> list[int]:
    """Return which factors are not contained in another one: the others add nothing.

    >>> maximal([frozenset({0}), frozenset({0, 1}), frozenset({1, 0})])
    [1]
    """
    return [
        m
        for m, one in enumerate(signatures)
        if not any(one < other or (one == other and p < m) for p, other in enumerate(signatures))
    ]


def outside(values: Array, *signatures: Signature) -> tuple[int, ...]:
    """Return the modes that none of the signatures holds."""
    held = frozenset().union(*signatures)
    return tuple(mode for mode in range(values.ndim) if mode not in held)


def as_matrices(values: Array, first: Signature, second: Signature) -> Array:
    """Return a matrix (modes of the first only × of the second only) for each shared index."""
    groups = [sorted(first & second), sorted(first - second), sorted(second - first)]
    rest = outside(values, first, second)
    ordered = values.sum(axis=rest, keepdims=True).transpose(
        *groups[0], *groups[1], *groups[2], *rest
    )
    sizes = [int(np.prod([values.shape[mode] for mode in group], dtype=int)) for group in groups]
    return np.asarray(ordered).reshape(sizes)


def singular_values(matrices: Array) -> Array:
    """Return the singular values, the largest first, by way of the smaller Gram matrix.

    Half of their digits are lost, and most of the time.
    """
    turned = matrices.transpose(0, 2, 1)
    wide = matrices.shape[1] <= matrices.shape[2]
    squares = np.linalg.eigvalsh(matrices @ turned if wide else turned @ matrices)
    return np.sqrt(np.maximum(squares[:, ::-1], 0.0))


def leading_pair(
    values: Array, first: Signature, second: Signature, old: Array | None = None
) -> list[Array]:
    """Return the two factors whose product is nearest to the values.

    Each takes the root of the singular value. ``old``, an earlier second factor, is improved by a
    few steps of the power method; without it the singular vectors are computed (by way of the Gram
    matrix, which takes a third of the time).
    """
    matrices = as_matrices(values, first, second)
    if old is None:
        a, b, s = _exact(matrices)
    else:
        a, b, s = power_pair(matrices, as_matrices(old, first & second, second)[:, 0], 4)
    root = np.sqrt(s)
    shared = sorted(first & second)
    return [
        spread(a * root, shared + sorted(first - second), values),
        spread(b * root, shared + sorted(second - first), values),
    ]


def _exact(matrices: Array) -> tuple[Array, Array, Array]:
    if matrices.shape[1] > matrices.shape[2]:
        b, a, s = _exact(matrices.transpose(0, 2, 1))
        return a, b, s
    a = np.linalg.eigh(matrices @ matrices.transpose(0, 2, 1))[1][:, :, -1]
    b, s = _unit(np.matmul(a[:, None], matrices)[:, 0])
    return a, b, s


def power_pair(matrices: Array, b: Array, steps: int) -> tuple[Array, Array, Array]:
    """Return left and right vectors and singular values after steps of the power method."""
    for _ in range(steps):
        a = _unit(np.matmul(matrices, b[:, :, None])[..., 0])[0]
        b, s = _unit(np.matmul(a[:, None], matrices)[:, 0])
    return a, b, s


def _unit(vectors: Array) -> tuple[Array, Array]:
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return vectors / np.where(length > 0, length, 1.0), length


def spread(flat: Array, modes: list[int], values: Array) -> Array:
    """Return entries along some modes as an array with an axis for every mode."""
    split = flat.reshape([values.shape[mode] for mode in modes])
    wide = [size if mode in modes else 1 for mode, size in enumerate(values.shape)]
    return split.transpose(np.argsort(modes)).reshape(wide)
