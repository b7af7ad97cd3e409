"""The two shape conventions: where length-1 axes may be added and dropped."""

from __future__ import annotations

from enum import Enum


class Convention(Enum):
    """F (the paper, Julia): trailing singletons are free. C (NumPy, PyTorch): leading ones."""

    F = "F"
    C = "C"
