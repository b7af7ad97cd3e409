"""Markov chains of graphs, and costs between their labelled states."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from boxdot.grammar.errors import DataError

Floats = NDArray[np.float64]


def weighted_transition_matrix(graph: Any, q: float = 0.5, *, weight: str | None = None) -> Any:
    """Return the q-lazy random walk on a graph: stay with probability q, else go to a neighbour.

    Definition 5 of Chen, Lim, Mémoli, Wan and Wang (2022, *Weisfeiler–Lehman meets
    Gromov–Wasserstein*). A state without neighbours stays where it is.

    Parameters
    ----------
    graph
        A NetworkX graph, an adjacency matrix (n, n) of weights ≥ 0, a batch (…, n, n) of them, or
        a SciPy sparse matrix.
    q
        The probability of staying, 0 ≤ q ≤ 1.
    weight
        The edge attribute that holds the weights of a NetworkX graph; by default all are 1.

    Returns
    -------
    ndarray or scipy.sparse.csr_array
        The transition matrix, float64; sparse if the adjacency matrix is. The states are in the
        order of ``graph.nodes``.

    Raises
    ------
    DataError
        q is no probability, or the adjacency matrix is not square or has negative weights.

    Examples
    --------
    >>> weighted_transition_matrix([[0, 1, 1], [1, 0, 0], [1, 0, 0]], q=0.5)
    array([[0.5 , 0.25, 0.25],
           [0.5 , 0.5 , 0.  ],
           [0.5 , 0.  , 0.5 ]])
    """
    if not 0 <= q <= 1:
        raise DataError(f"q must be a probability, 0 ≤ q ≤ 1, but it is {q}")
    adjacency = _adjacency(graph, weight)
    if hasattr(adjacency, "tocsr"):
        return _sparse_walk(adjacency, q)
    degree = adjacency.sum(axis=-1, keepdims=True)
    alone = degree == 0
    walk = np.where(alone, 0, (1 - q) * adjacency / np.where(alone, 1, degree))
    return walk + np.where(alone, 1, q) * np.eye(adjacency.shape[-1])


def _sparse_walk(adjacency: Any, q: float) -> Any:
    """Return the lazy walk of a sparse adjacency matrix, sparse as well."""
    from scipy import sparse

    degree = np.asarray(adjacency.sum(axis=1)).ravel()
    alone = degree == 0
    steps = sparse.diags_array(np.where(alone, 0, (1 - q) / np.where(alone, 1, degree)))
    return sparse.csr_array(steps @ adjacency + sparse.diags_array(np.where(alone, 1.0, q)))


def _adjacency(graph: Any, weight: str | None) -> Any:
    """Return the adjacency matrix of what is given, checked."""
    if hasattr(graph, "adjacency") and hasattr(graph, "nodes"):
        import networkx

        matrix: Any = networkx.to_numpy_array(graph, weight=weight)
    elif hasattr(graph, "tocsr"):
        matrix = graph.tocsr().astype(np.float64)
    else:
        matrix = np.asarray(graph, dtype=np.float64)
    if matrix.ndim < 2 or matrix.shape[-1] != matrix.shape[-2]:
        raise DataError(f"the adjacency matrix must be square, but its shape is {matrix.shape}")
    if not matrix.shape[-1]:
        raise DataError("the graph has no nodes")
    values = matrix.data if hasattr(matrix, "tocsr") else matrix
    if not (np.isfinite(values).all() and (np.asarray(values) >= 0).all()):
        raise DataError("the weights of a graph must be finite and not negative")
    return matrix


def degree_markov(transition: Any) -> int:
    """Return the degree of a chain: the greatest number of non-zero entries in a row.

    Examples
    --------
    >>> degree_markov([[0.5, 0.5, 0], [0, 1, 0], [0, 0.5, 0.5]])
    2
    """
    if hasattr(transition, "tocsr"):
        matrix = transition.tocsr().copy()
        matrix.eliminate_zeros()
        return int(np.diff(matrix.indptr).max(initial=0))
    return int(np.count_nonzero(np.asarray(transition), axis=-1).max(initial=0))


def label_cost(first: ArrayLike, second: ArrayLike, metric: str = "auto") -> Floats:
    """Return the cost of every pair of labels.

    Parameters
    ----------
    first, second
        The labels of n and m states: numbers (…, n); vectors (…, n, d); or names (…, n).
    metric
        ``"absolute"`` is |l₁ − l₂| of numbers; ``"euclidean"`` and ``"sqeuclidean"`` are the
        distance of vectors and its square; ``"categorical"`` is 0 where labels are equal, else 1
        (half the ℓ¹ distance of one-hot vectors). ``"auto"`` takes the categorical cost for names
        and truth values, the Euclidean one for matrices, the absolute one else.

    Returns
    -------
    ndarray
        The costs C, of shape (…, n, m), float64.

    Raises
    ------
    DataError
        There is no such metric, or the labels do not fit it.

    Examples
    --------
    >>> label_cost([0, 1, 3], [1, 2])
    array([[1., 2.],
           [0., 1.],
           [2., 1.]])
    >>> label_cost(["C", "O"], ["O", "N", "C"])
    array([[1., 1., 0.],
           [0., 1., 1.]])
    """
    left, right = np.asarray(first), np.asarray(second)
    if metric == "auto":
        metric = _suited(left)
    if metric not in METRICS:
        known = ", ".join(METRICS)
        raise DataError(f"there is no label metric {metric!r}", hint=f"known: auto, {known}")
    if metric != "categorical" and not {left.dtype.kind, right.dtype.kind} <= set("biuf"):
        raise DataError(
            f"the {metric} cost is of numbers, but the labels are {left.dtype} and {right.dtype}",
            hint='metric="categorical" compares names',
        )
    vectors = metric in ("euclidean", "sqeuclidean")
    least = 2 if vectors else 1
    if min(left.ndim, right.ndim) < least or (vectors and left.shape[-1] != right.shape[-1]):
        wanted = "(…, n, d) and (…, m, d)" if vectors else "(…, n) and (…, m)"
        raise DataError(
            f"labels for the {metric} cost must be of shape {wanted}, "
            f"but they are {left.shape} and {right.shape}"
        )
    return METRICS[metric](left, right)


def _suited(labels: NDArray[Any]) -> str:
    """Return the metric that suits labels of this kind."""
    if labels.dtype.kind not in "iuf":
        return "categorical"
    return "euclidean" if labels.ndim == 2 else "absolute"


def _absolute(left: NDArray[Any], right: NDArray[Any]) -> Floats:
    """Return |l₁ − l₂|."""
    costs: Floats = np.abs(left.astype(float)[..., :, None] - right.astype(float)[..., None, :])
    return costs


def _categorical(left: NDArray[Any], right: NDArray[Any]) -> Floats:
    """Return 1 where labels differ."""
    return np.asarray(left[..., :, None] != right[..., None, :], dtype=float)


def _sqeuclidean(left: NDArray[Any], right: NDArray[Any]) -> Floats:
    """Return ‖l₁ − l₂‖², summed without cancellation."""
    difference = left.astype(float)[..., :, None, :] - right.astype(float)[..., None, :, :]
    squares: Floats = np.einsum("...d,...d->...", difference, difference)
    return squares


def _euclidean(left: NDArray[Any], right: NDArray[Any]) -> Floats:
    """Return ‖l₁ − l₂‖."""
    return np.asarray(np.sqrt(_sqeuclidean(left, right)))


METRICS: dict[str, Callable[[NDArray[Any], NDArray[Any]], Floats]] = {
    "absolute": _absolute,
    "categorical": _categorical,
    "euclidean": _euclidean,
    "sqeuclidean": _sqeuclidean,
}
"""The costs between labels, by name."""
