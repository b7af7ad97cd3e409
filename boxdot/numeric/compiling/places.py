"""Which processor a thread runs on, and leaving it to another thread.

A system may wake a thread on the processor of the thread that wakes it. Of two that share a loop
each then waits for the other, although another processor is idle.
"""

from __future__ import annotations

import ctypes
import os
import sys
from contextlib import suppress
from typing import Any


def _asker() -> Any:
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            return ctypes.CDLL(None).sched_getcpu
    return None


_ask = _asker()


def processor() -> int:
    """Return the number of the processor that this thread runs on, or -1 where nobody tells."""
    return -1 if _ask is None else int(_ask())


def step_aside(taken: int) -> None:
    """Move this thread to another processor, if it runs on one that is taken."""
    if sys.platform != "linux" or taken < 0 or processor() != taken:
        return
    allowed = os.sched_getaffinity(0)
    if len(allowed) > 1:
        with suppress(OSError):
            os.sched_setaffinity(0, allowed - {taken})
            os.sched_setaffinity(0, allowed)
