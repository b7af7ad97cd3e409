"""Random expressions keep their values, and their shapes, whatever they are rewritten to."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from boxdot.grammar.errors import BoxdotError
from boxdot.notation.inference import infer
from boxdot.notation.reading import read
from boxdot.notation.rewriting import NotReachedError, rewrite
from boxdot.numeric.evaluating import evaluate

DECLARED = (
    "X, W ∈ R^{I×J}; y, u ∈ R^I; z, v ∈ R^J; m ∈ R^{1×J}; k ∈ R; T ∈ R^{I×J×K}; Q ∈ R^{1×J×K}"
)
SIZES = {"I": 2, "J": 3, "K": 4}
SHAPES = {
    "X": (2, 3), "W": (2, 3), "y": (2,), "u": (2,), "z": (3,), "v": (3,), "m": (1, 3), "k": (),
    "T": (2, 3, 4), "Q": (1, 3, 4),
}  # fmt: skip
LEAVES = ("X", "X", "W", "y", "y", "u", "zᵀ", "zᵀ", "vᵀ", "m", "k", "T", "Q", "diag(y)", "𝟏_Jᵀ")
OPERATORS = (" ⊡ ", " ⊡ ", " ⊡ ", " ⊞ ", " ⊞ ", " ⊟ ", " ⧄ ", " ⊙ ", " + ", " − ", " ")

leaves = st.sampled_from(LEAVES)
expressions = st.recursive(
    leaves,
    lambda inner: st.tuples(inner, st.sampled_from(OPERATORS), inner).map(
        lambda parts: f"({''.join(parts)})"
    ),
    max_leaves=6,
)


def arrays():
    rng = np.random.default_rng(0)
    return {name: rng.uniform(0.5, 2, shape) for name, shape in SHAPES.items()}


def well_shaped(text):
    try:
        formula = read(text, DECLARED)
    except BoxdotError:
        return None
    inference = infer(formula)
    return None if inference.problems or inference.sides[0][0] is None else formula


@pytest.mark.parametrize("target", ["linear-algebra", "hadamard", "broadcast", "normal"])
@settings(max_examples=40, deadline=None)
@given(text=expressions)
def test_values_are_kept(target, text):
    formula = well_shaped(text)
    assume(formula is not None)
    try:
        result = str(rewrite(formula, to=target))
    except NotReachedError:
        assert target == "linear-algebra"  # not all that is broadcast is linear algebra
        return
    assume("fold" not in result)  # alone it does not say its shape
    before = evaluate(read(text, DECLARED, sizes=SIZES), arrays())
    after = evaluate(read(result, DECLARED, sizes=SIZES), arrays())
    np.testing.assert_allclose(np.squeeze(after), np.squeeze(before), rtol=1e-9, atol=1e-12)


@settings(max_examples=40, deadline=None)
@given(text=expressions)
def test_the_normal_form_is_its_own(text):
    formula = well_shaped(text)
    assume(formula is not None)
    once = rewrite(formula, to="normal")
    assert rewrite(once.result, to="normal").steps == ()
