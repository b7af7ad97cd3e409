"""Drawing formulas as tensor networks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boxdot.api.reading import demand_shapes, formula_of
from boxdot.grammar.depth import deeply
from boxdot.notation.expressions.formula import Formula

if TYPE_CHECKING:
    from boxdot.notation.drawing import Drawing


@deeply
def draw(formula: Formula | str, declarations: str = "") -> Drawing:
    """Return a formula as a tensor-network diagram.

    Tensors are nodes with an edge for each axis; where ⊡ aligns two axes they meet in a
    super-diagonal node 𝓘 with a free edge; contractions are plain edges. What is no product (a
    function, an inverse, a sum inside a product) is a box.

    Returns
    -------
    Drawing
        ``svg`` and ``text``; a notebook shows the SVG.

    Examples
    --------
    >>> print(draw("X ⊡ B", "X ∈ R^{H×W×3}; B ∈ R^{H×W}"))
         X     B
    H ─⊘─●─────●
    W ─⊘─●─────●
    3 ───●
    """
    from boxdot.notation import drawing  # late: `check` draws nothing

    formula = formula_of(formula, declarations)
    demand_shapes(formula)
    return drawing.draw(formula)
