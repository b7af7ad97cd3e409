"""Showing on the terminal how far a long search is."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from boxdot.numeric.markov.core.tasks import Progress

PAUSE = 0.2
"""Seconds between two lines."""


def teller(wanted: bool) -> Callable[[Progress], None]:
    """Return what is called after each sweep: a line on standard error, or nothing.

    >>> teller(False)(Progress())
    """
    last = [time.monotonic()]

    def tell(progress: Progress) -> None:
        now = time.monotonic()
        if wanted and (now - last[0] > PAUSE or progress.converged):
            last[0] = now
            end = "\n" if progress.converged else ""
            line = (
                f"\r{progress.sweeps} sweeps, residual {progress.residual:.1e}, "
                f"marginal error {progress.marginal:.1e} "
            )
            print(line, end=end, file=sys.stderr, flush=True)

    return tell
