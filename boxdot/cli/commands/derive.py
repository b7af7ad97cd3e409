"""``boxdot derive``: gradients, and least-squares minimisers with the proof that they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

import boxdot
from boxdot.cli.options import as_json, no_color, reads_formula
from boxdot.cli.output import emit, emit_json
from boxdot.cli.refusing import refuse_ill_shaped
from boxdot.notation.deriving import Derivation


@click.command
@reads_formula
@click.option(
    "--wrt",
    "unknowns",
    metavar="SYMBOL",
    multiple=True,
    help="Differentiate with respect to this symbol; repeatable, or several with commas.",
)
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
    unknowns: tuple[str, ...],
    unknown: str | None,
    steps: bool,
    spelling: str,
    as_json: bool,
) -> int:
    """Differentiate or minimise EXPRESSION, a number (``-`` reads standard input).

    Of a vector, ``--wrt`` is the Jacobian matrix with respect to a vector or a number.

    A minimiser is that of a quadratic expression, or of the squared error of ``Y ≈ M``; of
    ``argmin_A f`` it is that over A.

    \b
    boxdot derive "‖Y − A ⊡ Z‖_F²" --wrt A -d "Y ∈ R^{I×J×K}; A ∈ R^{I×J×1}; Z ∈ R^{1×J×K}"
    boxdot derive "‖A x − b‖²" --minimise x -d "A ∈ R^{m×n}; x ∈ R^n; b ∈ R^m" --steps
    boxdot derive "‖X − U Vᵀ‖_F²" --wrt U,V -d "X ∈ R^{m×n}; U ∈ R^{m×r}; V ∈ R^{n×r}"
    boxdot derive "softmax(x)" --wrt x -d "x ∈ R^n" --to latex
    """
    names = [name.strip() for text in unknowns for name in _separated(text)]
    if names and unknown is not None:
        raise click.UsageError("Give either --wrt or --minimise.")
    try:
        found = {name: boxdot.derive(formula, wrt=name) for name in names}
        derivation = None if names else boxdot.derive(formula, minimise=unknown)
    except boxdot.IllShapedError as error:
        return refuse_ill_shaped(error, as_json)
    if derivation is not None:
        found = {"": derivation}
    if as_json:
        emit_json(_document(found, spelling))
    else:
        emit(_report(found, spelling, steps=steps))
    return 0


def _separated(text: str) -> list[str]:
    """Split at commas, but not at those of subscripts: ``W_{1,2}``."""
    parts, depth, start = [], 0, 0
    for place, character in enumerate(text):
        depth += (character in "{([") - (character in "})]")
        if character == "," and depth == 0:
            parts.append(text[start:place])
            start = place + 1
    return [*parts, text[start:]]


def _document(found: Mapping[str, Derivation], spelling: str) -> dict[str, Any]:
    """Return the keys of the contract; of several gradients, each by its symbol as well."""
    documents = {name: derivation.as_json(spelling) for name, derivation in found.items()}
    if len(documents) == 1:
        return next(iter(documents.values()))
    return {
        "result": {name: document["result"] for name, document in documents.items()},
        "condition": "; ".join(
            dict.fromkeys(d["condition"] for d in documents.values() if d["condition"])
        ),
        "steps": [step for document in documents.values() for step in document["steps"]],
        "gradients": documents,
    }


def _report(found: Mapping[str, Derivation], spelling: str, *, steps: bool) -> str:
    """Return the results as text, of several each after its symbol."""
    if len(found) == 1:
        return next(iter(found.values())).report(spelling, steps=steps)
    lines = []
    for name, derivation in found.items():
        first, *rest = derivation.report(spelling, steps=steps).splitlines()
        lines += [f"{name}:", *(f"  {line}".rstrip() for line in (first, *rest))]
    return "\n".join(lines)
