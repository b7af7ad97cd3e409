"""Distances between all pairs of many chains or graphs, in parallel, as scikit-learn takes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from boxdot.numeric.markov.comparing import (
    Floats,
    Given,
    Metric,
    checked_settings,
)
from boxdot.numeric.markov.pooling import computed, workers


def pairwise_distances(
    chains: Sequence[Any],
    others: Sequence[Any] | None = None,
    *,
    epsilon: float,
    delta: float,
    k: int | None = None,
    labels: Any = None,
    other_labels: Any = None,
    metric: Metric = "auto",
    q: float = 0.5,
    debiased: bool = False,
    n_jobs: int = 1,
    prefer: str = "processes",
    progress: bool = False,
    tol: float = 1e-7,
    method: str = "auto",
) -> Floats:
    """Return the discounted Weisfeiler–Lehman distances between all pairs of chains.

    Parameters
    ----------
    chains, others
        Transition matrices, or graphs of NetworkX, whose q-lazy random walks are compared. Without
        ``others`` every pair of ``chains`` is computed once and the matrix is symmetric.
    epsilon, delta, k
        As in `discounted_wl_distance`; with ``k`` as in `discounted_wl_k`.
    labels, other_labels
        The labels of the states: for each chain a sequence of numbers, vectors or names, or the
        name of a node attribute of the graphs. By default the degrees of the graphs' nodes, or
        the numbers of non-zero entries in the matrices' rows.
    metric
        The cost between labels, as in `label_cost`, or a function of two sequences of labels that
        returns the matrix of their costs (symmetric in its arguments, if ``others`` is not given).
    q
        The probability with which the walks on graphs stay.
    debiased
        Whether to return d(x, y) − (d(x, x) + d(y, y))/2: entropic transport costs something even
        between equal chains; debiased, the diagonal is 0, as some algorithms demand.
    n_jobs, prefer
        How many ``"processes"`` or ``"threads"`` work on the pairs; −1 is one a processor. Small
        chains gain by processes only; these start anew, so that a script that asks for them keeps
        its work under ``if __name__ == "__main__"``.
    progress
        Whether to show on standard error how many pairs are done.
    tol
        The tolerance of each distance.
    method
        As in `discounted_wl`; ``"pairs"`` suits small graphs whose labels cost far more than ε.

    Returns
    -------
    ndarray
        The distances, (N, N) or (N, M): what ``metric="precomputed"`` of scikit-learn takes.

    Raises
    ------
    DataError
        Something is no chain or graph, labels are missing or do not fit, or an option is unknown.

    Examples
    --------
    >>> still, swapping = [[1.0, 0.0], [0.5, 0.5]], [[0.0, 1.0], [1.0, 0.0]]
    >>> labels = [[0, 1], [0, 1]]
    >>> found = pairwise_distances([still, swapping], labels=labels, epsilon=0.1, delta=0.5)
    >>> found.round(3).tolist() == [[0, 0.5], [0.5, 0.069]]
    True
    """
    given = Given(chains, others, labels, other_labels, q)
    settings = checked_settings(epsilon, delta, k, metric, tol, method)
    rows, columns = given.prepared()
    if columns is None:
        pairs = [(i, j) for i in range(len(rows)) for j in range(i, len(rows))]
    else:
        pairs = [(i, j) for i in range(len(rows)) for j in range(len(columns))]
    both = rows if columns is None else columns
    values = computed(rows, both, settings, pairs, workers(n_jobs), prefer, progress)
    distances = np.empty((len(rows), len(both)))
    for (i, j), value in zip(pairs, values, strict=True):
        distances[i, j] = value
        if columns is None:
            distances[j, i] = value
    if not debiased:
        return distances
    if columns is None:
        own = np.diag(distances).copy()
        return _debiased(distances, own, own)
    selves = [[settings.distance(chain, chain) for chain in side] for side in (rows, both)]
    return _debiased(distances, np.array(selves[0]), np.array(selves[1]))


def _debiased(distances: Floats, first: Floats, second: Floats) -> Floats:
    """Return d(x, y) − (d(x, x) + d(y, y))/2, which is exactly 0 on a diagonal."""
    return np.asarray(distances - (first[:, None] + second[None, :]) / 2)
