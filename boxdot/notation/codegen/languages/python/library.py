"""A library as a target: its language, and how its arrays come in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from boxdot.notation.codegen.writer import Language, Writer


def as_given(w: Writer, code: str) -> list[str]:
    """Return no lines: expressions use their arrays as they are."""
    return []


@dataclass(frozen=True, slots=True)
class Library:
    """An array library of Python.

    Parameters
    ----------
    language
        How values are written.
    imports
        The lines that must stand above the code.
    arrays
        The lines that make arrays of the arguments of a function, given its other lines.
    opening
        The lines that must come before lines of code.
    """

    language: Language
    imports: tuple[str, ...]
    arrays: Callable[[Writer, str], list[str]]
    opening: Callable[[Writer, str], list[str]] = as_given
