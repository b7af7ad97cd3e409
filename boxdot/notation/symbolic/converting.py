"""Formulas as SymPy objects: a table from the form that is asked for to what makes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.inference import Inference, infer
from boxdot.notation.symbolic.arrays.statements import to_array
from boxdot.notation.symbolic.matrices.statements import to_matrix
from boxdot.notation.symbolic.sums.statements import to_sum

FORMS: Mapping[str, Callable[[Formula, Inference], Any]] = {
    "sum": to_sum,
    "matrix": to_matrix,
    "array": to_array,
}


def to_sympy(formula: Formula, form: str = "sum") -> Any:
    """Return a formula as an object of SymPy.

    Parameters
    ----------
    formula
        The formula; its shapes must fit. Of several statements it is the last one, with what the
        others define put in. An equation becomes a relation of SymPy.
    form
        ``"sum"`` for an :class:`IndexedForm`; ``"matrix"`` for an expression over
        ``MatrixSymbol`` in which no broadcasting is left implicit (orders up to 2);
        ``"array"`` for an expression of ``sympy.tensor.array``, without the axes of length 1.

    Examples
    --------
    >>> from boxdot.notation.reading import read
    >>> formula = read("X ⊡ B", "X ∈ R^{H×W×3}; B ∈ R^{H×W}")
    >>> to_sympy(formula)
    IndexedForm(indices=(i, j, k), sizes=(H, W, 3), expression=B[i, j]*X[i, j, k])
    >>> to_sympy(read("X ⊡ y ⊞ z", "X ∈ R^{I×J}; y ∈ R^I; z ∈ R^{1×J}"), "matrix")
    DiagMatrix(y)*X + 1*z
    """
    target = FORMS.get(form)
    if target is None:
        known = ", ".join(map(repr, FORMS))
        raise UnsupportedError(f"there is no form {form!r}", hint=f"choose one of {known}")
    if not formula.statements:
        raise UnsupportedError("there is no expression to convert")
    try:
        return target(formula, infer(formula, fixes=False))
    except RecursionError:
        raise UnsupportedError("the formula is nested too deeply") from None
    except ValueError as error:  # what SymPy itself says of shapes with different names
        raise UnsupportedError(
            f"SymPy does not take these shapes: {error}",
            hint="declare sizes that must be equal under one name",
        ) from None
