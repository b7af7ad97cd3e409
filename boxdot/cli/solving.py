"""What ``boxdot solve`` and ``boxdot decompose`` share: options, data, and what they write."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from boxdot.cli.data import completed, sources_of
from boxdot.cli.output import complain, emit, emit_json
from boxdot.cli.saving import writable, written_whole

if TYPE_CHECKING:
    from boxdot.numeric.evaluating.loading import Array
    from boxdot.numeric.solving import Solution

F = TypeVar("F", bound=Callable[..., Any])  # click's decorators keep any signature

PRINTED_ENTRIES = 100
"""An array with more entries is described, not printed: ``-o`` writes it to a file."""

_FILE = click.Path(path_type=Path, dir_okay=False)


def _names(_: click.Context, __: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    """Read ``A,B``.

    >>> _names(None, None, ("A,B", "C"))  # type: ignore[arg-type]
    ('A', 'B', 'C')
    """
    return tuple(name.strip() for text in given for name in text.split(",") if name.strip())


def _arrays_file(context: click.Context, option: click.Parameter, path: Path | None) -> Path | None:
    """Demand a file for arrays with names that is not the one that the data come from."""
    sources = context.params.get("data") or ()
    if path is not None and path.suffix == ".npy":
        raise click.BadParameter("arrays with names are written as an .npz file")
    exists = path is not None and path.exists()
    if path is not None and exists and any(path.samefile(source.path) for source in sources):
        raise click.BadParameter(f"{path} holds the data")
    return writable(context, option, path)


def _drawable(context: click.Context, option: click.Parameter, path: Path | None) -> Path | None:
    """Demand that a picture can be drawn, before a long calculation."""
    if path is not None:
        from boxdot.numeric.solving.plotting import demand_plotting  # late: it needs NumPy

        demand_plotting(_kind(path))
    return writable(context, option, path)


def _kind(path: Path) -> str:
    return path.suffix.removeprefix(".").lower()


_OPTIONS = (
    click.option(
        "--data",
        multiple=True,
        callback=sources_of,
        shell_complete=completed,
        required=True,
        is_eager=True,
        metavar="[NAME=]FILE",
        help="An .npz file that holds an array under each symbol's name, or NAME=FILE.npy, which "
        "may be larger than memory, or NAME=FILE.npz:KEY (repeatable); NaN is missing.",
    ),
    click.option(
        "-o",
        "--output",
        type=_FILE,
        callback=_arrays_file,
        help="Write what is found to this .npz file, by symbol.",
    ),
    click.option(
        "--plot",
        type=_FILE,
        callback=_drawable,
        help="Draw the error and what is found to this .png, .svg or .pdf file (needs matplotlib).",
    ),
    click.option(
        "--nonnegative",
        multiple=True,
        metavar="SYMBOL,…",
        callback=_names,
        help="Keep these symbols from being negative, as A ≥ 0 in the formula does (repeatable).",
    ),
    click.option("--mask", metavar="NAME", help="The array in the data that is 1 where it counts."),
    click.option(
        "--weights", metavar="NAME", help="The array in the data that multiplies squared misses."
    ),
)


def solves(command: F) -> F:
    """Give a command the options that both have."""
    for decorate in reversed(_OPTIONS):
        command = decorate(command)
    return command


@contextmanager
def warnings_as_lines() -> Iterator[None]:
    """Write each warning as one line on stderr, once."""
    with warnings.catch_warnings(record=True) as raised:
        warnings.simplefilter("default")
        yield
    for message in dict.fromkeys(str(warning.message) for warning in raised):
        complain(f"warning: {_ARGUMENT.sub(lambda name: _AS_OPTION[name[0]], message)}")


_AS_OPTION = {"n_iter_max": "--max-iterations", "tol": "--tolerance", "n_init": "--n-init"}
_ARGUMENT = re.compile(rf"\b(?:{'|'.join(_AS_OPTION)})\b")
"""Arguments of Python functions, which on the command line are options."""


def write(solution: Solution, output: Path | None, plot: Path | None, as_json: bool) -> None:
    """Write a solution where it is wanted, and say what was found."""
    if plot is not None:
        _draw(solution, plot)
    if output is not None:
        _save(solution, output)
    if as_json:
        emit_json(_document(solution, output, plot))
    else:
        emit(_text(solution, output))


def _draw(solution: Solution, path: Path) -> None:
    from boxdot.numeric.solving.plotting import plotted  # late: it needs Matplotlib

    image = plotted(solution, _kind(path))
    with written_whole(path) as stream:
        stream.write(image)


def _save(solution: Solution, path: Path) -> None:
    import numpy as np  # late, as in `eval`

    arrays: dict[str, Any] = dict(solution)
    with written_whole(path) as stream:
        np.savez(stream, **arrays)


def _document(solution: Solution, output: Path | None, plot: Path | None) -> dict[str, object]:
    document = solution.as_json()
    if output is not None:
        document["file"] = str(output)
    elif all(array.size <= PRINTED_ENTRIES for array in solution.values()):
        document["values"] = {name: array.tolist() for name, array in solution.items()}
    if plot is not None:
        document["plot"] = str(plot)
    return document


def _text(solution: Solution, output: Path | None) -> str:
    lines = [_described(name, array, output) for name, array in solution.items()]
    lines.append(f"error: {solution.error:.6g} ({_percent(solution.relative_error)} of the data)")
    if solution.errors:
        ended = "settled" if solution.converged else "not settled"
        lines.append(f"sweeps: {solution.iterations}, {ended}")
    if solution.fixed and solution.errors:
        lines.append(f"given and kept: {', '.join(solution.fixed)}")
    if output is not None:
        lines.append(f"written: {output}")
    return "\n".join(lines)


def _described(name: str, array: Array, output: Path | None) -> str:
    shape = "×".join(map(str, array.shape)) or "a number"
    head = f"{name}: {shape}, {array.dtype}"
    if output is not None or array.size > PRINTED_ENTRIES:
        return head
    return "\n".join([head, *(f"  {line}".rstrip() for line in str(array).splitlines())])


def _percent(part: float) -> str:
    """Return a part in percent.

    >>> _percent(0.12345), _percent(3e-9)
    ('12.3 %', '3e-07 %')
    """
    return f"{100 * part:.3g} %"
