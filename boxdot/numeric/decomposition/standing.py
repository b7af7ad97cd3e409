"""Sweeps that change nothing: all factors are fixed, and only their error is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from boxdot.numeric.decomposition.layout import Array, Layout
from boxdot.numeric.decomposition.scoring import signal_and_noise


@dataclass(frozen=True)
class Standing:
    """Reads the data for the error of factors as they stand.

    Parameters
    ----------
    Y, mask
        The data, in memory or not, and where it is known.
    layout
        How the factors were merged.
    exponent
        The factors are those of the data times 2**-exponent.
    """

    Y: Any
    mask: Any
    layout: Layout
    exponent: int

    def sweep(self, factors: list[Array]) -> float:
        """Return ‖Y − Ŷ‖²."""
        rank = len(factors[0])
        whole = [self.layout.split_factor(one, number) for number, one in enumerate(factors)]
        if rank == 1:
            whole = [one[0] for one in whole]
        return signal_and_noise(self.Y, whole, rank, self.mask, self.exponent)[1] ** 2
