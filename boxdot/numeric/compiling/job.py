"""Where the numbers of a job stand that threads share; what changes has a cache line of its own."""

from __future__ import annotations

WORDS = 8
"""How many whole numbers a cache line holds."""
MOST = 256
"""Most threads that share a job."""

TICKET, OPEN, ACTIVE, FLAGS = (n * WORDS for n in range(4))
"""The number of the newest job, that of the one that is open, how many help, divisors of zero."""
ENTRY, THREADS, EACH, COUNT, STEP, BLOCKS, WIDTH, PLANES, PLANE, PLANES_AT = range(32, 42)
"""The kernel; threads, pieces of each; length and step of the loop; arguments and accumulators."""
LEADER = 47
"""The processor of the thread that has the job."""
NEXT = 48
"""How many pieces of the own part of each thread are begun."""
ASLEEP = NEXT + MOST * WORDS
"""Whether each thread lies down."""
LENGTH = ASLEEP + MOST * WORDS
"""How many whole numbers there are."""
