"""Checking shapes and proving equations."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from boxdot.api.reading import chosen, formula_of
from boxdot.grammar.depth import deeply
from boxdot.notation import checking
from boxdot.notation.checking import CheckResult
from boxdot.notation.expressions.formula import Formula

if TYPE_CHECKING:
    from boxdot.notation.equality import Proof


@deeply
def check(formula: Formula | str, declarations: str = "", *, strict: bool = False) -> CheckResult:
    """Check the shapes of a formula (or of a text, read as :func:`parse` does).

    With ``strict``, warnings (such as ⊘ written for ⧄) count as errors.

    Examples
    --------
    >>> check("X ⊡ y", "X ∈ R^{I×J}; y ∈ R^K").condition
    'I = K or I = 1 or K = 1'
    """
    return checking.check(formula_of(formula, declarations), strict=strict)


@deeply
def prove(formula: Formula | str, declarations: str = "", *, order: str = "F") -> Proof:
    """Prove or refute the equations and inequalities of a formula, for all sizes and values.

    ``order`` is how vec, diag, fold and unfold run through a tensor: the first axis first
    (``"F"``, the paper's) or the last (``"C"``, NumPy's).

    Returns
    -------
    Proof
        ``verdict`` is ``"proved"``, ``"defined"``, ``"refuted"``, ``"conditional"``,
        ``"unknown"`` or ``"ill-shaped"``; with it come the assumptions, the condition on the
        sizes or a counterexample.

    Examples
    --------
    >>> prove("X ⊡ y = diag(y) X", "X ∈ R^{I×J}; y ∈ R^I").verdict
    'proved'
    >>> prove("‖x + y‖ = ‖x‖ + ‖y‖", "x, y ∈ R^I").verdict
    'refuted'
    """
    from boxdot.notation import equality  # late: `check` needs no proof

    row_major = chosen(order, "order", ("F", "C")) == "C"
    return equality.prove(replace(formula_of(formula, declarations), row_major=row_major))
