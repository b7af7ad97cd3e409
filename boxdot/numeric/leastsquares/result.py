"""What a least-squares problem has for an answer."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class LeastSquaresResult:
    """The solution of min ‖X − W ⊡ H‖_F, and how well it fits.

    Attributes
    ----------
    solution
        W, of the shape that was asked for.
    residual
        ‖X − W ⊡ H‖_F over the entries that are there; with weights √Σ weight |x − wh|². A penalty
        (ridge) is not in it.
    norm
        ‖X‖_F in the same sense: the residual of W = 0.
    rank
        How many entries of W the data tell. The others are 0, as in the shortest solution.
    column_norms
        The norms of the columns of the problem, of the shape of W (or of one that broadcasts to
        it): they are its singular values, and 0 where an entry of W is not told.
    """

    solution: Array
    residual: float
    norm: float
    rank: int
    column_norms: Array

    @property
    def unknowns(self) -> int:
        """How many entries W has."""
        return math.prod(self.solution.shape)

    @property
    def determined(self) -> Array:
        """Which entries of W the data tell."""
        return np.broadcast_to(self.column_norms > 0, self.solution.shape)

    @property
    def relative_residual(self) -> float:
        """The residual as a part of the norm of X: 0 is exact, 1 explains nothing."""
        return self.residual / self.norm if self.norm else 0.0

    @property
    def explained(self) -> float:
        """The part of ‖X‖² that W ⊡ H explains."""
        return 1.0 - self.relative_residual**2

    @property
    def condition(self) -> float:
        """The largest over the smallest column norm that is not 0; infinite if there is none."""
        told = self.column_norms[self.column_norms > 0]
        return float(told.max() / told.min()) if told.size else math.inf
