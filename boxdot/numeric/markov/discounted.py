"""The discounted Weisfeiler–Lehman distance between Markov chains and its derivatives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from boxdot.grammar.errors import DataError
from boxdot.numeric.markov import validating
from boxdot.numeric.markov.core.solving import Options, Solution, solve
from boxdot.numeric.markov.core.telling import teller

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Gradients:
    """Derivatives of a loss by everything that the fixed point depends on.

    ``C`` has the shape of the cost; the rows of ``mX`` and ``mY`` have mean 0, since only
    directions along which rows keep their sum have a meaning; ``epsilon`` and ``delta`` are
    numbers, summed over a batch.
    """

    C: Array
    mX: Array
    mY: Array
    epsilon: float
    delta: float


@dataclass(frozen=True)
class DiscountedWL:
    """The fixed point C^∞ = δ C + (1−δ) OT_ε(m^X_i, m^Y_j; C^∞) with what is known about it.

    Attributes
    ----------
    cost
        C^∞ (n×m; b×n×m for a batch).
    items
        The solved problems of the batch, one if there is no batch axis.
    """

    cost: Array
    ground: Array
    epsilon: float
    delta: float
    tolerance: float
    items: tuple[Solution, ...]

    @property
    def converged(self) -> bool:
        """Whether every problem of the batch met the tolerance."""
        return all(item.progress.converged for item in self.items)

    @property
    def iterations(self) -> int:
        """How often the cost was improved, at most in the batch."""
        return max(item.progress.iterations for item in self.items)

    @property
    def sweeps(self) -> int:
        """How many rounds of Sinkhorn were done for all pairs, at most in the batch."""
        return max(item.progress.sweeps for item in self.items)

    @property
    def products(self) -> int:
        """How many products with couplings the Newton steps took, at most in the batch."""
        return max(item.progress.products for item in self.items)

    @property
    def residual(self) -> float:
        """The largest entry of |T(C^∞) − C^∞|."""
        return max(item.progress.residual for item in self.items)

    @property
    def marginal_error(self) -> float:
        """The largest L1 distance of a coupling's marginals from the chains' rows."""
        return max(item.progress.marginal for item in self.items)

    @property
    def error_bound(self) -> float:
        """How far each entry can be from the fixed point, residual/δ: T contracts by 1 − δ."""
        return self.residual / self.delta

    @property
    def method(self) -> str:
        """How the problems were solved: ``kernel`` (matrix products) or ``pairs``."""
        return ", ".join(dict.fromkeys(item.engine.method for item in self.items))

    def coupling(self, i: int, j: int, item: int = 0) -> Array:
        """Return the coupling of row i of the first chain and row j of the second (n×m)."""
        return np.asarray(self.items[item].engine.coupling(i, j))

    def backward(self, G: Any, *, tol: float = 1e-10) -> Gradients:
        """Return the gradients of a loss, given its gradient by the fixed point.

        Parameters
        ----------
        G
            ∂loss/∂C^∞, of the shape of ``cost``.
        tol
            How well Kᵀ L = G is solved, relative to G.

        Notes
        -----
        With Kᵀ L = G, K = I − (1−δ) P: G^C = δ L, G^X_kk' = (1−δ) Σ_j f_kj^{k'} L_kj and
        G^Y_ll' = (1−δ) Σ_i g_il^{l'} L_il, each with the mean of its row taken out.
        """
        G = validating.cost("G", G, self.cost.shape).astype(np.float64)
        parts = [
            item.gradient(given, tol) for item, given in zip(self.items, _batch(G), strict=True)
        ]
        L = _shaped([part.L for part in parts], G)
        C, delta = self.cost.astype(np.float64), self.delta
        ground = self.ground.astype(np.float64)
        towards = L * (ground - C) / (1 - delta) if delta < 1 else G * self._last_step()
        return Gradients(
            C=(delta * L).astype(self.cost.dtype),
            mX=_shaped([part.X for part in parts], G).astype(self.cost.dtype),
            mY=_shaped([part.Y for part in parts], G).astype(self.cost.dtype),
            epsilon=float((np.vdot(G, C) - delta * np.vdot(L, ground)) / self.epsilon),
            delta=float(towards.sum()),
        )

    def _last_step(self) -> Array:
        """Return C − OT(m^X_i, m^Y_j; C): how the fixed point moves by δ at δ = 1."""
        values = [item.engine.sweep().value for item in self.items]
        return self.ground.astype(np.float64) - _shaped(values, self.ground)


def discounted_wl(
    mX: Any,
    mY: Any,
    C: Any,
    epsilon: float,
    delta: float,
    *,
    tol: float = 1e-9,
    max_sweeps: int = 100_000,
    warm_start: DiscountedWL | Any = None,
    progress: bool = False,
    backend: str = "auto",
    method: str = "auto",
    threads: int | None = None,
) -> DiscountedWL:
    """Return the discounted Weisfeiler–Lehman cost between two Markov chains.

    Parameters
    ----------
    mX, mY
        Transition probabilities, n×n and m×m (or b×n×n and b×m×m), rows summing to 1.
    C
        The ground cost between states, n×m (or b×n×m).
    epsilon
        The entropic parameter, above 0, in units of the cost.
    delta
        The discount, in (0, 1]: the weight of the ground cost in each step.
    tol
        The largest error of an entry, relative to the largest ground cost, and of a marginal.
    max_sweeps
        When to give up, with the warning `NotConverged`.
    warm_start
        An earlier result for chains of the same sizes, or a guess of the cost.
    progress
        Whether to show how far the search is.
    backend
        ``numpy``, ``numba`` or ``auto``.
    method
        ``kernel``, ``pairs`` or ``auto``.
    threads
        How many threads work on tiles; one a processor unless said otherwise.

    Raises
    ------
    DataError
        If an argument has a wrong shape, or rows that are no probabilities.

    Notes
    -----
    Equations ``otgrad-*``; Brugère, Wan and Wang, *Distances for Markov Chains, and Their
    Differentiation* (2023).

    >>> m = [[0.5, 0.5], [0.25, 0.75]]
    >>> found = discounted_wl(m, m, [[0.0, 1.0], [1.0, 0.0]], epsilon=0.1, delta=0.5)
    >>> found.converged, found.cost.round(4).tolist()
    (True, [[0.0652, 0.6096], [0.6096, 0.0577]])
    >>> float(found.backward([[1.0, 0.0], [0.0, 0.0]]).C.sum().round(9))
    1.0
    """
    X = validating.chain("mX", mX, batch=True)
    Y = validating.chain("mY", mY, batch=True)
    shape = _cost_shape(X, Y)
    ground = validating.cost("C", C, shape)
    epsilon, delta = validating.positive("epsilon", epsilon), validating.discount("delta", delta)
    kind = np.result_type(X, Y, ground)
    X, Y = validating.widened(X, kind), validating.widened(Y, kind)
    tol, most = validating.positive("tol", tol), validating.count("max_sweeps", max_sweeps)
    options = Options(tol, most, backend, method, threads, teller(progress))
    starts = _starts(warm_start, shape)
    items = tuple(
        solve(a, b, c, epsilon, delta, options, start)
        for a, b, c, start in zip(_batch(X), _batch(Y), _batch(ground), starts, strict=True)
    )
    cost = _shaped([item.cost for item in items], ground).astype(kind)
    tolerance = max(item.tolerance for item in items)
    return DiscountedWL(cost, ground, epsilon, delta, tolerance, items)


def discounted_wl_gradient(
    mX: Any, mY: Any, C: Any, epsilon: float, delta: float, G: Any = None, **options: Any
) -> Gradients:
    """Return the gradients of ⟨G, C^∞⟩ (of the sum of C^∞ if G is not given).

    ``options`` are those of `discounted_wl`.

    >>> m = [[0.5, 0.5], [0.25, 0.75]]
    >>> found = discounted_wl_gradient(m, m, [[0.0, 1.0], [1.0, 0.0]], 0.1, 0.5)
    >>> round(float(found.C.sum()), 6)
    4.0
    """
    solved = discounted_wl(mX, mY, C, epsilon, delta, **options)
    return solved.backward(np.ones(solved.cost.shape) if G is None else G)


def _cost_shape(X: Array, Y: Array) -> tuple[int, ...]:
    """Return the shape of the cost between chains, which must come in equally many."""
    if X.shape[:-2] != Y.shape[:-2]:
        raise DataError(
            f"mX and mY must be one chain each or batches of one length, "
            f"but have the shapes {validating.sizes(X)} and {validating.sizes(Y)}"
        )
    return (*X.shape[:-2], X.shape[-1], Y.shape[-1])


def _starts(given: Any, shape: tuple[int, ...]) -> list[Any]:
    """Return where each problem of the batch starts."""
    count = shape[0] if len(shape) == 3 else 1
    if given is None:
        return [None] * count
    if not isinstance(given, DiscountedWL):
        return list(_batch(validating.cost("warm_start", given, shape)))
    if given.cost.shape != shape:
        raise DataError(
            f"warm_start is a result of the shape {validating.sizes(given.cost)}, "
            f"but the cost asked for has {'×'.join(map(str, shape))}"
        )
    return list(given.items)


def _batch(array: Array) -> Array:
    return array if array.ndim == 3 else array[None]


def _shaped(parts: list[Any], like: Array) -> Array:
    return np.stack(parts) if like.ndim == 3 else np.asarray(parts[0])
