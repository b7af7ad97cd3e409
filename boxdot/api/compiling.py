"""The Python API: formulas as functions of arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boxdot.api.reading import demand_shapes, formula_of
from boxdot.grammar.depth import deeply
from boxdot.notation.expressions.formula import Formula

if TYPE_CHECKING:
    from boxdot.numeric.compiling import Compiled


@deeply
def compile(formula: Formula | str, declarations: str = "", *, strict: bool = False) -> Compiled:
    """Return a formula as a function of arrays, which runs as one loop where that can be.

    Parameters
    ----------
    formula, declarations
        The formula, or its text and what is declared.
    strict
        Whether a division by zero is an error; else it is a warning, and the result has inf or
        NaN there.

    Returns
    -------
    Compiled
        Call it with the arrays by name, and with ``out=`` to write into an array that is there.
        ``backend`` is ``"numba"`` or ``"numpy"``, ``shape`` the shape of the result, ``source``
        the loops as text.

    Examples
    --------
    >>> import numpy as np
    >>> f = compile("softmax(x)", "x ∈ R^N")
    >>> f(x=np.zeros(4))
    array([0.25, 0.25, 0.25, 0.25])
    >>> f.shape
    ('N',)
    """
    from boxdot.numeric.compiling import Compiled  # late: it needs NumPy

    formula = formula_of(formula, declarations)
    demand_shapes(formula)
    return Compiled(formula, strict=strict)
