"""Axes that are known to be there, and nothing else: "a matrix X" is ``·×·``."""

from __future__ import annotations

from boxdot.notation.algebra import names_of
from boxdot.notation.shapes.sizes import Shape, Size

UNSAID = "·"
"""A size that is not said. It may be any size: what hangs on its value is not proven.

All unsaid sizes have this one name, so that ``·×·`` times ``·`` is ``·``; a difference between
``·`` and another size says nothing, one between a scalar and ``·`` says all.
"""

VECTOR: Shape = (UNSAID,)
ROW: Shape = (1, UNSAID)
MATRIX: Shape = (UNSAID, UNSAID)


def is_unsaid(size: Size) -> bool:
    """Tell whether a size is not said, or hangs on one that is not.

    >>> is_unsaid("·"), is_unsaid("n")
    (True, False)
    """
    return UNSAID in names_of(size)


def has_unsaid(shape: Shape | None) -> bool:
    """Tell whether a size of a shape is not said."""
    return any(is_unsaid(size) for size in shape or ())
