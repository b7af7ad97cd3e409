"""Compiling: formulas as fused loops over arrays."""

from boxdot.numeric.compiling.compiled import Compiled as Compiled
