"""Scenes as SVG: self-contained, the same on every machine, readable in light and in dark."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from boxdot.notation.drawing.arranging import LETTER, SMALL_LETTER
from boxdot.notation.drawing.labels import SMALL, Run, runs
from boxdot.notation.drawing.networks import Kind
from boxdot.notation.drawing.scenes import Disc, Label, Line, Scene

MARGIN = 14.0
STYLE = """
svg.boxdot { color-scheme: light dark; --ink: #1f2933; --paper: #ffffff; --soft: #e8edf3; }
@media (prefers-color-scheme: dark) {
  svg.boxdot { --ink: #e6eaf0; --paper: #14181d; --soft: #333c47; }
}
.boxdot text { font-family: 'STIX Two Text', 'Latin Modern Roman', Cambria, 'Times New Roman', \
Times, serif; text-anchor: middle; white-space: pre; fill: #1f2933; fill: var(--ink); }
.boxdot .edge { fill: none; stroke: #1f2933; stroke: var(--ink); stroke-width: 1.6; \
stroke-linecap: round; }
.boxdot .thick { stroke-width: 3; }
.boxdot .tensor { fill: #1f2933; fill: var(--ink); }
.boxdot .inside { fill: #ffffff; fill: var(--paper); }
.boxdot .box { fill: #e8edf3; fill: var(--soft); stroke: #1f2933; stroke: var(--ink); \
stroke-width: 1.4; }
.boxdot .knot { fill: none; stroke: #1f2933; stroke: var(--ink); stroke-width: 1.6; }
.boxdot .fold { fill: #e8edf3; fill: var(--soft); stroke: #1f2933; stroke: var(--ink); \
stroke-width: 1.4; stroke-linejoin: round; }
""".strip()


def to_svg(scene: Scene, title: str, description: str) -> str:
    """Return a scene as an SVG document with a title and a description for readers of screens."""
    left, top, right, bottom = scene.box
    width, height = right - left + 2 * MARGIN, bottom - top + 2 * MARGIN
    moved = Scene()
    moved.add(scene, MARGIN - left, MARGIN - top)
    body = [
        *map(_line, moved.lines),
        *(text for disc in moved.discs for text in _disc(disc)),
        *map(_label, moved.labels),
    ]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="boxdot" role="img" '
        f"aria-label={quoteattr(title)} "
        f'width="{_n(width)}" height="{_n(height)}" viewBox="0 0 {_n(width)} {_n(height)}">'
    )
    lines = [
        head,
        f"<title>{escape(title)}</title>",
        f"<desc>{escape(description)}</desc>",
        f"<style>\n{STYLE}\n</style>",
        *body,
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _n(value: float) -> str:
    """Return a number with one decimal place, and none where it is 0.

    >>> _n(3.0), _n(2.25), _n(-0.01)
    ('3', '2.2', '0')
    """
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _line(line: Line) -> str:
    points = [f"{_n(x)} {_n(y)}" for x, y in line.points]
    letter = {2: "L", 3: "Q", 4: "C"}[len(points)]
    style = "edge thick" if line.thick else "edge"
    return f'<path class="{style}" d="M {points[0]} {letter} {" ".join(points[1:])}"/>'


def _disc(disc: Disc) -> list[str]:
    (x, y), (w, h) = disc.middle, disc.half
    match disc.kind:
        case Kind.TENSOR:
            return [_rounded("tensor", disc, h), _text(disc.label, x, y, LETTER, "inside")]
        case Kind.BOX:
            return [_rounded("box", disc, 7), _text(disc.label, x, y, LETTER)]
        case Kind.COPY:
            r = w * 0.7071
            slash = f"M {_n(x - r)} {_n(y + r)} L {_n(x + r)} {_n(y - r)}"
            return [
                f'<circle class="knot" cx="{_n(x)}" cy="{_n(y)}" r="{_n(w)}"/>',
                f'<path class="knot" d="{slash}"/>',
            ]
        case Kind.FOLD:
            turn = f"translate({_n(x)} {_n(y)}) rotate({_n(disc.turn)})"
            half = f"M 0 {_n(-w)} A {_n(w)} {_n(w)} 0 0 1 0 {_n(w)} Z"
            return [f'<path class="fold" transform="{turn}" d="{half}"/>']
    return [_rounded("knot", disc, h), _text(disc.label, x, y, SMALL_LETTER)]


def _rounded(style: str, disc: Disc, radius: float) -> str:
    left, top, right, bottom = disc.box
    return (
        f'<rect class="{style}" x="{_n(left)}" y="{_n(top)}" width="{_n(right - left)}" '
        f'height="{_n(bottom - top)}" rx="{_n(radius)}"/>'
    )


def _label(label: Label) -> str:
    return _text(label.text, *label.middle, LETTER + 3 if label.sign else SMALL_LETTER)


def _text(text: str, x: float, y: float, size: float, style: str = "") -> str:
    extra = f' class="{style}"' if style else ""
    spans = "".join(_spans(runs(text), size))
    where = f'x="{_n(x)}" y="{_n(y + size * 0.33)}" font-size="{_n(size)}"'
    return f'<text xml:space="preserve"{extra} {where}>{spans}</text>'


def _spans(found: tuple[Run, ...], size: float) -> list[str]:
    """Return the runs as spans; each is moved back by what the one before was moved."""
    spans, raised = [], 0
    for run in found:
        marks = []
        if run.level != raised:
            marks.append(f'dy="{_n((raised - run.level) * size * 0.3)}"')
            raised = run.level
        if run.level:
            marks.append(f'font-size="{_n(size * SMALL)}"')
        if run.italic:
            marks.append('font-style="italic"')
        if run.bold:
            marks.append('font-weight="bold"')
        text = escape(run.text)
        spans.append(f"<tspan {' '.join(marks)}>{text}</tspan>" if marks else text)
    return spans
