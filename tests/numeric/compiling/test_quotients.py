"""Division by what many numbers are divided by: to the last bit that of the machine."""

import warnings

import numpy as np
import pytest

from boxdot.notation.reading import read
from boxdot.numeric.compiling import Compiled, ZeroDenominatorWarning

pytest.importorskip("numba")

FORMULA = ("X ⧄ s", "X ∈ R^{N×C}; s ∈ R^N")


def same_bits(found, wanted):
    whole = f"i{wanted.itemsize}"
    nan = np.isnan(wanted)
    np.testing.assert_array_equal(np.isnan(found), nan)
    np.testing.assert_array_equal(found[~nan].view(whole), wanted[~nan].view(whole))


def hard(kind, rng, size):
    """Return numbers whose digits are all ones, nearly all ones, few or random, of middle size."""
    digits = np.finfo(kind).nmant
    top = 2**digits
    near = rng.integers(0, 8, size)
    choices = [top - 1 - near, near, rng.integers(0, top, size), top // 3 + near]
    found = np.choose(rng.integers(0, 4, size), choices)
    return np.ldexp(1 + found / top, rng.integers(-40, 41, size)).astype(kind)


@pytest.mark.parametrize("kind", ["f4", "f8"])
def test_quotients_are_those_of_the_machine(kind):
    rng = np.random.default_rng(0)
    f = Compiled(read(*FORMULA))
    assert "quick_quotient" in f.source
    for _ in range(20):
        X = hard(kind, rng, (1000, 200)) * rng.choice([-1, 0, 1], (1000, 200))
        s = hard(kind, rng, 1000) * rng.choice([-1, 1], 1000)
        X, s = X.astype(kind), s.astype(kind)
        same_bits(f(X=X, s=s), X / s[:, None])


@pytest.mark.parametrize("kind", ["f4", "f8"])
def test_numbers_at_the_end_of_the_range(kind):
    info = np.finfo(kind)
    odd = [np.inf, -np.inf, np.nan, 0.0, -0.0, info.tiny, info.smallest_subnormal, info.max, 1, -3]
    X = np.tile(np.array(odd, kind), (11, 20))
    s = np.array([*odd, 7], kind)
    X[-1] = info.tiny * np.arange(1, 201) / 3  # results that are rounded below the normal numbers
    f = Compiled(read(*FORMULA))
    with np.errstate(all="ignore"), pytest.warns(ZeroDenominatorWarning, match="s is 0"):
        same_bits(f(X=X, s=s), X / s[:, None])
    ordinary = np.ones((11, 200), kind)
    same_bits(f(X=ordinary, s=np.full(11, 3, kind)), ordinary / np.array(3, kind))


@pytest.mark.parametrize("kind", ["f4", "f8", "i4"])
@pytest.mark.parametrize("odd", [0.0, -0.0, 1e-40, np.inf, np.nan])
@pytest.mark.parametrize("where", ["X", "s"])
def test_one_odd_number_among_ordinary_ones(kind, odd, where):
    X, s = np.full((11, 200), 3, kind), np.full(11, -2, kind)
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if kind == "i4":
            odd = 0
        {"X": X, "s": s}[where][7] = odd
        f = Compiled(read(*FORMULA))
        for _ in range(2):
            same_bits(f(X=X, s=s), X / s[:, None])


def test_a_number_in_the_formula_divides_as_well():
    X = np.random.default_rng(0).standard_normal((50, 400))
    same_bits(Compiled(read("X / 3", "X ∈ R^{N×C}"))(X=X), X / 3)


def test_small_probabilities_are_not_in_doubt_for_long():
    X = np.random.default_rng(0).standard_normal((50, 400)) * 300  # exponentials down to 1e-300
    powers = np.exp(X - X.max(axis=1, keepdims=True))
    found = Compiled(read("softmax(X)", "X ∈ R^{N×C}"))(X=X)
    np.testing.assert_allclose(found, powers / powers.sum(axis=1, keepdims=True), rtol=1e-13)
