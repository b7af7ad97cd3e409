"""Figure 5 of the paper: signal-to-noise ratio over the number of parameters, beside the peers.

``python -m benchmarks.figure5`` prints a table of medians over draws of the noise; ``--figure
FILE.svg`` draws it (Matplotlib). Tensors whose package is not installed are left out by name.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from typing import Any

from boxdot.numeric.peers import MODELS, TENSORS, Fitted, compare, load_tensor

Rows = dict[str, list[Fitted]]
"""For each model its fits from few to many parameters."""

COLOURS = {"BD": "#c0392b", "CP": "#1f4e79", "Tucker": "#3b8f4f", "TR": "#8e5ea2"}
LEAST_RANGE = 4
"""So many decibels a panel shows at least: tenths of them are noise."""
MARKS = {"BD": "o", "CP": "s", "Tucker": "^", "TR": "D"}


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table, and draw the figure if asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", nargs="*", choices=TENSORS, default=list(TENSORS))
    parser.add_argument("--ranks", nargs="*", type=int, default=[1, 2, 3])
    parser.add_argument("--noise", type=float, default=30, help="decibels of signal over noise")
    parser.add_argument("--starts", type=int, default=3, help="starts of every model")
    parser.add_argument("--draws", type=int, default=1, help="draws of the noise")
    parser.add_argument("--figure", type=Path, help="an .svg or .png file to draw")
    chosen = parser.parse_args(arguments)
    found: dict[str, Rows] = {}
    for name in chosen.only:
        if not TENSORS[name].is_there:
            print(f"{TENSORS[name].title}: left out, {TENSORS[name].package} is not installed")
            continue
        found[name] = measured(name, chosen)
        print("\n".join(table(name, found[name])), flush=True)
    if chosen.figure is not None:
        draw(found, chosen.figure)


def measured(name: str, chosen: argparse.Namespace) -> Rows:
    """Return the median fits of every model."""
    runs: dict[tuple[str, int], list[Fitted]] = {}
    for seed in range(chosen.draws):
        truth = load_tensor(name, seed)
        for fitted in compare(
            truth,
            ranks=chosen.ranks,
            decibels=chosen.noise,
            starts=chosen.starts,
            models=_installed(),
            seed=seed,
        ):
            runs.setdefault((fitted.model, fitted.parameters), []).append(fitted)
    rows: Rows = {}
    for (model, _), fits in sorted(runs.items(), key=lambda run: run[0][1]):
        rows.setdefault(model, []).append(_middle(fits))
    return {model: rows[model] for model in MODELS if model in rows}


def _installed() -> list[str]:
    return [k for k, model in MODELS.items() if not model.package or find_spec(model.package)]


def _middle(fits: Sequence[Fitted]) -> Fitted:
    first = fits[0]
    return Fitted(
        first.model,
        first.rank,
        first.parameters,
        median(one.snr for one in fits),
        median(one.fit for one in fits),
        median(one.seconds for one in fits),
    )


def table(name: str, rows: Rows) -> Iterator[str]:
    """Yield a line for each model: parameters and decibels against the truth."""
    yield f"{TENSORS[name].title}:"
    for model, fits in rows.items():
        cells = "   ".join(f"{fit.parameters:6d}: {fit.snr:5.1f} dB" for fit in fits)
        yield f"  {MODELS[model].name:<12}{cells}"


def draw(found: dict[str, Rows], path: Path) -> None:
    """Draw a panel for each tensor."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    columns = min(3, len(found))
    rows = -(-len(found) // columns)
    settings: Any = {"svg.fonttype": "none", "svg.hashsalt": "boxdot", "font.size": 9}
    with rc_context(settings):
        figure = Figure(figsize=(3.2 * columns, 2.6 * rows), layout="constrained")
        panels = figure.subplots(rows, columns, squeeze=False).ravel()
        for panel, (name, models) in zip(panels, found.items(), strict=False):
            for model, fits in models.items():
                panel.plot(
                    [fit.parameters for fit in fits],
                    [fit.snr for fit in fits],
                    marker=MARKS[model],
                    color=COLOURS[model],
                    markersize=4,
                    label=MODELS[model].name,
                )
            panel.set_title(TENSORS[name].title, fontsize=9)
            panel.grid(alpha=0.3)
            panel.locator_params(axis="x", nbins=4)
            low, high = panel.get_ylim()
            middle, reach = (low + high) / 2, max(high - low, LEAST_RANGE) / 2
            panel.set_ylim(middle - reach, middle + reach)
        for panel in panels[len(found) :]:
            panel.set_axis_off()
        figure.supxlabel("parameters", fontsize=9)
        figure.supylabel("SNR to the tensor without noise (dB)", fontsize=9)
        panels[0].legend(fontsize=8)
        kind = path.suffix.removeprefix(".")
        figure.savefig(path, format=kind, metadata={"Date": None} if kind == "svg" else {})


if __name__ == "__main__":
    main()
