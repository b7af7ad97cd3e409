"""Showing on the terminal how far a long search is."""

from __future__ import annotations

from collections.abc import Callable

from boxdot.numeric.markov.core.tasks import Progress
from boxdot.numeric.progress import ProgressLine


def teller(wanted: bool) -> Callable[[Progress], None]:
    """Return what is called after each sweep: a line on a terminal, or nothing.

    >>> teller(False)(Progress())
    """
    line = ProgressLine(wanted)

    def tell(progress: Progress) -> None:
        line.tell(
            f"{progress.sweeps} sweeps, residual {progress.residual:.1e}, "
            f"marginal error {progress.marginal:.1e}",
            last=progress.converged,
        )
        if progress.converged:
            line.end()

    return tell
