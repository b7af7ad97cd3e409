"""Problems in formulas: which least-squares fit or decomposition a minimum or an ``≈`` asks for."""

from boxdot.notation.problems.problem import Decomposition as Decomposition
from boxdot.notation.problems.problem import Factor as Factor
from boxdot.notation.problems.problem import LeastSquares as LeastSquares
from boxdot.notation.problems.problem import Problem as Problem
from boxdot.notation.problems.problem import Term as Term
from boxdot.notation.problems.problem import Unknown as Unknown
from boxdot.notation.problems.sizes import with_sizes as with_sizes
from boxdot.notation.problems.understanding import understand as understand
