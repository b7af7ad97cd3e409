"""What the user wishes besides the configuration, as one value."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from boxdot.notation.linting.rules.table import Codes
from boxdot.notation.shapes.conventions import Convention


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


def wished(
    select: Codes, ignore: Codes, convention: Convention | str | None, config: bool | str | Path
) -> Wishes:
    """Return the wishes of a caller in Python; ``config`` is True for the nearest file.

    >>> wished("BX2", None, "C", "a.toml").select
    ('BX2',)
    """
    said = None if convention is None else Convention(convention).value
    file = None if isinstance(config, bool) else Path(config)
    return Wishes(_listed(select), (), _listed(ignore), (), said, file, isolated=config is False)


def _listed(codes: Codes) -> tuple[str, ...]:
    return (codes,) if isinstance(codes, str) else tuple(codes or ())
