"""The models as functions: how many parameters a rank costs, and the best fit of some starts."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from boxdot.grammar.errors import UnsupportedError
from boxdot.numeric.decomposition import broadcast_decomposition

Array = NDArray[Any]
Shape = tuple[int, ...]
Rank = tuple[int, ...]


@dataclass(frozen=True)
class Model:
    """A way to write a tensor with few numbers.

    Parameters
    ----------
    name
        As in the legend of a figure.
    ranks
        The ranks of a tensor of a shape, from few to many parameters.
    parameters
        How many numbers a rank stores.
    fit
        The estimate of a tensor with a rank, the best of so many starts.
    package
        The package that fits it, besides boxdot.
    """

    name: str
    ranks: Callable[[Shape], Iterator[Rank]]
    parameters: Callable[[Shape, Rank], int]
    fit: Callable[[Array, Rank, int, int], Array]
    package: str = ""

    def nearest(self, shape: Shape, parameters: int) -> Rank:
        """Return the rank whose number of parameters is nearest.

        >>> MODELS["CP"].nearest((32, 32, 32), 3072), MODELS["TR"].nearest((32, 32, 32), 3072)
        ((32,), (6, 6, 6))
        """
        best: Rank = ()
        for rank in self.ranks(shape):
            if best and abs(self.parameters(shape, rank) - parameters) > abs(
                self.parameters(shape, best) - parameters
            ):
                break
            best = rank
        return best

    def demand_package(self) -> None:
        """Raise where the package is not installed."""
        if self.package and find_spec(self.package) is None:
            raise UnsupportedError(
                f"{self.name} needs {self.package}", hint="pip install 'boxdot[peers]'"
            )


# --- broadcast decomposition (eqs. 40-44) -----------------------------------------------------


def pairwise_shapes(shape: Shape) -> list[Shape]:
    """Return the shapes of the factors: each lacks one axis.

    >>> pairwise_shapes((4, 5, 6))
    [(4, 5, 1), (4, 1, 6), (1, 5, 6)]
    """
    lacking = range(len(shape) - 1, -1, -1)
    return [tuple(1 if n == axis else size for n, size in enumerate(shape)) for axis in lacking]


def _one_by_one(shape: Shape) -> Iterator[Rank]:
    yield from ((rank,) for rank in range(1, prod(shape) + 1))


def _bd_parameters(shape: Shape, rank: Rank) -> int:
    return rank[0] * sum(map(prod, pairwise_shapes(shape)))


def _bd(Y: Array, rank: Rank, starts: int, seed: int) -> Array:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a fit that has not settled is compared as it is
        found = broadcast_decomposition(
            Y, pairwise_shapes(Y.shape), rank[0], n_init=starts, n_iter_max=500, random_state=seed
        )
    estimate: Array = found.reconstruct()
    return estimate


# --- the peers, by TensorLy -------------------------------------------------------------------


def _best(Y: Array, starts: int, seed: int, run: Callable[[str, int], Any]) -> Array:
    """Return the estimate nearest to the data: from the singular vectors, then random starts."""
    found: list[Array] = []
    for number in range(starts):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found.append(np.asarray(run("random" if number else "svd", seed + number)))
    return min(found, key=lambda estimate: float(np.linalg.norm(Y - estimate)))


def _cp(Y: Array, rank: Rank, starts: int, seed: int) -> Array:
    from tensorly.cp_tensor import cp_to_tensor  # late: an optional package
    from tensorly.decomposition import parafac

    def run(init: str, seed: int) -> Any:
        return cp_to_tensor(
            parafac(Y, rank[0], init=init, n_iter_max=500, tol=1e-8, random_state=seed)
        )

    return _best(Y, starts, seed, run)


def _tucker_ranks(shape: Shape) -> Iterator[Rank]:
    """Yield equal ranks, none beyond the length of its axis."""
    for rank in range(1, max(shape) + 1):
        yield tuple(min(rank, size) for size in shape)


def _tucker_parameters(shape: Shape, rank: Rank) -> int:
    return prod(rank) + sum(size * one for size, one in zip(shape, rank, strict=True))


def _tucker(Y: Array, rank: Rank, starts: int, seed: int) -> Array:
    from tensorly.decomposition import tucker  # late: an optional package
    from tensorly.tucker_tensor import tucker_to_tensor

    def run(init: str, seed: int) -> Any:
        return tucker_to_tensor(
            tucker(Y, list(rank), init=init, n_iter_max=200, tol=1e-8, random_state=seed)
        )

    return _best(Y, starts, seed, run)


def _ring_ranks(shape: Shape) -> Iterator[Rank]:
    yield from ((rank,) * len(shape) for rank in range(1, max(shape) + 1))


def _ring_parameters(shape: Shape, rank: Rank) -> int:
    following = (*rank[1:], rank[0])
    return sum(a * n * b for a, n, b in zip(rank, shape, following, strict=True))


def _ring(Y: Array, rank: Rank, starts: int, seed: int) -> Array:
    from tensorly.decomposition import tensor_ring_als  # late: an optional package
    from tensorly.tr_tensor import tr_to_tensor

    def run(init: str, seed: int) -> Any:
        ring = [*rank, rank[0]]
        return tr_to_tensor(
            tensor_ring_als(Y, ring, ls_solve="normal_eq", n_iter_max=200, random_state=seed)
        )

    return _best(Y, starts, seed, run)


MODELS = {
    "BD": Model("BD", _one_by_one, _bd_parameters, _bd),
    "CP": Model("CP", _one_by_one, lambda shape, rank: rank[0] * sum(shape), _cp, "tensorly"),
    "Tucker": Model("Tucker", _tucker_ranks, _tucker_parameters, _tucker, "tensorly"),
    "TR": Model("tensor ring", _ring_ranks, _ring_parameters, _ring, "tensorly"),
}
"""The models of Figure 5."""
