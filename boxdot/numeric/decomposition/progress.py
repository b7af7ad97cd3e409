"""How far a decomposition is, as a bar."""

from __future__ import annotations

from typing import TextIO

from boxdot.numeric.progress import ProgressLine


class Progress(ProgressLine):
    """Tells sweeps and their errors."""

    def __init__(self, wanted: bool, total: int, stream: TextIO | None = None) -> None:
        super().__init__(wanted, stream)
        self.total = total

    def sweep(self, number: int, error: float) -> None:
        """Say which sweep is done, and its error."""
        done = 20 * number // max(self.total, 1)
        bar = "#" * done + "." * (20 - done)
        text = f"[{bar}] sweep {number}/{self.total}, error {error:.6g}"
        self.tell(text, last=number == self.total)
