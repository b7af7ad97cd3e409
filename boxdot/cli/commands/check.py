"""``boxdot check``: the shapes of a formula and its broadcast condition."""

from __future__ import annotations

import click

import boxdot
from boxdot.cli.options import as_json, no_color, reads_formula
from boxdot.cli.output import emit, emit_json


@click.command
@reads_formula
@click.option("--strict", is_flag=True, help="Count warnings, such as ⊘ for ⧄, as errors.")
@click.option(
    "--hazards",
    "with_hazards",
    is_flag=True,
    help="Say what NumPy and Julia make of each operator, written plainly.",
)
@as_json
@no_color
def command(formula: boxdot.Formula, strict: bool, with_hazards: bool, as_json: bool) -> int:
    """Check the shapes of EXPRESSION (``-`` reads standard input).

    The verdict is "holds" (exit code 0), "conditional" or "fails" (exit code 1).

    \b
    boxdot check "Y = X ⊡ B" -d "X, Y ∈ R^{H×W×3}; B ∈ R^{H×W}"
    boxdot check "X ⊙ B where X ∈ R^{H×W×3}, B ∈ R^{H×W}"
    boxdot check '\\bm{X} \\boxplus \\bm{b}^\\top' -d 'X ∈ R^{n×h}; b ∈ R^h' --json
    echo 'X .* y, X in R^{I x J}, y in R^I' | boxdot check -
    """
    result = boxdot.check(formula, strict=strict)
    found = boxdot.hazards(formula) if with_hazards else []
    if as_json:
        hazards = {"hazards": [one.as_json() for one in found]} if with_hazards else {}
        emit_json({**result.as_json(), **hazards})
    else:
        emit("\n".join([boxdot.report(result, formula), *(f"hazard: {one}" for one in found)]))
    return 0 if result.verdict == "holds" else 1
