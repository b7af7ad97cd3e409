"""Linting papers and texts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from boxdot.notation.shapes.conventions import Convention

if TYPE_CHECKING:
    from boxdot.notation.linting import LintReport
    from boxdot.notation.linting.rules.table import Codes


def lint(
    *paths: str | Path,
    select: Codes = None,
    ignore: Codes = None,
    convention: Convention | str | None = None,
    thorough: bool = False,
    config: bool | str | Path = False,
) -> LintReport:
    """Lint papers: ``.tex`` and ``.md`` files, and folders of them.

    Parameters
    ----------
    paths
        The papers; the shapes are those that each declares itself.
    select, ignore
        Codes, beginnings of codes or names of rules: only these, not these.
    convention
        ``"F"`` (trailing length-1 axes are free, the default) or ``"C"`` (leading ones).
    thorough
        Read every formula, also those that cannot hold a finding, for the statistics.
    config
        True to read the nearest ``boxdot.toml`` or ``pyproject.toml`` of each paper, as the command
        does; a path to read that file. What is said here wins over the file.

    Returns
    -------
    LintReport
        Iterating over it gives the findings; ``statistics`` counts what was read.
    """
    from boxdot import configuration  # late: it loads the linter

    wishes = configuration.wished(select, ignore, convention, config)
    return configuration.lint_configured(paths, wishes, thorough=thorough)


def lint_text(
    text: str,
    path: str | Path = "<text>",
    *,
    select: Codes = None,
    ignore: Codes = None,
    convention: Convention | str = Convention.F,
) -> LintReport:
    r"""Lint a text as if it stood in the file ``path``, whose ending tells its format.

    >>> paper = r"$X \odot B$ with $X \in \R^{H\times W\times 3}$ and $B \in \R^{H\times W}$"
    >>> [(finding.name, finding.column) for finding in lint_text(paper, "paper.md")]
    [('hadamard-mismatch', 4)]
    """
    from boxdot.notation import linting  # late: formulas need no linter

    return linting.lint_text(
        text, path, select=select, ignore=ignore, convention=Convention(convention)
    )
