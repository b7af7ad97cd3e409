"""Sizes and shapes: what an axis length is, and how it is written."""

from __future__ import annotations

from boxdot.notation.algebra import SizeExpression

Size = int | str | SizeExpression
"""A number, a name, or arithmetic over names."""

Shape = tuple[Size, ...]
"""The lengths of the axes; ``()`` is a scalar."""
