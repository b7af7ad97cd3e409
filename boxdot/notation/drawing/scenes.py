"""What is drawn and where, in pixels: discs, lines and labels, each with the room it takes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import pairwise

from boxdot.notation.drawing.networks import Kind

Spot = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""


def overlap(first: Box, second: Box) -> bool:
    """Return whether two boxes have room in common.

    >>> overlap((0, 0, 2, 2), (1, 1, 3, 3)), overlap((0, 0, 2, 2), (2, 0, 3, 2))
    (True, False)
    """
    wide = min(first[2], second[2]) - max(first[0], second[0])
    high = min(first[3], second[3]) - max(first[1], second[1])
    return wide > 0.5 and high > 0.5


def inside(point: Spot, box: Box) -> bool:
    """Return whether a point lies in a box."""
    return box[0] < point[0] < box[2] and box[1] < point[1] < box[3]


@dataclass(frozen=True, slots=True)
class Disc:
    """A node: its middle and half its width and height; ``turn`` points a fold, in degrees."""

    kind: Kind
    label: str
    middle: Spot
    half: Spot
    turn: float = 0.0

    @property
    def box(self) -> Box:
        """The room that it takes."""
        (x, y), (w, h) = self.middle, self.half
        return (x - w, y - h, x + w, y + h)

    def moved(self, dx: float, dy: float) -> Disc:
        """Return it elsewhere."""
        return replace(self, middle=(self.middle[0] + dx, self.middle[1] + dy))


@dataclass(frozen=True, slots=True)
class Line:
    """An edge: two points, or three or four of which the inner ones bend it."""

    points: tuple[Spot, ...]
    thick: bool = False

    @property
    def box(self) -> Box:
        """The room that it takes."""
        xs, ys = zip(*self.along(), strict=True)
        return (min(xs), min(ys), max(xs), max(ys))

    def along(self, steps: int = 16) -> list[Spot]:
        """Return points on it, from one end to the other."""
        return [_between(self.points, k / steps) for k in range(steps + 1)]

    def moved(self, dx: float, dy: float) -> Line:
        """Return it elsewhere."""
        return replace(self, points=tuple((x + dx, y + dy) for x, y in self.points))


@dataclass(frozen=True, slots=True)
class Label:
    """A text around a middle: a size at an edge, or (``sign``) what stands between networks."""

    text: str
    middle: Spot
    half: Spot
    sign: bool = False

    @property
    def box(self) -> Box:
        """The room that it takes."""
        (x, y), (w, h) = self.middle, self.half
        return (x - w, y - h, x + w, y + h)

    def moved(self, dx: float, dy: float) -> Label:
        """Return it elsewhere."""
        return replace(self, middle=(self.middle[0] + dx, self.middle[1] + dy))


def _between(points: tuple[Spot, ...], part: float) -> Spot:
    """Return the point of a Bézier curve, by halving its polygon (de Casteljau)."""
    while len(points) > 1:
        points = tuple(
            (x + (u - x) * part, y + (v - y) * part) for (x, y), (u, v) in pairwise(points)
        )
    return points[0]


@dataclass(slots=True)
class Scene:
    """Marks on a plane."""

    discs: list[Disc] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)

    @property
    def box(self) -> Box:
        """The room that all marks take."""
        boxes = [disc.box for disc in self.discs]
        boxes += [line.box for line in self.lines] + [label.box for label in self.labels]
        if not boxes:
            return (0.0, 0.0, 0.0, 0.0)
        left, top, right, bottom = zip(*boxes, strict=True)
        return (min(left), min(top), max(right), max(bottom))

    def add(self, other: Scene, dx: float = 0.0, dy: float = 0.0) -> None:
        """Put the marks of another scene in this one, moved."""
        self.discs += [m.moved(dx, dy) for m in other.discs]
        self.lines += [m.moved(dx, dy) for m in other.lines]
        self.labels += [m.moved(dx, dy) for m in other.labels]


def beside(scenes: Iterable[Scene], gap: float) -> Scene:
    """Return scenes in a row, each with its own height of the line y = 0."""
    joint, x = Scene(), 0.0
    for scene in scenes:
        left, _, right, _ = scene.box
        joint.add(scene, x - left)
        x += right - left + gap
    return joint


def below(scenes: Iterable[Scene], gap: float) -> Scene:
    """Return scenes below each other, their left sides in line."""
    joint, y = Scene(), 0.0
    for scene in scenes:
        left, top, _, bottom = scene.box
        joint.add(scene, -left, y - top)
        y += bottom - top + gap
    return joint
