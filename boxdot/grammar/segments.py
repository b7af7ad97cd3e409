"""Splitting a text into statements: at ``;``, ``,``, ``where``, line ends; outside brackets."""

from __future__ import annotations

from dataclasses import dataclass

from boxdot.grammar.source import Span
from boxdot.grammar.tokens import CLOSING, OPENING, Token

_ENDS = frozenset({"SEMI", "COMMA", "WHERE", "NEWLINE", "QUAD", "REMARK"})
_CONTINUES = frozenset({"REL", "IN", "PLUS", "MINUS", "BOXADD", "MULOP", "MODETIMES"})


@dataclass(frozen=True, slots=True)
class Segment:
    """The tokens of one statement and how the one before it ended.

    ``ended_by`` is the kind of the separator before the segment ("" for the first one);
    ``is_remark`` marks words that are no mathematics.
    """

    tokens: tuple[Token, ...]
    ended_by: str = ""
    is_remark: bool = False

    @property
    def span(self) -> Span:
        """The characters from the first to the last token."""
        return self.tokens[0].span | self.tokens[-1].span


def split_statements(tokens: list[Token]) -> list[Segment]:
    """Return the statements of a token list whose fences are paired.

    A line that begins with a relation or an operator continues the line before. What follows a
    remark (``\\forall i``, ``\\text{for all}``) up to the next separator belongs to the remark.
    """
    segments: list[Segment] = []
    current: list[Token] = []
    ended_by, remark, depth = "", False, 0
    for position, token in enumerate(tokens):
        depth += (token.kind in OPENING) - (token.kind in CLOSING)
        if depth == 0 and token.kind in _ENDS and token.kind not in CLOSING:
            if _goes_on(tokens, position):
                continue
            if current:
                segments.append(Segment(tuple(current), ended_by, remark))
            current, ended_by, remark = [], token.kind, token.kind == "REMARK"
        elif not (depth == 0 and token.kind == "COLSEP"):
            current.append(token)
    if current:
        segments.append(Segment(tuple(current), ended_by, remark))
    return _joined(segments)


def _goes_on(tokens: list[Token], position: int) -> bool:
    """Tell whether a line end or a wide space only breaks a statement in two lines."""
    if tokens[position].kind not in ("NEWLINE", "QUAD"):
        return False
    after = next((t for t in tokens[position + 1 :] if t.kind not in ("COLSEP", "QUAD")), None)
    before = next((t for t in reversed(tokens[:position]) if t.kind != "COLSEP"), None)
    continues = after is not None and after.kind in _CONTINUES
    return continues or (before is not None and before.kind in _CONTINUES)


def _joined(segments: list[Segment]) -> list[Segment]:
    """Join lists of names with the membership that ends them: ``A``, ``B ∈ R`` is one segment."""
    result: list[Segment] = []
    for segment in segments:
        listed: list[Token] = []
        while (
            result and segment.ended_by == "COMMA" and _declares(segment) and _is_name(result[-1])
        ):
            listed = [*result[-1].tokens, *_comma(result[-1].span), *listed]
            ended_by = result.pop().ended_by
            segment = Segment((*listed, *segment.tokens), ended_by)
            listed = []
        result.append(segment)
    return result


def _comma(after: Span) -> list[Token]:
    return [Token("COMMA", ",", Span(after.end, after.end))]


def _declares(segment: Segment) -> bool:
    """Tell whether a segment is ``name ∈ set``, ``name, name ∈ set`` or ``name : set``."""
    depth = 0
    for token in segment.tokens:
        depth += (token.kind in OPENING) - (token.kind in CLOSING)
        if depth == 0 and token.kind in ("IN", "COLON"):
            return True
        if depth == 0 and token.kind not in (*_NAME_KINDS, "COMMA"):
            return False
    return False


_NAME_KINDS = frozenset({"NAME", "CONSTANT", "SUB", "SUP", "ARGCLOSE", "TRANSPOSE"})


def _is_name(segment: Segment) -> bool:
    """Tell whether a segment is one decorated name."""
    depth = 0
    names = 0
    for token in segment.tokens:
        depth += (token.kind in OPENING) - (token.kind in CLOSING)
        if depth == 0:
            names += token.kind in ("NAME", "CONSTANT")
            if token.kind not in _NAME_KINDS:
                return False
    return names == 1 and not segment.is_remark
