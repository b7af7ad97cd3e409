"""What the functions for PyTorch and JAX share: names of arguments, values and their gradients."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from boxdot.numeric.markov.discounted import discounted_wl
from boxdot.numeric.markov.distances import discounted_wl_distance, discounted_wl_k, wl_k
from boxdot.numeric.markov.transport import sinkhorn_distance

Array = NDArray[Any]

CHAINS = ("mX", "mY", "C", "epsilon", "delta")
LAWS = ("muX", "muY")


@dataclass(frozen=True)
class Bridge:
    """A function of arrays whose result knows its gradients.

    Attributes
    ----------
    function
        What is computed; its result has ``.backward(G)``.
    value
        The attribute of the result that is the value.
    arguments
        The arguments that the value is differentiated by; others are plain options.
    """

    function: Callable[..., Any]
    value: str
    arguments: tuple[str, ...]

    def solve(self, arrays: Mapping[str, Any], options: Mapping[str, Any]) -> Any:
        """Return the result for arrays (None: not given) and options."""
        plain = {name: _plain(name, value) for name, value in arrays.items()}
        return self.function(**plain, **options)

    def valued(self, result: Any) -> Array:
        """Return the value of a result."""
        return np.asarray(getattr(result, self.value))

    def gradients(self, result: Any, outer: Array) -> dict[str, Array]:
        """Return the gradient by every argument, given the one by the value."""
        found = result.backward(outer)
        return {name: np.asarray(getattr(found, name)) for name in self.arguments}


BRIDGES = {
    "discounted_wl": Bridge(discounted_wl, "cost", CHAINS),
    "discounted_wl_distance": Bridge(discounted_wl_distance, "distance", (*CHAINS, *LAWS)),
    "discounted_wl_k": Bridge(discounted_wl_k, "distance", (*CHAINS, *LAWS)),
    "wl_k": Bridge(wl_k, "distance", ("mX", "mY", "C", "epsilon", *LAWS)),
    "sinkhorn_distance": Bridge(sinkhorn_distance, "value", ("a", "b", "C", "epsilon")),
}
"""The differentiable functions, by the name that they have in every library."""


def _plain(name: str, value: Any) -> Any:
    """Return numbers as numbers: epsilon and delta may come as arrays without axes."""
    return float(value) if name in ("epsilon", "delta") and value is not None else value
