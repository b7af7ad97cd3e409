"""Noise of a given strength, and the signal-to-noise ratio of an estimate (eqs. 45 and 46)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from boxdot.numeric.decomposition.scoring import decibels

Array = NDArray[Any]


def snr(truth: Array, estimate: Array) -> float:
    """Return 10 log₁₀(‖W₀‖² / ‖W₀ − Ŵ‖²), in decibels (eq. 46).

    >>> round(snr(np.array([3.0, 4.0]), np.array([3.0, 4.5])), 9)
    20.0
    """
    return decibels(float(np.linalg.norm(truth)), float(np.linalg.norm(truth - estimate)))


def noisy(truth: Array, decibels: float, rng: np.random.Generator) -> Array:
    """Return W₀ + σE (eq. 45) with Gaussian E and σ such that the ratio is as asked for.

    >>> truth = np.ones((4, 5))
    >>> round(snr(truth, noisy(truth, 30, np.random.default_rng(0))), 9)
    30.0
    """
    noise = rng.normal(size=truth.shape)
    scale = np.linalg.norm(truth) / np.linalg.norm(noise) / 10 ** (decibels / 20)
    total: Array = truth + scale * noise
    return total
