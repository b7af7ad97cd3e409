"""Differentiation: gradients as broadcast notation, and least-squares minimisers from them."""

from boxdot.notation.deriving.derivation import Derivation, Step
from boxdot.notation.deriving.gradient import derive

__all__ = ["Derivation", "Step", "derive"]
