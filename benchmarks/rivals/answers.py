"""What a tool answers to an identity, and a limit on its time."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from types import FrameType


class Answer(Enum):
    """What a tool says of an equation."""

    PROVED = "proved"
    OPEN = "not proved"
    UNSAID = "not said"
    LATE = "out of time"


class OutOfTime(Exception):
    """The limit is over."""


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Stop what runs within after some time, where the system has alarms."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise OutOfTime

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
