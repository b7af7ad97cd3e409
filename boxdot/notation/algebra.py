"""The algebra of sizes, and the one place that imports SymPy."""

from __future__ import annotations


class SizeExpression:
    """Arithmetic over sizes: ``2H``, ``H/2``, ``n+1``, ``I*J``."""
