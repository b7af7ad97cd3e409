"""The threads that help with compiled loops: begun once, awake between the loops of a series."""

from __future__ import annotations

import os
import threading
import time
from functools import cache
from typing import NamedTuple

import numpy as np

from boxdot.numeric.compiling import places, turning
from boxdot.numeric.compiling.job import FLAGS, LEADER, LENGTH, MOST, WORDS
from boxdot.numeric.evaluating.loading import Array

TURNS = 500_000
"""How often a helper looks for the next job before it lies down: about half a millisecond."""
NAP = 2e-5
"""How many seconds the thread that has the job sleeps at a time while the last helpers end."""
FOREVER = 2**62


class Loop(NamedTuple):
    """A kernel's loop in pieces: what to call, and addresses that it is called with.

    Every thread has so many arguments from ``blocks`` on. Where accumulators are used, each piece
    has so many bytes of them from ``planes`` on, and their address is put into the arguments.
    """

    entry: int
    length: int
    step: int
    blocks: int
    width: int
    planes: int = 0
    plane: int = 0
    planes_at: int = -1


class Team:
    """A thread that has jobs, one at a time, and those that help it."""

    def __init__(self) -> None:
        whole = np.zeros(LENGTH + WORDS, np.int64)
        start = -whole.ctypes.data // 8 % WORDS
        self._numbers = whole[start : start + LENGTH]
        self._job = self._numbers.ctypes.data
        self._busy = threading.Lock()
        self._locks: list[threading.Lock] = []

    def run(self, loop: Loop, threads: int) -> int:
        """Run a loop and return what its pieces return, joined bit by bit."""
        with self._busy:
            threads = min(threads, MOST, self._awake(threads - 1) + 1)
            each = -(-loop.length // (loop.step * threads))
            ended = turning.lead(
                *(self._job, loop.entry, threads, each, loop.length, loop.step, loop.blocks),
                *(loop.width, loop.planes, loop.plane, loop.planes_at, TURNS),
            )
            try:
                while not ended:
                    time.sleep(NAP)
                    ended = turning.idle(self._job, TURNS)
            finally:  # memory that helpers write to must not go before they do
                turning.idle(self._job, FOREVER)
            return int(self._numbers[FLAGS])

    def _awake(self, wanted: int) -> int:
        """Wake helpers, begin those that are missing; return how many there are."""
        while len(self._locks) < min(wanted, MOST - 1) and self._begin():
            pass
        there = min(wanted, len(self._locks))
        for number in range(there):
            if turning.sleepers(self._job, number + 1):
                self._numbers[LEADER] = places.processor()
                self._locks[number].release()
        return there

    def _begin(self) -> bool:
        lock = threading.Lock()
        number = len(self._locks) + 1
        lock.acquire()  # whoever wakes the helper releases it
        arguments = (self._numbers, number, lock)
        helper = threading.Thread(target=_help, args=arguments, name="boxdot", daemon=True)
        try:
            helper.start()
        except RuntimeError:  # no more threads, or the process ends
            return False
        self._locks.append(lock)
        return True


def _help(numbers: Array, thread: int, lock: threading.Lock) -> None:
    """Help with jobs for ever."""
    seen = 0
    while True:
        seen = turning.serve(numbers.ctypes.data, thread, seen, TURNS)
        lock.acquire()
        places.step_aside(int(numbers[LEADER]))


@cache
def _team(process: int) -> Team:
    """Return the team of this process; a fork begins its own."""
    return Team()


def run(loop: Loop, threads: int) -> int:
    """Run a loop in so many threads and return what its pieces return, joined bit by bit."""
    return _team(os.getpid()).run(loop, threads)
