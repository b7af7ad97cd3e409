"""Zeros in divisors are told by the name of the operand and the place of the entry."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

import boxdot

RATIO = ("X ⧄ s", "X ∈ R^{I×J}; s ∈ R^{1×J}")
ARRAYS = {"X": np.ones((2, 3)), "s": np.array([[1.0, 0.0, 2.0]])}


def test_warning_names_the_operand_and_the_entry():
    with pytest.warns(boxdot.ZeroDenominatorWarning) as raised:
        value = boxdot.evaluate(RATIO[0], ARRAYS, RATIO[1])
    assert [str(w.message) for w in raised] == ["division by zero: s is 0 in entry 1, 2"]
    assert np.isinf(value[:, 1]).all()


def test_strict_is_an_error_at_the_operand():
    with pytest.raises(boxdot.DataError, match="s is 0 in entry 1, 2") as error:
        boxdot.evaluate(RATIO[0], ARRAYS, RATIO[1], strict=True)
    assert error.value.span is not None
    assert error.value.span.of(RATIO[0]) == "s"


def test_divisor_that_is_computed():
    with pytest.warns(boxdot.ZeroDenominatorWarning, match="made of s is 0 in 3 entries, first"):
        boxdot.evaluate("X ⧄ (s ⊟ s)", ARRAYS, RATIO[1])


@pytest.mark.parametrize("text", ["1/k", "1/0", "k^{-1}", "1/(k ⊡ k)"])
def test_numbers(text):
    with pytest.warns(boxdot.ZeroDenominatorWarning):
        assert np.isinf(boxdot.evaluate(text, {"k": 0}, "k ∈ R"))


def test_no_word_without_zeros():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        value = boxdot.evaluate(*RATIO[:1], {**ARRAYS, "s": np.array([[1, np.nan, 2]])}, RATIO[1])
    assert np.isnan(value[:, 1]).all()


def test_numpy_steps_of_compiled_formulas_tell_the_same(monkeypatch):
    from boxdot.numeric.compiling import compiled

    monkeypatch.setattr(compiled, "find_spec", lambda name: None)
    with pytest.warns(boxdot.ZeroDenominatorWarning, match="s is 0 in entry 1, 2"):
        boxdot.compile(*RATIO)(ARRAYS)
    with pytest.raises(boxdot.DataError, match="s is 0"):
        boxdot.compile(*RATIO, strict=True)(ARRAYS)
