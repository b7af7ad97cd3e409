"""How a library with patterns is called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from boxdot.notation.codegen.writer import Fragment, Writer


@dataclass(frozen=True, slots=True)
class Spelling:
    """What differs between libraries with patterns.

    Parameters
    ----------
    module
        The module, which the code imports.
    view, stretch
        The functions that rearrange axes and that repeat entries along new ones.
    first
        Whether the pattern comes before the arrays.
    reductions
        The functions that reduce axes, by their name in the program; "" if there is one
        function ``reduce`` that takes the name.
    """

    module: str
    view: str
    stretch: str
    first: bool
    reductions: Mapping[str, str] = field(default_factory=dict)

    def call(
        self,
        w: Writer,
        function: str,
        arrays: Sequence[str],
        pattern: str,
        *options: str,
    ) -> Fragment:
        """Return a call: ``einops.rearrange(X, "h w -> w h")``."""
        w.imports.add(f"import {self.module}")
        quoted = f'"{pattern}"'
        said = [quoted, *arrays] if self.first else [*arrays, quoted]
        return Fragment(f"{self.module}.{function}({', '.join([*said, *options])})")


def joined(*sides: Sequence[str]) -> str:
    """Return the axes of some arrays: ``h w c, h w``."""
    return ", ".join(" ".join(side) for side in sides)


def arrow(left: str, right: Sequence[str]) -> str:
    """Return a pattern: ``h w -> w h``."""
    return f"{left} -> {' '.join(right)}".strip()
