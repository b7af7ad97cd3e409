"""Sweep after sweep until the error settles, with callbacks, checkpoints and a progress line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import sqrt
from typing import Any, Protocol

from boxdot.numeric.decomposition.checkpoint import Checkpoint
from boxdot.numeric.decomposition.layout import Array
from boxdot.numeric.decomposition.progress import Progress


class Sweeps(Protocol):
    """What can sweep: in memory, out of it, or for another loss."""

    def sweep(self, factors: list[Array]) -> float:
        """Update the factors in place and return the squared error (or the divergence)."""


@dataclass
class Run:
    """A decomposition in the making.

    Parameters
    ----------
    factors, exponents
        The scaled, merged factors and their powers of 2.
    errors
        The error after each sweep.
    converged
        Whether the last sweeps changed the error by less than was asked for.
    """

    factors: list[Array]
    exponents: list[int]
    errors: list[float] = field(default_factory=list)
    converged: bool = False


@dataclass(frozen=True)
class Until:
    """When to stop.

    Parameters
    ----------
    tol
        Stop when a sweep lowers the error by less than this part of it; 0 runs all sweeps.
    n_iter_max
        The most sweeps.
    floor
        An error that rounding alone makes: below it nothing can be told.
    root
        Whether errors are roots of what sweeps return (norms), or that itself (divergences).
    """

    tol: float
    n_iter_max: int
    floor: float = 0.0
    root: bool = True


def iterate(
    run: Run,
    sweeps: Sweeps,
    until: Until,
    *,
    scale: float = 1.0,
    callback: Callable[[Run], Any] | None = None,
    progress: bool = False,
    checkpoint: Checkpoint | None = None,
    key: int = 0,
) -> Run:
    """Sweep in place until the error settles; ``scale`` turns errors into those of the data."""
    line = Progress(progress, until.n_iter_max)
    stopped = settled(run.errors, until)
    while not stopped and len(run.errors) < until.n_iter_max:
        found = sweeps.sweep(run.factors)
        run.errors.append((sqrt(found) if until.root else found) * scale)
        stopped = settled(run.errors, until)
        line.sweep(len(run.errors), run.errors[-1])
        if checkpoint is not None and (stopped or len(run.errors) % checkpoint.every == 0):
            checkpoint.write(run.factors, run.exponents, run.errors, key)
        if callback is not None and callback(run):
            break
    line.end()
    if checkpoint is not None:
        checkpoint.write(run.factors, run.exponents, run.errors, key)
    run.converged = stopped
    return run


def settled(errors: list[float], until: Until) -> bool:
    """Return whether the last sweep changed next to nothing.

    >>> settled([1.0, 0.5], Until(1e-8, 10)), settled([1.0, 1.0], Until(1e-8, 10))
    (False, True)
    """
    if not errors or not until.tol:
        return False
    if errors[-1] <= until.floor:
        return True
    return len(errors) > 1 and errors[-2] - errors[-1] <= until.tol * errors[-2]
