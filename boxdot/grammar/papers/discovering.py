"""Which files are papers: the paths that a user gives, with directories searched."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from boxdot.grammar.errors import BoxdotError

SUFFIXES = frozenset({".tex", ".md", ".markdown", ".qmd", ".rmd", ".ipynb"})

# Folders of made or foreign files that a project keeps out of its history.
JUNK = frozenset({
    "__pycache__", "_build", "_site", "build", "dist", "env", "node_modules", "site-packages",
    "target", "vendor", "venv",
})  # fmt: skip


def discover(paths: Iterable[str | Path]) -> list[Path]:
    """Return the papers among files and in directories, each once, in a stable order.

    A file is taken whatever its name; in a directory TeX, Markdown and notebooks (``*.tex``,
    ``*.md``, ``*.qmd``, ``*.ipynb`` …). Hidden folders, and folders such as ``node_modules``, are
    passed over.

    Raises
    ------
    BoxdotError
        A path is missing, or a directory holds no paper.
    """
    found: dict[Path, None] = {}
    for path in map(Path, paths):
        found.update(dict.fromkeys(_papers(path)))
    return list(found)


def _papers(path: Path) -> list[Path]:
    """Return the papers that one path stands for."""
    if not _exists(path):
        raise BoxdotError(f"{path}: no such file or directory", hint="check the path")
    if not path.is_dir():
        return [path]
    papers = list(_walk(path))
    if not papers:
        raise BoxdotError(
            f"{path}: no paper in this directory",
            hint="papers end in .tex, .md, .qmd or .ipynb; name a file of another kind directly",
        )
    return papers


def _exists(path: Path) -> bool:
    """Say whether there is such a path; a name that no file can have is of none."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _walk(directory: Path) -> Iterator[Path]:
    """Yield the papers below a directory, folder by folder, sorted."""
    for folder, names in _searched(directory):
        for name in sorted(names):
            path = Path(folder, name)
            if path.suffix.lower() in SUFFIXES and not name.startswith(".") and path.is_file():
                yield path


def folders_below(directory: str | Path) -> Iterator[str]:
    """Yield a directory and the folders below it in which papers are looked for."""
    return (folder for folder, _ in _searched(directory))


def _searched(directory: str | Path) -> Iterator[tuple[str, list[str]]]:
    for folder, subfolders, names in os.walk(directory):
        subfolders[:] = sorted(n for n in subfolders if not n.startswith(".") and n not in JUNK)
        yield str(folder), names
