"""Numbers: evaluation on arrays (later: fused kernels, least squares, decomposition)."""

from boxdot.numeric import evaluating as evaluating
