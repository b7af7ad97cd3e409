"""The face of drawing: a formula to its diagram, as SVG and as text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from boxdot.notation.drawing.composing import compose
from boxdot.notation.drawing.networks import Edge, Kind, Network, Picture
from boxdot.notation.drawing.picturing import pictures
from boxdot.notation.drawing.rails import to_text
from boxdot.notation.drawing.svg import to_svg
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.printing import to_text as print_formula

WORDS = {
    Kind.TENSOR: "tensor {}",
    Kind.BOX: "box {}",
    Kind.COPY: "super-diagonal tensor",
    Kind.ONES: "ones",
    Kind.ENTRY: "position {}",
    Kind.FOLD: "fold",
}


@dataclass(frozen=True, slots=True)
class Drawing:
    """A diagram: ``svg`` is a document, ``text`` a picture in characters; ``str`` is the text.

    A notebook shows the SVG.
    """

    title: str
    pictures: tuple[Picture, ...]

    @property
    def svg(self) -> str:
        """The diagram as a self-contained SVG document."""
        return to_svg(compose(list(self.pictures)), self.title, self.description)

    @property
    def text(self) -> str:
        """The diagram in box-drawing characters."""
        return to_text(list(self.pictures))

    @property
    def description(self) -> str:
        """What the diagram shows, in words."""
        return "; ".join(map(_described, self.networks()))

    def networks(self) -> Iterator[Network]:
        """Yield every network, from left to right."""
        for picture in self.pictures:
            for side in picture.sides:
                yield from (term.network for term in side)

    def as_json(self) -> list[dict[str, object]]:
        """Return the networks as plain data."""
        return [_plain(network) for network in self.networks()]

    def _repr_svg_(self) -> str:
        return self.svg

    def __str__(self) -> str:
        return self.text


def draw(formula: Formula) -> Drawing:
    """Return the diagram of a formula whose shapes fit.

    Raises
    ------
    UnsupportedError
        A side is no sum of products of tensors, a shape is not known, or it is too large.

    Examples
    --------
    >>> from boxdot.notation.reading import read
    >>> print(draw(read("A x", "A ∈ R^{I×J}; x ∈ R^J")))
         A      x
    I ───●      │
         ●──J───●
    """
    return Drawing(print_formula(formula), tuple(pictures(formula)))


def _described(network: Network) -> str:
    names = [WORDS[node.kind].format(node.label) for node in network.nodes]
    edges = [_edge_described(edge, names) for edge in network.edges]
    return ". ".join(part for part in (", ".join(names), ", ".join(edges)) if part)


def _edge_described(edge: Edge, names: list[str]) -> str:
    end = "a free end" if edge.end is None else names[edge.end]
    return f"edge {edge.size} from {names[edge.start]} to {end}"


def _plain(network: Network) -> dict[str, object]:
    nodes = [{"kind": node.kind.value, "label": node.label} for node in network.nodes]
    edges = [{"size": e.size, "start": e.start, "end": e.end} for e in network.edges]
    return {"nodes": nodes, "edges": edges}
