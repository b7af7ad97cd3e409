"""The fix of a finding: what would be right, and the edits of the file where these are plain."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from boxdot.grammar.errors import BoxdotError
from boxdot.grammar.papers import FormulaSource
from boxdot.grammar.source import Span
from boxdot.notation.diagnostics import Problem
from boxdot.notation.expressions.nodes import Binary, Chain, Expr, Op
from boxdot.notation.expressions.walking import exchanged
from boxdot.notation.linting.edits import applied
from boxdot.notation.linting.examining import Examined
from boxdot.notation.linting.findings import Edit, Fix
from boxdot.notation.linting.respelling import CannotRespell, respelled
from boxdot.notation.printing import to_text
from boxdot.notation.reading import read_loosely

_KIN = {
    frozenset({Op.ADD, Op.BOXPLUS}),
    frozenset({Op.SUBTRACT, Op.BOXMINUS}),
    frozenset({Op.HADAMARD, Op.BOXDOT}),
    frozenset({Op.OSLASH, Op.BOXSLASH}),
}
"""Operators that are exchanged without changing what is meant."""

_SAME_PLACE = (
    {Op.ADD, Op.SUBTRACT, Op.BOXPLUS, Op.BOXMINUS},
    {Op.HADAMARD, Op.OSLASH, Op.BOXDOT, Op.BOXSLASH},
)
"""Operators that bind alike and are written alike."""

_DIVISIONS = frozenset({Op.OSLASH, Op.BOXSLASH})
_MACRO = re.compile(r"\\[A-Za-z@]+")


def repair(examined: Examined, problem: Problem, statement: Chain) -> Fix | None:
    """Return what would be right, with edits where these are plain, or None if nothing is known."""
    node, source = problem.node, examined.source
    if problem.fix is None or problem.replacement is None or node is None:
        return None
    new = _kept_multiple(problem)
    edits, obstacle = _edits(examined, statement, node, new)
    text = problem.fix if "\\" in source.text else to_text(problem.replacement, "latex")
    if edits and node.span is not None:
        text = _edited(source, source.locate(node.span), edits)
    safe = bool(edits) and _is_safe(problem, node, new)
    return Fix(f"write {text}", text, edits, safe, obstacle)


def _kept_multiple(problem: Problem) -> Expr:
    """Return the replacement; ``⊙`` with a scalar becomes ``⊡``, which leaves the text as it is."""
    new = problem.replacement
    match problem.node, new:
        case Binary(op=Op.HADAMARD), Binary(op=Op.MATMUL):
            return replace(new, op=Op.BOXDOT)
    assert new is not None  # the caller has one
    return new


def _is_safe(problem: Problem, old: Expr, new: Expr) -> bool:
    """Tell whether only the spelling of what the author means changes."""
    if not (isinstance(old, Binary) and isinstance(new, Binary)) or problem.name == "scalar-add":
        return False
    if (old.left, old.right) != (new.left, new.right):
        return False
    if old.op is Op.DIVIDE and new.op in _DIVISIONS:
        return not _has_inverse(problem)
    return frozenset({old.op, new.op}) in _KIN


def _has_inverse(problem: Problem) -> bool:
    """Tell whether a division may mean an inverse: the divisor is a square matrix."""
    divisor = problem.shapes[-1] if problem.shapes else ()
    return len(divisor) == 2 and divisor[0] == divisor[1]


def _edits(
    examined: Examined, statement: Chain, old: Expr, new: Expr
) -> tuple[tuple[Edit, ...], str]:
    """Return the edits of the file, or why there are none."""
    source, wanted = examined.source, exchanged(statement, old, new)
    try:
        for fenced in (False, True):
            edits = respelled(source.text, statement, old, new, fenced=fenced)
            placed = tuple(_placed(source, edit) for edit in edits)
            if _exchanges_sign(old, new) or _says(
                examined, applied(source.text, edits), statement, wanted
            ):
                return placed, ""
    except CannotRespell as error:
        return (), str(error)
    return (), "put in as it stands, it would be read in another way"


def _exchanges_sign(old: Expr, new: Expr) -> bool:
    """Tell whether only an operator is exchanged for one that the grammar puts in the same places.

    Then the text is read as it was without reading it again.
    """
    if not (isinstance(old, Binary) and isinstance(new, Binary)):
        return False
    same = old.left is new.left and old.right is new.right
    return same and any({old.op, new.op} <= signs for signs in _SAME_PLACE)


def _says(examined: Examined, text: str, old: Chain, new: Chain) -> bool:
    """Tell whether the edited formula is read as it was, with the new statement for the old."""
    try:
        reading = read_loosely(text, examined.symbols, syntax="latex", unknown_commands=True)
    except BoxdotError:
        return False
    wanted = [new if chain is old else chain for chain in examined.statements]
    return list(reading.statements) == wanted


def _placed(source: FormulaSource, edit: Edit) -> Edit:
    """Return the edit of the file, if the author wrote there what was read."""
    span = Span(edit.start, edit.end)
    place = source.locate(span)
    if edit.start == edit.end:  # an insertion goes with the character before it
        before = Span(max(edit.start - 1, 0), max(edit.start, 1))
        span, place = before, source.locate(before)
        at = place.end if edit.start else place.start
        return _written(source, _checked(source, span, place, edit), Span(at, at))
    return _written(source, _checked(source, span, place, edit), place)


def _written(source: FormulaSource, edit: Edit, place: Span) -> Edit:
    """Return the edit at its place in the file, spelled as the file spells."""
    return Edit(place.start, place.end, source.file.spelled(edit.text))


def _checked(source: FormulaSource, span: Span, place: Span, edit: Edit) -> Edit:
    written = place.of(source.file.text)
    if written == source.file.spelled(span.of(source.text)):
        return edit
    macro = _MACRO.match(written)
    where = f"the macro {macro[0]}" if macro else "what the source spells otherwise"
    raise CannotRespell(f"the place comes from {where}")


def _edited(source: FormulaSource, place: Span, edits: tuple[Edit, ...]) -> str:
    """Return a stretch of the file with the edits made, on one line."""
    start, end = min(place.start, *_starts(edits)), max(place.end, *(e.end for e in edits))
    inside = [replace(e, start=e.start - start, end=e.end - start) for e in edits]
    text = source.file.shown(applied(source.file.text[start:end], inside))
    return _bare(" ".join(text.split()))


def _starts(edits: tuple[Edit, ...]) -> Iterator[int]:
    return (edit.start for edit in edits)


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
