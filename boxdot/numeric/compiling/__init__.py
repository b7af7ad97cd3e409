"""Compiling: formulas as fused loops over arrays."""

from boxdot.numeric.compiling.compiled import Compiled as Compiled
from boxdot.numeric.compiling.libraries import are_foreign as are_foreign
from boxdot.numeric.evaluating.dividing import ZeroDenominatorWarning as ZeroDenominatorWarning
