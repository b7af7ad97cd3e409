"""Numbers: evaluation, fused kernels, least squares, broadcast decomposition, Markov chains.

Names are handed on when they are first asked for (PEP 562): evaluating a formula loads neither
the decompositions nor the transport distances.
"""

from boxdot.numeric.faces import face

TYPE_CHECKING = False
if TYPE_CHECKING:
    from boxdot.numeric import evaluating as evaluating
    from boxdot.numeric import markov as markov
    from boxdot.numeric import peers as peers
    from boxdot.numeric import products as products
    from boxdot.numeric.decomposition import BroadcastDecomposition as BroadcastDecomposition
    from boxdot.numeric.decomposition import (
        BroadcastDecompositionResult as BroadcastDecompositionResult,
    )
    from boxdot.numeric.decomposition import DecompositionWarning as DecompositionWarning
    from boxdot.numeric.decomposition import broadcast_decomposition as broadcast_decomposition
    from boxdot.numeric.leastsquares import LeastSquaresResult as LeastSquaresResult
    from boxdot.numeric.leastsquares import solve_least_squares as solve_least_squares

_ROOMS = ("evaluating", "markov", "peers", "products")
"""The packages of this floor that users reach by name."""

_HOMES: dict[str, str] = {
    "BroadcastDecomposition": "boxdot.numeric.decomposition",
    "BroadcastDecompositionResult": "boxdot.numeric.decomposition",
    "DecompositionWarning": "boxdot.numeric.decomposition",
    "LeastSquaresResult": "boxdot.numeric.leastsquares",
    "broadcast_decomposition": "boxdot.numeric.decomposition",
    "solve_least_squares": "boxdot.numeric.leastsquares",
}
"""Where each name lives; the imports above say the same to type checkers (a test compares)."""

__all__ = [*_ROOMS, *_HOMES]

__getattr__, __dir__ = face(globals(), _ROOMS, _HOMES)
