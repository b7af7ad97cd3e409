"""Differentiation: gradients as broadcast notation, and least-squares minimisers from them."""

from boxdot.notation.deriving.derivation import Derivation, Step
from boxdot.notation.deriving.gradient import derive
from boxdot.notation.deriving.minimising import minimise

__all__ = ["Derivation", "Step", "derive", "minimise"]
