"""Layouts in pixels: how wide the cells are, where edges begin and where their labels stand."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from boxdot.notation.drawing.labels import label_width
from boxdot.notation.drawing.layouts import Layout
from boxdot.notation.drawing.networks import Edge, Kind, Network, Node
from boxdot.notation.drawing.scenes import Disc, Label, Line, Scene, Spot

LETTER = 19.0  # the size of the letters in nodes
SMALL_LETTER = 15.0  # of those at edges
RADIUS = 17.0
KNOT = 9.0
CELL = 58.0
STUB = 26.0
BULGE = 15.0


def arrange(layout: Layout) -> Scene:
    """Return one connected network in pixels; its tensors lie about the line y = 0."""
    return _Arranging(layout.network, layout).scene()


def half_of(node: Node) -> Spot:
    """Return half the width and height of a node."""
    if node.kind in (Kind.TENSOR, Kind.BOX):
        width = label_width(node.label, LETTER) / 2 + 9
        return (max(RADIUS, width), RADIUS)
    width = label_width(node.label, SMALL_LETTER) / 2 + 4 if node.label else 0
    return (max(KNOT, width), KNOT)


def text_half(text: str, size: float = SMALL_LETTER) -> Spot:
    """Return half the room of a text."""
    return (label_width(text, size) / 2 + 1, size * 0.55)


@dataclass(slots=True)
class _Arranging:
    """The state of drawing one connected network."""

    network: Network
    layout: Layout
    out: Scene = field(default_factory=Scene)
    columns: dict[int, float] = field(default_factory=dict)

    def scene(self) -> Scene:
        self.columns = self._columns()
        for number in self.layout.members:
            node = self.network.nodes[number]
            turn = self._turn(number) if node.kind is Kind.FOLD else 0.0
            disc = Disc(node.kind, node.label, self._middle(number), half_of(node), turn)
            self.out.discs.append(disc)
        edges = [(k, e) for k, e in enumerate(self.network.edges) if e.start in self.layout.places]
        bundles: dict[tuple[int, int], list[int]] = {}
        for number, edge in edges:
            if edge.end is None or edge.end == edge.start:
                self._loose(number, edge)
            else:
                pair = (min(edge.start, edge.end), max(edge.start, edge.end))
                bundles.setdefault(pair, []).append(number)
        for pair, numbers in bundles.items():
            self._bundle(pair, numbers)
        tensors = self.layout.tensors or self.layout.members
        rows = [self._middle(n)[1] for n in tensors]
        moved = Scene()
        moved.add(self.out, 0.0, -(min(rows) + max(rows)) / 2)
        return moved

    def _columns(self) -> dict[int, float]:
        """Return where the columns of the grid stand: as near as their nodes and sizes allow."""
        halves: dict[int, float] = {}
        for number in self.layout.members:
            column = self.layout.places[number][0]
            half = half_of(self.network.nodes[number])[0]
            halves[column] = max(halves.get(column, 0.0), half)
        inner = [e for e in self.network.edges if e.end is not None and e.start in self.layout.places]
        longest = max((2 * text_half(e.size)[0] for e in inner), default=0.0)
        first = min(halves)
        columns = {first: 0.0}
        for column in range(first + 1, max(halves) + 1):
            room = halves.get(column - 1, 0.0) + halves.get(column, 0.0)
            columns[column] = columns[column - 1] + max(CELL, room + max(22.0, longest + 10))
        return columns

    def _middle(self, number: int) -> Spot:
        x, y = self.layout.places[number]
        return (self.columns[x], y * CELL)

    # --- loose ends and loops ---------------------------------------------------------------

    def _loose(self, number: int, edge: Edge) -> None:
        (hx, hy), (cx, cy) = self.layout.places[edge.start], self.layout.loose[number]
        x, y = self._middle(edge.start)
        half = half_of(self.network.nodes[edge.start])
        room = text_half(edge.size)
        dx, dy = cx - hx, cy - hy
        reach_x = half[0] + STUB + room[0] if dy == 0 else max(half[0] + 16 + room[0], CELL * 0.9)
        end = (x + dx * reach_x, y + dy * CELL)
        self.out.labels.append(Label(edge.size, end, room))
        if edge.end == edge.start:
            self._loop((x, y), half, end)
            return
        start = leaving((x, y), half, end)
        stop = leaving(end, (room[0] + 3, room[1] + 2), (x, y))
        self.out.lines.append(Line((start, stop), self._is_thick(number)))

    def _loop(self, middle: Spot, half: Spot, label: Spot) -> None:
        ux, uy = _unit(middle, label)
        bows = [
            (middle[0] + ux * 56 + side * uy * 46, middle[1] + uy * 56 - side * ux * 46)
            for side in (-1, 1)
        ]
        ends = [leaving(middle, half, bow) for bow in bows]
        self.out.lines.append(Line((ends[0], bows[0], bows[1], ends[1])))

    # --- edges between nodes ----------------------------------------------------------------

    def _bundle(self, pair: tuple[int, int], numbers: list[int]) -> None:
        """Draw the edges between two nodes: one straight, several bent apart."""
        a, b = (self._middle(n) for n in pair)
        first, second = (half_of(self.network.nodes[n]) for n in pair)
        nx, ny = _normal(a, b)
        for k, number in enumerate(numbers):
            bow = (k - (len(numbers) - 1) / 2) * 2 * BULGE * -1
            centre = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
            bend = (centre[0] + nx * bow * 2, centre[1] + ny * bow * 2)
            start, stop = leaving(a, first, bend), leaving(b, second, bend)
            points = (start, bend, stop) if bow else (start, stop)
            self.out.lines.append(Line(points, self._is_thick(number)))
            if self._needs_label(pair, number):
                self._size(self.network.edges[number].size, start, stop, (nx, ny), bow)

    def _size(self, text: str, start: Spot, stop: Spot, normal: Spot, bow: float) -> None:
        room = text_half(text)
        side = -1 if bow < 0 else 1
        away = abs(normal[0]) * room[0] + abs(normal[1]) * room[1] + 3
        shift = bow + side * away
        centre = ((start[0] + stop[0]) / 2, (start[1] + stop[1]) / 2)
        middle = (centre[0] + normal[0] * shift, centre[1] + normal[1] * shift)
        self.out.labels.append(Label(text, middle, room))

    def _needs_label(self, pair: tuple[int, int], number: int) -> bool:
        """Whether a size is told nowhere else: the edges of a 𝓘 have one size."""
        knots = [n for n in pair if self.network.nodes[n].kind is Kind.COPY]
        for knot in knots:
            own = [k for k, e in enumerate(self.network.edges) if knot in (e.start, e.end)]
            if any(self.network.edges[k].is_free for k in own) or own[0] != number:
                return False
        return True

    # --- folds ------------------------------------------------------------------------------

    def _is_thick(self, number: int) -> bool:
        """Whether the edge is what a fold joins several to: the first edge of the fold."""
        edge = self.network.edges[number]
        ends = [n for n in (edge.start, edge.end) if n is not None]
        return any(
            self.network.nodes[n].kind is Kind.FOLD and self._joint(n) == number for n in ends
        )

    def _joint(self, fold: int) -> int:
        return next(k for k, e in enumerate(self.network.edges) if fold in (e.start, e.end))

    def _turn(self, fold: int) -> float:
        """Return the direction of the joint edge of a fold."""
        number = self._joint(fold)
        edge = self.network.edges[number]
        other = edge.end if edge.start == fold else edge.start
        x, y = self.layout.places[fold]
        u, v = self.layout.loose[number] if other is None else self.layout.places[other]
        return round(math.degrees(math.atan2(v - y, u - x)), 1)


def leaving(middle: Spot, half: Spot, toward: Spot) -> Spot:
    """Return where the way from the middle of a node towards a point leaves the node."""
    ux, uy = _unit(middle, toward)
    flat = half[0] - half[1]
    if flat <= 0:
        return (middle[0] + ux * half[0], middle[1] + uy * half[1])
    if abs(uy) * half[0] < abs(ux) * half[1]:
        reach = half[0] / abs(ux)
    else:
        reach = half[1] / abs(uy)
    return (middle[0] + ux * reach, middle[1] + uy * reach)


def _unit(start: Spot, stop: Spot) -> Spot:
    dx, dy = stop[0] - start[0], stop[1] - start[1]
    length = math.hypot(dx, dy) or 1.0
    return (dx / length, dy / length)


def _normal(a: Spot, b: Spot) -> Spot:
    """Return the direction across an edge, upwards or (of an upright edge) to the right."""
    ux, uy = _unit(a, b)
    nx, ny = -uy, ux
    return (-nx, -ny) if ny > 1e-9 or (abs(ny) <= 1e-9 and nx < 0) else (nx, ny)
