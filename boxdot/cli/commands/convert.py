"""``boxdot convert``: a formula as code or in another notation."""

from __future__ import annotations

import click

import boxdot
from boxdot.cli.options import as_json, no_color, reads_formula_or_code
from boxdot.cli.output import complain, emit, emit_json
from boxdot.cli.refusing import refuse_ill_shaped


@click.command
@reads_formula_or_code
@click.option(
    "--to",
    "target",
    metavar="LANG",
    help="What to write (numpy, of code latex): numpy, torch, jax, array-api, numba, julia, "
    "matlab, einsum, einops, einx, index, named, linear-algebra, latex, unicode, ascii or "
    "unicodemath.",
)
@click.option("--function", metavar="NAME", help="Wrap the code in a function of this name.")
@as_json
@no_color
def command(
    source: boxdot.Formula | boxdot.Decoded,
    target: str | None,
    function: str | None,
    as_json: bool,
) -> int:
    """Write EXPRESSION as code or in another notation (``-`` reads standard input).

    An ill-shaped expression has no code: its problems go to stderr and the exit code is 1.
    With --from, EXPRESSION is code, and what it does is written as notation.

    \b
    boxdot convert "Y = X ⊡ b" -d "X ∈ R^{H×W×3}; b ∈ R^H" --to numpy
    boxdot convert "(X ⊟ μ) ⧄ σ" -d "X ∈ R^{N×C×H×W}; μ, σ ∈ R^{1×C}" --function normalise
    boxdot convert "X .* y" -d "X in R^{I x J}; y in R^I" --to latex
    boxdot convert "X * B[:, :, None]" --from numpy -d "X ∈ R^{H×W×3}; B ∈ R^{H×W}"
    """
    try:
        return _write(_converted(source, target, function), source, as_json)
    except boxdot.IllShapedError as error:
        return refuse_ill_shaped(error, as_json)


def _converted(
    source: boxdot.Formula | boxdot.Decoded, target: str | None, function: str | None
) -> boxdot.Code:
    if isinstance(source, boxdot.Formula):
        return boxdot.convert(source, to=target or "numpy", function=function)
    target = target or "latex"
    code = boxdot.convert(source.formula, to=target, function=function)
    text = source.text(target) if target in SPELLINGS and function is None else code.code
    return boxdot.Code(text, code.imports, (*source.warnings, *code.warnings))


SPELLINGS = ("latex", "unicode", "ascii")
"""The targets that say shapes behind the formula."""


def _write(code: boxdot.Code, source: boxdot.Formula | boxdot.Decoded, as_json: bool) -> int:
    if as_json:
        found = {"code": code.code, "imports": code.imports, "warnings": code.warnings}
        if isinstance(source, boxdot.Decoded):
            found["declarations"] = source.declarations
        emit_json(found)
        return 0
    for warning in code.warnings:
        complain(f"warning: {warning}")
    emit("\n".join([*code.imports, *([""] if code.imports else []), code.code]))
    return 0
