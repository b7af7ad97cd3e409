"""``boxdot draw``: a formula as a tensor-network diagram."""

from __future__ import annotations

from pathlib import Path

import click

import boxdot
from boxdot.cli.options import as_json, no_color, reads_formula
from boxdot.cli.output import emit_json, emit_plain
from boxdot.cli.refusing import refuse_ill_shaped
from boxdot.cli.saving import writable, written_whole


@click.command
@reads_formula
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    callback=writable,
    help="Write the diagram to this file, which is replaced: SVG, or text if it ends in .txt.",
)
@click.option(
    "--format",
    "wanted",
    type=click.Choice(["svg", "text"]),
    help="What to write; without -o text, unless this says svg.",
)
@as_json
@no_color
def command(formula: boxdot.Formula, output: Path | None, wanted: str | None, as_json: bool) -> int:
    """Draw EXPRESSION as a tensor network (``-`` reads standard input).

    Axes that ⊡ aligns meet in a super-diagonal node ⊘; contractions are plain edges; free edges
    carry their sizes. An ill-shaped expression has no diagram: exit code 1.

    \b
    boxdot draw "X ⊡ B" -d "X ∈ R^{H×W×3}; B ∈ R^{H×W}" -o mask.svg
    boxdot draw "A ⊡ B ⊡ C" -d "A ∈ R^{I×J×1}; B ∈ R^{I×1×K}; C ∈ R^{1×J×K}"
    boxdot draw "A X Bᵀ" -d "A ∈ R^{I×J}; X ∈ R^{J×K}; B ∈ R^{L×K}" --format svg
    """
    kind = wanted or _kind_of(output)
    if output is not None and wanted is None and output.suffix.lower() in _OTHER:
        hint = "write an .svg file, which browsers and drawing programs turn into others"
        raise click.BadParameter(f"no diagram is written as {output.suffix}; {hint}")
    try:
        drawing = boxdot.draw(formula)
    except boxdot.IllShapedError as error:
        return refuse_ill_shaped(error, as_json)
    picture = drawing.svg if kind == "svg" else drawing.text
    if output is not None:
        with written_whole(output) as stream:
            stream.write((picture.rstrip("\n") + "\n").encode("utf-8"))
    if as_json:
        shown = {"picture": picture} if output is None else {"file": str(output)}
        emit_json({"format": kind, **shown, "networks": drawing.as_json()})
    else:
        emit_plain(picture.rstrip("\n") if output is None else f"{output}: {kind}")
    return 0


_OTHER = frozenset({".png", ".pdf", ".jpg", ".jpeg", ".gif", ".eps", ".ps", ".webp", ".tex"})
"""Kinds of pictures that a reader of the file would take it for."""


def _kind_of(output: Path | None) -> str:
    return "text" if output is None or output.suffix.lower() == ".txt" else "svg"
