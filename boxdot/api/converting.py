"""Converting formulas to code and evaluating them on arrays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from boxdot.api.reading import demand_shapes, formula_of
from boxdot.notation.expressions.formula import Formula

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from boxdot.notation.codegen.code import Code
    from boxdot.numeric.evaluating.loading import Array


def convert(
    formula: Formula | str,
    declarations: str = "",
    *,
    to: str = "numpy",
    function: str | None = None,
) -> Code:
    """Return code (``to="numpy"``) or notation (``"latex"``, ``"unicode"``) of the same meaning.

    ``function`` wraps the code in a function of that name. Raises :class:`IllShapedError` if the
    shapes do not fit.

    Examples
    --------
    >>> print(convert("X ⊡ b", "X ∈ R^{H×W×3}; b ∈ R^H").code)
    X * b[:, None, None]
    """
    from boxdot.notation.codegen import convert as codegen  # late: `check` needs no code

    formula = formula_of(formula, declarations)
    demand_shapes(formula)
    return codegen.convert(formula, to=to, function=function)


def evaluate(
    formula: Formula | str,
    data: Mapping[str, ArrayLike] | None = None,
    declarations: str = "",
    /,
    **arrays: ArrayLike,
) -> Array:
    """Evaluate a formula on arrays, given by name or (for names that Python lacks) as a mapping.

    Examples
    --------
    >>> from boxdot.api.reading import parse
    >>> e = parse("A ⊡ b", "A ∈ R^{2×2}; b ∈ R^2")
    >>> evaluate(e, A=[[1, 2], [3, 4]], b=[10, 100])
    array([[ 10,  20],
           [300, 400]])
    """
    from boxdot.numeric import evaluating  # late: the only one that needs NumPy

    formula = formula_of(formula, declarations)
    demand_shapes(formula)
    return evaluating.evaluate(formula, {**(data or {}), **arrays})
