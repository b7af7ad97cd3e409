"""One comparison: all models with about as many parameters, on one noisy tensor."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from boxdot.numeric.peers.models import MODELS, Array, Rank
from boxdot.numeric.peers.noise import noisy, snr
from boxdot.numeric.threads import blas_threads


@dataclass(frozen=True)
class Fitted:
    """What one model made of a tensor.

    Parameters
    ----------
    model
        Its key in `MODELS`.
    rank
        Its rank or ranks.
    parameters
        How many numbers it stores.
    snr
        Of its estimate against the tensor without noise, in decibels (eq. 46).
    fit
        Against the noisy tensor that it saw.
    seconds
        How long all its starts took.
    """

    model: str
    rank: Rank
    parameters: int
    snr: float
    fit: float
    seconds: float


def compare(
    truth: Array,
    *,
    ranks: Sequence[int] = (1, 2, 3),
    decibels: float = 30,
    starts: int = 3,
    models: Sequence[str] = tuple(MODELS),
    seed: int = 0,
) -> Iterator[Fitted]:
    """Fit every model to a noisy tensor, with about the parameters of broadcast decompositions.

    Parameters
    ----------
    truth
        The tensor without noise.
    ranks
        The ranks of the broadcast decomposition; each other model takes the rank with the nearest
        number of parameters.
    decibels
        How strong the signal is beside the noise (eq. 45).
    starts
        How many starts each model has; the fit nearest to the noisy tensor is kept.
    models
        Keys of `MODELS`.
    seed
        For the noise and all random starts.

    Raises
    ------
    UnsupportedError
        A package is not installed.

    Examples
    --------
    >>> truth = np.arange(1.0, 13).reshape(3, 4, 1) * np.arange(1.0, 16).reshape(3, 1, 5)
    >>> (found,) = compare(truth, ranks=[1], models=["BD"])
    >>> found.parameters, found.snr > 30
    (47, True)
    """
    for name in models:
        MODELS[name].demand_package()
    observed = noisy(truth, decibels, np.random.default_rng(seed))
    for rank in ranks:
        budget = MODELS["BD"].parameters(truth.shape, (rank,))
        for name in models:
            model = MODELS[name]
            chosen = model.nearest(truth.shape, budget)
            began = time.perf_counter()
            with blas_threads(1):
                estimate = model.fit(observed, chosen, starts, seed)
            yield Fitted(
                name,
                chosen,
                model.parameters(truth.shape, chosen),
                snr(truth, estimate),
                snr(observed, estimate),
                time.perf_counter() - began,
            )
