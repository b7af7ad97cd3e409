"""The whole way from data to factors: merge, scale, begin, sweep, and put everything back."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from boxdot.grammar.errors import DataError
from boxdot.numeric.decomposition.beginning import one_everywhere
from boxdot.numeric.decomposition.checkpoint import Checkpoint, as_checkpoint
from boxdot.numeric.decomposition.gauge import balanced
from boxdot.numeric.decomposition.iterating import Run, Until, iterate
from boxdot.numeric.decomposition.layout import Array, Layout, read_shapes
from boxdot.numeric.decomposition.options import (
    ALGORITHMS,
    BACKENDS,
    GAUGES,
    LOSSES,
    demand_choice,
    demand_number,
    demand_whole,
    random_generator,
    read_options,
)
from boxdot.numeric.decomposition.posing import Problem, pose
from boxdot.numeric.decomposition.result import BroadcastDecompositionResult
from boxdot.numeric.decomposition.scaling import put_back, shared_evenly
from boxdot.numeric.decomposition.unsettled import DecompositionWarning
from boxdot.numeric.telling import tell
from boxdot.numeric.threads import blas_threads

GROWN = 1e3
"""Factors that grow so much while the error creeps down are those of a fit that does not exist."""


def broadcast_decomposition(
    Y: Any,
    shapes: Sequence[Sequence[int]],
    rank: int = 1,
    *,
    mask: Any = None,
    algorithm: str = "auto",
    init: str | Sequence[Any] = "auto",
    n_init: int | None = None,
    tol: float = 1e-8,
    n_iter_max: int = 500,
    nonnegative: Any = False,
    fixed: Any = (),
    ridge: Any = 0,
    proximal: float = 0,
    loss: str = "frobenius",
    gauge: str = "auto",
    random_state: Any = None,
    callback: Callable[[int, list[Array], float], Any] | None = None,
    progress: bool = False,
    checkpoint: Checkpoint | str | os.PathLike[str] | None = None,
    backend: str = "auto",
    threads: int | None = None,
) -> BroadcastDecompositionResult:
    """Return factors whose broadcast products add up to the data (eqs. 40-44).

    Minimises ‖Y − Σ_r F0_r ⊡ F1_r ⊡ …‖_F by alternating least squares.

    Parameters
    ----------
    Y
        The data, of any order; NaN means missing. Dask arrays, memory maps and what slices like
        them (HDF5, Zarr) are read slab by slab along the first axis and never kept.
    shapes
        The shape of each factor: at each axis the length of the data, or 1.
    rank
        The number R of terms.
    mask
        True where the data is known; of the shape of ``Y``.
    algorithm
        ``hals`` updates term by term (eqs. 41-43 on the residual of the others), ``als`` all terms
        of a factor together by R×R systems; ``auto`` takes ``als`` for data without negative
        entries and at most 4 terms.
    init
        ``auto``, ``random``, or a list of factors (None for one to draw). From given factors the
        iterates are literally those of eqs. 41-43.
    n_init
        How many starts are tried for a few sweeps; the best goes on.
    tol
        Stop when a sweep lowers the error by less than this part of it; 0 runs all sweeps.
    n_iter_max
        The most sweeps. A best decomposition may not exist; then only this stops the sweeps, and
        the warning says so.
    nonnegative, fixed
        A bool for all factors, one for each, or the numbers of the factors that are meant. Where
        all are fixed, one sweep only tells their error.
    ridge
        λ ≥ 0 of a penalty λ‖F‖² for all factors, or for each; it shrinks, and depends on the gauge.
    proximal
        μ ≥ 0: updates are drawn to the old values with μ times the mean denominator; fixed points
        stay the same.
    loss
        ``frobenius``, or ``kl``: Σ y log(y/ŷ) − y + ŷ for data ≥ 0, by iterative proportional
        fitting.
    gauge
        ``balanced`` gives any two factors equal norms wherever they share an index (the least sum
        of squares), the largest terms first; ``none`` leaves the iterates as they are; ``auto``
        balances unless factors are given or fixed.
    random_state
        A seed or a NumPy Generator.
    callback
        Called after each sweep with its number, the factors and the error; True stops.
    progress
        Whether a line on the terminal shows how far it is.
    checkpoint
        A file to write the state to, and to go on from if it is there: the iterates are the same.
    backend
        ``numba``, ``numpy`` or ``auto``.
    threads
        How many threads read the data; by default as many as Numba would use.

    Raises
    ------
    DataError
        Infinite or masked entries, shapes that do not fit, or an option of another kind.

    Warns
    -----
    DecompositionWarning
        The error had not settled when the sweeps ended, or no entry of the data is known.

    Examples
    --------
    >>> A, B = np.arange(1.0, 7).reshape(2, 3, 1), np.arange(1.0, 9).reshape(2, 1, 4)
    >>> found = broadcast_decomposition(A * B, [(2, 3, 1), (2, 1, 4)])
    >>> bool(np.allclose(found.reconstruct(), A * B)), found.converged
    (True, True)
    """
    demand_choice(algorithm, ALGORITHMS, "algorithm")
    demand_choice(loss, LOSSES, "loss")
    demand_choice(gauge, GAUGES, "gauge")
    demand_choice(backend, BACKENDS, "backend")
    for name, value, least in (("rank", rank, 1), ("n_iter_max", n_iter_max, 0)):
        demand_whole(value, least, name)
    for name, option in (("n_init", n_init), ("threads", threads)):
        demand_whole(1 if option is None else option, 1, name)
    demand_number(tol, "tol")
    _demand_function(callback, "callback")
    shapes = read_shapes(shapes)
    options = read_options(len(shapes), nonnegative, fixed, ridge, proximal)
    problem = pose(Y, mask, shapes, rank, options, algorithm, loss, backend, threads)
    if problem is None:
        return _of_nothing(Y, shapes, rank)
    if problem.data.unseen:
        tell("no entry of Y is known: the factors say nothing about it", DecompositionWarning)
    file = as_checkpoint(checkpoint)
    with blas_threads(problem.blas_threads(threads)):
        run = _begin(problem, file, init, n_init, random_state)
        before = _largest(run.factors)
        iterate(
            run,
            problem.sweeps,
            _until(problem, tol, n_iter_max),
            scale=problem.scale,
            callback=_teller(callback, problem),
            progress=progress,
            checkpoint=file,
            key=problem.key,
        )
    run.converged = run.converged or all(options.fixed)
    if not run.converged and tol > 0:
        _warn(run, before)
    chosen = isinstance(init, str) and not any(options.fixed)
    return _result(problem, run, gauge == "balanced" or (gauge == "auto" and chosen))


def _demand_function(given: object, name: str) -> None:
    if given is not None and not callable(given):
        raise DataError(f"{name} is {given!r}, expected a function")


def _begin(
    problem: Problem,
    file: Checkpoint | None,
    init: str | Sequence[Any],
    n_init: int | None,
    random_state: Any,
) -> Run:
    """Return what was written down, or a start."""
    stored = None if file is None else file.read(problem.key, len(problem.layout.shapes))
    if stored is not None:
        return Run(*stored)
    return Run(*problem.start(init, n_init, random_generator(random_state)))


def _until(problem: Problem, tol: float, n_iter_max: int) -> Until:
    """Errors that are found without reading the data are exact to a root of the precision.

    Where all factors are fixed, a single sweep tells their error.
    """
    if all(problem.options.fixed):
        n_iter_max = min(n_iter_max, 1)
    if problem.loss == "kl":
        return Until(float(tol), n_iter_max, root=False)
    part = float(np.sqrt(8 * np.finfo(problem.data.dtype).eps))
    return Until(float(tol), n_iter_max, floor=problem.norm * part)


def _teller(
    callback: Callable[[int, list[Array], float], Any] | None, problem: Problem
) -> Callable[[Run], Any] | None:
    """Return the callback as the iteration calls it."""
    if callback is None:
        return None

    def tell(run: Run) -> Any:
        whole = put_back(run.factors, run.exponents)
        return callback(len(run.errors), _whole(whole, problem.layout), run.errors[-1])

    return tell


def _result(problem: Problem, run: Run, balance: bool) -> BroadcastDecompositionResult:
    """Return the factors in their own shapes, scaled, and balanced if so asked."""
    factors, exponents = run.factors, run.exponents
    if balance:
        factors = balanced(factors, problem.options.nonnegative)
        exponents = shared_evenly(exponents)
    whole = _whole(put_back(factors, exponents), problem.layout)
    return BroadcastDecompositionResult(
        whole, problem.rank, run.errors, len(run.errors), run.converged, problem.norm
    )


def _whole(factors: Sequence[Array], layout: Layout) -> list[Array]:
    """Return merged factors in their own shapes; a single term has no axis for its number."""
    found = [layout.split_factor(factor, number) for number, factor in enumerate(factors)]
    return [one[0] for one in found] if len(found[0]) == 1 else found


def _largest(factors: Sequence[Array]) -> float:
    return max(float(np.abs(factor).max()) for factor in factors)


def _warn(run: Run, before: float) -> None:
    why = "raise n_iter_max or tol, or try other starts; a best decomposition may not exist"
    if _largest(run.factors) > GROWN * max(before, 1e-300):
        why = (
            "the factors grow without bound: a best decomposition seems not to exist; "
            "a ridge, or nonnegative=True, makes it exist"
        )
    text = f"the error still fell after {len(run.errors)} sweeps: {why}"
    tell(text, DecompositionWarning)


def _of_nothing(Y: Any, shapes: Sequence[Sequence[int]], rank: int) -> BroadcastDecompositionResult:
    """Return factors of ones: all that data without entries say."""
    factors = one_everywhere(shapes, rank, np.asarray(Y).dtype)
    whole = [factor[0] for factor in factors] if rank == 1 else factors
    return BroadcastDecompositionResult(whole, rank, [0.0], 0, True, 0.0)
