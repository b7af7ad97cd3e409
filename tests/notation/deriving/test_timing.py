"""A derivation has a time budget, and says when it is reached."""

import pytest

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.deriving import derive, timing
from boxdot.notation.reading import read


def test_a_derivation_stops_in_time():
    formula = read("‖Y − A ⊡ Z‖_F²", "Y ∈ R^{I×J×K}; A ∈ R^{I×J×1}; Z ∈ R^{1×J×K}")
    with (
        pytest.raises(UnsupportedError, match="the derivation is not found in") as error,
        timing.timely(seconds=0),
    ):
        derive(formula, "A")
    assert "a part of the expression" in str(error.value)
