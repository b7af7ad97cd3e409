"""Chains of different sizes in one batch: padded with states that a mask leaves out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from boxdot.grammar.errors import DataError
from boxdot.numeric.markov import validating

Array = NDArray[Any]
Mask = NDArray[np.bool_]


def pad_chains(chains: Sequence[ArrayLike]) -> tuple[Array, Mask]:
    """Return chains of different sizes as one batch, and the mask of the states that are real.

    Parameters
    ----------
    chains
        Transition matrices, of shapes (n_b, n_b).

    Returns
    -------
    chains
        (b, n, n) with n the largest size; states that pad stay where they are.
    mask
        (b, n), true for real states.

    Examples
    --------
    >>> chains, mask = pad_chains([[[1.0]], [[0.5, 0.5], [0.25, 0.75]]])
    >>> chains[0], mask[0]
    (array([[1., 0.],
           [0., 1.]]), array([ True, False]))
    """
    if not len(chains):
        raise DataError("there are no chains to pad")
    checked = [validating.chain(f"chains[{b}]", chain) for b, chain in enumerate(chains)]
    most = max(len(chain) for chain in checked)
    padded = np.tile(np.eye(most), (len(checked), 1, 1))
    mask = np.zeros((len(checked), most), dtype=bool)
    for b, chain in enumerate(checked):
        padded[b, : len(chain), : len(chain)] = chain
        mask[b, : len(chain)] = True
    return padded, mask


def pad_costs(costs: Sequence[ArrayLike]) -> Array:
    """Return costs of different shapes (n_b, m_b) as one batch (b, n, m), padded with zeros.

    >>> pad_costs([[[1]], [[2, 3]]]).tolist()
    [[[1.0, 0.0]], [[2.0, 3.0]]]
    """
    if not len(costs):
        raise DataError("there are no costs to pad")
    arrays = [validating.numbers(f"costs[{b}]", cost) for b, cost in enumerate(costs)]
    if any(array.ndim != 2 for array in arrays):
        raise DataError("costs must be matrices")
    shape = tuple(max(array.shape[axis] for array in arrays) for axis in (0, 1))
    padded = np.zeros((len(arrays), *shape))
    for out, array in zip(padded, arrays, strict=True):
        out[: array.shape[0], : array.shape[1]] = array
    return padded


def checked_mask(name: str, mask: ArrayLike | None, shape: tuple[int, ...]) -> Mask:
    """Return which states of the chains (b, n) are real; all of them if no mask is given.

    >>> checked_mask("maskX", [[False, False]], (1, 2))
    Traceback (most recent call last):
    boxdot.grammar.errors.DataError: maskX leaves item 0 without states
    """
    if mask is None:
        return np.ones(shape, dtype=bool)
    array = np.asarray(mask)
    array = array[None] if array.ndim == 1 else array
    if array.dtype != bool or array.shape != shape:
        wanted = "×".join(map(str, shape))
        found = f"{array.dtype} of shape {validating.sizes(array)}"
        raise DataError(f"{name} must hold truth values of shape {wanted}, but it is {found}")
    empty = np.flatnonzero(~array.any(axis=1))
    if len(empty):
        raise DataError(f"{name} leaves item {empty[0]} without states")
    return array


def scattered(parts: Sequence[Array], rows: Mask, columns: Mask | None = None) -> Array:
    """Return the parts in the places of the real states, zeros elsewhere: (b, n) or (b, n, m).

    >>> scattered([np.array([5.0])], np.array([[False, True]]))
    array([[0., 5.]])
    """
    shape = rows.shape if columns is None else (*rows.shape, columns.shape[1])
    out = np.zeros(shape)
    for b, part in enumerate(parts):
        if columns is None:
            out[b, rows[b]] = part
        else:
            out[b][np.ix_(rows[b], columns[b])] = part
    return out
