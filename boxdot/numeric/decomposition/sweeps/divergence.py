"""Iterative proportional fitting: sweeps that lower the divergence Σ y log(y/ŷ) − y + ŷ."""

from __future__ import annotations

import numpy as np

from boxdot.grammar.errors import DataError
from boxdot.numeric.decomposition.data import Data
from boxdot.numeric.decomposition.layout import Array, Layout
from boxdot.numeric.decomposition.options import Options


class DivergenceSweeper:
    """Sweeps of F ← F ⊡ P(Y ⧄ Ŷ ⊡ P_r) ⧄ P(P_r), factor by factor.

    For one term this sets the margins of Ŷ to those of Y: iterative proportional fitting of the
    log-linear model, whose fixed point is its maximum-likelihood fit. For sums of terms it is the
    EM algorithm; neither ever raises the divergence.
    """

    def __init__(self, data: Data, layout: Layout, options: Options, rank: int) -> None:
        if (data.values < 0).any():
            raise DataError("Y has negative entries", hint="loss='kl' is for data ≥ 0")
        if any(options.ridge) or options.proximal:
            raise DataError("loss='kl' knows neither ridge nor proximal")
        self.Y, self.layout, self.rank = data.averages(), layout, rank
        self.weights = data.weights if data.weights is not None else data.copies
        self.free = [n for n, fixed in enumerate(options.fixed) if not fixed]

    def sweep(self, factors: list[Array]) -> float:
        """Update every factor in place, once, in order; return the divergence."""
        for number in self.free:  # starts are made for another loss: only their sizes count
            np.abs(factors[number], out=factors[number])
        for number in self.free:
            self.update(factors, number)
        return self.divergence(self.model(factors))

    def model(self, factors: list[Array]) -> Array:
        """Return Ŷ."""
        total = np.zeros(self.layout.modes, self.Y.dtype)
        for term in range(self.rank):
            total += self.product(factors, term)
        return total

    def product(self, factors: list[Array], term: int) -> Array:
        """Return the broadcast product of one term."""
        product: Array = np.ones((1,) * len(self.layout.modes), self.Y.dtype)
        for factor in factors:
            product = product * factor[term]
        return product

    def update(self, factors: list[Array], number: int) -> None:
        """Scale one factor of all terms."""
        model = self.model(factors)
        share = np.zeros_like(model)
        np.divide(self.Y, model, out=share, where=model > 0)
        new = factors[number].copy()
        for term in range(self.rank):
            product = self.product(factors, term)
            above, below = self.margin(share * product, number), self.margin(product, number)
            np.multiply(
                new[term],
                np.divide(above, below, out=np.ones_like(below), where=below > 0),
                out=new[term],
            )
        factors[number][...] = new

    def margin(self, values: Array, number: int) -> Array:
        """Return the weighted sums over the modes along which the factor does not vary."""
        members = self.layout.members[number]
        axes = tuple(axis for axis, member in enumerate(members) if not member)
        total: Array = (np.broadcast_to(values, self.layout.modes) * self.weights).sum(
            axis=axes, keepdims=True
        )
        return total

    def divergence(self, model: Array) -> float:
        """Return Σ w (y log(y/ŷ) − y + ŷ) in double precision."""
        y, m = self.Y.astype(np.float64), model.astype(np.float64)
        with np.errstate(divide="ignore", invalid="ignore"):
            logs = np.where(y > 0, y * (np.log(y) - np.log(m)), 0.0)
        return max(float(np.sum(self.weights * (logs - y + m))), 0.0)
