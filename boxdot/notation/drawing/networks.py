"""What a diagram shows: nodes, the edges between them, and equations of such networks."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum


class Kind(Enum):
    """What a node stands for."""

    TENSOR = "tensor"  # a symbol
    BOX = "box"  # a subexpression that is no product: a sum, a function, an inverse
    COPY = "copy"  # 𝓘: 1 where all its indices agree
    ONES = "ones"  # 𝟏: its edge is stretched or summed
    ENTRY = "entry"  # a fixed position along an edge
    FOLD = "fold"  # several edges joined to one, the first running fastest


@dataclass(frozen=True, slots=True)
class Node:
    """One node: a symbol, a subexpression, or a knot of edges."""

    kind: Kind
    label: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge with its size; ``end`` is None for a free edge, ``start`` again for a loop."""

    size: str
    start: int
    end: int | None = None

    @property
    def is_free(self) -> bool:
        """Whether the edge has a loose end."""
        return self.end is None


@dataclass(frozen=True, slots=True)
class Network:
    """A product of tensors: nodes, and edges that say which of their axes are one.

    The edges of a node come in the order of its axes.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A network and the number before it: ``+`` or ``−`` and a factor as text."""

    network: Network
    sign: str = ""
    factor: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A statement as networks: the terms of each side, and the relations between the sides."""

    sides: tuple[tuple[Term, ...], ...]
    relations: tuple[str, ...] = field(default=())
