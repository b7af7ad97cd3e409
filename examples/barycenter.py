"""The barycenter of a few graphs: a chain and its labels, trained by the gradient of the distance.

Random rings (graphs of 7 to 10 nodes, each with a place in the plane) are given. Looked for is one
chain of 8 states, with places of its own, whose discounted Weisfeiler–Lehman distances to all rings
are smallest in the mean. It starts as noise; its transition matrix and its places follow the
gradient, and it becomes a ring.

    python examples/barycenter.py [--steps 100] [--save figure.svg]
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from boxdot.numeric import markov

EPSILON, DELTA = 0.05, 0.3


@dataclass(frozen=True)
class Rings:
    """The given graphs as one batch: chains and places, padded, and which states are real."""

    chains: Any
    places: Any
    mask: Any

    def __len__(self) -> int:
        return len(self.chains)


def rings(rng: np.random.Generator, count: int = 5) -> Rings:
    """Make rings of different sizes around a circle, with some noise."""
    chains, places = [], []
    for _ in range(count):
        n = int(rng.integers(7, 11))
        forward = np.roll(np.eye(n), 1, axis=1)
        chains.append(markov.weighted_transition_matrix(forward + forward.T, q=0.1))
        angle = 2 * np.pi * (np.arange(n) + rng.uniform()) / n
        circle = np.stack([np.cos(angle), np.sin(angle)], axis=1)
        places.append(circle + 0.08 * rng.standard_normal((n, 2)))
    padded, mask = markov.pad_chains(chains)
    return Rings(padded, markov.pad_costs(places), mask)


@dataclass
class Adam:
    """Gradient descent with a step for every entry (Kingma and Ba 2015)."""

    rate: float
    count: int = 0
    first: Any = 0.0
    second: Any = 0.0

    def step(self, gradient: Any) -> Any:
        """Return what to add to the parameter."""
        self.count += 1
        self.first = 0.9 * self.first + 0.1 * gradient
        self.second = 0.99 * self.second + 0.01 * gradient**2
        mean = self.first / (1 - 0.9**self.count)
        spread = np.sqrt(self.second / (1 - 0.99**self.count))
        return -self.rate * mean / (spread + 1e-9)


def softmax(free: Any) -> Any:
    """Return rows that sum to 1."""
    powers = np.exp(free - free.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def loss_and_gradients(
    free: Any, places: Any, given: Rings, before: markov.WLDistance | None = None
) -> tuple[markov.WLDistance, Any, Any]:
    """Return the distances to the rings and the gradients of their mean by logits and places."""
    chain = softmax(free)
    apart = places[None, :, None, :] - given.places[:, None, :, :]
    found = markov.discounted_wl_distance(
        np.tile(chain, (len(given), 1, 1)),
        given.chains,
        (apart**2).sum(axis=-1),
        EPSILON,
        DELTA,
        maskY=given.mask,
        tol=1e-6,
        warm_start=before,
    )
    gradient = found.backward(np.full(len(given), 1 / len(given)))
    by_chain = gradient.mX.sum(axis=0)
    by_free = chain * (by_chain - (chain * by_chain).sum(axis=1, keepdims=True))
    by_places = np.einsum("bij,bijd->id", gradient.C, 2 * apart)
    return found, by_free, by_places


def train(given: Rings, steps: int, states: int = 8, seed: int = 0) -> tuple[list[float], Any, Any]:
    """Return the losses of all steps, the transition matrix and the places."""
    rng = np.random.default_rng(seed)
    free = 0.3 * rng.standard_normal((states, states))
    places = 0.5 * rng.standard_normal((states, 2))
    movers = Adam(0.2), Adam(0.05)
    losses, found = [], None
    for step in range(steps):
        found, by_free, by_places = loss_and_gradients(free, places, given, found)
        losses.append(float(found.distance.mean()))
        calmer = 1 - step / steps
        free = free + calmer * movers[0].step(by_free)
        places = places + calmer * movers[1].step(by_places)
    return losses, softmax(free), places


def draw(given: Rings, losses: list[float], chain: Any, places: Any, path: Path) -> None:
    """Save the rings, the barycenter and the losses as a picture."""
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot as plt

    plt.rcParams.update({"svg.hashsalt": "barycenter", "svg.fonttype": "none", "font.size": 9})
    figure, axes = plt.subplots(1, 3, figsize=(9, 3.1), layout="constrained")
    for k in range(len(given)):
        real = given.mask[k]
        show(axes[0], given.chains[k][np.ix_(real, real)], given.places[k][real], f"C{k}")
    show(axes[1], chain, places, "black")
    for axis, title in zip(axes, ("given: five rings", "barycenter: 8 states"), strict=False):
        axis.set(title=title, xlim=(-1.4, 1.4), ylim=(-1.4, 1.4), aspect="equal")
        axis.set(xticks=[], yticks=[])
    axes[2].plot(losses, color="black")
    axes[2].set(title="mean distance", xlabel="step of gradient descent", ylim=(0, None))
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)


def show(axis: Any, chain: Any, places: Any, colour: str) -> None:
    """Draw the states at their places and the transitions as lines, the likelier the darker."""
    for i, j in zip(*np.nonzero(chain > 0.02), strict=True):
        if i != j:
            ends = places[[i, j]]
            strength = float(min(1, 2 * chain[i, j]))
            axis.plot(ends[:, 0], ends[:, 1], color=colour, alpha=strength, linewidth=1)
    axis.plot(places[:, 0], places[:, 1], "o", color=colour, markersize=4)


def main(arguments: Sequence[str] | None = None) -> list[float]:
    """Train, say how far it came, and save the picture if a path is given."""
    parser = argparse.ArgumentParser(description="The barycenter of a few graphs.")
    parser.add_argument("--steps", type=int, default=100)
    parser.add_argument("--save", type=Path)
    options = parser.parse_args(arguments)
    given = rings(np.random.default_rng(3))
    losses, chain, places = train(given, options.steps)
    print(
        f"mean distance: {losses[0]:.3f} at the start, {losses[-1]:.3f} after {len(losses)} steps"
    )
    if options.save:
        draw(given, losses, chain, places, options.save)
    return losses


if __name__ == "__main__":
    main()
