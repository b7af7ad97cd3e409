"""What the user wishes besides the configuration, as one value."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command line or an editor says of the options; it wins over files.

    ``select`` starts anew: what a file selects or ignores does not count then.
    """

    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    convention: str | None = None
    file: Path | None = None
    isolated: bool = False
    notation: tuple[str, ...] = ()
