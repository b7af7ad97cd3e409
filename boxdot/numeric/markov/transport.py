"""Entropic optimal transport between distributions, batched, with its gradients."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from boxdot.grammar.errors import DataError
from boxdot.numeric.markov import validating
from boxdot.numeric.markov.core.solving import NotConverged
from boxdot.numeric.markov.dual import Problem, solve
from boxdot.numeric.telling import tell

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class SinkhornGradient:
    """The gradients of a loss of transport costs, each of the shape of what was given.

    Attributes
    ----------
    a, b
        ∂loss/∂a = f and ∂loss/∂b = g times the outer gradient, each centred to mean 0: only
        directions that keep the sum 1 have a meaning.
    C
        ∂loss/∂C: the plan times the outer gradient.
    epsilon
        ∂loss/∂ε, a number: the relative entropy of the plans times the outer gradient.
    """

    a: Floats
    b: Floats
    C: Floats
    epsilon: float


@dataclass(frozen=True)
class SinkhornResult:
    """Entropic transport costs with the potentials that prove them.

    Attributes
    ----------
    value
        OT_ε(a, b; C), of the broadcast batch shape (an array without axes for one pair).
    f, g
        The potentials, (…, n) and (…, m); also where a or b is zero (soft c-transforms).
    plan
        The couplings, (…, n, m).
    marginal_error
        The ℓ¹ error of the plans' marginals, per item.
    iterations
        The steps taken: sweeps and Newton steps.
    converged
        Whether every marginal error is at most the tolerance.
    """

    value: Floats
    f: Floats
    g: Floats
    plan: Floats
    marginal_error: Floats
    iterations: int
    converged: bool
    _shapes: tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]
    _entropy: Floats

    def __float__(self) -> float:
        return float(self.value)

    def backward(self, gradient: ArrayLike = 1.0) -> SinkhornGradient:
        """Return the gradients of a loss, given ∂loss/∂value (by default the value is the loss).

        Examples
        --------
        >>> r = sinkhorn_distance([0.5, 0.5], [0.25, 0.75], [[0, 1], [1, 0]], 0.1)
        >>> r.backward().C.round(3)
        array([[0.25, 0.25],
               [0.  , 0.5 ]])
        """
        outer = np.broadcast_to(np.asarray(gradient, dtype=float), self.value.shape)
        a, b, cost = self._shapes
        return SinkhornGradient(
            a=_centred(_reduced(self.f * outer[..., None], a)),
            b=_centred(_reduced(self.g * outer[..., None], b)),
            C=_reduced(self.plan * outer[..., None, None], cost),
            epsilon=float(np.sum(self._entropy * outer)),
        )


def sinkhorn_distance(
    a: ArrayLike,
    b: ArrayLike,
    C: ArrayLike,
    epsilon: float,
    *,
    tol: float = 1e-9,
    max_iter: int = 10_000,
) -> SinkhornResult:
    """Return OT_ε(a, b; C) = min_P ⟨P, C⟩ + ε KL(P | a ⊗ b) over the couplings P of a and b.

    Computed on logarithms, so that no ratio (max C − min C)/ε is too large: sweeps from large ε to
    small, then Newton's method on the dual, whose steps are kept only where they are better. It is
    the cost that the fixed point of the discounted Weisfeiler–Lehman distance is made of; note
    that it differs from the convention ε Σ P log P by ε times the entropies of a and b.

    Parameters
    ----------
    a, b
        Distributions, of shapes (…, n) and (…, m); zeros are fine.
    C
        Costs, (…, n, m). The leading axes of all three broadcast.
    epsilon
        The regularisation ε > 0.
    tol
        The ℓ¹ error of the marginals to reach.
    max_iter
        The most steps to take.

    Returns
    -------
    SinkhornResult
        The costs, potentials and plans; ``.backward`` gives the gradients.

    Raises
    ------
    DataError
        Shapes that do not fit, NaN, negative masses, masses that do not sum to 1, ε ≤ 0.

    Warns
    -----
    NotConverged
        The tolerance was not reached within ``max_iter`` steps.

    Examples
    --------
    >>> r = sinkhorn_distance([0.5, 0.5], [0.25, 0.75], [[0, 1], [1, 0]], 0.01)
    >>> round(float(r.value), 4), r.converged
    (0.2522, True)
    """
    epsilon = validating.positive("epsilon", epsilon)
    named = (("a", a), ("b", b), ("C", C))
    first, second, cost = (validating.numbers(*pair).astype(np.float64) for pair in named)
    _check(first, second, cost)
    shapes = first.shape, second.shape, cost.shape
    _check_ratio(cost, epsilon)
    n, m = cost.shape[-2:]
    batch = _batch(*shapes)
    flat = Problem(
        np.broadcast_to(first / first.sum(-1, keepdims=True), (*batch, n)).reshape(-1, n),
        np.broadcast_to(second / second.sum(-1, keepdims=True), (*batch, m)).reshape(-1, m),
        np.broadcast_to(cost, (*batch, n, m)).reshape(-1, n, m),
        epsilon,
    )
    found = solve(flat, tol, max_iter)
    if not found.converged:
        tell(
            f"entropic transport reached the marginal error {found.error.max():.2g}, not {tol:.2g},"
            f" in {found.steps} steps",
            NotConverged,
        )
    return SinkhornResult(
        value=found.value.reshape(batch),
        f=found.f.reshape(*batch, n),
        g=found.g.reshape(*batch, m),
        plan=found.plan.reshape(*batch, n, m),
        marginal_error=found.error.reshape(batch),
        iterations=found.steps,
        converged=found.converged,
        _shapes=shapes,
        _entropy=found.entropy.reshape(batch),
    )


def _check(first: Floats, second: Floats, cost: Floats) -> None:
    """Hold what is given to distributions and costs."""
    for name, value, axes in (("a", first, 1), ("b", second, 1), ("C", cost, 2)):
        if value.ndim < axes or 0 in value.shape:
            raise DataError(
                f"{name} must have {axes} or more axes, none empty: it is {value.shape}"
            )
    for name, value in (("a", first), ("b", second)):
        if (value < 0).any():
            raise DataError(
                f"{name} must hold masses ≥ 0, but its least entry is {value.min():.3g}"
            )
        worst = value.sum(-1).flat[np.argmax(np.abs(value.sum(-1) - 1))]
        if abs(worst - 1) > validating.SLACK["float32"]:
            raise DataError(f"the masses of {name} must sum to 1, but they sum to {worst:.6g}")
    if cost.shape[-2:] != (first.shape[-1], second.shape[-1]):
        wanted = (first.shape[-1], second.shape[-1])
        raise DataError(f"C must be of shape (…, n, m) = {wanted} as a and b, but is {cost.shape}")


def _check_ratio(cost: Floats, epsilon: float) -> None:
    """Hold C / ε, of which exponentials are taken by their logarithms, to the range of numbers."""
    with np.errstate(over="ignore"):
        if not np.isfinite(8 * np.abs(cost).max() / epsilon):
            raise DataError(
                f"the costs are too large for epsilon = {epsilon:.3g}: C / epsilon overflows",
                hint="raise epsilon",
            )


def _batch(*shapes: tuple[int, ...]) -> tuple[int, ...]:
    """Return the shape that the leading axes broadcast to."""
    a, b, cost = shapes
    try:
        return np.broadcast_shapes(a[:-1], b[:-1], cost[:-2])
    except ValueError:
        raise DataError(f"the leading axes of a {a}, b {b} and C {cost} do not broadcast") from None


def _reduced(gradient: Floats, shape: tuple[int, ...]) -> Floats:
    """Sum a gradient over the axes along which its variable was stretched."""
    extra = gradient.ndim - len(shape)
    gradient = gradient.sum(axis=tuple(range(extra)))
    stretched = tuple(k for k, size in enumerate(shape) if size == 1 != gradient.shape[k])
    return np.asarray(gradient.sum(axis=stretched, keepdims=True))


def _centred(gradient: Floats) -> Floats:
    """Subtract the mean: the orthogonal projection onto directions that keep the mass."""
    return np.asarray(gradient - gradient.mean(axis=-1, keepdims=True))
