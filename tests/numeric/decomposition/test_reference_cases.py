"""The reference cases of the paper's second half, at their tolerances."""

from pathlib import Path

import numpy as np
import pytest

from boxdot.numeric import broadcast_decomposition

CASES = Path(__file__).parents[2] / "data" / "numeric" / "bd"
BACKENDS = ["auto", "numpy"]


@pytest.fixture(params=BACKENDS)
def backend(request):
    return request.param


def load(name):
    return np.load(CASES / f"{name}.npz")


def numbered(case, name):
    return [case[f"{name}{n}"] for n in range(3)]


def test_three_sweeps_are_the_literal_ones(backend):
    case = load("bd3_pos")
    shapes = [factor.shape for factor in numbered(case, "F")]
    found = broadcast_decomposition(
        case["Y"], shapes, init=numbered(case, "init"), n_iter_max=3, tol=0, backend=backend
    )
    for factor, expected in zip(found.factors, numbered(case, "sweep3_"), strict=True):
        np.testing.assert_allclose(factor, expected, rtol=1e-9)
    np.testing.assert_allclose(found.errors, case["errs"], rtol=1e-8)


@pytest.mark.parametrize("init", ["given", "auto", "random"])
def test_an_exact_decomposition_is_found(backend, init):
    case = load("bd3_pos")
    shapes = [factor.shape for factor in numbered(case, "F")]
    start = numbered(case, "init") if init == "given" else init
    found = broadcast_decomposition(
        case["Y"], shapes, init=start, n_iter_max=500, backend=backend, random_state=0
    )
    error = np.linalg.norm(found.reconstruct() - case["Y"])
    assert error <= 1e-6 * np.linalg.norm(case["Y"])
    assert found.converged


def test_missing_entries_are_found(backend):
    case = load("bd3_masked")
    shapes = [factor.shape for factor in numbered(case, "F")]
    ones = [np.ones(shape) for shape in shapes]
    for options in ({}, {"mask": case["mask"]}):  # NaN marks the same entries
        found = broadcast_decomposition(
            case["Y"], shapes, init=ones, n_iter_max=3000, backend=backend, **options
        )
        np.testing.assert_allclose(found.reconstruct(), case["full"], rtol=1e-5)


def test_sums_of_two_terms(backend):
    case = load("hals3_R2")
    W0, start = case["W0"], [case[name] for name in ("A0", "B0", "C0")]
    ratios = []

    def tell(sweep, factors, error):
        fit = sum(factors[0][r] * factors[1][r] * factors[2][r] for r in range(2))
        ratios.append(10 * np.log10(np.sum(W0**2) / np.sum((W0 - fit) ** 2)))

    found = broadcast_decomposition(
        case["Y"],
        [(10, 9, 1), (10, 1, 8), (1, 9, 8)],
        2,
        algorithm="hals",
        init=start,
        n_iter_max=5,
        tol=0,
        callback=tell,
        backend=backend,
    )
    for factor, name in zip(found.factors, ("A5", "B5", "C5"), strict=True):
        np.testing.assert_allclose(factor.squeeze(), case[name], rtol=1e-7)
    np.testing.assert_allclose(ratios, case["snr"], atol=1e-6)
