"""How fast papers are linted: MB/s and files/s, over a corpus and over a generated paper."""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import boxdot

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT.parent / "shared" / "corpus" / "papers"
SECTION = r"""
\section{{Layer {number}}}
Let $\bm{{X}}_{{{number}}} \in \mathbb{{R}}^{{n \times d}}$ be the input of layer {number} and
$\bm{{W}}_{{{number}}} \in \mathbb{{R}}^{{d \times h}}$, $\bm{{b}}_{{{number}}} \in
\mathbb{{R}}^{{1 \times h}}$ its parameters. It computes
\begin{{align}}
  \bm{{Y}}_{{{number}}} &=
    \sigma(\bm{{X}}_{{{number}}} \bm{{W}}_{{{number}}} + \bm{{b}}_{{{number}}}), \\
  \bm{{Z}}_{{{number}}} &=
    \bm{{Y}}_{{{number}}} \odot \bm{{Y}}_{{{number}}} \boxplus \bm{{b}}_{{{number}}}.
\end{{align}}
A reader of a real paper meets much more text than formulas. Here it tells what the layer is for,
what was tried before, and which choices turned out not to matter. The width $h$ is the same for
all layers, and the depth $L$ was found by a search over small numbers; deeper stacks train more
slowly and gain little. The step size starts at $\eta = 10^{{-3}}$ and falls by half whenever the
loss on held-out data has not improved for ten epochs.

Nothing in this paragraph needs a formula. The data were split at random, the same way for every
run, and each figure is the mean of five runs that differ in the seed only. Where two settings are
compared, they saw the same batches in the same order. The code that made the figures, with the
exact versions of every library, is in the supplement, and so are the tables from which the plots
were drawn. What the next layer adds to this is the subject of the next section.
"""
"""One section of the generated paper: a fault, and about as many formulas a page as real ones."""


def main() -> None:
    """Print the throughput over the corpus, if it is there, and over a generated paper."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, help="how often each set is linted")
    parser.add_argument("--sections", type=int, default=200, help="of the generated paper")
    options = parser.parse_args()
    if CORPUS.is_dir():
        measure("corpus", papers_in(CORPUS), options.runs)
    else:
        print("corpus      not here")
    with tempfile.TemporaryDirectory() as folder:
        paper = Path(folder, "generated.tex")
        sections = (SECTION.format(number=number) for number in range(options.sections))
        paper.write_text("".join(sections), encoding="utf-8")
        measure("generated", [paper], options.runs)


def papers_in(folder: Path) -> list[Path]:
    """Return the papers of a folder and of the folders in it."""
    return sorted(path for path in folder.rglob("*") if path.suffix in {".tex", ".md"})


def measure(name: str, papers: Sequence[Path], runs: int) -> None:
    """Lint the papers and print the median throughput."""
    megabytes = sum(path.stat().st_size for path in papers) / 1e6
    seconds = statistics.median(timed(papers) for _ in range(runs))
    print(
        f"{name:10} {len(papers):4} files {megabytes:6.2f} MB  {seconds:7.2f} s"
        f"  {megabytes / seconds:6.2f} MB/s  {len(papers) / seconds:7.1f} files/s"
    )


def timed(papers: Sequence[Path]) -> float:
    """Return how many seconds one lint of the papers takes."""
    start = time.perf_counter()
    boxdot.lint(*papers)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
