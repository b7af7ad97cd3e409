"""Where the nodes of a network stand: a search on a grid for few crossings and short edges.

The search is threshold accepting with integer costs and fixed seeds: the same network gets the
same picture on every machine.
"""

from __future__ import annotations

import math
from random import Random

from boxdot.notation.drawing.geometry import Point
from boxdot.notation.drawing.layouts import Layout, cost
from boxdot.notation.drawing.networks import Network

ROUNDS = 500  # moves for each node and start
MOST_MOVES = 5_000
HEAT = 24
NEVER = 1 << 30


def components(network: Network) -> list[list[int]]:
    """Return the numbers of the nodes that hang together, in the order of the first."""
    group = list(range(len(network.nodes)))
    for edge in network.edges:
        if edge.end is not None:
            old, new = group[edge.end], group[edge.start]
            group = [new if g == old else g for g in group]
    found: dict[int, list[int]] = {}
    for number, name in enumerate(group):
        found.setdefault(name, []).append(number)
    return list(found.values())


def place(network: Network, members: list[int]) -> Layout:
    """Return the best layout that the search finds for some connected nodes."""
    layout = Layout.of(network, members)
    found: list[tuple[int, dict[int, Point]]] = []
    for seed, start in enumerate((_row, _ring)):
        _settle(layout, start(len(layout.tensors)))
        found.append(_search(layout, Random(seed)))
    layout.places = min(found, key=lambda pair: pair[0])[1]
    cost(layout, NEVER)
    return layout


# --- the start ------------------------------------------------------------------------------


def _row(count: int) -> list[Point]:
    return [(2 * k, 0) for k in range(count)]


def _ring(count: int) -> list[Point]:
    """Return places around a circle: clockwise, from the upper left."""
    angles = [math.tau * k / count - 2.5 for k in range(count)]
    radius = 1 + 0.5 * count
    return [(round(radius * math.cos(t)), round(radius * math.sin(t))) for t in angles]


def _settle(layout: Layout, places: list[Point]) -> None:
    """Put the tensors in their places and the knots amid them."""
    layout.places = {}
    for number, point in zip(layout.tensors, places, strict=True):
        _put(layout, number, point)
    for k, number in enumerate(n for n in layout.members if n not in layout.places):
        near = [n for n, is_node in layout.toward[number] if is_node and n in layout.places]
        x, y = (sum(layout.places[n][i] for n in near) // max(len(near), 1) for i in (0, 1))
        _put(layout, number, (x, y + k % 2))


def _put(layout: Layout, number: int, point: Point) -> None:
    """Put a node in the nearest free cell of a row."""
    taken, step = set(layout.places.values()), 0
    while (point[0] + step, point[1]) in taken:
        step = -step if step > 0 else 1 - step
    layout.places[number] = (point[0] + step, point[1])


# --- the search -----------------------------------------------------------------------------


def _search(layout: Layout, random: Random) -> tuple[int, dict[int, Point]]:
    """Move nodes about; return the least cost and its places."""
    now = cost(layout, NEVER)
    best = now, dict(layout.places)
    moves = min(ROUNDS * len(layout.members), MOST_MOVES) if len(layout.members) > 1 else 0
    for step in range(moves):
        change = _proposal(layout, random)
        if change is None:
            continue
        old = {n: layout.places[n] for n in change}
        layout.places.update(change)
        limit = now + int(HEAT * max(0.0, 1 - 1.4 * step / moves) * random.random()) + 1
        new = cost(layout, limit)
        if new >= limit:
            layout.places.update(old)
            continue
        now = new
        if now < best[0]:
            best = now, dict(layout.places)
    return best


def _proposal(layout: Layout, random: Random) -> dict[int, Point] | None:
    """Return a node in a new place, or two that change places; None if the place is taken."""
    places = layout.places
    node = layout.members[int(random.random() * len(layout.members))]
    (x, y), dice = places[node], random.random()
    if dice < 0.2:
        other = layout.members[int(random.random() * len(layout.members))]
        return {node: places[other], other: (x, y)} if other != node else None
    if dice < 0.6 and layout.toward[node]:
        near = [n for n, is_node in layout.toward[node] if is_node]
        x, y = places[near[int(random.random() * len(near))]] if near else (x, y)
    cell = (x + int(random.random() * 5) - 2, y + int(random.random() * 5) - 2)
    return None if cell in places.values() else {node: cell}
