"""``boxdot rewrite``: a formula in another form, with the identities that lead to it."""

from __future__ import annotations

import click

import boxdot
from boxdot.cli.options import as_json, no_color, reads_formula
from boxdot.cli.output import complain, emit, emit_json
from boxdot.cli.refusing import refuse_ill_shaped

NOT_REACHED = 1
TARGETS = ("linear-algebra", "hadamard", "broadcast", "normal", "shortest")


@click.command
@reads_formula
@click.option("--to", "target", type=click.Choice(TARGETS), help="The form to rewrite to.")
@click.option(
    "--only",
    metavar="IDENTITY",
    help="Apply one identity once, in either direction: its name or number, as in eq-25.",
)
@click.option(
    "--derivation",
    type=click.Choice(["unicode", "latex", "none"]),
    default="unicode",
    show_default=True,
    help="How to write the steps; none writes the result alone.",
)
@as_json
@no_color
def command(
    formula: boxdot.Formula, target: str | None, only: str | None, derivation: str, as_json: bool
) -> int:
    """Rewrite EXPRESSION by identities, each step proved (``-`` reads standard input).

    If no identity applies, or those that apply do not lead to the form, the exit code is 1.

    \b
    boxdot rewrite "X ⊡ y ⊞ zᵀ" --to linear-algebra -d "X ∈ R^{I×J}; y ∈ R^I; z ∈ R^J"
    boxdot rewrite "diag(y) X" --to broadcast -d "X ∈ R^{I×J}; y ∈ R^I"
    boxdot rewrite "X ⊡ y" --only eq-25 -d "X ∈ R^{I×J}; y ∈ R^I" --derivation latex
    """
    if (target is None) == (only is None):
        raise click.UsageError("Give either --to or --only.")
    try:
        rewriting = boxdot.rewrite(formula, to=target, only=only)
    except boxdot.IllShapedError as error:
        return refuse_ill_shaped(error, as_json)
    except boxdot.NotReachedError as error:
        complain(f"error: {error}")
        if as_json:
            emit_json({"steps": [], "problem": error.message})
        return NOT_REACHED
    if as_json:
        emit_json(rewriting.as_json())
    else:
        emit(_text(rewriting, derivation))
    return 0


def _text(rewriting: boxdot.Rewriting, spelling: str) -> str:
    if spelling == "none":
        return str(rewriting)
    assumed = [f"assuming {assumption}" for assumption in rewriting.assumptions]
    shown = boxdot.derivation(rewriting, spelling)
    return "\n".join([shown, *(assumed if spelling == "unicode" else [])])
