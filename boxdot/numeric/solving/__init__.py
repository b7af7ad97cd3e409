"""Solving what formulas ask for: their terms as arrays, then least squares or a decomposition."""

from boxdot.numeric.solving.decomposing import Sweeping as Sweeping
from boxdot.numeric.solving.decomposing import decompose as decompose
from boxdot.numeric.solving.posed import Posed as Posed
from boxdot.numeric.solving.posing import pose as pose
from boxdot.numeric.solving.solution import Solution as Solution
