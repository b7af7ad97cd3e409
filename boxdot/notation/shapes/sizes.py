"""Sizes and shapes: what an axis length is, and how it is written."""

from __future__ import annotations

from boxdot.notation.algebra import Size as Size
from boxdot.notation.algebra import SizeExpression as SizeExpression

Shape = tuple[Size, ...]
"""The lengths of the axes; ``()`` is a scalar."""
