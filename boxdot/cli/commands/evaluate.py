"""``boxdot eval``: the value of a formula on arrays of an ``.npz`` file."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

import boxdot
from boxdot.cli.options import as_json, no_color, reads_formula
from boxdot.cli.output import complain, emit, emit_json
from boxdot.cli.refusing import refuse_ill_shaped
from boxdot.cli.saving import writable, written_whole

if TYPE_CHECKING:
    from boxdot.numeric.evaluating.loading import Array

PRINTED_ENTRIES = 1000
"""A value with more entries is described, not printed: ``-o`` writes it to a file."""


def _output(context: click.Context, option: click.Parameter, path: Path | None) -> Path | None:
    if path is not None and path.suffix == ".npz":
        raise click.BadParameter("one array without a name is written as a .npy file")
    return writable(context, option, path)


@click.command
@reads_formula
@click.option(
    "--data",
    type=click.Path(path_type=Path, dir_okay=False),
    help="An .npz file that holds an array under each symbol's name.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    callback=_output,
    help="Write the value to this .npy file.",
)
@click.option("--strict", is_flag=True, help="Count a division by zero as an error.")
@as_json
@no_color
def command(
    formula: boxdot.Formula, data: Path | None, output: Path | None, strict: bool, as_json: bool
) -> int:
    """Evaluate EXPRESSION (``-`` reads standard input) on the arrays of an .npz file.

    An ill-shaped expression has no value: its problems go to stderr and the exit code is 1. A
    division by zero is a warning that names the divisor; with --strict it is an error, and the
    exit code is 2.

    \b
    boxdot eval "A ⊡ b" --data arrays.npz -d "A ∈ R^{2×3}; b ∈ R^2"
    boxdot eval "((X ⊟ μ) ⧄ σ) ⊡ γ ⊞ β" --data layer.npz -o y.npy \\
        -d "X ∈ R^{N×C×H×W}; μ, σ, γ, β ∈ R^{1×C}"
    boxdot eval "[1 2; 3 4] ⊡ [10; 100]"
    """
    arrays = boxdot.numeric.evaluating.load_npz(data) if data is not None else {}
    try:
        value = _evaluated(formula, arrays, strict)
    except boxdot.IllShapedError as error:
        return refuse_ill_shaped(error, as_json)
    if output is not None:
        _save(value, output)
    if as_json:
        emit_json(_document(value, output))
    else:
        emit(_text(value, output))
    return 0


def _evaluated(formula: boxdot.Formula, arrays: Mapping[str, Array], strict: bool) -> Array:
    """Return the value; what NumPy warns of (a division by zero) becomes one line each."""
    with warnings.catch_warnings(record=True) as raised:
        warnings.simplefilter("default")
        value: Array = boxdot.evaluate(formula, arrays, strict=strict)
    for message in dict.fromkeys(str(warning.message) for warning in raised):
        complain(f"warning: {message}")
    return value


def _save(value: Array, output: Path) -> None:
    import numpy as np  # late: only `eval` pays for NumPy

    with written_whole(output) as stream:
        np.save(stream, value, allow_pickle=False)


def _document(value: Array, output: Path | None) -> dict[str, object]:
    document: dict[str, object] = {"shape": list(value.shape), "dtype": str(value.dtype)}
    if output is not None:
        document["file"] = str(output)
    elif value.size <= PRINTED_ENTRIES:
        document["value"] = value.tolist()
    return document


def _text(value: Array, output: Path | None) -> str:
    shape = "×".join(map(str, value.shape)) or "scalar"
    if output is not None:
        return f"{output}: {shape}, {value.dtype}"
    if value.size > PRINTED_ENTRIES:
        return f"{shape}, {value.dtype}; too large to print: write it to a file with -o"
    return str(value)
