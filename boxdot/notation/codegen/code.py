"""Code: text in a language with the imports it needs and what its reader should know."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Code:
    """A formula as text of a language.

    Parameters
    ----------
    code
        The text: an expression, assignments, or a function.
    imports
        The lines that must stand above it.
    warnings
        What a reader should know: what was guessed, what must be supplied.
    """

    code: str
    imports: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.code
