"""What a search is to reach, and how far it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


@dataclass
class Progress:
    """How far the search for the fixed point is."""

    iterations: int = 0
    sweeps: int = 0
    products: int = 0
    residual: float = np.inf
    marginal: float = np.inf
    change: float = np.inf
    converged: bool = False


@dataclass(frozen=True)
class Task:
    """One problem: the ground cost, the discount, the tolerances and the limit of sweeps."""

    cost: Array
    delta: float
    tolerance: float
    marginal: float
    most: int
    tell: Callable[[Progress], None]
