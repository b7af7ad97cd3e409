"""Points of a grid, and what straight edges between them do to each other: exact, in integers."""

from __future__ import annotations

Point = tuple[int, int]


def cross(origin: Point, first: Point, second: Point) -> int:
    """Return twice the area to the left of the way from the first to the second point.

    >>> cross((0, 0), (1, 0), (0, 1))
    1
    """
    return (first[0] - origin[0]) * (second[1] - origin[1]) - (first[1] - origin[1]) * (
        second[0] - origin[0]
    )


def crosses(a: Point, b: Point, c: Point, d: Point) -> bool:
    """Return whether the edges a–b and c–d cross between their ends.

    >>> crosses((0, 0), (2, 2), (0, 2), (2, 0)), crosses((0, 0), (1, 0), (0, 1), (1, 1))
    (True, False)
    """
    x, y = a
    dx, dy = b[0] - x, b[1] - y
    first, second = dx * (c[1] - y) - dy * (c[0] - x), dx * (d[1] - y) - dy * (d[0] - x)
    if first * second >= 0:  # as for most edges: it is asked millions of times
        return False
    return cross(c, d, a) * cross(c, d, b) < 0


def touches(a: Point, b: Point, point: Point) -> bool:
    """Return whether the edge a–b passes nearer to a point than about half a cell.

    >>> touches((0, 0), (2, 0), (1, 0)), touches((0, 0), (2, 1), (1, 1))
    (True, False)
    """
    dx, dy = b[0] - a[0], b[1] - a[1]
    along = dx * (point[0] - a[0]) + dy * (point[1] - a[1])
    length = dx * dx + dy * dy
    if not 0 < along < length:
        return False
    away = cross(a, b, point)
    return 5 * away * away < length


def narrow(hub: Point, first: Point, second: Point) -> int:
    """Return how much too near two edges leave a point: 400 on top of each other, 0 apart.

    >>> [narrow((0, 0), (1, 0), other) for other in [(2, 0), (1, 1), (0, 1)]]
    [400, 7, 0]
    """
    dx, dy = first[0] - hub[0], first[1] - hub[1]
    ex, ey = second[0] - hub[0], second[1] - hub[1]
    dot, turn = dx * ex + dy * ey, abs(dx * ey - dy * ex)
    if dot <= 0:
        return 0
    if turn == 0:
        return 400
    return 45 if turn < dot else 7
