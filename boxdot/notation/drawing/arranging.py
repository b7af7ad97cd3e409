"""Layouts in pixels: how wide the cells are, where edges begin and where their labels stand."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass, field

from boxdot.notation.drawing.labels import label_width
from boxdot.notation.drawing.layouts import Layout
from boxdot.notation.drawing.networks import Edge, Kind, Network, Node
from boxdot.notation.drawing.scenes import Disc, Label, Line, Scene, Spot, inside, overlap

LETTER = 19.0  # the size of the letters in nodes
SMALL_LETTER = 15.0  # of those at edges
RADIUS = 17.0
KNOT = 9.0
CELL = 58.0
STUB = 26.0
BULGE = 15.0
FLAT = (1.0, 1.0)


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


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A size that is to be written beside an edge, when all edges are drawn."""

    text: str
    start: Spot
    stop: Spot
    normal: Spot
    bow: float

    def spots(self, room: Spot) -> Iterator[Spot]:
        """Yield places for it, the best first."""
        (nx, ny), first = self.normal, -1 if self.bow < 0 else 1
        away = abs(nx) * room[0] + abs(ny) * room[1] + 3
        parts, further = (0.5, 0.3, 0.7, 0.1, 0.9), (0, 6, 12, 18)
        for more, side, part in itertools.product(further, (first, -first), parts):
            shift = self.bow * (1 - 4 * (part - 0.5) ** 2) + side * (away + more)
            x = self.start[0] + (self.stop[0] - self.start[0]) * part + nx * shift
            yield (x, self.start[1] + (self.stop[1] - self.start[1]) * part + ny * shift)


@dataclass(slots=True)
class _Arranging:
    """The state of drawing one connected network."""

    network: Network
    layout: Layout
    out: Scene = field(default_factory=Scene)
    columns: dict[int, float] = field(default_factory=dict)
    wanted: list[_Wanted] = field(default_factory=list)

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
        for wanted in self.wanted:
            self._write(wanted)
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
        inner = [
            e for e in self.network.edges if e.end is not None and e.start in self.layout.places
        ]
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
        start = leaving((x, y), self._hold(edge.start, number, half), end)
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
            start = leaving(a, self._hold(pair[0], number, first), bend)
            stop = leaving(b, self._hold(pair[1], number, second), bend)
            points = (start, bend, stop) if bow else (start, stop)
            self.out.lines.append(Line(points, self._is_thick(number)))
            if self._needs_label(pair, number):
                size = self.network.edges[number].size
                self.wanted.append(_Wanted(size, start, stop, (nx, ny), bow))

    def _write(self, wanted: _Wanted) -> None:
        """Write a size beside its edge, where it covers least."""
        room = text_half(wanted.text)
        candidates = [Label(wanted.text, spot, room) for spot in wanted.spots(room)]
        self.out.labels.append(min(candidates, key=self._covered))

    def _covered(self, label: Label) -> int:
        """Return how much a label would cover: other marks, and edges."""
        marks = [d.box for d in self.out.discs] + [other.box for other in self.out.labels]
        passed = (line.along(12) for line in self.out.lines)
        hit = sum(inside(point, label.box) for points in passed for point in points)
        return 10 * sum(overlap(label.box, box) for box in marks) + hit

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

    def _hold(self, node: int, number: int, half: Spot) -> Spot:
        """Return how far from the middle of a node an edge begins: a fold has a flat side."""
        is_part = self.network.nodes[node].kind is Kind.FOLD and self._joint(node) != number
        return FLAT if is_part else half

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
    sideways = abs(uy) * half[0] < abs(ux) * half[1]
    reach = half[0] / abs(ux) if sideways else half[1] / abs(uy)
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
