"""Least squares of a broadcast product (eqs. 38-39 and 65-72), of data of any kind and size."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from boxdot.grammar.errors import DataError
from boxdot.notation.shapes.conventions import Convention
from boxdot.numeric.compiling import sharing
from boxdot.numeric.compiling.libraries import library_of
from boxdot.numeric.leastsquares import arguments
from boxdot.numeric.leastsquares.minimising import minimised
from boxdot.numeric.leastsquares.passes import Data
from boxdot.numeric.leastsquares.problem import beside, enlarged, problem_of
from boxdot.numeric.leastsquares.result import LeastSquaresResult
from boxdot.numeric.slabs import is_dask


def solve_least_squares(
    X: Any,
    H: npt.ArrayLike,
    shape: int | Sequence[int],
    *,
    weights: Any = None,
    mask: Any = None,
    nonnegative: bool = False,
    ridge: float = 0.0,
    convention: Literal["F", "C"] | Convention = "F",
    out: npt.NDArray[Any] | None = None,
    backend: Literal["auto", "numba", "numpy"] = "auto",
) -> LeastSquaresResult:
    """Return the W of a shape that minimises ‖X − W ⊡ H‖_F (eqs. 38-39, 65-72).

    X is read once. Of all minimisers this is the shortest: it is 0 where the fibre of H is 0, or
    where no entry is seen.

    Parameters
    ----------
    X
        The data, of any order: an array, a memory map, or a Dask array (read chunk by chunk, where
        the chunks are). NaN marks entries that are missing.
    H
        The known factor.
    shape
        The shape of W. X, H and W must broadcast: along each axis lengths are equal or 1. Along
        axes where W has length 1 it is summed.
    weights
        Weights of the squares, not negative, that broadcast against X; 0 leaves an entry out.
    mask
        True where an entry of X is there; broadcasts against X.
    nonnegative
        Whether W must not be negative. The minimiser is then max(0, W), since the entries of W
        do not depend on each other.
    ridge
        Adds ridge · ‖W‖²_F to what is minimised.
    convention
        Which axes of length 1 may be left out: those at the end ("F", as in the paper) or those
        at the beginning ("C", as in NumPy).
    out
        An array that takes the solution.
    backend
        "numba" for compiled loops, "numpy" for the same sums without; "auto" takes Numba if it is
        installed.

    Returns
    -------
    LeastSquaresResult
        The solution with its residual, its rank and the norms of the columns of the problem.

    Raises
    ------
    DataError
        Shapes that do not broadcast (the axis is named), weights below 0, infinite entries, data
        that are no numbers, an option that is none.

    Notes
    -----
    Sums of single-precision data are taken in double precision. The residual is
    √(‖X‖² − ⟨W, 𝒫(X ⊡ H)⟩) while that has its digits (above 1 % of ‖X‖), else X is read a second
    time. Fibres whose squares under- or overflow are scaled by their largest entry.

    Examples
    --------
    >>> import numpy as np
    >>> Z = np.array([[[1.0, 2.0], [3.0, 4.0]]])
    >>> A = np.array([[[2.0], [1.0]]])
    >>> found = solve_least_squares(A * Z, Z, (1, 2, 1))
    >>> found.solution.tolist(), found.residual, found.rank
    ([[[2.0], [1.0]]], 0.0, 2)
    """
    library, given, asked = library_of(X), X, arguments.shape_of(shape)
    meant, penalty = arguments.convention_of(convention), arguments.ridge_of(ridge)
    X, known = arguments.numbers("X", X), np.asarray(arguments.numbers("H", H))
    problem, X = problem_of(X, known, asked, meant)
    threads = 1 if is_dask(X) else sharing.threads()  # Dask has threads of its own
    problem = replace(problem, backend=arguments.backend_of(backend), threads=threads)
    if weights is not None:
        weights = beside("weights", arguments.numbers("weights", weights, "biuf"), problem, meant)
    if mask is not None:
        mask = beside("mask", arguments.numbers("mask", mask, "biu"), problem, meant)
    X = enlarged(X, weights, mask)
    problem = replace(problem, data=tuple(X.shape))
    kind = arguments.result_kind(np.dtype(X.dtype), known.dtype)
    if nonnegative and kind.kind == "c":
        raise DataError("complex numbers have no sign", hint="leave nonnegative out")
    found = minimised(problem, Data(X, weights, mask), penalty, nonnegative=nonnegative)
    solution = arguments.stored(found.solution.reshape(asked), kind, out)
    if library is not None and out is None:
        solution = library.give(solution, given)
    norms = np.broadcast_to(found.column_norms, problem.unknown).reshape(asked)
    return replace(found, solution=solution, column_norms=norms)
