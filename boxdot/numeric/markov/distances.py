"""The distances between Markov chains: of infinite depth, of depth k, and undiscounted."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from boxdot.grammar.errors import DataError
from boxdot.numeric.markov import validating
from boxdot.numeric.markov.depth import DepthCost, checked_depth, depth_cost
from boxdot.numeric.markov.discounted import DiscountedWL, discounted_wl
from boxdot.numeric.markov.distance import WLDistance, assembled
from boxdot.numeric.markov.padding import checked_mask

Array = NDArray[Any]


def discounted_wl_distance(
    mX: ArrayLike,
    mY: ArrayLike,
    C: ArrayLike,
    epsilon: float,
    delta: float,
    muX: ArrayLike | None = None,
    muY: ArrayLike | None = None,
    *,
    maskX: ArrayLike | None = None,
    maskY: ArrayLike | None = None,
    tol: float = 1e-9,
    warm_start: WLDistance | None = None,
    **options: Any,
) -> WLDistance:
    """Return the discounted Weisfeiler–Lehman distance OT_ε(μ^X, μ^Y; C^∞) of two Markov chains.

    Parameters
    ----------
    mX, mY
        Transition matrices, n×n and m×m, or batches b×n×n and b×m×m.
    C
        The ground cost between states, n×m or b×n×m.
    epsilon, delta
        The entropic parameter, above 0, and the discount, in (0, 1].
    muX, muY
        Laws of the chains, (n,) and (m,) or (b, n) and (b, m). A law that is not given is the
        stationary one, and the gradient goes through it.
    maskX, maskY
        Truth values (b, n) and (b, m) that say which states of a padded batch are real
        (see `pad_chains`); what pads is neither computed nor in the mean of a gradient's row.
    tol
        The tolerance of the fixed point and of the couplings.
    warm_start
        An earlier result for chains of the same sizes, as in the step before of a descent.
    options
        What else `discounted_wl` takes.

    Returns
    -------
    WLDistance
        The distance, the cost, the laws; ``.backward()`` gives all gradients.

    Raises
    ------
    DataError
        If an argument has a wrong shape or is no probability, or a chain whose law is not given
        has several closed classes.

    Examples
    --------
    >>> m = [[0.5, 0.5], [0.25, 0.75]]
    >>> found = discounted_wl_distance(m, m, [[0.0, 1.0], [1.0, 0.0]], 0.1, 0.5)
    >>> round(float(found.distance), 4), found.muX.round(4).tolist()
    (0.1235, [0.3333, 0.6667])
    >>> gradient = found.backward()
    >>> round(float(gradient.C.sum()), 6), gradient.mX.shape
    (1.0, (2, 2))
    """
    delta = validating.discount("delta", delta)

    before = _earlier(warm_start, C)

    def fixed_point(item: int, X: Array, Y: Array, ground: Array) -> DiscountedWL:
        start = before[item] if before else None
        return discounted_wl(X, Y, ground, epsilon, delta, tol=tol, warm_start=start, **options)

    return _distance((mX, mY), C, epsilon, (muX, muY), (maskX, maskY), fixed_point, tol)


def discounted_wl_k(
    mX: ArrayLike,
    mY: ArrayLike,
    C: ArrayLike,
    epsilon: float,
    delta: float,
    k: int,
    muX: ArrayLike | None = None,
    muY: ArrayLike | None = None,
    *,
    maskX: ArrayLike | None = None,
    maskY: ArrayLike | None = None,
    tol: float = 1e-9,
    **options: Any,
) -> WLDistance:
    """Return the discounted distance of depth k: k steps from δ C instead of the fixed point.

    The arguments are those of `discounted_wl_distance`. After k steps the cost is within
    (1−δ)^(k+1) max C of the fixed point, if C ≥ 0. The gradient goes back through the steps,
    each by one product with its couplings; these are kept, k·n·m·(n + m) numbers.

    Examples
    --------
    >>> m = [[0.5, 0.5], [0.25, 0.75]]
    >>> C = [[0.0, 1.0], [1.0, 0.0]]
    >>> [round(float(discounted_wl_k(m, m, C, 0.1, 0.5, k).distance), 4) for k in (0, 1, 3)]
    [0.063, 0.0932, 0.1159]
    """
    k, delta = checked_depth(k), validating.discount("delta", delta)

    def steps(_: int, X: Array, Y: Array, ground: Array) -> DepthCost:
        return depth_cost(X, Y, ground, epsilon, delta, k, tol=tol, **options)

    return _distance((mX, mY), C, epsilon, (muX, muY), (maskX, maskY), steps, tol)


def wl_k(
    mX: ArrayLike,
    mY: ArrayLike,
    C: ArrayLike,
    epsilon: float,
    k: int,
    muX: ArrayLike | None = None,
    muY: ArrayLike | None = None,
    *,
    maskX: ArrayLike | None = None,
    maskY: ArrayLike | None = None,
    tol: float = 1e-9,
    **options: Any,
) -> WLDistance:
    """Return the Weisfeiler–Lehman distance of depth k: k steps C ← OT_ε(m^X_i, m^Y_j; C) from C.

    It is `discounted_wl_k` with δ = 0 in the steps and C as the start; the gradient by ``delta``
    that it reports is 0. The arguments are those of `discounted_wl_distance`.

    Examples
    --------
    >>> m = [[0.5, 0.5], [0.25, 0.75]]
    >>> round(float(wl_k(m, m, [[0.0, 1.0], [1.0, 0.0]], 0.1, 2).distance), 4)
    0.1195
    """
    k = checked_depth(k)

    def steps(_: int, X: Array, Y: Array, ground: Array) -> DepthCost:
        return depth_cost(X, Y, ground, epsilon, 0.0, k, tol=tol, **options)

    return _distance((mX, mY), C, epsilon, (muX, muY), (maskX, maskY), steps, tol)


def _distance(
    chains: tuple[Any, Any],
    cost: Any,
    epsilon: float,
    laws: tuple[Any, Any],
    masks: tuple[Any, Any],
    inner: Any,
    tol: float,
) -> WLDistance:
    """Check what is given and solve every pair."""
    X = validating.chain("mX", chains[0], batch=True)
    Y = validating.chain("mY", chains[1], batch=True)
    if X.shape[:-2] != Y.shape[:-2]:
        raise DataError(
            f"mX and mY must be one chain each or batches of one length, but have the shapes "
            f"{validating.sizes(X)} and {validating.sizes(Y)}"
        )
    ground = validating.cost("C", cost, (*X.shape[:-1], Y.shape[-1]))
    count = X.shape[0] if X.ndim == 3 else 1
    given = tuple(_law(*one) for one in zip(("muX", "muY"), laws, (X, Y), strict=True))
    real = tuple(
        checked_mask(name, mask, (count, chain.shape[-1]))
        for name, mask, chain in zip(("maskX", "maskY"), masks, (X, Y), strict=True)
    )
    epsilon = validating.positive("epsilon", epsilon)
    return assembled((X, Y), ground, (given[0], given[1]), (real[0], real[1]), epsilon, inner, tol)


def _earlier(start: WLDistance | None, cost: Any) -> list[Any]:
    """Return the fixed points of an earlier result, one for each item, or nothing."""
    if start is None:
        return []
    found = [item.inner for item in start.items] if isinstance(start, WLDistance) else []
    if not all(isinstance(one, DiscountedWL) for one in found) or not found:
        raise DataError("warm_start must be a result of discounted_wl_distance")
    if start.cost.shape != np.shape(cost):
        raise DataError(
            f"warm_start is a result of the shape {validating.sizes(start.cost)}, "
            f"but C has the shape {validating.sizes(np.asarray(cost))}"
        )
    return found


def _law(name: str, law: Any, chain: Array) -> Array | None:
    """Return a law of the chain's shape, checked, or None."""
    if law is None:
        return None
    array = validating.law(name, law, batch=True)
    if array.shape != chain.shape[:-1]:
        wanted = "×".join(map(str, chain.shape[:-1]))
        raise DataError(f"{name} must have the shape {wanted}, but has {validating.sizes(array)}")
    return np.asarray(array, np.float64)
