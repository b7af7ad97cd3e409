"""Least squares agree with the dense solution of LAPACK, for all shapes, layouts and types."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boxdot.numeric import solve_least_squares

sys.path.insert(0, str(Path(__file__).parent))
from dense import dense

BACKENDS = ("numba", "numpy")


@dataclass(frozen=True)
class Case:
    """A problem with arrays of one order."""

    X: Any
    H: Any
    unknown: tuple[int, ...]
    weights: Any
    mask: Any
    ridge: float


def laid_out(array, layout):
    """Return the same entries, in memory in another way."""
    if layout == "F":
        return array.copy(order="F")
    if layout == "reversed":
        return array[(slice(None, None, -1),) * array.ndim].copy()[
            (slice(None, None, -1),) * array.ndim
        ]
    if layout == "strided" and array.ndim:
        return np.repeat(array, 2, axis=-1)[..., ::2]
    if layout == "permuted":
        order = np.random.default_rng(array.size).permutation(array.ndim)
        return array.transpose(order).copy().transpose(np.argsort(order))
    array = array.copy()
    array.flags.writeable = layout != "read-only"
    return array


LAYOUTS = ("C", "F", "reversed", "strided", "permuted", "read-only")


@st.composite
def cases(draw, *, complex_numbers=False):
    """Draw a problem; complex ones without weights, whose kernels would take long to compile."""
    order = draw(st.integers(0, 6))
    shape = draw(st.lists(st.integers(1, 4 if order < 4 else 3), min_size=order, max_size=order))
    while np.prod(shape) > 250:
        shape[int(np.argmax(shape))] = 1
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))

    def part():
        return tuple(n if draw(st.booleans()) else 1 for n in shape)

    def array(size):
        found = rng.standard_normal(size)
        if complex_numbers:
            found = found + 1j * rng.standard_normal(size)
        return laid_out(np.asarray(found), draw(st.sampled_from(LAYOUTS)))

    unknown = part()
    H = array(part())
    if draw(st.booleans()):  # fibres that vanish
        H = H * (rng.random(unknown_part(H.shape, unknown)) > 0.4)
    X = array(tuple(shape) if draw(st.booleans()) else part())
    whole = np.broadcast_shapes(X.shape, H.shape, unknown)
    sizes = tuple(n if draw(st.booleans()) else 1 for n in whole)
    weights = (
        rng.random(sizes) * (rng.random(sizes) > 0.2)
        if draw(st.booleans()) and not complex_numbers
        else None
    )
    mask = rng.random(sizes) > 0.3 if draw(st.booleans()) else None
    if draw(st.booleans()):
        X = np.where(rng.random(X.shape) < 0.1, np.nan, X)
    ridge = draw(st.sampled_from([0.0, 0.0, 0.7]))
    return Case(X, H, unknown, weights, mask, ridge)


def unknown_part(shape, unknown):
    """Return a shape along which whole fibres of H can be made to vanish."""
    return tuple(n if w > 1 else 1 for n, w in zip(shape, unknown, strict=True))


def check(case, backend, rtol=1e-10):
    options = {"weights": case.weights, "mask": case.mask, "ridge": case.ridge}
    found = solve_least_squares(case.X, case.H, case.unknown, backend=backend, **options)
    given = {name: value for name, value in options.items() if value is not None}
    solution, residual, rank = dense(case.X, case.H, case.unknown, **given)
    scale = max(np.abs(solution).max(initial=0), 1.0)
    np.testing.assert_allclose(found.solution, solution, rtol=rtol, atol=rtol * scale)
    assert abs(found.residual - residual) <= rtol * max(found.norm, 1e-300)
    assert found.rank == rank
    assert found.rank == np.count_nonzero(found.determined)
    assert not found.solution[~found.determined].any()


@pytest.mark.parametrize("backend", BACKENDS)
@settings(max_examples=120, deadline=None)
@given(case=cases())
def test_real_problems(case, backend):
    check(case, backend)


@pytest.mark.parametrize("backend", BACKENDS)
@settings(max_examples=60, deadline=None)
@given(case=cases(complex_numbers=True))
def test_complex_problems(case, backend):
    check(case, backend)


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize(
    "kind", ["float32", "float16", "int32", "uint8", "bool", ">f8", "longdouble"]
)
def test_types(kind, backend):
    rng = np.random.default_rng(1)
    X, H = ((9 * rng.standard_normal(shape)).astype(kind) for shape in ((3, 6, 70), (1, 6, 70)))
    wanted = dense(X.astype(float), H.astype(float), (3, 6, 1))
    found = solve_least_squares(X, H, (3, 6, 1), backend=backend)
    exact = {"float32": "float32", "float16": "float32", "longdouble": "longdouble"}
    assert found.solution.dtype == exact.get(kind, "float64")
    rtol = 1e-6 if found.solution.dtype == "float32" else 1e-12
    np.testing.assert_allclose(found.solution, wanted[0], rtol=rtol)
    assert found.residual == pytest.approx(wanted[1], rel=1e-12)  # sums are in double precision


BOTH = [
    ((40, 70, 50), (1, 70, 50), (40, 70, 1)),
    ((40, 70, 50), (40, 1, 50), (40, 70, 1)),
    ((40, 70, 50), (40, 1, 50), (1, 70, 50)),
    ((40, 300, 70), (40, 300, 1), (1, 300, 70)),
    ((40, 70, 50), (40, 70, 1), (1, 1, 50)),
    ((5, 9, 5000), (5, 9, 5000), (1, 9, 1)),
    ((300, 500, 3), (300, 500, 1), (1, 1, 3)),
    ((300, 500, 3), (300, 500, 3), (1, 1, 1)),
    ((300, 500, 3), (1, 500, 1), (300, 1, 3)),
    ((20, 3, 2, 900), (1, 3, 1, 900), (20, 1, 2, 1)),
    ((1, 70, 50), (40, 1, 50), (40, 70, 1)),
]


@pytest.mark.parametrize("threads", ["1", "3"])
@pytest.mark.parametrize("shapes", BOTH, ids=str)
def test_larger_problems_by_both_backends(shapes, threads, monkeypatch):
    monkeypatch.setenv("BOXDOT_NUM_THREADS", threads)
    rng = np.random.default_rng(2)
    for layout in ("C", "F", "reversed"):
        X, H = (laid_out(rng.standard_normal(shape), layout) for shape in shapes[:2])
        for mask in (None, rng.random(X.shape) > 0.1):
            fast, slow = (
                solve_least_squares(X, H, shapes[2], mask=mask, backend=b) for b in BACKENDS
            )
            np.testing.assert_allclose(fast.solution, slow.solution, rtol=1e-9, atol=1e-12)
            assert fast.residual == pytest.approx(slow.residual, rel=1e-12)
            assert fast.rank == slow.rank
            assert fast.norm == pytest.approx(slow.norm, rel=1e-12)


def test_threads_do_not_change_a_bit(monkeypatch):
    rng = np.random.default_rng(3)
    X, H = rng.standard_normal((50, 60, 70)), rng.standard_normal((50, 60, 1))
    for unknown in ((1, 60, 70), (1, 1, 70), (1, 1, 1), (50, 1, 70)):
        found = []
        for threads in ("1", "2", "3"):
            monkeypatch.setenv("BOXDOT_NUM_THREADS", threads)
            found.append(solve_least_squares(X, H, unknown))
        assert all(np.array_equal(f.solution, found[0].solution) for f in found)
        assert len({f.residual for f in found}) == 1
