"""Costs of finite depth: k steps of the recursion instead of its fixed point, with gradients."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from boxdot.grammar.errors import DataError
from boxdot.numeric.markov import validating
from boxdot.numeric.markov.core import Transport, transport
from boxdot.numeric.markov.core.adjoint import centred
from boxdot.numeric.markov.discounted import Gradients

Array = NDArray[Any]


@dataclass(frozen=True)
class DepthCost:
    """The cost C^(k) after k steps C^(t+1) = δ C + (1−δ) OT_ε(m^X_i, m^Y_j; C^(t)).

    Attributes
    ----------
    cost
        C^(k), n×m.
    steps
        The solved transport problems of each step; the gradient goes back through them.
    """

    cost: Array
    ground: Array
    delta: float
    start: float
    steps: tuple[Transport, ...]

    @property
    def converged(self) -> bool:
        """Whether the transport problems of every step met the tolerance."""
        return all(step.converged for step in self.steps)

    @property
    def sweeps(self) -> int:
        """How many rounds of Sinkhorn were done, in all steps."""
        return sum(step.sweeps for step in self.steps)

    @property
    def marginal_error(self) -> float:
        """The largest L1 distance of a coupling's marginals from the chains' rows."""
        return max((step.marginal_error for step in self.steps), default=0.0)

    def backward(self, G: Any) -> Gradients:
        """Return the gradients of a loss, given its gradient by ``cost``.

        Back through each step: H ← (1−δ) Σ_ij H_ij P_ij, one product with the couplings, and the
        potentials of the step weighted by (1−δ) H.
        """
        H = validating.cost("G", G, self.cost.shape).astype(np.float64)
        n, m = self.cost.shape
        C, X, Y = np.zeros((n, m)), np.zeros((n, n)), np.zeros((m, m))
        epsilon = delta = 0.0
        rest = 1 - self.delta
        for step in reversed(self.steps):
            towards_x, towards_y = step.weights(rest * H)
            C, X, Y = C + self.delta * H, X + towards_x, Y + towards_y
            epsilon += rest * step.entropy(H)
            delta += float(np.vdot(H, self.ground - step.value))
            H = rest * step.pull(H)
        # The discounted recursion starts from δ C; the other is no function of δ.
        delta = delta + float(np.vdot(H, self.ground)) if self.delta else 0.0
        return Gradients(C + self.start * H, centred(X), centred(Y), epsilon, delta)


def depth_cost(
    X: Array, Y: Array, ground: Array, epsilon: float, delta: float, k: int, **options: Any
) -> DepthCost:
    """Return C^(k) for checked chains; without a discount (δ = 0) the recursion starts from C.

    >>> m = np.array([[0.5, 0.5], [0.25, 0.75]])
    >>> depth_cost(m, m, np.array([[0.0, 1.0], [1.0, 0.0]]), 0.1, 0.5, 3).cost.round(4)
    array([[0.0576, 0.6019],
           [0.6019, 0.0502]])
    """
    X, Y, ground = (np.asarray(array, np.float64) for array in (X, Y, ground))
    start = delta if delta else 1.0
    cost, steps = start * ground, list[Transport]()
    for _ in range(k):
        warm = steps[-1] if steps else None
        steps.append(transport(X, Y, cost, epsilon, start=warm, **options))
        cost = delta * ground + (1 - delta) * steps[-1].value
    return DepthCost(cost, ground, delta, start, tuple(steps))


def checked_depth(k: Any) -> int:
    """Return a number of steps, checked.

    >>> checked_depth(-1)
    Traceback (most recent call last):
    boxdot.grammar.errors.DataError: k must be a whole number ≥ 0, but is -1
    """
    if isinstance(k, bool) or not isinstance(k, (int, np.integer)) or k < 0:
        raise DataError(f"k must be a whole number ≥ 0, but is {k!r}")
    return int(k)
