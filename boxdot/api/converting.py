"""Converting formulas to code and evaluating them on arrays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from boxdot.api.reading import demand_shapes, formula_of
from boxdot.grammar.depth import deeply
from boxdot.notation.expressions.formula import Formula

if TYPE_CHECKING:
    from boxdot.notation.codegen.code import Code


@deeply
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


@deeply
def evaluate(
    formula: Formula | str,
    data: Mapping[str, Any] | None = None,
    declarations: str = "",
    /,
    *,
    strict: bool = False,
    **arrays: Any,
) -> Any:
    """Evaluate a formula on arrays, given by name or (for names that Python lacks) as a mapping.

    Arrays of another library (PyTorch, JAX, Dask, any of the Array API standard) give one of its
    kind. :func:`compile` is for formulas that are evaluated more than once. A division by zero is
    a `ZeroDenominatorWarning` that names the divisor, with ``strict`` a `DataError`.

    Examples
    --------
    >>> from boxdot.api.reading import parse
    >>> e = parse("A ⊡ b", "A ∈ R^{2×2}; b ∈ R^2")
    >>> evaluate(e, A=[[1, 2], [3, 4]], b=[10, 100])
    array([[ 10,  20],
           [300, 400]])
    """
    from boxdot.numeric import compiling, evaluating  # late: the only ones that need NumPy

    formula = formula_of(formula, declarations)
    demand_shapes(formula)
    given = {**(data or {}), **arrays}
    if compiling.are_foreign(given):
        return compiling.Compiled(formula, strict=strict, fused=False)(given)
    return evaluating.evaluate(formula, given, strict=strict)
