"""What a decomposition found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from boxdot.numeric.decomposition.layout import Array


@dataclass(frozen=True)
class BroadcastDecompositionResult:
    """The factors of Y ≈ Σ_r F0_r ⊡ F1_r ⊡ … and how they were found.

    Parameters
    ----------
    factors
        Arrays of the shapes asked for; with rank R > 1 of shape (R, *shape).
    rank
        The number of terms.
    errors
        The error ‖Y − Ŷ‖_F over the known entries after each sweep (with ``loss='kl'`` the
        divergence Σ y log(y/ŷ) − y + ŷ).
    n_iter
        The number of sweeps.
    converged
        Whether the error settled.
    norm
        ‖Y‖_F over the known entries.
    """

    factors: list[Array]
    rank: int
    errors: list[float]
    n_iter: int
    converged: bool
    norm: float

    def reconstruct(self) -> Array:
        """Return Ŷ = Σ_r F0_r ⊡ F1_r ⊡ … (eq. 44), everywhere, also where Y was missing."""
        return reconstructed(self.factors, self.rank)


def reconstructed(factors: Sequence[Array], rank: int) -> Array:
    """Return the sum of the broadcast products of the terms.

    >>> reconstructed([np.ones((2, 3, 1)), np.full((2, 1, 4), 2.0)], 1).shape
    (2, 3, 4)
    """
    terms = [factors] if rank == 1 else [[one[r] for one in factors] for r in range(rank)]
    total: Array | None = None
    for term in terms:
        product = term[0]
        for factor in term[1:]:
            product = product * factor
        total = product if total is None else np.add(total, product, out=total)
    assert total is not None  # a decomposition has at least one term
    return total.copy() if total is factors[0] else total
