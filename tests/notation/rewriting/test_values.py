"""Random expressions keep their values, and their shapes, whatever they are rewritten to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from boxdot.grammar.errors import BoxdotError
from boxdot.notation.equality.searching import search
from boxdot.notation.expressions.nodes import Chain, Relation
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


def assert_equal_by_floats(text, result):
    if "fold" in result.replace("unfold", ""):
        return  # alone it does not say its shape
    before, after = (evaluate(read(t, DECLARED, sizes=SIZES), arrays()) for t in (text, result))
    np.testing.assert_allclose(np.squeeze(after), np.squeeze(before), rtol=1e-9, atol=1e-12)


def assert_equal_exactly(rewriting):
    """The exact evaluator, which shares no code with the proof, finds no difference."""
    left, right = (f.statements[0].sides[0] for f in (rewriting.start, rewriting.result))
    chain = Chain((left, right), (Relation.EQUAL,))
    found = search(replace(rewriting.start, statements=(chain,)), most_trials=2, small=False)
    assert found.counterexample is None
    assert found.trials > 0 or found.undefined


def well_shaped(text):
    try:
        formula = read(text, DECLARED)
    except BoxdotError:
        return None
    inference = infer(formula)
    return None if inference.problems or inference.sides[0][0] is None else formula


TRIED = {"linear-algebra": 40, "hadamard": 40, "broadcast": 40, "normal": 40, "shortest": 6}


@pytest.mark.parametrize("target", list(TRIED))
def test_values_are_kept(target):
    @settings(max_examples=TRIED[target], deadline=None)
    @given(text=expressions)
    def values_are_kept(text):
        formula = well_shaped(text)
        assume(formula is not None)
        try:
            result = rewrite(formula, to=target)
        except NotReachedError:
            assert target == "linear-algebra"  # not all that is broadcast is linear algebra
            return
        assert_equal_by_floats(text, str(result))
        assert_equal_exactly(result)

    values_are_kept()


@settings(max_examples=40, deadline=None)
@given(text=expressions)
def test_the_normal_form_is_its_own(text):
    formula = well_shaped(text)
    assume(formula is not None)
    once = rewrite(formula, to="normal")
    assert rewrite(once.result, to="normal").steps == ()
