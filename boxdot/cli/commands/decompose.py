"""``boxdot decompose``: broadcast decompositions that are posed as formulas."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

import boxdot
from boxdot.cli.data import Source, arrays_of
from boxdot.cli.options import as_json, no_color, reads_formula
from boxdot.cli.refusing import refuse_ill_shaped
from boxdot.cli.solving import solves, warnings_as_lines, write

_AT_LEAST_ONE = click.IntRange(min=1)


@click.command
@reads_formula
@solves
@click.option("--rank", type=_AT_LEAST_ONE, help="The number of terms of the Σ.")
@click.option(
    "--algorithm",
    type=click.Choice(["auto", "hals", "als"]),
    default="auto",
    show_default=True,
    help="One term after the other (hals), or all terms of a factor together (als).",
)
@click.option(
    "--init",
    default="auto",
    show_default=True,
    metavar="auto|random|FILE",
    help="How the sweeps begin; a .npz file holds starts by name.",
)
@click.option("--n-init", type=_AT_LEAST_ONE, help="How many starts are tried.")
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="For what is drawn at random.",
)
@click.option(
    "--max-iterations", type=_AT_LEAST_ONE, default=500, show_default=True, help="Most sweeps."
)
@click.option(
    "--tolerance",
    type=click.FloatRange(min=0),
    default=1e-8,
    show_default=True,
    help="Stop when a sweep lowers the error by less than this part of it.",
)
@as_json
@no_color
def command(
    formula: boxdot.Formula,
    /,
    data: tuple[Source, ...],
    output: Path | None,
    plot: Path | None,
    nonnegative: tuple[str, ...],
    mask: str | None,
    weights: str | None,
    init: str,
    as_json: bool,
    **sweeping: Any,  # the names of these options are those of `boxdot.decompose`
) -> int:
    """Decompose a tensor as EXPRESSION (``-`` reads standard input) says.

    The shapes of the factors are those declared. Factors that the data hold are kept, unless all
    of them are there.

    \b
    boxdot decompose "Y ≈ A ⊡ B ⊡ C" --data f.npz -o factors.npz \\
        -d "Y ∈ R^{I×J×K}; A ∈ R^{I×J×1}; B ∈ R^{I×1×K}; C ∈ R^{1×J×K}"
    boxdot decompose "Y ≈ Σ_{r=1}^{R} A_r ⊡ B_r ⊡ C_r" --rank 3 --data f.npz -o factors.npz \\
        -d "Y ∈ R^{I×J×K}; A_r ∈ R^{I×J×1}; B_r ∈ R^{I×1×K}; C_r ∈ R^{1×J×K}"
    boxdot decompose "Y ≈ Σ_{r=1}^{R} a_r ∘ b_r ∘ c_r" --rank 3 --data f.npz -o factors.npz \\
        -d "Y ∈ R^{I×J×K}; a_r ∈ R^I; b_r ∈ R^J; c_r ∈ R^K"
    """
    try:
        with warnings_as_lines():
            found = boxdot.decompose(
                formula,
                arrays_of(data, formula, (mask, weights)),
                init=_start(init),
                nonnegative=nonnegative,
                mask=mask,
                weights=weights,
                progress=not as_json,
                **sweeping,
            )
    except boxdot.IllShapedError as error:
        return refuse_ill_shaped(error, as_json)
    write(found, output, plot, as_json)
    return 0


def _start(init: str) -> str | Mapping[str, Any]:
    if init in ("auto", "random"):
        return init
    starts: Mapping[str, Any] = boxdot.numeric.evaluating.load_npz(Path(init))
    return starts
