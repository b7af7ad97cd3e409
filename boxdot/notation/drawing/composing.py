"""Pictures in pixels: networks side by side with the signs and relations between them."""

from __future__ import annotations

from collections.abc import Iterator

from boxdot.notation.drawing.arranging import LETTER, arrange, text_half
from boxdot.notation.drawing.networks import Network, Picture, Term
from boxdot.notation.drawing.placing import components, place
from boxdot.notation.drawing.scenes import Label, Scene, below, beside

WIDEST = 980.0
GAP = 20.0
ROW_GAP = 34.0
_EMPTY = Network((), ())


def compose(pictures: list[Picture]) -> Scene:
    """Return the statements below each other."""
    return below((_statement(picture) for picture in pictures), ROW_GAP)


def _statement(picture: Picture) -> Scene:
    rows: list[list[Scene]] = [[]]
    width = 0.0
    for piece in _pieces(picture):
        parts = [part.box[2] - part.box[0] + GAP for part in piece]
        if rows[-1] and width + sum(parts) > WIDEST:
            rows.append([])
            width = 0.0
        rows[-1] += piece
        width += sum(parts)
    return below((beside(row, GAP) for row in rows), ROW_GAP)


def _pieces(picture: Picture) -> Iterator[list[Scene]]:
    """Yield what stays on one line: a relation or a sign with the network behind it."""
    for number, side in enumerate(picture.sides):
        lead = [_sign(picture.relations[number - 1])] if number else []
        for term in side or (Term(_EMPTY, factor="0"),):
            yield [*lead, *_term(term)]
            lead = []


def _term(term: Term) -> Iterator[Scene]:
    for text in (term.sign, term.factor):
        if text:
            yield _sign(text)
    for members in components(term.network):
        yield arrange(place(term.network, members))


def _sign(text: str) -> Scene:
    return Scene(labels=[Label(text, (0.0, 0.0), text_half(text, LETTER), sign=True)])
