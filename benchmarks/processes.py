"""Command lines, timed: seconds by the clock and of the processor, and the most memory."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping
from typing import NamedTuple

ENVIRONMENT = {
    name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
} | {"PYTHONUTF8": "1"}
"""That of an installed boxdot, whose modules are compiled: without it half of the start-up of a
command is the compiling of source files."""


class Run(NamedTuple):
    """What one run of a command line took; ``memory`` is the most of any process, in MB."""

    seconds: float
    processor: float
    memory: float


def timed(line: list[str], environment: Mapping[str, str] = ENVIRONMENT) -> Run:
    """Run a command line; its findings, and an exit code that tells of them, are no matter."""
    start = time.perf_counter()
    process = subprocess.Popen(
        line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
    )
    _, _, used = os.wait4(process.pid, 0)
    process.returncode = 0  # it has been waited for
    seconds = time.perf_counter() - start
    memory = used.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    return Run(seconds, used.ru_utime + used.ru_stime, memory)


def median(runs: list[Run]) -> Run:
    """Return the median of each figure."""
    return Run(*(statistics.median(figures) for figures in zip(*runs, strict=True)))


def gain_of_two() -> float:
    """Return how much two processes that only count get done, as a ratio to one: 2 at best."""
    line = [sys.executable, "-c", "for _ in range(10_000_000): pass"]
    alone = median([timed(line) for _ in range(3)]).seconds
    start = time.perf_counter()
    both = [subprocess.Popen(line) for _ in range(2)]
    for process in both:
        process.wait()
    return 2 * alone / (time.perf_counter() - start)
