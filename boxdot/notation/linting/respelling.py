r"""How one expression becomes another in the text that its author wrote: by the fewest edits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from boxdot.grammar.source import Span
from boxdot.notation.expressions.nodes import (
    Binary,
    Chain,
    Constant,
    ConstantKind,
    Expr,
    Number,
    Op,
    Symbol,
    Transpose,
)
from boxdot.notation.expressions.walking import children, descendants
from boxdot.notation.linting.findings import Edit
from boxdot.notation.printing.precedence import Level, level

_COMMANDS = {
    Op.BOXDOT: r"\boxdot",
    Op.BOXPLUS: r"\boxplus",
    Op.BOXMINUS: r"\boxminus",
    Op.BOXSLASH: r"\boxslash",
    Op.OSLASH: r"\oslash",
    Op.HADAMARD: r"\odot",
}
"""The LaTeX command of an operator that is put in."""

_PLAIN = frozenset({"+", "-", "−", "/", r"\odot", r"\oslash", "⊙", "⊘"})
"""The spellings of operators that are replaced; ``\\pm`` is read as a sum, but says more."""

_GLYPHS = frozenset("⊙⊘")
"""Those that are replaced by a single character too."""

_FRACTION = re.compile(r"\\[dtc]?frac(?![A-Za-z])\s*")
_BETWEEN = re.compile(r"\}\s*\{")
_CLOSED = re.compile(r"\s*(?:\\right\s*)?\)")
_TRANSPOSED = re.compile(r"\s*\^\s*(?:\\top|T|\{[^{}]*\}|\\intercal)\s*")


class CannotRespell(Exception):
    """The change is more than a few edits; the message says why."""


def respelled(
    text: str, statement: Chain, old: Expr, new: Expr, *, fenced: bool = False
) -> list[Edit]:
    """Return the edits of a formula's text that turn one expression of a statement into another.

    ``fenced`` puts what was a fraction into parentheses wherever it stands.

    Raises
    ------
    CannotRespell
        Something other than operators, ones and transposes changes.
    """
    return list(_changes(text, old, new, fenced or _binds(statement, old)))


def _changes(text: str, old: Expr, new: Expr, fenced: bool = False) -> Iterator[Edit]:
    if old is new or old == new:
        return
    match old, new:
        case Binary(op=Op.DIVIDE), Binary() if (head := _fraction_at(text, old)) is not None:
            yield from _fraction(text, head, old, new, fenced)
        case Binary(), Binary():
            if old.op is not new.op:
                yield _operator(text, old, new.op)
            yield from _changes(text, old.left, new.left)
            yield from _changes(text, old.right, new.right)
        case Transpose(operand=inner), _ if inner == new:
            yield _not_transposed(text, old, inner)
        case _, Transpose(operand=inner) if inner == old:
            yield from _transposed(text, old)
        case ((Number() | Constant()), Constant(kind=ConstantKind.ONES, sizes=None)):
            span = _span(old)
            yield Edit(span.start, span.end, r"\mathbf{1}")
        case _:
            raise CannotRespell("it takes more than another operator")


def _span(node: Expr) -> Span:
    if node.span is None:
        raise CannotRespell("it has no place of its own in the text")
    return node.span


def _operator(text: str, node: Binary, op: Op) -> Edit:
    """Return the edit that exchanges an operator."""
    span = node.operator_span
    written = "" if span is None else span.of(text)
    if span is None or written not in _PLAIN or op not in _COMMANDS:
        raise CannotRespell(f"the operator is written {written}" if written else "it has no sign")
    if written in _GLYPHS:
        return Edit(span.start, span.end, op.value)
    return Edit(span.start, span.end, _apart(_COMMANDS[op], text, span.end))


def _apart(command: str, text: str, at: int) -> str:
    """Return the command, kept apart from a letter that follows."""
    return command + " " * text[at : at + 1].isalpha()


def _fraction_at(text: str, node: Binary) -> re.Match[str] | None:
    return None if node.operator_span is None else _FRACTION.match(text, node.operator_span.start)


def _fraction(
    text: str, head: re.Match[str], old: Binary, new: Binary, fenced: bool
) -> Iterator[Edit]:
    r"""Yield the edits that set a fraction on one line: its braces become parentheses."""
    opened = head.end()
    closed = _closing(text, opened) if text.startswith("{", opened) else len(text)
    between = _BETWEEN.match(text, closed)
    last = _closing(text, between.end() - 1) if between else -1
    if new.op not in _COMMANDS or between is None or last < 0:
        raise CannotRespell("the fraction is written without braces")
    above, below = text[opened + 1 : closed], text[between.end() : last]
    around = "()" if fenced and not _is_enclosed(text, head.start(), last + 1) else ("", "")
    top = "()" if level(old.left, drawn=True) < Level.JUXTAPOSITION and _loose(above) else ("", "")
    low = "()" if level(old.right, drawn=True) < Level.PREFIX and _loose(below) else ("", "")
    yield Edit(head.start(), opened + 1, around[0] + top[0])
    yield Edit(closed, between.end(), f"{top[1]} {_COMMANDS[new.op]} {low[0]}")
    yield Edit(last, last + 1, _after(text, last + 1, low[1] + around[1]))
    yield from _changes(text, old.left, new.left)
    yield from _changes(text, old.right, new.right)


def _after(text: str, at: int, close: str) -> str:
    """Return what closes a fraction, kept apart from a letter that follows its last command."""
    return close or " " * text[at : at + 1].isalnum()


def _closing(text: str, at: int) -> int:
    """Return where the brace that opens at a place is closed; -1 if there is none."""
    depth = 0
    for match in re.finditer(r"\\.|[{}]", text[at:] if at >= 0 else "", re.DOTALL):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if depth == 0 and match[0] == "}":
            return at + match.start()
    return -1


def _binds(statement: Chain, node: Expr) -> bool:
    """Tell whether what stands around a fraction binds as strongly as the operator it becomes."""
    for parent in descendants(statement):
        if any(child is node for child in children(parent)):
            return Level.SUM < level(parent, drawn=True) < Level.ATOM
    return False


def _is_enclosed(text: str, start: int, end: int) -> bool:
    """Tell whether a stretch of the text fills the parentheses around it."""
    return text[:start].rstrip().endswith("(") and _CLOSED.match(text, end) is not None


def _loose(text: str) -> bool:
    """Tell whether a text does not stand in brackets already."""
    text = text.strip()
    return not (text.startswith("(") and _matching(text) == len(text) - 1)


def _matching(text: str) -> int:
    depth = 0
    for at, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if depth == 0:
            return at
    return -1


def _transposed(text: str, node: Expr) -> Iterator[Edit]:
    span = _span(node)
    written = span.of(text)
    sign = "^T" if "^T" in text and r"^\top" not in text else r"^\top"
    if (isinstance(node, Symbol) and "^" not in written) or not _loose(written):
        yield Edit(span.end, span.end, _apart(sign, text, span.end))
    else:
        yield Edit(span.start, span.start, "(")
        yield Edit(span.end, span.end, ")" + _apart(sign, text, span.end))


def _not_transposed(text: str, node: Transpose, inner: Expr) -> Edit:
    outer, kept = _span(node), _span(inner)
    cut = Span(kept.end, outer.end)
    if kept.start != outer.start or not _TRANSPOSED.fullmatch(cut.of(text)):
        raise CannotRespell("the transpose has no place of its own")
    return Edit(cut.start, cut.end, "")
