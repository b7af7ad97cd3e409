"""Networks from index form: each entry a node, each index an edge or, where more meet, a 𝓘."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.algebra import Size
from boxdot.notation.drawing.boxing import Shown
from boxdot.notation.drawing.networks import Edge, Kind, Network, Node
from boxdot.notation.indexform.indices import Fixed, Index, Part, Place, size_of
from boxdot.notation.indexform.structure import Delta, Entry, Monomial
from boxdot.notation.printing import to_text
from boxdot.notation.printing.sizes import size_expression

FREE = -1
"""Stands for the loose end of an edge among the numbers of the nodes."""


def network(
    term: Monomial,
    axes: tuple[Place, ...],
    shown: Mapping[str, Shown],
    named: Mapping[Index, str],
) -> Network:
    """Return the network of one term, whose free edges are the axes and the named indices."""
    return _Joining(term, axes, shown, named).join()


def spelled(size: Size) -> str:
    """Return a size as text.

    >>> from boxdot.notation.algebra import product
    >>> spelled(3), spelled("H"), spelled(product(["I", "J"]))
    ('3', 'H', 'I J')
    """
    return to_text(size_expression(size))


@dataclass(slots=True)
class _Wire:
    """What meets in one index: nodes and loose ends, in the order in which they are met."""

    size: Size
    ends: list[int] = field(default_factory=list)
    name: str = ""


@dataclass(slots=True)
class _Joining:
    """The state of joining one term."""

    term: Monomial
    axes: tuple[Place, ...]
    shown: Mapping[str, Shown]
    named: Mapping[Index, str]
    nodes: list[Node] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    wires: dict[Part, _Wire] = field(default_factory=dict)
    same: dict[Part, Part] = field(default_factory=dict)

    def join(self) -> Network:
        """Return the network."""
        self._unite()
        for entry in self._entries():
            shown = self.shown[entry.name]
            number = self._new(Kind.BOX if shown.is_box else Kind.TENSOR, shown.label)
            for place in entry.places:
                self._attach(place, number)
        for place in self.axes:
            self._attach(place, FREE)
        self._free_names()
        for wire in self.wires.values():
            self._close(wire)
        return Network(tuple(self.nodes), tuple(self.edges))

    def _entries(self) -> Iterator[Entry]:
        found = [(atom, n) for atom, n in self.term.factors.items() if isinstance(atom, Entry)]
        for atom, exponent in sorted(found, key=lambda pair: pair[0].name):
            if exponent != int(exponent) or exponent < 0:
                raise UnsupportedError("a root or a quotient is no network")
            for _ in range(int(exponent)):
                yield atom

    def _new(self, kind: Kind, label: str = "") -> int:
        self.nodes.append(Node(kind, label))
        return len(self.nodes) - 1

    # --- which indices are one --------------------------------------------------------------

    def _unite(self) -> None:
        for atom in self.term.factors:
            if isinstance(atom, Delta):
                if len(atom.left) != len(atom.right):
                    raise UnsupportedError("axes that are split differently are not drawn")
                for left, right in zip(atom.left, atom.right, strict=True):
                    self.same[self._root(left)] = self._root(right)

    def _root(self, part: Part) -> Part:
        while part in self.same:
            part = self.same[part]
        return part

    def _wire(self, part: Part) -> _Wire:
        return self.wires.setdefault(self._root(part), _Wire(part.size))

    # --- ends -------------------------------------------------------------------------------

    def _attach(self, place: Place, end: int) -> None:
        """Let an axis of a node (or of the value) end in its wires, through a fold if several."""
        if not place:
            return
        if len(place) == 1:
            self._end(place[0], end)
            return
        knot = self._new(Kind.FOLD)
        size = spelled(size_of(place))
        self.edges.append(Edge(size, knot) if end == FREE else Edge(size, end, knot))
        for part in place:
            self._end(part, knot)

    def _end(self, part: Part, end: int) -> None:
        if isinstance(part, Index):
            self._wire(part).ends.append(end)
        elif isinstance(part, Fixed):
            cap = self._new(Kind.ENTRY, spelled(part.position))
            self.edges.append(Edge(spelled(part.size), end, cap))
        else:
            raise UnsupportedError("a matrix of blocks is not drawn")

    def _free_names(self) -> None:
        """Let each index that nothing binds end loosely, under its own name."""
        roots = {self._root(index): name for index, name in self.named.items()}
        for part, wire in self.wires.items():
            if part in roots and FREE not in wire.ends:
                wire.ends.append(FREE)
                wire.name = roots[part]

    # --- edges ------------------------------------------------------------------------------

    def _close(self, wire: _Wire) -> None:
        """Draw what meets in one index: an edge, a free edge with its cap, or 𝓘."""
        size = wire.name or spelled(wire.size)
        held = [end for end in wire.ends if end != FREE]
        loose = len(wire.ends) - len(held)
        if len(held) == 2 and not loose:
            self.edges.append(Edge(size, held[0], held[1]))
        elif len(held) == 1 and loose == 1:
            self.edges.append(Edge(size, held[0]))
        elif len(wire.ends) == 1:
            cap = self._new(Kind.ONES, "𝟏")
            self.edges.append(Edge(size, held[0], cap) if held else Edge(size, cap))
        else:
            knot = self._new(Kind.COPY)
            self.edges += [Edge(size, end, knot) for end in held]
            self.edges += [Edge(size, knot)] * loose
