"""Numbers at the ends of their range, fits without error, nothing at all, and wrong arguments."""

from __future__ import annotations

import numpy as np
import pytest

from boxdot.grammar.errors import DataError
from boxdot.numeric import solve_least_squares

BACKENDS = ("numba", "numpy")
RNG = np.random.default_rng(0)
X, H = RNG.standard_normal((5, 6, 7)), RNG.standard_normal((1, 6, 7))
W = (5, 6, 1)


@pytest.fixture(params=BACKENDS)
def solve(request):
    return lambda *arguments, **options: solve_least_squares(
        *arguments, backend=request.param, **options
    )


SCALES = [(2.0**560, 2.0**560), (2.0**-560, 2.0**-560), (2.0**-500, 2.0**500)]
SCALES += [(2.0**-1000, 2.0**-30), (2.0**-530, 1.0), (1.0, 2.0**-530), (1.0, 2.0**-700)]
SCALES += [(2.0**565, 1.0), (1.0, 2.0**565)]


@pytest.mark.parametrize(("x", "h"), SCALES)
def test_scales_change_nothing_but_the_scale(x, h, solve):
    wanted, found = solve(X, H, W), solve(X * x, H * h, W)
    np.testing.assert_allclose(found.solution, wanted.solution * (x / h), rtol=1e-13)
    assert found.residual == pytest.approx(wanted.residual * x, rel=1e-13)
    assert found.norm == pytest.approx(wanted.norm * x, rel=1e-13)
    assert found.rank == wanted.rank == 30
    np.testing.assert_allclose(found.column_norms, wanted.column_norms * h, rtol=1e-13)


def test_fibres_of_many_scales_at_once(solve):
    scales = 2.0 ** np.array([-560, -520, 0, 300, 520, 560]).reshape(1, 6, 1)
    wanted = solve(X, H, W)
    np.testing.assert_allclose(
        solve(X, H * scales, W).solution * scales, wanted.solution, rtol=1e-13
    )
    found = solve(X * scales, H, W)
    np.testing.assert_allclose(found.solution / scales, wanted.solution, rtol=1e-13)
    both = solve(X * scales, H * scales, W)
    np.testing.assert_allclose(both.solution, wanted.solution, rtol=1e-13)


def test_ridge_and_weights_at_extreme_scales(solve):
    weights = RNG.random((5, 6, 7))
    wanted = solve(X, H, W, ridge=0.5, weights=weights)
    scale = 2.0**-550
    found = solve(X, H * scale, W, ridge=0.5, weights=weights)
    np.testing.assert_array_equal(found.solution, 0)  # the penalty outweighs H altogether
    found = solve(X, H * 2.0**-300, W, ridge=0.5 * 2.0**-600, weights=weights)
    np.testing.assert_allclose(found.solution * 2.0**-300, wanted.solution, rtol=1e-12)
    tiny = solve(X, H, W, weights=weights * 2.0**-1000)
    np.testing.assert_allclose(tiny.solution, solve(X, H, W, weights=weights).solution, rtol=1e-12)


@pytest.mark.parametrize("size", [1.0, 2.0**-560])
def test_an_exact_fit_has_no_residual_but_rounding(size, solve):
    A = RNG.standard_normal(W)
    found = solve(A * H * size, H, W)
    np.testing.assert_allclose(found.solution, A * size, rtol=1e-14)
    assert found.residual <= 1e-15 * found.norm
    noise = 1e-9 * RNG.standard_normal(X.shape)  # far below what a difference of sums could tell
    noisy = solve((A * H + noise) * size, H, W)
    wanted = np.linalg.norm((A * H + noise) * size - noisy.solution * H, axis=(0, 1))
    assert noisy.residual == pytest.approx(np.linalg.norm(wanted / size) * size, rel=1e-6)


def test_zero_fibres_have_the_shortest_solution(solve):
    zeroed = H.copy()
    zeroed[0, 2] = 0
    found = solve(X, zeroed, W)
    assert found.rank == 25
    assert found.unknowns == 30
    assert not found.solution[:, 2].any()
    assert not found.determined[:, 2].any()
    assert solve(X, zeroed, W, ridge=1.0).solution[:, 2].any() == False  # noqa: E712
    nothing = solve(X, 0 * H, W)
    assert (nothing.rank, nothing.residual) == (0, pytest.approx(np.linalg.norm(X)))
    assert nothing.condition == np.inf


def test_data_of_zeros(solve):
    found = solve(0 * X, H, W)
    assert (found.residual, found.norm, found.rank) == (0, 0, 30)
    assert not found.solution.any()
    assert found.relative_residual == 0


def test_everything_missing(solve):
    for options in ({"mask": np.zeros((5, 1, 1), bool)}, {"weights": np.zeros(1)}):
        found = solve(X, H, W, **options)
        assert (found.rank, found.residual) == (0, 0)
    assert solve(X * np.nan, H, W).rank == 0


def test_what_is_missing_may_be_anything(solve):
    mask = RNG.random(X.shape) > 0.3
    wanted = solve(X, H, W, mask=mask)
    for filler in (np.nan, np.inf, 1e300):
        found = solve(np.where(mask, X, filler), H, W, mask=mask)
        np.testing.assert_allclose(found.solution, wanted.solution, rtol=1e-13)
        assert found.residual == pytest.approx(wanted.residual, rel=1e-13)
    nan = solve(np.where(mask, X, np.nan), H, W)
    np.testing.assert_allclose(nan.solution, wanted.solution, rtol=1e-13)


