"""The whole way from data to factors: merge, scale, begin, sweep, and put everything back."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from boxdot.grammar.errors import DataError
from boxdot.numeric.decomposition import beginning
from boxdot.numeric.decomposition.checkpoint import Checkpoint, as_checkpoint, key_of
from boxdot.numeric.decomposition.data import Data, as_numbers, prepare
from boxdot.numeric.decomposition.gauge import balanced
from boxdot.numeric.decomposition.iterating import Run, Sweeps, Until, iterate
from boxdot.numeric.decomposition.layout import Array, Layout, lay_out
from boxdot.numeric.decomposition.options import (
    ALGORITHMS,
    BACKENDS,
    GAUGES,
    LOSSES,
    Options,
    demand_choice,
    read_options,
)
from boxdot.numeric.decomposition.result import BroadcastDecompositionResult
from boxdot.numeric.decomposition.scaling import put_back, shared_evenly, taken_out
from boxdot.numeric.decomposition.sweeps.choosing import choose_sweeps
from boxdot.numeric.decomposition.unsettled import DecompositionWarning

TRIED = {"auto": 6, "random": 10}
"""How many starts are tried unless ``n_init`` says."""
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
        The data, of any order; NaN means missing.
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
        A bool for all factors, one for each, or the numbers of the factors that are meant.
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
        Infinite entries, shapes that do not fit, or an option of another kind.

    Warns
    -----
    DecompositionWarning
        The error had not settled when the sweeps ended.

    Examples
    --------
    >>> A, B = np.arange(1.0, 7).reshape(2, 3, 1), np.arange(1.0, 9).reshape(2, 1, 4)
    >>> found = broadcast_decomposition(A * B, [(2, 3, 1), (2, 1, 4)])
    >>> bool(np.allclose(found.reconstruct(), A * B)), found.converged
    (True, True)
    """
    for value, allowed, name in (
        (algorithm, ALGORITHMS, "algorithm"),
        (loss, LOSSES, "loss"),
        (gauge, GAUGES, "gauge"),
        (backend, BACKENDS, "backend"),
    ):
        demand_choice(value, allowed, name)
    _demand_numbers(rank, tol, n_iter_max, n_init)
    options = read_options(len(shapes), nonnegative, fixed, ridge, proximal)
    numbers = as_numbers(Y)
    layout = lay_out(numbers.shape, shapes)
    if numbers.size == 0:
        return _of_nothing(layout, rank, numbers.dtype)
    _demand_real(numbers, options, loss)
    data = prepare(numbers, mask, layout)
    if algorithm == "auto":
        algorithm = "als" if rank <= 4 and _positive(data.values) else "hals"
    sweeps = choose_sweeps(data, layout, options, algorithm, rank, loss, backend, threads)
    file = as_checkpoint(checkpoint)
    key = key_of(
        layout, rank, algorithm, options, loss, str(numbers.dtype), data.power, data.exponent
    )
    run = _begin(file, key, data, layout, options, rank, init, n_init, random_state, sweeps)
    before = _largest(run.factors)
    norm = float(np.sqrt(data.power + data.offset))
    until = Until(
        float(tol),
        n_iter_max,
        *((norm * _floor(numbers),) if loss == "frobenius" else (0.0, False)),
    )
    scale = float(np.ldexp(1.0, data.exponent))
    until = Until(until.tol, until.n_iter_max, until.floor * scale, until.root)

    def tell(run: Run) -> Any:
        assert callback is not None
        whole = _whole(put_back(run.factors, run.exponents), layout, rank)
        return callback(len(run.errors), whole, run.errors[-1])

    iterate(
        run,
        sweeps,
        until,
        scale=scale,
        callback=tell if callback is not None else None,
        progress=progress,
        checkpoint=file,
        key=key,
    )
    if not run.converged and tol > 0 and any(not flag for flag in options.fixed):
        _warn(run, before)
    balance = gauge == "balanced" or (
        gauge == "auto" and isinstance(init, str) and not any(options.fixed)
    )
    factors, exponents = run.factors, run.exponents
    if balance:
        factors = balanced(factors, options.nonnegative)
        exponents = shared_evenly(exponents)
    return BroadcastDecompositionResult(
        _whole(put_back(factors, exponents), layout, rank),
        rank,
        run.errors,
        len(run.errors),
        run.converged,
        norm * scale,
    )


