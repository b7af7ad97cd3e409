"""Pictures of solutions: the error after each sweep, and what was found."""

from __future__ import annotations

import io
from importlib.util import find_spec
from typing import Any

import numpy as np

from boxdot.grammar.errors import DataError, UnsupportedError
from boxdot.numeric.solving.solution import Array, Solution

FORMATS = ("png", "svg", "pdf")
MOST_PANELS = 24

_INK = "#1f4e79"
_LOGARITHMIC = 2
"""Errors that differ by this factor are shown on a logarithmic scale."""


def demand_plotting(kind: str) -> None:
    """Raise where no picture of a kind can be drawn; see `plotted`."""
    if kind not in FORMATS:
        raise DataError(
            f"no picture is written as {kind or 'a file without a suffix'!r}",
            hint=f"the formats are {', '.join(FORMATS)}",
        )
    if find_spec("matplotlib") is None:
        raise UnsupportedError(
            "pictures need Matplotlib", hint="install it with pip install 'boxdot[plot]'"
        )


def plotted(solution: Solution, kind: str = "svg") -> bytes:
    """Return a picture of a solution: the error after each sweep, then a panel for each array.

    Axes of length 1 are left out. A vector is a curve, a matrix a map of colours; of an array of
    higher order (a family of matrices) every matrix has its panel, up to `MOST_PANELS` in all.

    Raises
    ------
    UnsupportedError
        Matplotlib is not installed.
    DataError
        The format is none of png, svg and pdf.
    """
    demand_plotting(kind)
    from matplotlib import rc_context  # late: only pictures pay for it
    from matplotlib.figure import Figure

    panels = _panels(solution)
    columns = min(4, len(panels) + bool(solution.errors))
    rows = -(-(len(panels) + bool(solution.errors)) // columns)
    with rc_context({"svg.hashsalt": "boxdot", "font.size": 9}):
        figure = Figure(figsize=(3.1 * columns, 2.6 * rows), layout="constrained")
        axes = list(np.ravel(figure.subplots(rows, columns, squeeze=False)))
        if solution.errors:
            _draw_errors(axes.pop(0), solution)
        for (title, array), place in zip(panels, axes, strict=False):
            _draw_array(figure, place, title, array)
        for place in axes[len(panels) :]:
            place.set_axis_off()
        stream = io.BytesIO()
        figure.savefig(stream, format=kind, metadata=_UNDATED[kind])
    return stream.getvalue()


_UNDATED: dict[str, dict[str, Any]] = {
    "png": {},
    "svg": {"Date": None},
    "pdf": {"CreationDate": None},
}
"""What a picture says of itself: nothing that changes from one run to the next."""


def _panels(solution: Solution) -> list[tuple[str, Array]]:
    """Return what is drawn: arrays without axes of length 1, families member by member."""
    panels: list[tuple[str, Array]] = []
    for name, array in solution.items():
        values = np.abs(array) if array.dtype.kind == "c" else array
        small = np.squeeze(values)
        parts = [small] if small.ndim <= 2 else list(small.reshape(-1, *small.shape[-2:]))
        titles = [name] if len(parts) == 1 else [f"{name} [{n}]" for n in range(1, len(parts) + 1)]
        panels += zip(titles, parts, strict=True)
    return panels[:MOST_PANELS]


def _draw_errors(axes: Any, solution: Solution) -> None:
    sweeps = range(1, len(solution.errors) + 1)
    errors = np.asarray(solution.errors)
    axes.plot(sweeps, errors / (solution.norm or 1.0), color=_INK, marker=".", markersize=3)
    if bool((errors > 0).all()) and errors.max() > _LOGARITHMIC * errors.min():
        axes.set_yscale("log")
    else:
        axes.set_ylim(bottom=0)
    axes.set(title="error, as a part of the data", xlabel="sweep")
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.grid(alpha=0.3)


def _draw_array(figure: Any, axes: Any, title: str, array: Array) -> None:
    axes.set_title(title)
    if array.ndim < 2:
        curve = np.atleast_1d(array)
        axes.plot(range(1, len(curve) + 1), curve, color=_INK, marker=".", markersize=3)
        axes.xaxis.get_major_locator().set_params(integer=True)
        axes.grid(alpha=0.3)
        return
    rows, columns = array.shape
    top = float(np.nanmax(np.abs(array), initial=0.0)) or 1.0
    signed = bool((array < 0).any())
    image = axes.imshow(
        array,
        aspect="auto",
        interpolation="nearest",
        cmap="RdBu_r" if signed else "viridis",
        vmin=-top if signed else 0.0,
        vmax=top,
        extent=(0.5, columns + 0.5, rows + 0.5, 0.5),  # indices count from 1
    )
    for axis in (axes.xaxis, axes.yaxis):
        axis.get_major_locator().set_params(integer=True)
    figure.colorbar(image, ax=axes)
