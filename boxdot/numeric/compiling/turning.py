"""Threads that share the pieces of a kernel's loop without Python, each with a part of its own.

A job stands in whole numbers that all threads see. The thread that has it opens it, runs its own
part, takes what others have not begun, closes it and waits until nobody is at work. Helpers turn
for an instant after a job, so that the next one of a series finds them awake, and then lie down. A
helper that comes late finds the job closed: it is opened and changed only while nobody is at work.
"""

# mypy: disable-error-code="call-arg, var-annotated"
# An intrinsic is called without the first argument that it is written with.

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from boxdot.numeric.compiling import atomic
from boxdot.numeric.compiling.job import (
    ACTIVE,
    ASLEEP,
    BLOCKS,
    COUNT,
    EACH,
    ENTRY,
    FLAGS,
    NEXT,
    OPEN,
    PLANE,
    PLANES,
    PLANES_AT,
    STEP,
    THREADS,
    TICKET,
    WIDTH,
    WORDS,
)

LOOKS = 64
"""How often a thread looks between two pauses: from one that only pauses a hypervisor takes the
processor, for milliseconds."""


def _compiled(signature: str) -> Any:
    return njit(signature, nogil=True, cache=True, error_model="numpy", boundscheck=False)


@_compiled("void(int64, int64)")
def work(job, thread):  # type: ignore[no-untyped-def]  # Numba's types are in the signature
    """Run pieces until all are begun: first those of this thread's own part."""
    threads, each = atomic.load(job, THREADS), atomic.load(job, EACH)
    count, step = atomic.load(job, COUNT), atomic.load(job, STEP)
    block = atomic.load(job, BLOCKS) + 8 * thread * atomic.load(job, WIDTH)
    found = np.int64(0)
    for turn in range(threads):
        part = (thread + turn) % threads
        while True:
            taken = atomic.add(job, NEXT + WORDS * part, 1)
            piece = part * each + taken
            if taken >= each or piece * step >= count:
                break
            if atomic.load(job, PLANES_AT) >= 0:
                plane = atomic.load(job, PLANES) + piece * atomic.load(job, PLANE)
                atomic.store(block, atomic.load(job, PLANES_AT), plane)
            stop = min(piece * step + step, count)
            found |= atomic.call(atomic.load(job, ENTRY), piece * step, stop, block)
    atomic.join(job, FLAGS, found)


@_compiled("int64(int64, int64)")
def idle(job, turns):  # type: ignore[no-untyped-def]
    """Wait until nobody is at work, for so many turns; return whether it is so."""
    for turn in range(turns):
        if atomic.load(job, ACTIVE) == 0:
            return np.int64(1)
        if turn % LOOKS == 0:
            atomic.pause()
    return np.int64(0)


@_compiled(f"int64(int64, {'int64, ' * 10}int64)")
def lead(  # type: ignore[no-untyped-def]
    job, entry, threads, each, count, step, blocks, width, planes, plane, planes_at, turns
):
    """Open a job, work with all who come, close it; return whether nobody is at work."""
    atomic.store(job, ENTRY, entry)
    atomic.store(job, THREADS, threads)
    atomic.store(job, EACH, each)
    atomic.store(job, COUNT, count)
    atomic.store(job, STEP, step)
    atomic.store(job, BLOCKS, blocks)
    atomic.store(job, WIDTH, width)
    atomic.store(job, PLANES, planes)
    atomic.store(job, PLANE, plane)
    atomic.store(job, PLANES_AT, planes_at)
    atomic.store(job, FLAGS, 0)
    for thread in range(threads):
        atomic.store(job, NEXT + WORDS * thread, 0)
    ticket = atomic.load(job, TICKET) + 1
    atomic.store(job, OPEN, ticket)
    atomic.store(job, TICKET, ticket)
    work(job, 0)
    atomic.store(job, OPEN, 0)
    return idle(job, turns)


@_compiled("int64(int64, int64, int64, int64)")
def serve(job, thread, seen, turns):  # type: ignore[no-untyped-def]
    """Help with each job that opens; lie down so many turns after the last one has closed.

    Returns the last ticket seen.
    """
    left = turns
    while left > 0:
        ticket = atomic.load(job, TICKET)
        if ticket == seen:
            if left % LOOKS == 0:
                atomic.pause()
            left = turns if seen and atomic.load(job, OPEN) == seen else left - 1
            if left == 0:
                atomic.store(job, ASLEEP + WORDS * thread, 1)
                missed = atomic.load(job, TICKET) != seen
                if missed and atomic.exchange(job, ASLEEP + WORDS * thread, 0) == 1:
                    left = turns
            continue
        seen = ticket
        left = turns
        atomic.add(job, ACTIVE, 1)
        if atomic.load(job, OPEN) == ticket and thread < atomic.load(job, THREADS):
            work(job, thread)
        atomic.add(job, ACTIVE, -1)
    return seen


@_compiled("int64(int64, int64)")
def sleepers(job, thread):  # type: ignore[no-untyped-def]
    """Return whether a helper lies down, and take note that it is woken."""
    return atomic.exchange(job, ASLEEP + WORDS * thread, 0)
