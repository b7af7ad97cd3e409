"""The discounted WL cost and its gradient by ot-markov-distances 1.0.4 (PyTorch), at its defaults.

Its backward pass fails on dense chains, since it looks up an index that only sparse ones have; it
is patched so that such costs stay as they are.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


def installed() -> bool:
    """Return whether the package and PyTorch are there."""
    return find_spec("ot_markov_distances") is not None and find_spec("torch") is not None


def solve(
    mX: Array, mY: Array, C: Array, G: Array, epsilon: float, delta: float
) -> tuple[Array, ...]:
    """Return the cost and the gradients in mX, mY and C."""
    torch = import_module("torch")
    discounted_wl = import_module("ot_markov_distances.discounted_wl")
    torch.set_num_threads(1)
    _patch(discounted_wl)
    leaves = [torch.tensor(array[None], requires_grad=True) for array in (mX, mY, C)]
    cost = discounted_wl.discounted_wl_infty_cost_matrix(
        *leaves, delta=delta, sinkhorn_reg=epsilon, x_is_sparse=False, y_is_sparse=False
    )
    cost.backward(torch.tensor(G[None]))
    found = [cost.detach(), *(leaf.grad for leaf in leaves)]
    return tuple(np.asarray(tensor[0]) for tensor in found)


def _patch(module: Any) -> None:
    original = module.re_project_C
    if getattr(original, "patched", False):
        return

    def re_project(P: Any, index: Any, mask: Any) -> Any:
        return P if index is None else original(P, index, mask)

    re_project.patched = True  # type: ignore[attr-defined]  # a mark that it need not be done twice
    module.re_project_C = re_project
