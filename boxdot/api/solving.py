"""Least squares and decompositions that are posed as formulas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from boxdot.api.reading import demand_shapes, formula_of
from boxdot.grammar.depth import deeply
from boxdot.grammar.errors import DataError, UnsupportedError
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.symbols import Declaration
from boxdot.notation.inference import infer

if TYPE_CHECKING:
    from boxdot.notation.problems import Problem
    from boxdot.numeric.solving import Solution


@deeply
def solve(
    formula: Formula | str,
    data: Mapping[str, Any],
    declarations: str = "",
    /,
    *,
    nonnegative: Iterable[str] = (),
    mask: str | None = None,
    weights: str | None = None,
) -> Solution:
    """Solve the least-squares problem that a formula poses: ``min_A ‖Y − A ⊡ Z‖_F²`` (eq. 38).

    Parameters
    ----------
    formula, declarations
        The formula, or its text and what is declared. One unknown, in which the model is linear:
        what stands under ``min`` or ``argmin``, or of ``Y ≈ A ⊡ Z`` what is not in the data. The
        norm may be squared or not and hold weights (``‖M ⊙ (Y − A ⊡ Z)‖²``), a ridge term
        ``λ‖A‖²`` may follow, and the condition ``A ≥ 0``.
    data
        The arrays by name. NaN in what is fitted means missing. What is fitted, its mask and its
        weights may be Dask arrays, memory maps or what slices like them (HDF5, Zarr): they are
        read piece by piece and never kept.
    nonnegative
        Names of unknowns that may not be negative, besides those that the formula names.
    mask
        The name of an array in the data: 1 where what is fitted is known.
    weights
        The name of an array in the data that multiplies the squares of the misses.

    Returns
    -------
    Solution
        A mapping with the array of the unknown, with ``error`` (‖Y − A ⊡ Z‖_F), ``rank`` and more.

    Raises
    ------
    IllShapedError
        The shapes do not fit.
    UnsupportedError
        It is not such a problem; the message shows where.
    DataError
        The arrays do not fit the declarations.

    Examples
    --------
    >>> import numpy as np
    >>> Z = np.array([[[1.0, 2.0], [3.0, 4.0]]])
    >>> data = {"Y": np.array([[[5.0]], [[7.0]]]) * Z, "Z": Z}
    >>> found = solve("min_A ‖Y − A ⊡ Z‖_F²", data, "Y ∈ R^{I×J×K}; A ∈ R^{I×J×1}; Z ∈ R^{1×J×K}")
    >>> found["A"].reshape(2, 2).round(12).tolist(), round(found.error, 12)
    ([[5.0, 5.0], [7.0, 7.0]], 0.0)
    """
    from boxdot.notation.problems import LeastSquares  # late: `check` poses no problem

    formula, problem = _posed(formula, data, declarations, nonnegative)
    if not isinstance(problem, LeastSquares):
        names = ", ".join(unknown.name for unknown in problem.unknowns)
        raise UnsupportedError(
            f"the products of {names} are no linear problem",
            hint="boxdot decompose finds several factors; give all but one for least squares",
        )
    from boxdot.numeric.solving.fitting import fit  # late: it needs NumPy

    return fit(problem, formula, data, mask=mask, weights=weights)


@deeply
def decompose(
    formula: Formula | str,
    data: Mapping[str, Any],
    declarations: str = "",
    /,
    *,
    rank: int | None = None,
    init: str | Mapping[str, Any] = "auto",
    n_init: int | None = None,
    algorithm: str = "auto",
    tolerance: float = 1e-8,
    max_iterations: int = 500,
    seed: int | None = None,
    nonnegative: Iterable[str] = (),
    mask: str | None = None,
    weights: str | None = None,
    progress: bool = False,
) -> Solution:
    """Decompose a tensor as a formula says: ``Y ≈ A ⊡ B ⊡ C`` (eq. 40), or a Σ of such (eq. 44).

    Parameters
    ----------
    formula, declarations
        The formula, or its text and what is declared: ``Y ≈ A ⊡ B ⊡ C``,
        ``Y ≈ Σ_{r=1}^{R} A_r ⊡ B_r ⊡ C_r`` or ``min_{A,B,C} ‖Y − A ⊡ B ⊡ C‖_F²``. The shapes of
        the factors are those declared; ``a_r ∘ b_r ∘ c_r`` is the CP decomposition. Factors that
        are in the data are kept (if all are there, none is).
    data
        The arrays by name. NaN in what is decomposed means missing. What is decomposed and its
        mask may be Dask arrays, memory maps or what slices like them (HDF5, Zarr): they are read
        piece by piece, once for each sweep, and never kept.
    rank
        The number R of terms, where neither the formula nor the data tell it.
    init
        ``"auto"``, ``"random"``, or starts by name.
    n_init, algorithm, tolerance, max_iterations, seed, progress
        As ``n_init``, ``algorithm``, ``tol``, ``n_iter_max``, ``random_state`` and ``progress`` of
        :func:`boxdot.numeric.broadcast_decomposition`.
    nonnegative
        Names of factors that may not be negative, besides those that the formula names.
    mask
        The name of an array in the data: 1 where what is decomposed is known.
    weights
        The name of an array of 0 and 1 in the data.

    Returns
    -------
    Solution
        A mapping with an array for every factor, with ``error``, ``errors`` (after each sweep),
        ``iterations``, ``converged``. Of a Σ the members ``A_r`` are stacked along a first axis.

    Raises
    ------
    IllShapedError
        The shapes do not fit.
    UnsupportedError
        It is no decomposition into broadcast products; the message shows where.
    DataError
        The arrays do not fit the declarations, or R is not known.

    Warns
    -----
    DecompositionWarning
        The error had not settled when the sweeps ended.

    Examples
    --------
    >>> import numpy as np
    >>> Y = np.arange(1.0, 7).reshape(2, 3, 1) * np.arange(1.0, 9).reshape(2, 1, 4)
    >>> found = decompose("Y ≈ A ⊡ B", {"Y": Y}, "Y ∈ R^{I×J×K}; A ∈ R^{I×J}; B ∈ R^{I×1×K}")
    >>> {name: array.shape for name, array in found.items()}, found.relative_error < 1e-7
    ({'A': (2, 3), 'B': (2, 1, 4)}, True)
    """
    from boxdot.notation.problems import Decomposition  # late: `check` poses no problem

    formula, problem = _posed(formula, data, declarations, nonnegative)
    if not isinstance(problem, Decomposition):
        raise UnsupportedError(
            f"only {problem.unknowns[0].name} is sought: this is a least-squares problem",
            hint="boxdot solve solves it at once",
        )
    from boxdot.numeric.solving import Sweeping  # late: it needs NumPy
    from boxdot.numeric.solving import decompose as run

    return run(
        problem,
        formula,
        data,
        rank=rank,
        mask=mask,
        weights=weights,
        sweeping=Sweeping(init, n_init, algorithm, tolerance, max_iterations, seed, progress),
    )


def _posed(
    formula: Formula | str,
    data: Mapping[str, Any],
    declarations: str,
    nonnegative: Iterable[str],
) -> tuple[Formula, Problem]:
    """Return a formula whose shapes fit, and the problem that it poses on these data."""
    from boxdot.notation.problems import understand, with_sizes  # late: `check` poses no problem

    _demand_sizes(data)
    formula = with_sizes(_with_data(formula_of(formula, declarations), data))
    demand_shapes(formula)
    problem = understand(formula, data)
    names = {unknown.name for unknown in problem.unknowns}
    held = {formula.symbols.resolve(name) or name for name in nonnegative}
    if strange := sorted(held - names):
        known = ", ".join(sorted(names))
        raise DataError(f"{strange[0]} is not sought", hint=f"the unknowns are {known}")
    return formula, replace(problem, nonnegative=problem.nonnegative | held)


def _demand_sizes(data: Mapping[str, Any]) -> None:
    """Demand that every array knows its shape before it is read: NaN is no length."""
    for name, array in data.items():
        if any(size != size for size in getattr(array, "shape", None) or ()):
            raise DataError(
                f"{name} is a Dask array with chunks of unknown sizes",
                hint=f"call {name}.compute_chunk_sizes() first",
            )


def _with_data(formula: Formula, data: Mapping[str, Any]) -> Formula:
    """Let arrays declare the symbols of a formula that nothing else declares."""
    names = dict.fromkeys(symbol.name for symbol in infer(formula).unknown)
    found = [Declaration(name, _shape(data[name])) for name in names if name in data]
    return replace(formula, symbols=formula.symbols.with_declarations(found)) if found else formula


def _shape(array: Any) -> tuple[int, ...]:
    shape = getattr(array, "shape", None)
    if shape is None:
        import numpy as np  # late: only lists need it

        shape = np.shape(array)
    return tuple(map(int, shape))
