"""``boxdot prove``: whether an equation or inequality is true for all sizes and values."""

from __future__ import annotations

import click

import boxdot
from boxdot.cli.options import as_json, no_color, reads_formula
from boxdot.cli.output import emit, emit_json
from boxdot.notation.equality import report


@click.command
@reads_formula
@click.option(
    "--order",
    type=click.Choice(["F", "C"]),
    default="F",
    show_default=True,
    help="The axis that vec, diag, fold and unfold run through first: the first (F) or the last.",
)
@as_json
@no_color
def command(formula: boxdot.Formula, order: str, as_json: bool) -> int:
    """Prove or refute the equations and inequalities of EXPRESSION (``-`` reads standard input).

    The verdict is "proved" or "defined" (exit code 0); "refuted", with a counterexample,
    "conditional" on the sizes, "unknown" or "ill-shaped" (exit code 1). A proof takes 2 seconds
    and 100,000 terms at most, the search for a counterexample 2 seconds, that for sizes 2 more;
    a chain of operators may have 5,000 terms a side.

    \b
    boxdot prove "X ⊡ y = diag(y) X" -d "X ∈ R^{I×J}; y ∈ R^I"
    boxdot prove "‖X ⊡ Y‖_F ≤ ‖X‖_F ‖Y‖_F" -d "X ∈ R^{I×J}; Y ∈ R^{I×1×K}"
    boxdot prove "A B = B A" -d "A, B ∈ R^{n×n}" --json
    """
    proof = boxdot.prove(formula, order=order)
    if as_json:
        extra = {"defined": proof.defined, "reason": proof.reason, "trials": proof.trials}
        emit_json({**proof.as_json(), **extra})
    else:
        emit(report(proof, formula))
    return 0 if proof.holds else 1
