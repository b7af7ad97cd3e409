"""``boxdot derive``: gradients, and least-squares minimisers with the proof that they are."""

from __future__ import annotations

import click

import boxdot
from boxdot.cli.options import as_json, no_color, reads_formula
from boxdot.cli.output import emit, emit_json
from boxdot.cli.refusing import refuse_ill_shaped


@click.command
@reads_formula
@click.option("--wrt", metavar="SYMBOL", help="Differentiate with respect to this symbol.")
@click.option(
    "--minimise",
    "--minimize",
    "unknown",
    metavar="SYMBOL",
    help="Solve for the symbol that minimises EXPRESSION.",
)
@click.option("--steps", is_flag=True, help="Show how the result came about.")
@click.option(
    "--to",
    "spelling",
    type=click.Choice(["unicode", "latex", "ascii"]),
    default="unicode",
    show_default=True,
    help="The spelling of the result.",
)
@as_json
@no_color
def command(
    formula: boxdot.Formula,
    wrt: str | None,
    unknown: str | None,
    steps: bool,
    spelling: str,
    as_json: bool,
) -> int:
    """Differentiate or minimise EXPRESSION, a number (``-`` reads standard input).

    A minimiser is that of a quadratic expression, or of the squared error of ``Y ≈ M``; of
    ``argmin_A f`` it is that over A.

    \b
    boxdot derive "‖Y − A ⊡ Z‖_F²" --wrt A -d "Y ∈ R^{I×J×K}; A ∈ R^{I×J×1}; Z ∈ R^{1×J×K}"
    boxdot derive "‖A x − b‖²" --minimise x -d "A ∈ R^{m×n}; x ∈ R^n; b ∈ R^m" --steps
    boxdot derive "tr(Xᵀ A)" --wrt X -d "X, A ∈ R^{m×n}" --to latex
    """
    if wrt is not None and unknown is not None:
        raise click.UsageError("Give either --wrt or --minimise.")
    try:
        derivation = boxdot.derive(formula, wrt=wrt, minimise=unknown)
    except boxdot.IllShapedError as error:
        return refuse_ill_shaped(error, as_json)
    if as_json:
        emit_json(derivation.as_json(spelling))
    else:
        emit(derivation.report(spelling, steps=steps))
    return 0
