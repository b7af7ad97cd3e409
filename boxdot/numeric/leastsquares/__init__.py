"""Least squares of a broadcast product: the best W in X ≈ W ⊡ H, in one read of X.

Merging into three modes and the closed solution are eqs. 38-39 and 61-72 of the paper.
"""

from boxdot.numeric.leastsquares.result import LeastSquaresResult as LeastSquaresResult
from boxdot.numeric.leastsquares.solving import solve_least_squares as solve_least_squares
