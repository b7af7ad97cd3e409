"""A pass that is left out would have changed nothing."""

from __future__ import annotations

import pytest

from boxdot.grammar import arranging, forgiving
from boxdot.grammar.latex import tokenize_latex
from boxdot.grammar.passes import Pass, passed

TEXTS = [
    r"\mathbf{Y}_{t} = \sigma(X W + b)",
    r"[A, B \; C] \odot_{KR} W^{+} \sqrt{2}",
    r"f(x)|_{x = 0} \text{ if } x \in S, \bigodot_i x_i",
    r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix} x_{:, j} \times_2 A",
    r"f(\cdot) \quad a \in B = c \in D",
]
PASSES = [*arranging._PASSES, *forgiving._PASSES]


@pytest.mark.parametrize("change", PASSES, ids=lambda one: one[1].__name__)
def test_what_is_left_out_changes_nothing(change: Pass) -> None:
    concerned, function = change
    left_out = 0
    for text in TEXTS:
        tokens = tokenize_latex(text, unknown_commands=True)
        if {token.kind for token in tokens}.isdisjoint(concerned):
            left_out += 1
            assert function(tokens) == tokens
        else:
            assert passed(tokens, [change]) == function(tokens)
    assert left_out or concerned & {"ARGOPEN", *forgiving._BETWEEN}
