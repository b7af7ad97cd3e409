"""Names of axes: from the sizes, and the same one wherever the size is the same."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from boxdot.notation.shapes.sizes import Shape, Size

IMAGE = {"N": "batch", "H": "height", "W": "width", "C": "chans"}
"""What the axes of images are called (eq. 50); used where there are both H and W."""


MARK = "#"
"""What axes begin with, so that the axis ``n`` is not the size ``n``."""


@dataclass(frozen=True, slots=True)
class Axes:
    """The name of the axis for each size, and the shapes of the symbols."""

    names: Mapping[Size, str]
    shapes: Mapping[str, Shape]

    def fresh(self, size: Size, scope: Collection[str]) -> str:
        """Return the name of an axis of a size, with a prime for every one that is there."""
        name = MARK + self.names.get(size, "d")
        while name in scope:
            name += "'"
        return name

    def own(self, symbol: str) -> tuple[str, ...]:
        """Return the names of the axes of a symbol."""
        return self.of(self.shapes[symbol])

    def of(self, shape: Shape) -> tuple[str, ...]:
        """Return the names of the axes of a shape; axes of length 1 have none."""
        found: list[str] = []
        for size in shape:
            if size != 1:
                found.append(self.fresh(size, found))
        return tuple(found)


def axis_names(sizes: Iterable[Size]) -> dict[Size, str]:
    """Return a name for every size.

    >>> axis_names(["H", "W", 3]), axis_names(["I", 3])
    ({'H': 'height', 'W': 'width', 3: 'chans'}, {'I': 'i', 3: 'd3'})
    >>> from boxdot.notation.algebra import multiply
    >>> list(axis_names([multiply("I", "J")]).values())
    ['ij']
    """
    distinct = [size for size in dict.fromkeys(sizes) if size != 1]
    image = IMAGE if {"H", "W"} <= set(distinct) else {}
    names: dict[Size, str] = {}
    for size in sorted(distinct, key=lambda size: not isinstance(size, str)):
        wished = _wished(size, image, distinct)
        names[size] = next(name for name in wished if name not in names.values())
    return {size: names[size] for size in distinct}


def _wished(size: Size, image: Mapping[str, str], sizes: Collection[Size]) -> list[str]:
    """Return the names that an axis could have, the best first."""
    if isinstance(size, str):
        first = [image[size]] if size in image else []
        return [*first, size.lower(), size, *(f"{size}{n}" for n in range(2, len(sizes) + 3))]
    whole = f"d{size}" if isinstance(size, int) else "d"
    first = ["chans"] if size == 3 and image and "C" not in sizes else []
    if not isinstance(size, int):
        first = [re.sub(r"\W", "", str(size)).lower()]
    return [*first, whole, *(f"{whole}{letter}" for letter in "abcdefghijklmnopq")]
