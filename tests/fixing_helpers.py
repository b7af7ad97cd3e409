"""What the tests of fixing share: papers in memory, fixed in memory."""

from __future__ import annotations

from pathlib import Path

from boxdot.grammar.papers import read_document
from boxdot.notation.linting import LintOptions, prepare
from boxdot.notation.linting.fixing import Fixes, fix_documents

PREFIX = (
    r"Let $X, Y \in \mathbb{R}^{n\times d}$, $b, c \in \mathbb{R}^{1\times d}$, $y \in \mathbb{R}$,"
    "\n"
    r"$A, Q \in \mathbb{R}^{d\times d}$."
    "\n"
)


def fixes_of(
    text: str, name: str = "paper.md", *, unsafe: bool = False, select: tuple[str, ...] = ()
) -> Fixes:
    """Fix a paper that stands in no file."""
    prepared = prepare(LintOptions(select=select or None))
    return fix_documents([read_document(name, text=text)], prepared, unsafe=unsafe)


def fixed(text: str, name: str = "paper.md", *, unsafe: bool = False) -> str:
    """Return the text of a paper after fixing."""
    files = {file.path: file.after for file in fixes_of(text, name, unsafe=unsafe).files}
    return files.get(Path(name), text)
