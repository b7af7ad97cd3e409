"""Broadcast decomposition: Y ≈ Σ_r F0_r ⊡ F1_r ⊡ … with factors of any broadcastable shapes."""

from boxdot.numeric.decomposition.checkpoint import Checkpoint as Checkpoint
from boxdot.numeric.decomposition.decomposing import (
    broadcast_decomposition as broadcast_decomposition,
)
from boxdot.numeric.decomposition.gauge import balanced as balanced
from boxdot.numeric.decomposition.model import BroadcastDecomposition as BroadcastDecomposition
from boxdot.numeric.decomposition.result import (
    BroadcastDecompositionResult as BroadcastDecompositionResult,
)
from boxdot.numeric.decomposition.unsettled import DecompositionWarning as DecompositionWarning
