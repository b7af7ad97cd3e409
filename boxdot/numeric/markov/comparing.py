"""What a pairwise distance compares: chains or graphs with laws and labels, and how."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from boxdot.grammar.errors import DataError
from boxdot.numeric.markov import validating
from boxdot.numeric.markov.core.choosing import method_of
from boxdot.numeric.markov.distances import discounted_wl_distance, discounted_wl_k
from boxdot.numeric.markov.graphs import label_cost, weighted_transition_matrix
from boxdot.numeric.markov.stationary import stationary_distribution

Floats = NDArray[np.float64]
Metric = str | Callable[[Any, Any], Any]


@dataclass(frozen=True)
class Chain:
    """A chain with its law and the labels of its states."""

    transition: Floats
    law: Floats
    labels: NDArray[Any]


@dataclass(frozen=True)
class Settings:
    """What the distance of one pair depends on besides the chains."""

    epsilon: float
    delta: float
    k: int | None
    metric: Metric
    tol: float
    method: str = "auto"

    def distance(self, first: Chain, second: Chain) -> float:
        """Return the distance of two chains."""
        if callable(self.metric):
            cost = np.asarray(self.metric(first.labels, second.labels), dtype=float)
        else:
            cost = label_cost(first.labels, second.labels, self.metric)
        given = (first.transition, second.transition, cost, self.epsilon, self.delta)
        laws: dict[str, Any] = {"muX": first.law, "muY": second.law, "tol": self.tol}
        laws |= {"threads": 1, "method": self.method}
        if self.k is None:
            return float(discounted_wl_distance(*given, **laws).distance)
        return float(discounted_wl_k(*given, self.k, **laws).distance)


def checked_settings(
    epsilon: float, delta: float, k: int | None, metric: Metric, tol: float, method: str
) -> Settings:
    """Return the settings, checked."""
    positive = validating.positive
    delta = validating.discount("delta", delta)
    method = method_of(method)
    return Settings(positive("epsilon", epsilon), delta, k, metric, positive("tol", tol), method)


@dataclass(frozen=True)
class Given:
    """Chains and labels as users give them."""

    chains: Sequence[Any]
    others: Sequence[Any] | None
    labels: Any
    other_labels: Any
    q: float

    def prepared(self) -> tuple[list[Chain], list[Chain] | None]:
        """Return both sides, checked."""
        rows = _chains("chains", self.chains, self.labels, self.q)
        if self.others is None:
            return rows, None
        labels = self.other_labels
        if labels is None and isinstance(self.labels, str):
            labels = self.labels
        return rows, _chains("others", self.others, labels, self.q)


def _chains(name: str, given: Sequence[Any], labels: Any, q: float) -> list[Chain]:
    """Return chains with their laws and labels."""
    given = list(given)
    if not given:
        raise DataError(f"{name} is empty: there is nothing to compare")
    if not (labels is None or isinstance(labels, str)) and len(labels) != len(given):
        raise DataError(f"there are {len(given)} {name}, but labels for {len(labels)}")
    return [_chain(f"{name}[{b}]", one, labels, b, q) for b, one in enumerate(given)]


def _chain(name: str, given: Any, labels: Any, place: int, q: float) -> Chain:
    """Return one chain with its law and labels."""
    is_graph = hasattr(given, "adjacency") and hasattr(given, "nodes")
    matrix = weighted_transition_matrix(given, q) if is_graph else given
    transition = validating.chain(name, matrix).astype(np.float64)
    own: Any
    if labels is None and is_graph:
        own = [degree for _, degree in given.degree()]
    elif labels is None:
        own = np.count_nonzero(transition, axis=1)
    elif isinstance(labels, str):
        own = _attribute(name, given, labels, is_graph)
    else:
        own = labels[place]
    array = np.asarray(own)
    if array.ndim < 1 or len(array) != len(transition):
        raise DataError(f"{name} has {len(transition)} states, but labels of shape {array.shape}")
    return Chain(transition, stationary_distribution(transition, name=name), array)


def _attribute(name: str, graph: Any, attribute: str, is_graph: bool) -> list[Any]:
    """Return the labels that the nodes of a graph have."""
    if not is_graph:
        raise DataError(
            f"{name} is no graph, so labels={attribute!r} names no node attribute of it"
        )
    values = dict(graph.nodes(data=attribute))
    missing = [node for node, value in values.items() if value is None]
    if missing:
        raise DataError(f"the node {missing[0]!r} of {name} has no attribute {attribute!r}")
    return list(values.values())
