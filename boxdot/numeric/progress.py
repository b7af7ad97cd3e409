"""A line on the terminal that says how far long work is."""

from __future__ import annotations

import sys
import time
from typing import TextIO

PAUSE = 0.1
"""Seconds between two texts at least."""


class ProgressLine:
    """Rewrites one line on standard error, now and then, and only on a terminal.

    >>> import io
    >>> line = ProgressLine(True, io.StringIO())  # no terminal
    >>> line.tell("3 of 4"), line.shown
    (None, False)
    """

    def __init__(self, wanted: bool, stream: TextIO | None = None) -> None:
        self.stream = sys.stderr if stream is None else stream
        self.shown = wanted and self.stream.isatty()
        self._due = 0.0

    def tell(self, text: str, *, last: bool = False) -> None:
        """Show a text; what comes soon after another one is left out, but not the last."""
        if self.shown and (last or time.monotonic() >= self._due):
            self._due = time.monotonic() + PAUSE
            self.stream.write(f"\r{text}\x1b[K")
            self.stream.flush()

    def end(self) -> None:
        """Leave the line as it is."""
        if self.shown:
            self.stream.write("\n")
            self.stream.flush()
