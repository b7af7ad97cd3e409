"""Stationary distributions: found without subtractions, and differentiated through the chain."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from boxdot.grammar.errors import DataError
from boxdot.numeric.markov import validating

Floats = NDArray[np.float64]


def closed_classes(transition: ArrayLike) -> list[list[int]]:
    """Return the closed classes of a chain: sets of states that are never left once entered.

    Parameters
    ----------
    transition
        The transition matrix, n × n.

    Returns
    -------
    list of list of int
        The classes in the order of their first states. A chain has one stationary distribution
        if and only if it has one closed class.

    Examples
    --------
    >>> closed_classes([[0.5, 0.5, 0], [0, 1, 0], [0, 0, 1]])
    [[1], [2]]
    """
    reachable = _reachable(_dense(transition) > 0)
    recurrent = ~(reachable & ~reachable.T).any(axis=1)
    classes = {tuple(np.flatnonzero(row).tolist()): None for row in reachable[recurrent]}
    return [list(members) for members in classes]


def _reachable(edges: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which states lead to which in any number of steps, by squaring."""
    reachable = edges | np.eye(len(edges), dtype=bool)
    while True:
        longer = reachable.astype(np.float32)
        further = longer @ longer > 0
        if (further == reachable).all():
            return reachable
        reachable = further


def stationary_distribution(transition: ArrayLike, *, name: str = "transition") -> Floats:
    """Return the distribution μ with μ M = μ.

    The states are eliminated one by one without a subtraction (Grassmann, Taksar and Heyman 1985),
    so that every entry is exact to rounding, also for chains that hardly mix. Periodic chains and
    chains with transient states are fine.

    Parameters
    ----------
    transition
        A transition matrix M, (n, n), which may be SciPy sparse, or a batch of them, (b, n, n).
    name
        What error messages call it.

    Returns
    -------
    ndarray
        μ, of shape (n,) or (b, n), float64; transient states have mass 0.

    Raises
    ------
    DataError
        The matrix is empty, not square, has NaN, negative entries or rows that do not sum to 1, or
        the chain has several closed classes, so that its stationary distribution is not unique.

    Examples
    --------
    >>> stationary_distribution([[0.9, 0.1], [0.3, 0.7]])
    array([0.75, 0.25])
    """
    chains = validating.chain(name, transition, batch=True).astype(np.float64)
    flat = chains.reshape(-1, *chains.shape[-2:])
    several = chains.ndim > 2
    found = [_one(chain, f"{name}[{b}]" if several else name) for b, chain in enumerate(flat)]
    return np.array(found).reshape(chains.shape[:-1])


markov_measure = stationary_distribution
"""The same by its other name in the literature on Markov chain distances."""


def stationary_gradient(transition: ArrayLike, mu: ArrayLike, gradient: ArrayLike) -> Floats:
    """Return the gradient with respect to M of a loss of the stationary distribution μ(M).

    From dμ (I − M) = μ dM with Σ dμ = 0: one solve (I − M + 𝟏 μ) w = ∂loss/∂μ, then μ_i w_j.

    Parameters
    ----------
    transition, mu
        M of shape (…, n, n) and its stationary distribution, (…, n).
    gradient
        ∂loss/∂μ, of shape (…, n).

    Returns
    -------
    ndarray
        ∂loss/∂M, of shape (…, n, n), every row centred: only directions that keep the rows'
        sums have a meaning.

    Examples
    --------
    >>> M = [[0.9, 0.1], [0.3, 0.7]]
    >>> stationary_gradient(M, stationary_distribution(M), [1, 0])
    array([[ 0.9375, -0.9375],
           [ 0.3125, -0.3125]])
    """
    chains, law, outer = _dense(transition), np.asarray(mu, float), np.asarray(gradient, float)
    system = np.eye(chains.shape[-1]) - chains + law[..., None, :]
    adjoint = np.linalg.solve(system, outer[..., None])[..., 0]
    adjoint = adjoint - adjoint.mean(axis=-1, keepdims=True)
    centred: Floats = law[..., :, None] * adjoint[..., None, :]
    return centred


def _one(chain: Floats, name: str) -> Floats:
    """Return the stationary distribution of one chain, by elimination in its closed class."""
    classes = closed_classes(chain)
    if len(classes) > 1:
        shown = ", ".join("{" + _few(members) + "}" for members in classes[:4])
        more = " …" if len(classes) > 4 else ""
        raise DataError(
            f"{name} has {len(classes)} closed classes of states, {shown}{more}: its stationary "
            "distribution is not unique",
            hint="pass the distribution that you mean, or the chain of one class",
        )
    members = np.array(classes[0])
    law = np.zeros(len(chain))
    law[members] = _eliminated(chain[np.ix_(members, members)])
    return law


def _few(members: list[int]) -> str:
    """Write the first states of a class."""
    return ", ".join(map(str, members[:8])) + (", …" if len(members) > 8 else "")


def _eliminated(chain: Floats) -> Floats:
    """Return the stationary distribution of an irreducible chain (the GTH algorithm)."""
    work = chain.copy()
    for k in range(len(work) - 1, 0, -1):
        work[:k, k] /= work[k, :k].sum()
        work[:k, :k] += np.outer(work[:k, k], work[k, :k])
    law = np.ones(len(work))
    for k in range(1, len(work)):
        law[k] = law[:k] @ work[:k, k]
    shares: Floats = law / law.sum()
    return shares


def _dense(matrix: Any) -> Floats:
    """Return a matrix, which may be a SciPy sparse one, as an array of float64."""
    return np.asarray(matrix.toarray() if hasattr(matrix, "toarray") else matrix, dtype=np.float64)
