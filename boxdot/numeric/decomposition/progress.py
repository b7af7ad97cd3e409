"""A line that says how far a decomposition is, on a terminal only."""

from __future__ import annotations

import sys
import time
from typing import TextIO


class Progress:
    """Rewrites one line at most ten times a second, on a terminal only."""

    def __init__(self, wanted: bool, total: int, stream: TextIO | None = None) -> None:
        self.stream = sys.stderr if stream is None else stream
        self.shown = wanted and self.stream.isatty()
        self.total, self.due = total, 0.0

    def tell(self, sweep: int, error: float) -> None:
        """Say which sweep is done, and its error."""
        if self.shown and (time.monotonic() >= self.due or sweep == self.total):
            self.due = time.monotonic() + 0.1
            done = 20 * sweep // max(self.total, 1)
            bar = "#" * done + "." * (20 - done)
            self.stream.write(f"\r[{bar}] sweep {sweep}/{self.total}, error {error:.6g}\x1b[K")
            self.stream.flush()

    def end(self) -> None:
        """Leave the line as it is."""
        if self.shown:
            self.stream.write("\n")
