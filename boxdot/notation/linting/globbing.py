"""Patterns of paths, as in ``.gitignore``: names, folders, and whole paths with ``*``."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import PurePath


def matches(path: PurePath, patterns: Iterable[str]) -> bool:
    """Tell whether a path, or a folder in which it is, fits one of the patterns.

    A pattern without a slash fits a name at any depth; ``*`` also stands for folders.

    >>> path = PurePath("parts/old/intro.tex")
    >>> [matches(path, [p]) for p in ("*.tex", "old", "parts/*.tex", "parts/", "intro", "ld")]
    [True, True, True, True, False, False]
    """
    wholes = [part.as_posix() for part in (path, *path.parents) if part.name]
    return any(_fits(wholes, pattern) for pattern in patterns)


def _fits(wholes: list[str], pattern: str) -> bool:
    pattern = pattern.replace("\\", "/").removeprefix("./").rstrip("/")
    if "/" not in pattern:
        return any(fnmatchcase(whole.rpartition("/")[2], pattern) for whole in wholes)
    anchored = (pattern.lstrip("/"), pattern.removeprefix("**/"))
    return any(fnmatchcase(whole, form) for whole in wholes for form in anchored)
