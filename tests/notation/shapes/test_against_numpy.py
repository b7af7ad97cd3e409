"""The broadcast condition on numbers is NumPy's: as it is under C, after padding under F."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from boxdot.notation.shapes.broadcasting import compare_broadcasting, joint_shape
from boxdot.notation.shapes.conventions import Convention
from boxdot.notation.shapes.judging import Verdict, axis_at_fault, judge
from boxdot.notation.shapes.padding import pad

shapes = st.lists(st.integers(1, 4), max_size=5).map(tuple)


@settings(deadline=None)
@given(shapes, shapes, st.sampled_from(Convention))
def test_agrees_with_numpy(left, right, convention):
    order = max(len(left), len(right))
    padded = pad(left, order, convention), pad(right, order, convention)
    comparison = compare_broadcasting(left, right, convention)
    verdict = judge(comparison.condition)
    try:
        expected = np.broadcast_shapes(*padded)
    except ValueError:
        assert verdict is Verdict.FAILS
        bad = [a != b and 1 not in (a, b) for a, b in zip(*padded, strict=True)]
        assert axis_at_fault(comparison) == bad.index(True) + 1
    else:
        assert verdict is Verdict.HOLDS
        assert joint_shape(left, right, convention) == expected
