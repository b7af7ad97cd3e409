"""Random starts: of mixed signs, or positive where the data or the factors are."""

from __future__ import annotations

import numpy as np

from boxdot.numeric.decomposition.layout import Array
from boxdot.numeric.decomposition.starting.problem import Problem


def random_start(problem: Problem, rng: np.random.Generator) -> list[Array]:
    """Return random factors: uniform from 0 to 1 where the data are positive, else Gaussian."""
    positive = is_positive(problem)
    factors = []
    for m, nonnegative in enumerate(problem.nonnegative):
        shape = (problem.rank, *problem.shape(m))
        draw = rng.random if positive or nonnegative else rng.standard_normal
        factors.append(draw(shape))
    return factors


def is_positive(problem: Problem) -> bool:
    """Return whether what is below 0 is no more than noise around 0 would leave there.

    >>> from boxdot.numeric.decomposition.layout import lay_out
    >>> from boxdot.numeric.decomposition.starting.problem import read_problem
    >>> layout = lay_out((3, 2), [(3, 1), (1, 2)])
    >>> is_positive(read_problem(np.ones((3, 2)), layout, 1)[0])
    True
    >>> is_positive(read_problem(np.eye(3)[:, :2] - 0.5, layout, 1)[0])
    False
    """
    below = np.minimum(problem.data, 0.0)
    return bool((below**2).sum() <= 0.01 * (problem.data**2).sum())
