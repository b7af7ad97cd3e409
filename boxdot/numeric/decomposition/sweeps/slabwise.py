"""A sweep as work on slabs: what one slab of the data says, and how the slabs are put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from boxdot.numeric.decomposition.layout import Array
from boxdot.numeric.decomposition.sweeps.moments import Project, gram, others, projected
from boxdot.numeric.decomposition.sweeps.order import Pass, Update
from boxdot.numeric.decomposition.sweeps.solving import Rule, powered, solved


@dataclass
class Found:
    """What a pass found in a slab; those of all slabs are added up.

    Parameters
    ----------
    values
        New entries, within the slab, of the factors that vary along the slabs.
    h, G
        The moments of the last update; G is None where it needs no data.
    dot, quad
        The parts of ⟨Y, Ŷ⟩ and ‖Ŷ‖² that this pass settles.
    """

    values: dict[int, Array] = field(default_factory=dict)
    h: Array | None = None
    G: Array | None = None
    dot: float = 0.0
    quad: float = 0.0


def work(
    step: Pass,
    Y: Array,
    W: Array | None,
    factors: Sequence[Array],
    rules: Sequence[Rule],
    counted: int,
    project: Project = projected,
) -> Found:
    """Return what one slab says: a pure function, which may run anywhere and again.

    ``Y`` and ``W`` are its data (times the weights) and weights (or None), ``factors`` the entries
    (rank, …) that it touches; ``counted`` is the last factor of a term to be updated, whose moments
    give the error.
    """
    factors, found = list(factors), Found()
    for update in step.local:
        number = update.factor
        h, G = moments(Y, W, factors, update, project)
        if G is None:
            G = grams(factors, update, Y.shape)
        if update.power:
            factors[number] = powered(factors[number], h[0], G[0], update.terms[0])
        else:
            factors[number] = solved(factors[number], h, G, update.terms, rules[number])
        found.values[number] = factors[number]
        if number == counted:
            dot, quad = overlap(factors[number], h, G, update)
            found.dot, found.quad = found.dot + dot, found.quad + quad
    if step.last is not None:
        found.h, found.G = moments(Y, W, factors, step.last, project)
    return found


def moments(
    Y: Array,
    W: Array | None,
    factors: Sequence[Array],
    update: Update,
    project: Project,
) -> tuple[Array, Array | None]:
    """Return P(Y ⊡ Z_r) for the terms r of the update and, of weighted data, P(W ⊡ Z_r ⊡ Z_s)."""
    number, rank = update.factor, len(factors[0])
    kept = factors[number].shape[1:]
    heights, rows = [], []
    for r in update.terms:
        left = others(factors, number, r)
        h, square = project(Y, W, left, kept)
        heights.append(h)
        if W is None or square is None:
            continue
        row = []
        for s in range(rank):
            # ``project`` conjugates: conj(Z_r conj(Z_s)) = conj(Z_r) Z_s.
            pairs = zip(left, others(factors, number, s), strict=True)
            parts = [a * b.conj() for a, b in pairs] if s != r else []
            row.append(square if s == r else project(W, None, parts, kept)[0])
        rows.append(np.stack([one.astype(h.dtype, copy=False) for one in row]))
    return np.stack(heights), np.stack(rows) if rows else None


def grams(factors: Sequence[Array], update: Update, modes: Sequence[int]) -> Array:
    """Return P(Z_r ⊡ Z_s) for the terms r of the update and all s; needs no data."""
    rank = len(factors[0])
    rows = [[gram(factors, update.factor, r, s, modes) for s in range(rank)] for r in update.terms]
    return np.stack([np.stack(row) for row in rows])


def overlap(factor: Array, h: Array, G: Array, update: Update) -> tuple[float, float]:
    """Return what the updated terms add to ⟨Y, Ŷ⟩ and to ‖Ŷ‖²; earlier terms are final."""
    dot = quad = 0.0
    for n, r in enumerate(update.terms):
        dot += inner(factor[r], h[n])
        for s in range(len(factor)):
            times = 1 if s in update.terms else 2 * (s < r)
            if times:
                quad += times * inner(factor[r], factor[s] * G[n, s])
    return dot, quad


def inner(left: Array, right: Array) -> float:
    """Return the real part of ⟨left, right⟩ in double precision."""
    kind = np.result_type(left.dtype, np.float64)
    return float(np.vdot(left.astype(kind, copy=False), right.astype(kind, copy=False)).real)
