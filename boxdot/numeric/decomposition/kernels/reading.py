"""Readings of some slabs of the data by the one-pass kernel: its scratch memory and addresses."""

from __future__ import annotations

from typing import Any

import numpy as np

from boxdot.numeric.decomposition.kernels.memory import LINE, aligned, padded_length
from boxdot.numeric.decomposition.kernels.onepass import run
from boxdot.numeric.decomposition.layout import Array

A_AND_B, ALL, C_ONLY = 1, 7, 4
"""What a reading of the data is for."""

SECOND_LEVEL = 2**21
"""About the bytes of a second-level cache: two slabs and the rows of C and its numerator fit."""


class Reader:
    """Reads slabs of Y (I×J×K) for A (I×J) and B (I×K), and adds to the numerator of C (J×K).

    Each thread has a reader of its own, with all the memory that it writes to.

    Parameters
    ----------
    Y
        The first slabs that it reads, contiguous.
    rank
        The number of terms. B of a single term is updated while the data is read, slab by slab;
        of more terms its moments are kept.
    followed
        Whether memory goes on behind these slabs, as where those of another reader follow.

    Attributes
    ----------
    A, B, pairs
        The entries (rank, slabs, …) of the factors that the slabs touch; C_r C_s for a term r.
    a, b
        The new entries of a term.
    ratio, rest, gram_a, gram_b
        What turns sums over fibres into entries of A; the moments P(Z_r ⊡ Z_s) of A and B.
    """

    def __init__(self, Y: Array, rank: int, *, followed: bool = False) -> None:
        _, rows, self.columns = Y.shape
        self.rank, self.zero = rank, Y.dtype.type(0)
        self.pad = padded_length(self.columns, Y.dtype)
        self.deep = 2 if rank == 1 and Y[:1].nbytes <= SECOND_LEVEL // 4 else 4
        self.n, self.c = (aligned((rows, self.pad), Y.dtype) for _ in range(2))
        self.pairs = aligned((rank, rows, self.columns), Y.dtype)
        self.spare = aligned((3, max(self.pad, rows)), Y.dtype)
        self.room = 0
        self.open(Y, followed=followed)

    def open(self, Y: Array, *, followed: bool = False) -> None:
        """Go on to other slabs of the same shape; C and its numerator stay."""
        self.Y, self.slabs = Y, len(Y)
        whole = self.columns == self.pad or followed
        self.tail = None if whole else _with_space_behind(Y[-1:])
        if len(Y) != self.room:
            self._make_room(len(Y), Y.shape[1], Y.dtype)

    def _make_room(self, slabs: int, rows: int, kind: np.dtype[Any]) -> None:
        self.room = slabs
        long, wide = (self.rank, slabs, rows), (self.rank, slabs, self.columns)
        self.A, self.gram_a, self.B, self.gram_b = (
            aligned(shape, kind) for shape in (long, long, wide, wide)
        )
        self.ratio, self.rest, self.a = (aligned(long[1:], kind) for _ in range(3))
        deep = 2 if self.rank == 1 else slabs
        self.nb, self.db = (aligned((deep, self.pad), kind) for _ in range(2))
        self.wide_b = aligned((slabs, self.pad), kind)

    @property
    def b(self) -> Array:
        """B of a term without the zeros at the end of its rows."""
        return self.wide_b[:, : self.columns]

    @property
    def above_c(self) -> Array:
        """The numerator of C."""
        return np.ascontiguousarray(self.n[:, : self.columns])

    def begin(self, C: Array, term: int) -> None:
        """Take C; the numerator of a term is 0."""
        self.c[:, : self.columns] = C[term]
        self.n[...] = 0
        np.multiply(C[term], C, out=self.pairs)

    def run(self, parts: int, low: float, rule_b: tuple[float, float, float]) -> None:
        """Read the slabs once, for some of the parts."""
        kind = self.zero.dtype.type
        rules = (kind(low), tuple(map(kind, rule_b)))
        whole = self.tail is None
        self._read(parts, rules, self.Y, 0, self.slabs - (not whole))
        if self.tail is not None:
            self._read(parts, rules, self.tail, self.slabs - 1, 1)

    def _read(self, parts: int, rules: tuple[Any, Any], Y: Array, skip: int, count: int) -> None:
        """Read so many slabs; the first slab of ``Y`` is that of the number ``skip``."""
        kept = self.rank > 1
        moved = skip if kept else 0
        run(
            Y.ctypes.data,
            self.n.ctypes.data,
            self.c.ctypes.data,
            self.wide_b[skip:].ctypes.data,
            self.a[skip:].ctypes.data,
            self.ratio[skip:].ctypes.data,
            self.rest[skip:].ctypes.data,
            self.nb[moved:].ctypes.data,
            self.db[moved:].ctypes.data,
            self.spare.ctypes.data,
            0,
            count,
            (len(self.n), self.columns, self.pad, LINE // Y.itemsize, Y.itemsize),
            self.deep,
            int(kept),
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
