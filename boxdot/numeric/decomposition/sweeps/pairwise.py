"""Sweeps of three pairwise factors (eqs. 41-44) by compiled loops that read the data once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from boxdot.numeric.decomposition.data import Data
from boxdot.numeric.decomposition.kernels.reading import A_AND_B, ALL, C_ONLY, Reader
from boxdot.numeric.decomposition.layout import Array, Layout
from boxdot.numeric.decomposition.options import Options
from boxdot.numeric.decomposition.sweeps.order import Update
from boxdot.numeric.decomposition.sweeps.slabwise import Found, overlap
from boxdot.numeric.decomposition.sweeps.solving import Rule, divided
from boxdot.numeric.decomposition.sweeps.sweeper import Sweeper


class PairwiseSweeper(Sweeper):
    """HALS over A (I×J×1), B (I×1×K), C (1×J×K): a reading a sweep for one term, else two a term.

    The residual of the other terms is never formed: its moments are those of the data minus those
    of the other terms, and these are products of matrices.
    """

    def __init__(
        self, data: Data, layout: Layout, options: Options, rank: int, threads: int
    ) -> None:
        super().__init__(data, layout, options, "hals", rank)
        self.reader = Reader(data.values, threads, alone=rank == 1)

    def sweep(self, factors: list[Array]) -> float:
        """Update every factor in place, once, in order; return ‖Y − Ŷ‖² without reading Y again."""
        A, B, C = factors[0][:, :, :, 0], factors[1][:, :, 0, :], factors[2][:, 0, :, :]
        rules, total = self.rules(factors), Found()
        for term in range(len(A)):
            dot, quad = self.update(A, B, C, term, rules)
            total.dot, total.quad = total.dot + dot, total.quad + quad
        return self.error(total)

    def update(
        self, A: Array, B: Array, C: Array, term: int, rules: Sequence[Rule]
    ) -> tuple[float, float]:
        """Update one term; return what it adds to ⟨Y, Ŷ⟩ and ‖Ŷ‖²."""
        h = read_term(self.reader, A, B, C, term, rules)
        G = grams(A.transpose(0, 2, 1), B.transpose(0, 2, 1), term)
        C[term] = divided(C, h, G, term, rules[2])
        return overlap(C, h[None], G[None], Update(2, (term,)))


def read_term(
    read: Reader, A: Array, B: Array, C: Array, term: int, rules: Sequence[Rule]
) -> Array:
    """Update one term of A and B, and return the numerator of C: P(Y ⊡ A_r ⊡ B_r)."""
    ratio, rest = affine(A, grams(B, C, term), term, rules[0])
    low, low_b = (0.0 if rule.nonnegative else -np.inf for rule in rules[:2])
    rule_b = (rules[1].ridge, rules[1].proximal[term], low_b)
    read.begin(A[term], B[term], C[term], ratio, rest)
    if len(A) == 1:
        read.run(ALL, low, rule_b)
        A[term], B[term] = read.a, read.b_inside
    else:
        read.run(A_AND_B, low, rule_b)
        A[term] = read.a
        G = grams(A, C.transpose(0, 2, 1), term)
        B[term] = divided(B, read.above_b(), G, term, rules[1])
        read.take_b(B[term])
        read.run(C_ONLY, low, rule_b)
    return read.above_c()


def affine(A: Array, G: Array, term: int, rule: Rule) -> tuple[Array, Array]:
    """Return what turns sums over fibres into entries of A: A = sum × ratio + rest."""
    kind = A.dtype.type
    below = G[term] + kind(rule.ridge + rule.proximal[term])
    there = below != 0
    ratio = np.divide(kind(1), below, out=np.zeros_like(below), where=there)
    rest = kind(rule.proximal[term]) * A[term]
    for s in range(len(A)):
        if s != term:
            rest -= A[s] * G[s]
    rest *= ratio
    return ratio, np.where(there, rest, A[term])


def read_slab(Y: Array, factors: Sequence[Array], update: Update, rules: Sequence[Rule]) -> Found:
    """Return what one slab says when one term of all three factors is updated."""
    A, B = factors[0][:, :, :, 0].copy(), factors[1][:, :, 0, :].copy()
    reader = Reader(Y, 1, alone=len(A) == 1)
    h = read_term(reader, A, B, factors[2][:, 0], update.terms[0], rules)
    return Found({0: A[:, :, :, None], 1: B[:, :, None, :]}, h[None, None])


def grams(left: Array, right: Array, term: int) -> Array:
    """Return Σ_k l_r,ik l_s,ik r_r,jk r_s,jk for a term r and all s, by products of matrices.

    >>> grams(np.ones((1, 2, 5)), np.ones((1, 3, 5)), 0).tolist()
    [[[5.0, 5.0, 5.0], [5.0, 5.0, 5.0]]]
    """
    return np.stack([(left[term] * left[s]) @ (right[term] * right[s]).T for s in range(len(left))])
