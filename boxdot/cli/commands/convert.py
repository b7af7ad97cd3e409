"""``boxdot convert``: a formula as code or in another notation."""

from __future__ import annotations

import click

import boxdot
from boxdot.cli.options import as_json, no_color, reads_formula
from boxdot.cli.output import complain, emit, emit_json
from boxdot.cli.refusing import refuse_ill_shaped


@click.command
@reads_formula
@click.option(
    "--to",
    "target",
    default="numpy",
    show_default=True,
    metavar="LANG",
    help="What to write: numpy, latex, unicode or ascii.",
)
@click.option("--function", metavar="NAME", help="Wrap the code in a function of this name.")
@as_json
@no_color
def command(formula: boxdot.Formula, target: str, function: str | None, as_json: bool) -> int:
    """Write EXPRESSION as code or in another notation (``-`` reads standard input).

    An ill-shaped expression has no code: its problems go to stderr and the exit code is 1.

    \b
    boxdot convert "Y = X ⊡ b" -d "X ∈ R^{H×W×3}; b ∈ R^H" --to numpy
    boxdot convert "(X ⊟ μ) ⧄ σ" -d "X ∈ R^{N×C×H×W}; μ, σ ∈ R^{1×C}" --function normalise
    boxdot convert "X .* y" -d "X in R^{I x J}; y in R^I" --to latex
    """
    try:
        code = boxdot.convert(formula, to=target, function=function)
    except boxdot.IllShapedError as error:
        return refuse_ill_shaped(error, as_json)
    if as_json:
        emit_json({"code": code.code, "imports": code.imports, "warnings": code.warnings})
    else:
        for warning in code.warnings:
            complain(f"warning: {warning}")
        emit("\n".join([*code.imports, *([""] if code.imports else []), code.code]))
    return 0
