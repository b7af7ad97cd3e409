"""The gradient: one solve Kᵀ L = G, K = I − (1−δ) P, by products with couplings never formed."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from boxdot.numeric.markov.core.gmres import gmres

Array = npt.NDArray[Any]


class Adjoint(NamedTuple):
    """L, the centred gradients in both chains, and how well L was solved."""

    L: Array
    X: Array
    Y: Array
    error: float
    products: int


def adjoint(engine: Any, G: Array, delta: float, tolerance: float) -> Adjoint:
    """Solve Kᵀ L = G to ‖G − Kᵀ L‖₂ ≤ tolerance · δ ‖G‖₂ and contract L with the potentials.

    Since ‖K⁻ᵀ‖₁ = 1/δ, the error of L is at most ‖G − Kᵀ L‖₁/δ in ℓ¹; ``error`` is what the
    residual leaves beyond the tolerance, over δ and relative to L. Rounding sets a limit to the
    tolerance.
    """
    G = np.asarray(G, np.float64)
    size = float(np.sqrt(np.vdot(G, G)))
    wanted = max(tolerance * delta, 4 * float(np.finfo(engine.dtype).eps)) * size
    solved = gmres(lambda x: x - (1 - delta) * engine.pull(x), G, wanted, most=most_products(delta))
    error = max(solved.residual - wanted, 0) / (delta * float(np.linalg.norm(solved.x)) or 1.0)
    X, Y = engine.weights((1 - delta) * solved.x)
    return Adjoint(solved.x, centred(X), centred(Y), error, solved.products)


def most_products(delta: float) -> int:
    """Return how many products are allowed: as many as the series of K⁻¹ would take."""
    return 200 + int(50 / delta)


def centred(rows: Array) -> Array:
    """Take the mean out of each row: only directions whose rows sum to 0 keep rows stochastic."""
    return np.asarray(rows - rows.mean(axis=-1, keepdims=True))
