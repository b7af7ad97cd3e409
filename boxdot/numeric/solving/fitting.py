"""Least squares: one unknown, solved at once (eqs. 38-39, 65-72)."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from boxdot.grammar.errors import DataError
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.problems import LeastSquares
from boxdot.numeric.leastsquares import solve_least_squares
from boxdot.numeric.solving.outside import calling
from boxdot.numeric.solving.posed import Posed, unknown_shapes
from boxdot.numeric.solving.posing import pose
from boxdot.numeric.solving.solution import Array, Solution, by_plain_name
from boxdot.numeric.solving.weighing import mask_of, weights_of


def fit(
    problem: LeastSquares,
    formula: Formula,
    arrays: Mapping[str, ArrayLike],
    *,
    mask: str | None = None,
    weights: str | None = None,
) -> Solution:
    """Solve a least-squares problem on arrays; ``mask`` and ``weights`` are names of arrays.

    Raises
    ------
    DataError
        The arrays do not fit the declarations, or hold what cannot be fitted.
    """
    posed = pose(problem, formula, arrays)
    (shape,) = unknown_shapes(posed, [problem.unknown])
    joint = posed.joint()
    X = posed.fitted()
    H = _stretched(posed.sum(problem.model), shape, joint)
    with calling(X=posed.title, weights=weights or "the weights"):
        found = solve_least_squares(
            X,
            H,
            shape,
            weights=weights_of(posed, weights),
            mask=mask_of(posed, mask),
            nonnegative=bool(problem.nonnegative),
            ridge=_ridge(posed),
        )
    name = problem.unknowns[0].name
    return Solution(
        by_plain_name({name: posed.own(found.solution, problem.unknown)}),
        float(found.residual),
        float(found.norm),
        rank=int(found.rank),
    )


def _stretched(H: Array, shape: tuple[int, ...], joint: tuple[int, ...]) -> Array:
    """Stretch H where neither it nor the unknown has an axis that the data have."""
    wide = tuple(
        n if one == 1 and h == 1 else h for n, one, h in zip(joint, shape, H.shape, strict=True)
    )
    return np.broadcast_to(H, wide)


def _ridge(posed: Posed) -> float:
    """Return λ / c of ``c ‖Y − A ⊡ Z‖² + λ ‖A‖²``."""
    scale = posed.number(posed.problem.scale)
    if not (np.isfinite(scale) and scale > 0):
        raise DataError(f"the number before the norm is {scale}, expected a number > 0")
    ridge = sum(posed.number(number) for _, number in posed.problem.ridges)
    if not (np.isfinite(ridge) and ridge >= 0):
        raise DataError(f"the number of the ridge term is {ridge}, expected a number ≥ 0")
    return float(ridge / scale)
