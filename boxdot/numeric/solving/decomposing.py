"""Decompositions: products of several unknowns or a sum of them, by alternating least squares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from boxdot.notation.expressions.formula import Formula
from boxdot.notation.problems import Decomposition, Factor
from boxdot.numeric.decomposition import broadcast_decomposition
from boxdot.numeric.decomposition.result import BroadcastDecompositionResult
from boxdot.numeric.decomposition.scoring import signal_to_noise
from boxdot.numeric.solving.outside import calling
from boxdot.numeric.solving.posed import Posed, unknown_shapes
from boxdot.numeric.solving.posing import pose
from boxdot.numeric.solving.solution import Array, Solution, by_plain_name
from boxdot.numeric.solving.starting import Start, starts_of
from boxdot.numeric.solving.terms import (
    fixed_names,
    held_factors,
    kept_factor,
    ordered,
    rank_of,
    ridges_of,
)
from boxdot.numeric.solving.weighing import binary, both, mask_of, weights_of

CANCELLED = 16
"""Errors below so many roots of the precision are differences in which no digits are left."""


@dataclass(frozen=True)
class Sweeping:
    """How the sweeps run; see `boxdot.numeric.broadcast_decomposition`."""

    init: Start = "auto"
    n_init: int | None = None
    algorithm: str = "auto"
    tolerance: float = 1e-8
    max_iterations: int = 500
    seed: int | None = None
    progress: bool = False


def decompose(
    problem: Decomposition,
    formula: Formula,
    arrays: Mapping[str, ArrayLike],
    *,
    rank: int | None = None,
    mask: str | None = None,
    weights: str | None = None,
    sweeping: Sweeping = Sweeping(),
) -> Solution:
    """Decompose arrays as a formula asks; ``mask`` and ``weights`` are names of arrays.

    Raises
    ------
    DataError
        The arrays do not fit the declarations, the number of terms is not known, or an option is
        of another kind.

    Warns
    -----
    DecompositionWarning
        The error had not settled when the sweeps ended.
    """
    posed = pose(problem, formula, arrays)
    terms = [ordered(posed, term) for term in problem.model]
    count = rank_of(posed, rank)
    shapes = unknown_shapes(posed, terms[0])
    sign = problem.model[0].sign if len({term.sign for term in problem.model}) == 1 else 1
    kept = kept_factor(posed, sign, count)
    init: str | Sequence[Array | None] = sweeping.init if isinstance(sweeping.init, str) else ()
    if kept or not init:
        init = [*starts_of(posed, terms, sweeping.init, count), *kept]
    ridges = ridges_of(posed, terms)
    known = both(mask_of(posed, mask), binary(weights_of(posed, weights)))
    Y = posed.fitted(sign)
    with calling(Y=posed.title):
        found = broadcast_decomposition(
            Y,
            [*shapes, *(one.shape[1:] if count > 1 else one.shape for one in kept)],
            count,
            mask=known,
            algorithm=sweeping.algorithm,
            init=init,
            n_init=sweeping.n_init,
            tol=sweeping.tolerance,
            n_iter_max=sweeping.max_iterations,
            nonnegative=[*held_factors(posed, terms), *(False for _ in kept)],
            fixed=[*(False for _ in shapes), *(True for _ in kept)],
            ridge=[*ridges, *(0.0 for _ in kept)],
            gauge="none" if any(ridges) else "auto",  # a ridge chooses a gauge of its own
            random_state=sweeping.seed,
            progress=sweeping.progress,
        )
    members = [one if count > 1 else one[None] for one in found.factors]
    return Solution(
        by_plain_name(_named(posed, terms, members)),
        _error(found, Y, known),
        float(found.norm),
        found.n_iter,
        bool(found.converged),
        tuple(map(float, found.errors)),
        count,
        fixed_names(posed),
    )


def _error(found: BroadcastDecompositionResult, Y: Any, known: Any) -> float:
    """Return the last error; one that is lost in rounding is taken from the data themselves."""
    error, kind = found.errors[-1] if found.errors else 0.0, found.factors[0].real.dtype
    if error > CANCELLED * np.sqrt(np.finfo(kind).eps) * found.norm:
        return float(error)
    decibels = signal_to_noise(Y, found.factors, found.rank, known)
    return float(found.norm * 10 ** (-decibels / 20)) if found.norm else float(error)


def _named(
    posed: Posed, terms: Sequence[Sequence[Factor]], members: Sequence[Array]
) -> dict[str, Array]:
    """Return the unknowns by name: single ones, or families with their members stacked."""
    found: dict[str, Array] = {}
    for place, array in enumerate(members[: len(terms[0])]):
        for number, term in enumerate(terms):
            factor, unknown = term[place], term[place].unknown
            assert unknown is not None
            if unknown.family is None:
                found[unknown.name] = posed.own(array[number], factor)
            else:
                owned = [posed.own(member, factor) for member in array]
                found[unknown.name] = np.stack(owned, axis=unknown.family)
    return {unknown.name: found[unknown.name] for unknown in posed.problem.unknowns}