@pytest.mark.parametrize("shape", [(0, 6, 7), (5, 0, 7), (5, 6, 0)])
def test_empty_axes(shape, solve):
    unknown = (shape[0], shape[1], 1)
    found = solve(np.zeros(shape), np.zeros((1, *shape[1:])), unknown)
    assert found.solution.shape == unknown
    assert (found.rank, found.residual) == (0, 0)
    assert not found.solution.any()


def test_not_negative(solve):
    free, held = solve(X, H, W), solve(X, H, W, nonnegative=True)
    np.testing.assert_array_equal(held.solution, np.maximum(free.solution, 0))
    assert held.residual == pytest.approx(np.linalg.norm(X - held.solution * H))
    assert held.residual > free.residual


def test_conventions(solve):
    Y, Z = RNG.standard_normal((3, 4, 5)), RNG.standard_normal((3, 4))
    found = solve(Y, Z, (3,))  # trailing axes are free
    wanted = (Y * Z[..., None]).sum((1, 2)) / (5 * (Z * Z).sum(1))
    np.testing.assert_allclose(found.solution, wanted)
    with pytest.raises(DataError, match="axis 1 has the lengths 3, 4 and 1"):
        solve(Y, RNG.standard_normal((4, 5)), (1, 4))
    leading = solve(Y, RNG.standard_normal((4, 5)), (4, 1), convention="C")
    assert leading.solution.shape == (4, 1)


def test_averaging_over_an_axis_that_only_the_data_have(solve):
    found = solve(X, H[:, :, 0], (5, 6))
    np.testing.assert_allclose(found.solution, X.mean(2) / H[:, :, 0])
    assert found.residual == pytest.approx(np.linalg.norm(X - X.mean(2, keepdims=True)))


def test_data_that_are_repeated_along_an_axis(solve):
    """X ⊟ W ⊡ H broadcasts: along an axis that X lacks its entries count as often as H has some."""
    Y = X[:, :, :1]
    found = solve(Y, H, W)
    whole = solve(np.repeat(Y, 7, 2), H, W)
    np.testing.assert_allclose(found.solution, whole.solution, rtol=1e-13)
    assert found.residual == pytest.approx(whole.residual)


def test_results_go_where_they_are_wanted(solve):
    out = np.empty((5, 6, 1), order="F")
    assert solve(X, H, W, out=out).solution is out
    np.testing.assert_array_equal(out, solve(X, H, W).solution)
    with pytest.raises(DataError, match="out must be an array of shape"):
        solve(X, H, W, out=np.empty((5, 6)))
    with pytest.raises(DataError, match="out cannot take float64: it is float32"[:24]):
        solve(X, H, W, out=np.empty(W, int))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"X": np.where(X > 2, np.inf, X)}, "X has entries that are infinite"),
        ({"H": np.where(H > 1, np.inf, H)}, "H has entries that are infinite or NaN"),
        ({"H": np.where(H > 1, np.nan, H)}, "H has entries that are infinite or NaN"),
        ({"weights": -np.ones(5)}, "weights must not be negative or NaN"),
        ({"weights": np.full(X.shape, np.nan)}, "weights must not be negative or NaN"),
        ({"weights": np.full(5, np.inf)}, "weights has entries that are infinite"),
        ({"weights": np.ones(4)}, "weights of shape .* axis 1 has length 4, .* has 5"),
        ({"mask": np.ones((5, 6, 7, 1), bool)}, "mask has 4 axes"),
        ({"mask": np.ones(5)}, "mask must hold truth values .* data type is float64"),
        ({"X": np.ma.masked_array(X, X > 1)}, "X has masked entries"),
        ({"H": np.ma.masked_array(H, H > 1)}, "H has masked entries"),
        ({"H": np.ones((1, 5, 7))}, "axis 2 has the lengths 6, 5 and 6"),
        ({"shape": (5, -1)}, "negative length"),
        ({"shape": 2.5}, "shape must be whole numbers"),
        ({"ridge": -1}, "ridge must be finite and not negative"),
        ({"ridge": "much"}, "ridge must be a number"),
        ({"convention": "D"}, "convention must be 'F' or 'C'"),
        ({"backend": "cuda"}, "backend must be"),
        ({"X": np.array(["a"])}, "X must hold numbers"),
        ({"X": [[1], [1, 2]]}, "X is no array"),
        ({"X": X * 1j, "nonnegative": True}, "complex numbers have no sign"),
    ],
    ids=str,
)
def test_what_is_wrong_is_said(change, message):
    arguments = {"X": X, "H": H, "shape": W} | change
    for backend in BACKENDS:
        with pytest.raises(DataError, match=message):
            solve_least_squares(**({"backend": backend} | arguments))


def test_tensors_come_back_as_tensors():
    torch = pytest.importorskip("torch")
    found = solve_least_squares(torch.tensor(X), torch.tensor(H), W)
    assert isinstance(found.solution, torch.Tensor)
    assert found.unknowns == 30
