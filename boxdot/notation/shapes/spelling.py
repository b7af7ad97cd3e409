"""The text of shapes, for people and for JSON."""

from __future__ import annotations

from boxdot.notation.algebra import bracketed
from boxdot.notation.shapes.sizes import Shape


def shape_text(shape: Shape | None) -> str:
    """Return the shape as people write it.

    >>> shape_text(("H", "W", 3)), shape_text(()), shape_text(None)
    ('H×W×3', 'scalar', 'unknown')
    >>> shape_text((4,))
    '4'
    """
    if shape is None:
        return "unknown"
    return "×".join(bracketed(size) for size in shape) or "scalar"


def set_text(shape: Shape) -> str:
    """Return the set of real tensors of the shape.

    >>> set_text(("I", "J")), set_text(())
    ('ℝ^{I×J}', 'ℝ')
    """
    return f"ℝ^{{{shape_text(shape)}}}" if shape else "ℝ"


def shape_strings(shape: Shape | None) -> list[str] | None:
    """Return the shape as the list of strings that JSON carries.

    >>> shape_strings(("H", "W", 3)), shape_strings(())
    (['H', 'W', '3'], [])
    """
    return None if shape is None else [str(size) for size in shape]
