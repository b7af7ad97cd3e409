"""Names of axes from their sizes: H is ``h``, a second one ``h2``, a number a free letter."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Sequence

from boxdot.notation.shapes.sizes import Size

SPARE = "cdklmpqrstuvwxyzabefghijno"
"""What axes are called whose size is a number or arithmetic."""


def axis_names(sizes: Sequence[Size]) -> list[str]:
    """Return a name for each axis, all different.

    >>> axis_names(["H", "W", 3]), axis_names(["N", "N", "n"]), axis_names(["C", 3, "μ"])
    (['h', 'w', 'c'], ['n', 'n2', 'n3'], ['c', 'd', 'k'])
    """
    wished = [_spelled(size) if isinstance(size, str) else "" for size in sizes]
    names: list[str] = []
    for name in wished:
        taken = {*names, *(wished if not name else ())}
        names.append(_free(name, taken) if name else _first_free(taken))
    return names


def axes_of(sizes: Sequence[Size]) -> list[str]:
    """Return what stands for each axis of an array in a pattern: its name, 1 if it is its length.

    >>> axes_of([1, "J", "K"])
    ['1', 'j', 'k']
    """
    names = axis_names(sizes)
    return ["1" if size == 1 else name for size, name in zip(sizes, names, strict=True)]


def _spelled(size: str) -> str:
    """Return a size name as the libraries take names of axes, or "" if it has no such form."""
    name = re.sub(r"[_^(){}]", "", size).lower()
    legal = re.fullmatch(r"[a-z][a-z0-9]*", name) is not None
    return name if legal and not keyword.iskeyword(name) else ""


def _free(name: str, taken: Iterable[str]) -> str:
    taken = set(taken)
    numbered = (f"{name}{n}" for n in range(2, len(taken) + 3))
    return name if name not in taken else next(new for new in numbered if new not in taken)


def _first_free(taken: Iterable[str]) -> str:
    taken = set(taken)
    letters = (letter for letter in SPARE if letter not in taken)
    return next(letters, None) or _free("axis", taken)
