"""A network on a grid: which vertices it has, and what their places cost."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations, pairwise

from boxdot.notation.drawing.geometry import Point, crosses, narrow, touches
from boxdot.notation.drawing.networks import Kind, Network

LOOSE_COST: dict[Point, int] = {
    (0, 1): 0, (1, 0): 1, (-1, 0): 1, (0, -1): 2, (1, 1): 6, (-1, 1): 6, (1, -1): 7, (-1, -1): 7
}  # fmt: skip
"""Where a loose end may stand beside its node, and what that costs."""

ALONE: dict[int, tuple[Point, ...]] = {
    1: ((0, 1),),
    2: ((-1, 0), (1, 0)),
    3: ((-1, 0), (0, 1), (1, 0)),
    4: ((-1, 0), (0, 1), (1, 0), (0, -1)),
}
"""The directions of the axes of a tensor that nothing else is joined to."""

LOOP = (0, -1)
CROSSING = 150
TOUCHING = 400
ROW = 10
ORDER = 14
CROWDED = 6
INSIDE = 4
NOWHERE = 600


@dataclass(slots=True)
class Layout:
    """Connected nodes of a network with places on a grid; ``loose`` are those of its loose ends.

    ``lines`` are the edges between two nodes, ``hands`` the numbers of the loose edges and loops
    of each node, ``toward`` what each edge of a node leads to, in the order of its axes.
    """

    network: Network
    members: list[int]
    lines: list[tuple[int, int]] = field(default_factory=list)
    hands: dict[int, list[int]] = field(default_factory=dict)
    toward: dict[int, list[tuple[int, bool]]] = field(default_factory=dict)
    tensors: list[int] = field(default_factory=list)
    joined: set[tuple[int, int]] = field(default_factory=set)
    places: dict[int, Point] = field(default_factory=dict)
    loose: dict[int, Point] = field(default_factory=dict)

    @classmethod
    def of(cls, network: Network, members: list[int]) -> Layout:
        """Return the vertices and lines of some connected nodes."""
        solid = (Kind.TENSOR, Kind.BOX)
        tensors = [n for n in members if network.nodes[n].kind in solid]
        layout = cls(network, members, tensors=tensors)
        layout.toward = {n: [] for n in members}
        for number, edge in enumerate(network.edges):
            if edge.start in layout.toward:
                layout._add(number, edge.start, edge.end)
        for pair in pairwise(tensors):
            first, second = ({n for n, is_node in layout.toward[k] if is_node} for k in pair)
            if first & second and pair[0] not in second:
                layout.joined.add(pair)
        layout.lines = list(dict.fromkeys(layout.lines))
        return layout

    def _add(self, number: int, start: int, end: int | None) -> None:
        if end is None or end == start:
            self.hands.setdefault(start, []).append(number)
            self.toward[start].append((number, False))
            return
        self.lines.append((min(start, end), max(start, end)))
        for one, other in ((start, end), (end, start)):
            if (other, True) not in self.toward[one]:
                self.toward[one].append((other, True))

    def at(self, target: tuple[int, bool]) -> Point:
        """Return where an edge of a node leads to."""
        return self.places[target[0]] if target[1] else self.loose[target[0]]


def cost(layout: Layout, limit: int) -> int:
    """Return what a layout costs, its loose ends put in the best places; stop at the limit."""
    total = _order(layout) + _lines(layout)
    if total >= limit:
        return total
    total += _spread(layout)
    if total >= limit:
        return total
    return total + _legs(layout)


def _lines(layout: Layout) -> int:
    """Return the cost of the edges between nodes: their lengths, crossings and touches."""
    at = layout.places
    ends = [(at[u], at[v]) for u, v in layout.lines]
    total = 0
    for (a, b), (u, v) in zip(ends, layout.lines, strict=True):
        square = (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2
        total += 4 if square == 2 else 3 * square
        if square > 2:
            others = (p for w, p in at.items() if w != u and w != v)
            total += sum(TOUCHING for p in others if touches(a, b, p))
    for (a, b), (c, d) in combinations(ends, 2):
        if crosses(a, b, c, d):
            total += CROSSING
    for hub, targets in layout.toward.items():
        near = [at[n] for n, is_node in targets if is_node]
        for p, q in combinations(near, 2):
            total += narrow(at[hub], p, q)
    return total


def _order(layout: Layout) -> int:
    """Return what it costs that the tensors do not stand in one row in their order."""
    total = 0
    for first, second in pairwise(layout.tensors):
        (x, y), (u, v) = layout.places[first], layout.places[second]
        if (first, second) in layout.joined:
            total += ORDER * (x >= u) + ROW * (y != v)
            total += CROWDED * (-2 < x - u < 2 and -2 < y - v < 2)
        else:
            total += 4 * (x >= u) + 2 * (y != v)
    return total


def _spread(layout: Layout) -> int:
    """Put each loose end beside its node where it costs least; return what they cost."""
    at = layout.places
    taken = set(at.values())
    long = [(at[u], at[v]) for u, v in layout.lines if _is_long(at[u], at[v])]
    layout.loose = {}
    total = 0
    box = tuple((min(p[i] for p in taken), max(p[i] for p in taken)) for i in (0, 1))
    for hub, numbers in layout.hands.items():
        here = at[hub]
        near = [at[n] for n, is_node in layout.toward[hub] if is_node]
        if not near and len(numbers) in ALONE:
            loops = [layout.network.edges[n].end is not None for n in numbers]
            directions = (LOOP,) if loops == [True] else ALONE[len(numbers)]
            for number, (dx, dy) in zip(numbers, directions, strict=True):
                layout.loose[number] = (here[0] + dx, here[1] + dy)
            continue
        for number in numbers:
            price, cell = _cheapest(here, near, taken, long)
            price += INSIDE * all(
                low <= c <= high for c, (low, high) in zip(cell, box, strict=True)
            )
            layout.loose[number] = cell
            taken.add(cell)
            near.append(cell)
            total += price
    return total


def _cheapest(
    here: Point, near: list[Point], taken: set[Point], long: list[tuple[Point, Point]]
) -> tuple[int, Point]:
    """Return the best cell beside a node for one more loose end, and its price."""
    best, chosen = NOWHERE, (here[0] + 40 + len(taken), here[1])
    for (dx, dy), price in LOOSE_COST.items():
        cell = (here[0] + dx, here[1] + dy)
        if price >= best or cell in taken:
            continue
        price += sum(narrow(here, p, cell) for p in near)
        if len(near) == 1:
            price += 3 * (
                near[0][0] + cell[0] != 2 * here[0] or near[0][1] + cell[1] != 2 * here[1]
            )
        for a, b in long:
            if price < best and (touches(a, b, cell) or crosses(a, b, here, cell)):
                price += CROSSING
        if price < best:
            best, chosen = price, cell
    return best, chosen


def _legs(layout: Layout) -> int:
    """Return what it costs that the edges of nodes are bent, or not in the order of the axes."""
    total = 0
    for hub in layout.members:
        points = [layout.at(target) for target in layout.toward[hub]]
        if hub in layout.tensors:
            total += 2 * sum(p[0] > q[0] for p, q in pairwise(points))
    return total


def _is_long(a: Point, b: Point) -> bool:
    """Whether an edge can touch a cell: one to a neighbouring cell cannot."""
    return not -2 < a[0] - b[0] < 2 or not -2 < a[1] - b[1] < 2
