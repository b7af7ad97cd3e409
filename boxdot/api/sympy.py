"""Handing formulas and conditions to SymPy and taking them back."""

from __future__ import annotations

from typing import Any

from boxdot.api.reading import demand_shapes, formula_of
from boxdot.notation import algebra, reading
from boxdot.notation.checking import CheckResult
from boxdot.notation.expressions.formula import Formula


def to_sympy(formula: Formula | str, declarations: str = "", *, form: str = "sum") -> Any:
    """Return a formula as an object of SymPy, to carry on there.

    Parameters
    ----------
    formula, declarations
        The formula, or a text and its declarations, read as :func:`parse` does.
    form
        ``"sum"``: an :class:`IndexedForm`, the entry at free indices; ``"matrix"``: an
        expression over ``MatrixSymbol``, for orders up to 2; ``"array"``: an expression of
        ``sympy.tensor.array``.

    Examples
    --------
    >>> to_sympy("A x", "A ∈ R^{I×J}; x ∈ R^J").expression
    Sum(A[i, j]*x[j], (j, 1, J))
    >>> to_sympy("X ⊡ y", "X ∈ R^{I×J}; y ∈ R^I", form="matrix")
    DiagMatrix(y)*X
    """
    from boxdot.notation import symbolic  # late: it imports SymPy

    formula = formula_of(formula, declarations)
    demand_shapes(formula)
    return symbolic.to_sympy(formula, form)


def from_sympy(found: Any, declarations: str = "") -> Formula:
    """Return an object of SymPy as a formula; ``declarations`` say the shapes that it does not.

    Examples
    --------
    >>> from sympy import DiagMatrix, MatrixSymbol
    >>> product = DiagMatrix(MatrixSymbol("y", 3, 1)) * MatrixSymbol("X", 3, 2)
    >>> from_sympy(product).text
    'diag(y) X'
    """
    from boxdot.notation import symbolic  # late: it imports SymPy

    return symbolic.from_sympy(found, reading.read("0", declarations).symbols)


def condition_to_sympy(result: CheckResult) -> Any:
    """Return the condition of a check as a Boolean of SymPy, over positive integers.

    Examples
    --------
    >>> from boxdot.api.judging import check
    >>> condition_to_sympy(check("X ⊡ y", "X ∈ R^{I×J}; y ∈ R^K"))
    Eq(I, 1) | Eq(I, K) | Eq(K, 1)
    """
    return algebra.condition_to_sympy(result.inference.condition.clauses)
