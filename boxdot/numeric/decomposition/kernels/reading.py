"""Readings of the data by the one-pass kernel: its scratch memory, addresses and threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from boxdot.numeric.decomposition.kernels.memory import LINE, aligned, padded_length
from boxdot.numeric.decomposition.kernels.onepass import run
from boxdot.numeric.decomposition.layout import Array

A_AND_B, ALL, C_ONLY = 1, 7, 4
"""What a reading of the data is for."""
LARGE = 2**20
"""So many entries are worth a second thread."""

SECOND_LEVEL = 2**21
"""About the bytes of a second-level cache: two slabs and the rows of C and its numerator fit."""


class Reader:
    """Reads Y (I×J×K) for A (I×J), B (I×K) and the numerator of C (J×K).

    Parameters
    ----------
    Y
        The data, contiguous.
    threads
        How many threads share the slabs.
    alone
        Whether B is updated while the data is read, slab by slab; else its moments are kept.
    """

    def __init__(self, Y: Array, threads: int, *, alone: bool) -> None:
        self.Y, self.zero = Y, Y.dtype.type(0)
        self.slabs, self.rows, self.columns = Y.shape
        self.pad = padded_length(self.columns, Y.dtype)
        whole = self.columns == self.pad
        self.tail = None if whole else _with_space_behind(Y[-1:])
        parts = threads if Y.size >= LARGE else 1
        self.bounds = _shares(self.slabs - (not whole), parts)
        self.pool = ThreadPoolExecutor(len(self.bounds)) if len(self.bounds) > 1 else None
        small = Y[:1].nbytes <= SECOND_LEVEL // 4
        self.alone, self.deep = alone, 2 if alone and small else 4
        deep = 2 if alone else self.slabs
        copies = len(self.bounds) if alone else 1
        self.nb = [aligned((deep, self.pad), Y.dtype) for _ in range(copies)]
        self.db = [aligned((deep, self.pad), Y.dtype) for _ in range(copies)]
        self.n = [aligned((self.rows, self.pad), Y.dtype) for _ in self.bounds]
        wide = max(self.pad, self.rows)
        self.spare = [aligned((3, wide), Y.dtype) for _ in self.bounds]
        self.a = aligned((self.slabs, self.rows), Y.dtype)
        self.b = aligned((self.slabs, self.pad), Y.dtype)
        self.c = aligned((self.rows, self.pad), Y.dtype)

    @property
    def b_inside(self) -> Array:
        """B without the zeros at the end of its rows."""
        return self.b[:, : self.columns]

    def begin(self, A: Array, B: Array, C: Array, ratio: Array, rest: Array) -> None:
        """Take the factors, and what turns sums over fibres into entries of A."""
        self.take_b(B)
        self.c[:, : self.columns] = C
        self.ratio, self.rest = np.ascontiguousarray(ratio), np.ascontiguousarray(rest)

    def take_b(self, B: Array) -> None:
        """Take new values of B."""
        self.b[:, : self.columns] = B

    def above_b(self) -> Array:
        """Return the numerator of B."""
        return self.nb[0][:, : self.columns]

    def above_c(self) -> Array:
        """Return the numerator of C."""
        total = self.n[0] if len(self.n) == 1 else sum(self.n[1:], start=self.n[0])
        return np.ascontiguousarray(total[:, : self.columns])

    def run(self, parts: int, low: float, rule_b: tuple[float, float, float]) -> None:
        """Read the data once, for some of the parts."""
        kind = self.zero.dtype.type
        rules = (kind(low), tuple(map(kind, rule_b)))
        if parts & C_ONLY:
            for n in self.n:
                n[...] = 0
        jobs = [(place, self.Y, *bound) for place, bound in enumerate(self.bounds)]
        if self.pool is None:
            for job in jobs:
                self.read(parts, rules, 0, *job)
        else:
            list(self.pool.map(lambda job: self.read(parts, rules, 0, *job), jobs))
        if self.tail is not None:
            self.read(parts, rules, self.slabs - 1, 0, self.tail, 0, 1)

    def read(
        self,
        parts: int,
        rules: tuple[Any, Any],
        skip: int,
        place: int,
        Y: Array,
        first: int,
        last: int,
    ) -> None:
        """Read some slabs; the first slab of ``Y`` is that of the number ``skip``."""
        own = place if self.alone else 0
        moved = 0 if self.alone else skip
        run(
            Y.ctypes.data,
            self.n[place].ctypes.data,
            self.c.ctypes.data,
            self.b[skip:].ctypes.data,
            self.a[skip:].ctypes.data,
            self.ratio[skip:].ctypes.data,
            self.rest[skip:].ctypes.data,
            self.nb[own][moved:].ctypes.data,
            self.db[own][moved:].ctypes.data,
            self.spare[place].ctypes.data,
            first,
            last,
            (self.rows, self.columns, self.pad, LINE // Y.itemsize, Y.itemsize),
            self.deep,
            0 if self.alone else 1,
            parts,
            rules[0],
            rules[1],
            self.zero,
        )


def _with_space_behind(slab: Array) -> Array:
    """Return a copy of a slab behind which memory goes on."""
    copy = aligned(slab.shape, slab.dtype)
    copy[...] = slab
    return copy


def _shares(slabs: int, parts: int) -> list[tuple[int, int]]:
    """Return even shares of the slabs, each but the last of pairs.

    >>> _shares(10, 2), _shares(0, 2)
    ([(0, 6), (6, 10)], [(0, 0)])
    """
    step = max(2, -(-slabs // (2 * parts)) * 2)
    return [(s, min(s + step, slabs)) for s in range(0, slabs, step)] or [(0, 0)]