def _demand_numbers(rank: int, tol: float, n_iter_max: int, n_init: int | None) -> None:
    for name, value, least in (
        ("rank", rank, 1),
        ("n_iter_max", n_iter_max, 0),
        ("n_init", 1 if n_init is None else n_init, 1),
    ):
        whole = isinstance(value, (int, np.integer)) and not isinstance(value, bool)
        if not whole or value < least:
            raise DataError(f"{name} is {value!r}, expected a whole number ≥ {least}")
    if not (isinstance(tol, (int, float, np.number)) and 0 <= tol < np.inf):
        raise DataError(f"tol is {tol!r}, expected a number ≥ 0")


def _demand_real(Y: Array, options: Options, loss: str) -> None:
    if Y.dtype.kind == "c" and (loss == "kl" or any(options.nonnegative)):
        raise DataError("complex data have no non-negative factors and no divergence")


def _positive(values: Array) -> bool:
    return values.dtype.kind != "c" and bool(values.min() >= 0)


def _floor(Y: Array) -> float:
    """Return the part of the norm below which an error that costs no reading is rounding."""
    return float(np.sqrt(8 * np.finfo(Y.dtype).eps))


def _largest(factors: Sequence[Array]) -> float:
    return max(float(np.abs(factor).max()) for factor in factors)


def _begin(
    file: Checkpoint | None,
    key: int,
    data: Data,
    layout: Layout,
    options: Options,
    rank: int,
    init: str | Sequence[Any],
    n_init: int | None,
    random_state: Any,
    sweeps: Sweeps,
) -> Run:
    """Return what was written down, or a start."""
    stored = file.read(key, len(layout.shapes)) if file is not None else None
    if stored is not None:
        return Run(*stored)
    rng = np.random.default_rng(random_state)
    if isinstance(init, str):
        demand_choice(init, tuple(TRIED), "init")
        if any(options.fixed):
            raise DataError("fixed factors are not given", hint="init=[…] with the fixed factors")
        count = n_init or (TRIED[init] if _needs_trials(init, layout, data) else 1)
        found = beginning.candidates(init, data, layout, rank, rng, options.nonnegative, count)
        norm = float(np.sqrt(data.power))
        start = beginning.best_start(found, sweeps.sweep, norm, count == 1)
        return Run(start, [data.exponent, *[0] * (len(start) - 1)])
    given = beginning.given_factors(init, rank, layout, data.values.dtype)
    for number, (one, flag) in enumerate(zip(given, options.fixed, strict=True)):
        if flag and one is None:
            raise DataError(f"factor {number} is fixed, but init[{number}] is not given")
    drawn = beginning.random_factors(data, layout, rank, rng, options.nonnegative)
    whole = [new if one is None else one for one, new in zip(given, drawn, strict=True)]
    first = options.fixed.index(False) if False in options.fixed else 0
    return Run(*taken_out(whole, data.exponent, first))


def _needs_trials(init: str, layout: Layout, data: Data) -> bool:
    """One factor alone has one solution: no start is better than another."""
    return len(layout.shapes) > 1


def _whole(factors: Sequence[Array], layout: Layout, rank: int) -> list[Array]:
    found = [layout.split_factor(factor, number) for number, factor in enumerate(factors)]
    return [factor[0] for factor in found] if rank == 1 else found


def _warn(run: Run, before: float) -> None:
    grown = _largest(run.factors) > GROWN * max(before, 1e-300)
    why = (
        "the factors grow without bound: a best decomposition seems not to exist; "
        "a ridge, or nonnegative=True, makes it exist"
        if grown
        else "raise n_iter_max or tol, or try other starts; a best decomposition may not exist"
    )
    text = f"the error still fell after {len(run.errors)} sweeps: {why}"
    warnings.warn(text, DecompositionWarning, stacklevel=3)


def _of_nothing(layout: Layout, rank: int, dtype: Any) -> BroadcastDecompositionResult:
    factors = beginning.one_everywhere(layout, rank, dtype)
    whole = [factor[0] for factor in factors] if rank == 1 else factors
    return BroadcastDecompositionResult(whole, rank, [0.0], 0, True, 0.0)
