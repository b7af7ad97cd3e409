"""Distances of chains: a reference of sixty lines, every gradient by differences, masks, errors."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markov_chains import chain, keeping_sums, law, slope

import boxdot
from boxdot.numeric.markov import (
    NotConverged,
    discounted_wl_distance,
    discounted_wl_k,
    pad_chains,
    pad_costs,
    stationary_distribution,
    wl_k,
)

KINDS = {
    "infinite": lambda **given: discounted_wl_distance(**given),
    "depth": lambda **given: discounted_wl_k(**given, k=3),
    "undiscounted": lambda delta, **given: wl_k(**given, k=2),
}
"""The three distances as functions of the same arguments."""


def transport_costs(mX, mY, C, epsilon, sweeps=200):
    """OT_ε of all pairs of rows by plain sweeps on explicit couplings."""
    kernel = np.exp(-C / epsilon)
    a, b = mX[:, None, :], mY[None, :, :]
    v = np.ones((len(mX), *mY.shape))
    for _ in range(sweeps):
        u = 1 / np.einsum("kl,ijl->ijk", kernel, b * v)
        v = 1 / np.einsum("kl,ijk->ijl", kernel, a * u)
    return epsilon * ((a * np.log(u)).sum(-1) + (b * np.log(v)).sum(-1))


def reference(mX, mY, C, epsilon, delta, k, start):
    """The recursion as the paper writes it, then the transport of the stationary laws."""
    cost = start * C
    for _ in range(k):
        cost = delta * C + (1 - delta) * transport_costs(mX, mY, cost, epsilon)
    laws = [stationary_distribution(m)[None] for m in (mX, mY)]
    return float(transport_costs(*laws, cost, epsilon)[0, 0])


def problem(seed, n, m, zeros=0.0):
    rng = np.random.default_rng(seed)
    given = {
        "mX": chain(rng, n, zeros),
        "mY": chain(rng, m, zeros),
        "C": rng.random((n, m)),
        "epsilon": 0.2,
        "delta": 0.4,
    }
    return rng, given


@settings(max_examples=6, deadline=None)
@given(st.integers(1, 4), st.integers(1, 4), st.integers(0, 2**32 - 1))
def test_the_recursion_as_written_agrees(n, m, seed):
    _, given = problem(seed, n, m, 0.3)
    expected = {
        "infinite": reference(**given, k=45, start=0.4),
        "depth": reference(**given, k=3, start=0.4),
        "undiscounted": reference(**given | {"delta": 0.0}, k=2, start=1.0),
    }
    for kind, function in KINDS.items():
        found = function(**given, tol=1e-11)
        assert found.converged
        assert found.marginal_error <= 1e-11
        assert found.sweeps >= 1
        assert float(found) == pytest.approx(expected[kind], rel=1e-8, abs=1e-10)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=5, deadline=None)
@given(st.integers(1, 4), st.integers(2, 4), st.integers(0, 2**32 - 1), st.booleans())
def test_gradients(kind, n, m, seed, stationary):
    """Of a loss of the distance and the cost; laws given, or stationary and moving."""
    rng, given = problem(seed, n, m, 0.3)
    if not stationary:
        given |= {"muX": law(rng, n), "muY": law(rng, m)}
    weights = rng.standard_normal((n, m))

    def loss(**changed):
        found = KINDS[kind](**given | changed, tol=1e-12)
        return 2 * float(found.distance) + float((weights * found.cost).sum())

    gradient = KINDS[kind](**given, tol=1e-12).backward(2.0, cost=weights)
    scale = max(abs(value).max() for value in (gradient.C, gradient.mX, gradient.mY, np.ones(1)))
    for name, value in given.items():
        if name == "delta" and kind == "undiscounted":
            assert gradient.delta == 0
            continue
        along = along_which(rng, name, value)
        expected = slope(lambda v, name=name: loss(**{name: v}), value, along, 2e-3)
        found = np.sum(getattr(gradient, name) * along)
        assert found == pytest.approx(expected, abs=2e-7 * scale), name


def along_which(rng, name, value):
    """A direction that keeps what the argument has to keep."""
    if name in ("epsilon", "delta"):
        return 1.0
    return rng.standard_normal(value.shape) if name == "C" else keeping_sums(rng, value) / 20


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("epsilon", [0.1, 0.01])
def test_mass_moved_onto_a_missing_edge(kind, epsilon):
    """The gradient there is the one-sided derivative: an entry that is zero may only grow."""
    rng, given = problem(12, 5, 4, 0.5)
    given |= {"muX": law(rng, 5), "muY": law(rng, 4), "epsilon": epsilon, "tol": 1e-13}
    i, j = np.argwhere(given["mX"] == 0)[0]
    move = np.zeros((5, 5))
    move[i, j], move[i, given["mX"][i].argmax()] = 1, -1
    gradient = KINDS[kind](**given).backward()
    step = 1e-6
    values = [
        float(KINDS[kind](**given | {"mX": given["mX"] + t * step * move})) for t in (0, 1, 2)
    ]
    one_sided = (4 * values[1] - 3 * values[0] - values[2]) / (2 * step)
    assert (gradient.mX * move).sum() == pytest.approx(one_sided, abs=1e-7)


@pytest.mark.parametrize("kind", ["infinite", "depth"])
def test_the_gradient_by_the_discount_at_its_end(kind):
    """At δ = 1 it may only fall: the derivative from the left."""
    _, given = problem(13, 4, 3)
    found = KINDS[kind](**given | {"delta": 1.0}, tol=1e-13).backward().delta
    step = 1e-5
    values = [float(KINDS[kind](**given | {"delta": 1 - t * step}, tol=1e-13)) for t in (0, 1, 2)]
    expected = (3 * values[0] - 4 * values[1] + values[2]) / (2 * step)
    assert found == pytest.approx(expected, abs=1e-7)


def test_stationary_laws_can_be_held_fixed():
    _, given = problem(1, 4, 3)
    moving = discounted_wl_distance(**given)
    laws = {"muX": moving.muX, "muY": moving.muY}
    fixed = discounted_wl_distance(**given, **laws).backward()
    assert moving.backward(through_stationary=False).mX == pytest.approx(fixed.mX, abs=1e-9)
    assert np.abs(moving.backward().mX - fixed.mX).max() > 1e-3
    assert moving.backward().muX == pytest.approx(fixed.muX, abs=1e-9)


def test_exact_invariances():
    _, given = problem(2, 5, 4)
    found = discounted_wl_distance(**given, tol=1e-12)
    gradient = found.backward(3.0)
    assert gradient.C.sum() == pytest.approx(3, rel=1e-12)
    up = discounted_wl_distance(**given | {"C": given["C"] + 5}, tol=1e-12)
    assert float(up.distance) == pytest.approx(float(found.distance) + 5, rel=1e-10)
    scaled = {"C": 7 * given["C"], "epsilon": 7 * given["epsilon"]}
    larger = discounted_wl_distance(**given | scaled, tol=1e-12)
    assert float(larger.distance) == pytest.approx(7 * float(found.distance), rel=1e-10)
    for rows in (gradient.mX, gradient.mY, gradient.muX[None], gradient.muY[None]):
        assert np.abs(rows.sum(-1)).max() < 1e-12


def test_a_discount_of_one_leaves_the_ground_cost():
    _, given = problem(3, 4, 3)
    found = discounted_wl_distance(**given | {"delta": 1})
    assert found.cost == pytest.approx(given["C"])
    assert discounted_wl_k(**given, k=40).cost == pytest.approx(
        discounted_wl_distance(**given).cost, abs=1e-8
    )


@pytest.mark.parametrize("kind", KINDS)
def test_masks_give_what_the_chains_alone_give(kind):
    sizes = [(3, 4), (5, 2), (1, 3)]
    problems = [problem(10 + b, n, m)[1] for b, (n, m) in enumerate(sizes)]
    mX, maskX = pad_chains([one["mX"] for one in problems])
    mY, maskY = pad_chains([one["mY"] for one in problems])
    C = pad_costs([one["C"] for one in problems])
    whole = KINDS[kind](
        mX=mX, mY=mY, C=C, epsilon=0.2, delta=0.4, maskX=maskX, maskY=maskY, tol=1e-11
    )
    outer = np.array([1.0, -2.0, 0.5])
    gradient = whole.backward(outer)
    assert gradient.C.shape == (3, 5, 4)
    sums = {"epsilon": 0.0, "delta": 0.0}
    for b, alone in enumerate(problems):
        one = KINDS[kind](**alone, tol=1e-11)
        single, (i, j) = one.backward(outer[b]), (maskX[b], maskY[b])
        assert whole.distance[b] == pytest.approx(float(one.distance), rel=1e-9)
        assert gradient.mX[b][np.ix_(i, i)] == pytest.approx(single.mX, abs=1e-8)
        assert gradient.mY[b][np.ix_(j, j)] == pytest.approx(single.mY, abs=1e-8)
        assert gradient.C[b][np.ix_(i, j)] == pytest.approx(single.C, abs=1e-8)
        assert gradient.muX[b, i] == pytest.approx(single.muX, abs=1e-8)
        assert whole.plan[b][np.ix_(i, j)].sum() == pytest.approx(1)
        assert not gradient.C[b][~i].any()
        assert not whole.cost[b][:, ~j].any()
        sums = {name: sums[name] + getattr(single, name) for name in sums}
    for name, value in sums.items():
        assert getattr(gradient, name) == pytest.approx(value, abs=1e-7)


def test_a_warm_start_saves_sweeps_and_changes_nothing():
    _, near = problem(9, 6, 5)
    first = discounted_wl_distance(**near)
    near["C"] = near["C"] + 1e-5
    cold, warm = (discounted_wl_distance(**near, warm_start=start) for start in (None, first))
    assert float(warm.distance) == pytest.approx(float(cold.distance), rel=1e-8)
    assert warm.items[0].inner.sweeps < cold.items[0].inner.sweeps
    with pytest.raises(boxdot.DataError, match="warm_start must be a result of"):
        discounted_wl_distance(**near, warm_start=discounted_wl_k(**near, k=1))
    with pytest.raises(boxdot.DataError, match="warm_start is a result of the shape 6×5"):
        discounted_wl_distance(**problem(9, 3, 5)[1], warm_start=first)


def test_small_epsilon_of_the_laws():
    _, given = problem(4, 4, 4)
    found = discounted_wl_distance(**given | {"epsilon": 2e-3})
    assert found.converged
    assert np.isfinite(found.backward().mX).all()


def test_what_did_not_converge_says_so():
    _, given = problem(5, 5, 5)
    with pytest.warns(NotConverged):
        found = discounted_wl_distance(**given, max_sweeps=1)
    assert not found.converged
    with pytest.warns(NotConverged):
        assert not discounted_wl_k(**given, k=1, max_sweeps=1).converged


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"mX": np.eye(4)}, "mX.* has 4 closed classes"),
        ({"muX": [0.5, 0.5, 0.5, -0.5]}, "muX holds a negative"),
        ({"muX": [0.5, 0.5]}, "muX must have the shape 4, but has 2"),
        ({"muY": [0.5, 0.2, 0.1]}, "muY: it sums to 0.8"),
        ({"C": np.ones((3, 4))}, "C must have the shape 4×3"),
        ({"C": np.full((4, 3), np.nan)}, "C holds NaN"),
        ({"mY": np.ones((2, 3, 3)) / 3}, "batches of one length"),
        ({"epsilon": -1}, "epsilon must be"),
        ({"delta": 0}, "delta must be in"),
        ({"delta": 1.2}, "delta must be in"),
        ({"maskX": [[True, False, True]]}, "maskX must hold truth values of shape 1×4"),
        ({"maskX": [[1, 1, 1, 1]]}, "maskX must hold truth values"),
        ({"maskX": [[False] * 4]}, "leaves item 0 without states"),
        ({"maskX": [True, True, True, False]}, "leaves out state 3, but state 0 of mX goes there"),
        ({"mX": np.empty((0, 0))}, "mX is empty"),
    ],
)
def test_errors(changed, words):
    _, given = problem(6, 4, 3)
    with pytest.raises(boxdot.DataError, match=words):
        discounted_wl_distance(**given | changed)


@pytest.mark.parametrize("k", [-1, 1.5, True, None])
def test_depths_that_are_none(k):
    _, given = problem(7, 3, 3)
    with pytest.raises(boxdot.DataError, match="k must be a whole number"):
        discounted_wl_k(**given, k=k)


def test_gradients_of_the_wrong_shape():
    _, given = problem(8, 3, 2)
    with pytest.raises(boxdot.DataError, match="cost must have the shape 3×2"):
        discounted_wl_distance(**given).backward(cost=np.ones((2, 3)))


@pytest.mark.parametrize("pad", [pad_chains, pad_costs])
def test_nothing_to_pad(pad):
    with pytest.raises(boxdot.DataError, match="no c"):
        pad([])
