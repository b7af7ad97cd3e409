"""Distances between Markov chains and their gradients: the discounted Weisfeiler–Lehman distance.

Names are handed on when they are first asked for (PEP 562): the stationary distribution of a chain
loads no transport, and PyTorch and JAX are imported only by those who train with them.
"""

from boxdot.numeric.faces import face

TYPE_CHECKING = False
if TYPE_CHECKING:
    from boxdot.numeric.markov import jax as jax
    from boxdot.numeric.markov import torch as torch
    from boxdot.numeric.markov.blockwise import dask_pairwise_distances as dask_pairwise_distances
    from boxdot.numeric.markov.core.solving import NotConverged as NotConverged
    from boxdot.numeric.markov.discounted import DiscountedWL as DiscountedWL
    from boxdot.numeric.markov.discounted import Gradients as Gradients
    from boxdot.numeric.markov.discounted import discounted_wl as discounted_wl
    from boxdot.numeric.markov.discounted import discounted_wl_gradient as discounted_wl_gradient
    from boxdot.numeric.markov.distance import DistanceGradients as DistanceGradients
    from boxdot.numeric.markov.distance import WLDistance as WLDistance
    from boxdot.numeric.markov.distances import discounted_wl_distance as discounted_wl_distance
    from boxdot.numeric.markov.distances import discounted_wl_k as discounted_wl_k
    from boxdot.numeric.markov.distances import wl_k as wl_k
    from boxdot.numeric.markov.graphs import degree_markov as degree_markov
    from boxdot.numeric.markov.graphs import label_cost as label_cost
    from boxdot.numeric.markov.graphs import (
        weighted_transition_matrix as weighted_transition_matrix,
    )
    from boxdot.numeric.markov.padding import pad_chains as pad_chains
    from boxdot.numeric.markov.padding import pad_costs as pad_costs
    from boxdot.numeric.markov.pairwise import pairwise_distances as pairwise_distances
    from boxdot.numeric.markov.stationary import closed_classes as closed_classes
    from boxdot.numeric.markov.stationary import markov_measure as markov_measure
    from boxdot.numeric.markov.stationary import stationary_distribution as stationary_distribution
    from boxdot.numeric.markov.transport import SinkhornGradient as SinkhornGradient
    from boxdot.numeric.markov.transport import SinkhornResult as SinkhornResult
    from boxdot.numeric.markov.transport import sinkhorn_distance as sinkhorn_distance

_ROOMS = ("jax", "torch")
"""The modules that users reach by name."""

_HOMES = {
    "DiscountedWL": "discounted",
    "DistanceGradients": "distance",
    "Gradients": "discounted",
    "NotConverged": "core.solving",
    "SinkhornGradient": "transport",
    "SinkhornResult": "transport",
    "WLDistance": "distance",
    "closed_classes": "stationary",
    "degree_markov": "graphs",
    "dask_pairwise_distances": "blockwise",
    "discounted_wl": "discounted",
    "discounted_wl_distance": "distances",
    "discounted_wl_gradient": "discounted",
    "discounted_wl_k": "distances",
    "label_cost": "graphs",
    "markov_measure": "stationary",
    "pad_chains": "padding",
    "pad_costs": "padding",
    "pairwise_distances": "pairwise",
    "sinkhorn_distance": "transport",
    "stationary_distribution": "stationary",
    "weighted_transition_matrix": "graphs",
    "wl_k": "distances",
}
"""The module of each name; the imports above say the same to type checkers (a test compares)."""

__all__ = [*_ROOMS, *_HOMES]

__getattr__, __dir__ = face(
    globals(), _ROOMS, {name: f"{__name__}.{home}" for name, home in _HOMES.items()}
)
