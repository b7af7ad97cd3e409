"""The papers that linting is measured on: a corpus, if it is there, and generated ones."""

from __future__ import annotations

from pathlib import Path

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


def papers_in(folder: Path) -> list[Path]:
    """Return the papers of a folder and of the folders in it."""
    return sorted(path for path in folder.rglob("*") if path.suffix in {".tex", ".md"})


def generated(folder: Path, sections: int) -> Path:
    """Write a paper of so many sections, in which every formula is declared and checked."""
    paper = folder / f"generated-{sections}.tex"
    text = "".join(SECTION.format(number=number) for number in range(sections))
    paper.write_text(text, encoding="utf-8")
    return paper


def megabytes(papers: list[Path]) -> float:
    """Return the size of the papers."""
    return sum(path.stat().st_size for path in papers) / 1e6
