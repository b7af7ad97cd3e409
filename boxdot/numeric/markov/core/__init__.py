"""The solver: transport problems of all pairs of rows, the fixed point above them, the gradient."""

from boxdot.numeric.markov.core.solving import NotConverged as NotConverged
from boxdot.numeric.markov.core.solving import Options as Options
from boxdot.numeric.markov.core.solving import Solution as Solution
from boxdot.numeric.markov.core.solving import solve as solve
from boxdot.numeric.markov.core.transporting import Transport as Transport
from boxdot.numeric.markov.core.transporting import transport as transport
