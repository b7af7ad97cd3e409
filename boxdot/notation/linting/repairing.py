"""The fix of a finding: the operator exchanged in the author's own source, where that is enough."""

from __future__ import annotations

from boxdot.grammar.papers import FormulaSource
from boxdot.grammar.source import Span
from boxdot.notation.diagnostics import Problem
from boxdot.notation.expressions.nodes import Binary, Constant, Number
from boxdot.notation.linting.findings import Edit, Fix
from boxdot.notation.printing import to_text

_SPELLINGS = {
    "+": r"\boxplus",
    "-": r"\boxminus",
    "−": r"\boxminus",
    r"\odot": r"\boxdot",
    r"\oslash": r"\boxslash",
    "⊙": "⊡",
    "⊘": "⧄",
}
"""An operator in the source, and its broadcasting kin."""


def repair(source: FormulaSource, problem: Problem) -> Fix | None:
    """Return what would be right, with edits where these are plain, or None if nothing is known."""
    if problem.fix is None or problem.replacement is None:
        return None
    edits = _edits(source, problem)
    safe = bool(edits) and problem.name != "scalar-add"
    text = problem.fix if "\\" in source.text else to_text(problem.replacement, "latex")
    if edits and problem.node is not None and problem.node.span is not None:
        text = _edited(source, source.locate(problem.node.span), edits)
    return Fix(f"write {text}", text, edits, safe)


def _edits(source: FormulaSource, problem: Problem) -> tuple[Edit, ...]:
    """Return the edits if only the operator changes, or a number becomes a constant."""
    node, new = problem.node, problem.replacement
    if not isinstance(node, Binary) or not isinstance(new, Binary):
        return ()
    if node.op is not new.op and (node.left, node.right) == (new.left, new.right):
        return _exchange(source, node.operator_span, None)
    if node.op is new.op:
        for old, now in ((node.left, new.left), (node.right, new.right)):
            if isinstance(old, Number) and isinstance(now, Constant):
                return _exchange(source, old.span, rf"\mathbf{{{old.text}}}")
    return ()


def _exchange(source: FormulaSource, span: Span | None, text: str | None) -> tuple[Edit, ...]:
    """Return the edit of a span, if the author's source has there what was read."""
    if span is None:
        return ()
    place = source.locate(span)
    written = place.of(source.file.text)
    if written != span.of(source.text):
        return ()
    new = _SPELLINGS.get(written) if text is None else text
    if new is None:
        return ()
    after = source.file.text[place.end : place.end + 1]
    glued = new[-1].isalpha() and new.startswith("\\") and after.isalpha()
    return (Edit(place.start, place.end, new + " " * glued),)


def _edited(source: FormulaSource, place: Span, edits: tuple[Edit, ...]) -> str:
    """Return a stretch of the file with the edits made, on one line."""
    pieces, at = [], place.start
    for edit in edits:
        pieces += [source.file.text[at : edit.start], edit.text]
        at = edit.end
    pieces.append(source.file.text[at : place.end])
    return _bare(" ".join("".join(pieces).split()))


def _bare(text: str) -> str:
    """Return the text without the brackets around all of it."""
    inside = text[1:-1]
    if text[:1] + text[-1:] not in ("()", "{}"):
        return text
    depth = 0
    for character in inside:
        depth += (character in "({") - (character in ")}")
        if depth < 0:
            return text
    return inside
