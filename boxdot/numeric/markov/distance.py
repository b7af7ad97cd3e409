"""One number for two chains: transport of their laws at the cost that the recursion gives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from boxdot.grammar.errors import DataError
from boxdot.numeric.markov import validating
from boxdot.numeric.markov.discounted import Gradients
from boxdot.numeric.markov.padding import Mask, scattered
from boxdot.numeric.markov.stationary import stationary_distribution, stationary_gradient
from boxdot.numeric.markov.transport import SinkhornResult, sinkhorn_distance

Array = NDArray[Any]


class Inner(Protocol):
    """A cost between the states of two chains that knows its gradients."""

    @property
    def cost(self) -> Array:
        """The cost, n×m."""

    @property
    def converged(self) -> bool:
        """Whether it met its tolerance."""

    @property
    def sweeps(self) -> int:
        """How many rounds of Sinkhorn were done."""

    @property
    def marginal_error(self) -> float:
        """The largest L1 distance of a coupling's marginals from the chains' rows."""

    def backward(self, G: Any) -> Gradients:
        """Return the gradients of a loss, given its gradient by the cost."""


@dataclass(frozen=True)
class DistanceGradients:
    """The gradients of a loss of distances, each of the shape of what was given.

    Attributes
    ----------
    C, mX, mY
        ∂loss/∂C and, with rows of mean 0 over the real states, ∂loss/∂m^X and ∂loss/∂m^Y. Where a
        law was not given, the way through the stationary distribution is in them.
    muX, muY
        ∂loss/∂μ^X and ∂loss/∂μ^Y, of mean 0; of a stationary law as well, as if it were given.
    epsilon, delta
        Numbers, summed over the batch.
    """

    C: Array
    mX: Array
    mY: Array
    muX: Array
    muY: Array
    epsilon: float
    delta: float


@dataclass(frozen=True)
class Item:
    """One pair of chains: their laws, the cost below, the transport on top."""

    X: Array
    Y: Array
    inner: Inner
    outer: SinkhornResult
    laws: tuple[Array, Array]

    def gradient(self, outer: float, cost: Array, through: tuple[bool, bool]) -> DistanceGradients:
        """Return the gradients for ∂loss/∂distance and a gradient of the loss by the cost itself.

        ``through`` says which laws are functions of their chains.
        """
        top = self.outer.backward(outer)
        below = self.inner.backward(top.C + cost)
        mX, mY = (np.asarray(part, np.float64) for part in (below.mX, below.mY))
        if through[0]:
            mX = mX + stationary_gradient(self.X, self.laws[0], top.a)
        if through[1]:
            mY = mY + stationary_gradient(self.Y, self.laws[1], top.b)
        epsilon = top.epsilon + below.epsilon
        return DistanceGradients(below.C, mX, mY, top.a, top.b, epsilon, below.delta)


@dataclass(frozen=True)
class WLDistance:
    """Distances between Markov chains with the couplings that prove them.

    Attributes
    ----------
    distance
        OT_ε(μ^X, μ^Y; C'), a number or one for each item of the batch.
    cost
        The cost C' between states (C^∞ or C^(k)); 0 at states that a mask leaves out.
    muX, muY
        The laws, as given or stationary.
    items
        The solved pairs, each of its own size.
    """

    distance: Array
    cost: Array
    muX: Array
    muY: Array
    items: tuple[Item, ...]
    _masks: tuple[Mask, Mask]
    _stationary: tuple[bool, bool]
    _batched: bool

    @property
    def converged(self) -> bool:
        """Whether every cost and every transport met its tolerance."""
        return all(item.inner.converged and item.outer.converged for item in self.items)

    @property
    def sweeps(self) -> int:
        """How many rounds of Sinkhorn were done for the costs, at most in the batch."""
        return max(item.inner.sweeps for item in self.items)

    @property
    def marginal_error(self) -> float:
        """The largest L1 error of the marginals of any coupling, of rows or of laws."""
        worst = ((item.inner.marginal_error, item.outer.marginal_error) for item in self.items)
        return max(float(error) for errors in worst for error in errors)

    def __float__(self) -> float:
        return float(self.distance)

    @property
    def plan(self) -> Array:
        """The couplings of the laws, of the shape of ``cost``."""
        return self._shaped([item.outer.plan for item in self.items], 0, 1)

    def backward(
        self, gradient: Any = 1.0, *, cost: Any = None, through_stationary: bool = True
    ) -> DistanceGradients:
        """Return the gradients of a loss, given ∂loss/∂distance (by default it is the loss).

        Parameters
        ----------
        gradient
            ∂loss/∂distance, a number or one for each item.
        cost
            ∂loss/∂cost on top, of the shape of ``cost``, where the loss uses the cost too.
        through_stationary
            Whether stationary laws move with their chains (else they are held fixed).
        """
        outer = np.broadcast_to(np.asarray(gradient, float), self.distance.shape).reshape(-1)
        given = np.zeros(self.cost.shape) if cost is None else cost
        on_cost = _batch(validating.cost("cost", given, self.cost.shape), 3)
        through = tuple(through_stationary and free for free in self._stationary)
        rows, columns = self._masks
        parts = [
            item.gradient(float(g), c[np.ix_(i, j)], (through[0], through[1]))
            for item, g, c, i, j in zip(self.items, outer, on_cost, rows, columns, strict=True)
        ]
        return DistanceGradients(
            C=self._shaped([part.C for part in parts], 0, 1),
            mX=self._shaped([part.mX for part in parts], 0, 0),
            mY=self._shaped([part.mY for part in parts], 1, 1),
            muX=self._shaped([part.muX for part in parts], 0),
            muY=self._shaped([part.muY for part in parts], 1),
            epsilon=sum(part.epsilon for part in parts),
            delta=sum(part.delta for part in parts),
        )

    def _shaped(self, parts: Sequence[Array], *axes: int) -> Array:
        """Return the parts of the items at the places of their states."""
        whole = scattered(parts, *(self._masks[axis] for axis in axes))
        return whole if self._batched else whole[0]


def assembled(
    chains: tuple[Array, Array],
    ground: Array,
    laws: tuple[Any, Any],
    masks: tuple[Mask, Mask],
    epsilon: float,
    inner: Callable[[int, Array, Array, Array], Inner],
    tol: float,
) -> WLDistance:
    """Solve every pair of checked chains at its own size and put the answers together.

    ``inner`` gives the cost of an item, told by its number and by what it is made of.
    """
    items = []
    batch = zip(_batch(chains[0], 3), _batch(chains[1], 3), _batch(ground, 3), strict=True)
    given = [None if law is None else _batch(law, 2) for law in laws]
    for b, (X, Y, C) in enumerate(batch):
        i, j = masks[0][b], masks[1][b]
        place = f"[{b}]" if ground.ndim == 3 else ""
        pair = _inside(X, i, "X", place), _inside(Y, j, "Y", place)
        own = tuple(
            stationary_distribution(chain, name=f"m{side}{place}")
            if law is None
            else _law(law[b], mask, f"mu{side}{place}")
            for chain, law, mask, side in zip(pair, given, (i, j), "XY", strict=True)
        )
        below = inner(b, *pair, C[np.ix_(i, j)])
        outer = sinkhorn_distance(own[0], own[1], below.cost, epsilon, tol=tol)
        items.append(Item(*pair, below, outer, (own[0], own[1])))
    batched = ground.ndim == 3
    distances = np.array([float(item.outer.value) for item in items])
    places = scattered([item.inner.cost for item in items], *masks)
    found = [scattered([item.laws[side] for item in items], masks[side]) for side in (0, 1)]
    return WLDistance(
        distance=distances if batched else distances.reshape(()),
        cost=places if batched else places[0],
        muX=found[0] if batched else found[0][0],
        muY=found[1] if batched else found[1][0],
        items=tuple(items),
        _masks=masks,
        _stationary=(laws[0] is None, laws[1] is None),
        _batched=batched,
    )


def _inside(chain: Array, mask: Mask, side: str, item: str) -> Array:
    """Return the chain of the real states, which may not lead out of them."""
    leaves = np.argwhere(chain[np.ix_(mask, ~mask)] > 0)
    if len(leaves):
        state, out = np.flatnonzero(mask)[leaves[0, 0]], np.flatnonzero(~mask)[leaves[0, 1]]
        raise DataError(
            f"mask{side} leaves out state {out}, but state {state} of m{side}{item} goes there",
            hint="a mask is for states that pad; to drop a state, divide the rows that are left "
            "by their sums",
        )
    return chain if mask.all() else chain[np.ix_(mask, mask)]


def _law(law: Array, mask: Mask, name: str) -> Array:
    """Return a law on the real states, which must hold all of its mass."""
    return law if mask.all() else validating.law(name, law[mask])


def _batch(array: Array, axes: int) -> Array:
    """Return an array with a batch axis in front."""
    return array if array.ndim == axes else array[None]
