"""Pictures as text: nodes as columns, edges as rows, a dot where an edge ends in a node.

A row that starts with a size is a free edge; ⊘ is the super-diagonal 𝓘 of the nodes whose dots
are on its row.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from boxdot.notation.drawing.networks import Kind, Network, Picture, Term

WIDEST = 100
GAP = "   "
HEADS = {Kind.FOLD: "⊃"}


def to_text(pictures: list[Picture]) -> str:
    """Return pictures as text, the statements below each other."""
    return "\n\n".join(map(_statement, pictures))


def _statement(picture: Picture) -> str:
    rows: list[list[str]] = []
    for piece in _pieces(picture):
        joined = _beside(rows[-1], piece) if rows else []
        if joined and max(map(_columns, joined)) <= WIDEST:
            rows[-1] = joined
        else:
            rows.append(piece)
    return "\n\n".join("\n".join(line.rstrip() for line in row) for row in rows)


def _pieces(picture: Picture) -> Iterator[list[str]]:
    """Yield each network with what stands before it."""
    for number, side in enumerate(picture.sides):
        lead = picture.relations[number - 1] if number else ""
        for term in side or (Term(Network((), ()), factor="0"),):
            words = [word for word in (lead, term.sign, term.factor) if word]
            block = network_text(term.network)
            yield _beside([" ".join(words)], block) if words else block
            lead = ""


def _beside(left: list[str], right: list[str]) -> list[str]:
    """Return two blocks side by side, their first lines in line."""
    width = max(map(_columns, left))
    height = max(len(left), len(right))
    first, second = (block + [""] * (height - len(block)) for block in (left, right))
    return [a + " " * (width - _columns(a)) + GAP + b for a, b in zip(first, second, strict=True)]


def _columns(text: str) -> int:
    return sum(not unicodedata.combining(c) for c in unicodedata.normalize("NFC", text))


@dataclass(frozen=True, slots=True)
class _Rail:
    """One row: the columns where it ends in a node, its size, how many loose ends it has."""

    ends: tuple[int, ...]
    size: str
    loose: int
    is_copy: bool = False


def network_text(network: Network) -> list[str]:
    """Return one network as lines.

    >>> from boxdot.notation.drawing.networks import Edge, Node
    >>> nodes = (Node(Kind.TENSOR, "A"), Node(Kind.TENSOR, "x"))
    >>> print("\\n".join(network_text(Network(nodes, (Edge("I", 0), Edge("J", 0, 1))))))
         A      x
    I ───●      │
         ●──J───●
    """
    heads = [n for n, node in enumerate(network.nodes) if node.kind is not Kind.COPY]
    rails = list(_rails(network, {n: k for k, n in enumerate(heads)}))
    names = [_head(network, n) for n in heads]
    lead = max((len(_loose(rail)) for rail in rails), default=0)
    inner = max((len(rail.size) for rail in rails if not rail.loose), default=0)
    places, x = [], lead + (4 if lead else 1)
    for name in names:
        x += _columns(name) // 2
        places.append(x)
        x += (_columns(name) + 1) // 2 + max(5, inner + 5)
    return [_header(names, places), *_rows(rails, places)]


def _head(network: Network, number: int) -> str:
    node = network.nodes[number]
    name = unicodedata.normalize("NFC", HEADS.get(node.kind, node.label))
    return f"[{name}]" if node.kind in (Kind.BOX, Kind.ENTRY) else name


def _rails(network: Network, column: dict[int, int]) -> Iterator[_Rail]:
    """Yield the rows: the edges of a 𝓘 together, every other edge alone."""
    done: set[int] = set()
    for edge in network.edges:
        knots = [n for n in (edge.start, edge.end) if n is not None and n not in column]
        if not knots:
            ends = (edge.start,) if edge.end is None else (edge.start, edge.end)
            yield _Rail(tuple(column[n] for n in ends), edge.size, int(edge.is_free))
        elif knots[0] not in done:
            done.add(knots[0])
            own = [e for e in network.edges if knots[0] in (e.start, e.end)]
            held = [column[e.start] for e in own if not e.is_free]
            yield _Rail(tuple(held), edge.size, sum(e.is_free for e in own), is_copy=True)


def _loose(rail: _Rail) -> str:
    return ", ".join([rail.size] * rail.loose)


def _header(names: list[str], places: list[int]) -> str:
    line = ""
    for name, x in zip(names, places, strict=True):
        line += " " * (x - _columns(name) // 2 - _columns(line)) + name
    return line


def _rows(rails: list[_Rail], places: list[int]) -> Iterator[str]:
    """Yield the rows, with the columns that go on to a lower row."""
    last = {end: k for k, rail in enumerate(rails) for end in rail.ends}
    width = max([*places, *(len(_loose(rail)) + 4 for rail in rails)], default=0) + 4
    for k, rail in enumerate(rails):
        line = [" "] * width
        for end, x in enumerate(places):
            line[x] = "│" if last.get(end, -1) >= k else " "
        yield "".join(_drawn(rail, places, line)).rstrip()


def _drawn(rail: _Rail, places: list[int], line: list[str]) -> list[str]:
    """Draw one row over the columns."""
    dots = sorted(places[end] for end in rail.ends)
    text = _loose(rail)
    if rail.loose:
        start, stop = len(text) + 1, max(dots, default=len(text) + 3)
        line[: len(text)] = text
    else:
        start, stop = dots[0] - (2 if rail.is_copy else 0), dots[-1]
    for x in range(start, stop + 1):
        line[x] = "┼" if line[x] == "│" else "─"
    for x in dots:
        line[x] = "●"
    if rail.is_copy:
        line[start + 1 if rail.loose else start] = "⊘"
    if not rail.loose:
        _write_size(rail, dots, line)
    return line


def _write_size(rail: _Rail, dots: list[int], line: list[str]) -> None:
    """Write the size between the first two dots, or behind a loop."""
    if dots[0] == dots[-1]:
        line[dots[0] + 1 :] = f"↺ {rail.size}" if len(dots) > 1 else f"─ {rail.size}"
        return
    following = next(x for x in dots if x > dots[0])
    room = range(dots[0] + 2, following - len(rail.size))
    free = [x for x in room if "┼" not in line[x - 1 : x + len(rail.size) + 1]]
    middle = (dots[0] + following - len(rail.size) + 1) // 2
    x = min(free, key=lambda x: abs(x - middle), default=middle)
    line[x : x + len(rail.size)] = rail.size
