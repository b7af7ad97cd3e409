"""``boxdot solve``: least squares that are posed as formulas."""

from __future__ import annotations

from pathlib import Path

import click

import boxdot
from boxdot.cli.data import Source, arrays_of
from boxdot.cli.options import as_json, no_color, reads_formula
from boxdot.cli.refusing import refuse_ill_shaped
from boxdot.cli.solving import solves, warnings_as_lines, write


@click.command
@reads_formula
@solves
@as_json
@no_color
def command(
    formula: boxdot.Formula,
    data: tuple[Source, ...],
    output: Path | None,
    plot: Path | None,
    nonnegative: tuple[str, ...],
    mask: str | None,
    weights: str | None,
    as_json: bool,
) -> int:
    """Solve the least-squares problem in EXPRESSION (``-`` reads standard input) on arrays.

    One symbol is sought: under min or argmin, or of Y ≈ A ⊡ Z the one that the data lack. Weights,
    λ‖A‖² and A ≥ 0 may stand in the formula.

    \b
    boxdot solve "min_A ‖Y − A ⊡ Z‖_F²" --data f.npz -o a.npz \\
        -d "Y ∈ R^{I×J×K}; A ∈ R^{I×J×1}; Z ∈ R^{1×J×K}"
    boxdot solve "Y ≈ A ⊡ Z" --data Y=large.npy --data f.npz -o a.npz \\
        -d "Y ∈ R^{I×J×K}; A ∈ R^{I×J×1}; Z ∈ R^{1×J×K}"
    boxdot solve "min_{A ≥ 0} ‖M ⊙ (Y − A ⊡ Z)‖_F² + 0.1 ‖A‖_F²" --data f.npz -o a.npz \\
        -d "Y, M ∈ R^{I×J×K}; A ∈ R^{I×J×1}; Z ∈ R^{1×J×K}"
    """
    try:
        with warnings_as_lines():
            arrays = arrays_of(data, formula, (mask, weights))
            found = boxdot.solve(
                formula, arrays, nonnegative=nonnegative, mask=mask, weights=weights
            )
    except boxdot.IllShapedError as error:
        return refuse_ill_shaped(error, as_json)
    write(found, output, plot, as_json)
    return 0
