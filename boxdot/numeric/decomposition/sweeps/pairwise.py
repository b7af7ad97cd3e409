"""Sweeps of three pairwise factors (eqs. 41-44) by compiled loops that read the data once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from boxdot.numeric.decomposition.data import Data
from boxdot.numeric.decomposition.kernels.entrywise import affine, divide
from boxdot.numeric.decomposition.kernels.memory import aligned
from boxdot.numeric.decomposition.kernels.reading import A_AND_B, ALL, C_ONLY, Reader
from boxdot.numeric.decomposition.layout import Array, Layout
from boxdot.numeric.decomposition.options import Options
from boxdot.numeric.decomposition.sweeps.order import Update
from boxdot.numeric.decomposition.sweeps.slabwise import Found
from boxdot.numeric.decomposition.sweeps.solving import Rule
from boxdot.numeric.decomposition.sweeps.sweeper import Sweeper
from boxdot.numeric.threads import Team

LARGE = 2**20
"""So many entries are worth a second thread."""


class PairwiseSweeper(Sweeper):
    """HALS over A (I×J×1), B (I×1×K), C (1×J×K): a reading a sweep for one term, else two a term.

    The residual of the other terms is never formed: its moments are those of the data minus those
    of the other terms, and these are products of matrices. Each thread has its share of the slabs,
    and finds all that they say, denominators too, before the threads meet.
    """

    def __init__(
        self, data: Data, layout: Layout, options: Options, rank: int, threads: int
    ) -> None:
        super().__init__(data, layout, options, "hals", rank)
        Y = data.values
        shares = evenly(len(Y), threads if Y.size >= LARGE else 1)
        self.team = Team(len(shares))
        readers = [Reader(Y[where], rank, followed=where.stop < len(Y)) for where in shares]
        self.h = aligned((len(shares), *readers[0].n.shape), Y.dtype)
        self.G = aligned((len(shares), rank, *Y.shape[1:]), Y.dtype)
        for reader, h in zip(readers, self.h, strict=True):
            reader.n = h
        self.shares = list(zip(shares, readers, self.G, strict=True))
        self.rows = evenly(Y.shape[1], len(shares))

    def sweep(self, factors: list[Array]) -> float:
        """Update every factor in place, once, in order; return ‖Y − Ŷ‖² without reading Y again."""
        A, B, C = factors[0][:, :, :, 0], factors[1][:, :, 0, :], factors[2][:, 0, :, :]
        rules, total = self.rules(factors), Found()
        for term in range(len(A)):
            for dot, quad in self.update(A, B, C, term, rules):
                total.dot, total.quad = total.dot + dot, total.quad + quad
        return self.error(total)

    def update(
        self, A: Array, B: Array, C: Array, term: int, rules: Sequence[Rule]
    ) -> list[tuple[float, float]]:
        """Update one term; return what it adds to ⟨Y, Ŷ⟩ and ‖Ŷ‖²."""

        def share(own: tuple[slice, Reader, Array]) -> None:
            where, read, G = own
            read.begin(C, term)
            read.A[...], read.B[...] = A[:, where], B[:, where]
            read_term(read, term, rules)
            A[term, where], B[term, where] = read.a, read.b
            np.matmul((read.A[term] * read.A).transpose(0, 2, 1), read.B[term] * read.B, out=G)

        def finish(rows: slice) -> tuple[float, float]:
            dot, quad = divide(C, self.h, self.G, *ruled(rules[2], term, C), rows.start, rows.stop)
            return dot, quad

        self.team.each(share, self.shares)
        return self.team.each(finish, self.rows)


def read_term(read: Reader, term: int, rules: Sequence[Rule]) -> None:
    """Update one term of A and B in the reader, and add to the numerator P(Y ⊡ A_r ⊡ B_r) of C."""
    A, B = read.A, read.B
    np.matmul(B[term] * B, read.pairs.transpose(0, 2, 1), out=read.gram_a)
    affine(A, read.gram_a, *ruled(rules[0], term, A)[:3], read.ratio, read.rest)
    low, low_b = (_least(rule) for rule in rules[:2])
    rule_b = (rules[1].ridge, rules[1].proximal[term], low_b)
    read.b[...] = B[term]
    if read.rank == 1:
        read.run(ALL, low, rule_b)
        A[term], B[term] = read.a, read.b
        return
    read.run(A_AND_B, low, rule_b)
    A[term] = read.a
    np.matmul(A[term] * A, read.pairs, out=read.gram_b)
    divide(B, read.nb[None], read.gram_b[None], *ruled(rules[1], term, B), 0, read.slabs)
    read.b[...] = B[term]
    read.run(C_ONLY, low, rule_b)


def ruled(rule: Rule, term: int, F: Array) -> tuple[int, Any, Any, Any]:
    """Return the term, the ridge, the proximal weight and the least value as numbers of a kind."""
    kind = F.dtype.type
    return term, kind(rule.ridge), kind(rule.proximal[term]), kind(_least(rule))


def _least(rule: Rule) -> float:
    return 0.0 if rule.nonnegative else -np.inf


def reader_of(Y: Array, factors: Sequence[Array], update: Update) -> Reader:
    """Return a reader for slabs like this one, when one term of all three factors is updated."""
    read = Reader(Y, len(factors[0]))
    read.begin(factors[2][:, 0], update.terms[0])
    return read


def read_slab(
    read: Reader, Y: Array, factors: Sequence[Array], update: Update, rules: Sequence[Rule]
) -> dict[int, Array]:
    """Return the new entries of A and B that one slab tells; the reader keeps what it says of C."""
    read.open(Y)
    read.A[...], read.B[...] = factors[0][:, :, :, 0], factors[1][:, :, 0, :]
    read_term(read, update.terms[0], rules)
    return {0: read.A[:, :, :, None].copy(), 1: read.B[:, :, None, :].copy()}


def evenly(slabs: int, parts: int) -> list[slice]:
    """Return even shares of the slabs, each but the last of pairs.

    >>> evenly(10, 2), evenly(0, 2)
    ([slice(0, 6, None), slice(6, 10, None)], [slice(0, 0, None)])
    """
    step = max(2, -(-slabs // (2 * parts)) * 2)
    return [slice(s, min(s + step, slabs)) for s in range(0, slabs, step)] or [slice(0, 0)]
