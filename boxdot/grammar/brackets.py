"""Looking around in a row of tokens: what stands at a place, and where a bracket closes."""

from __future__ import annotations

from collections.abc import Sequence

from boxdot.grammar.tokens import CLOSING, OPENING, Token


def kind_at(tokens: Sequence[Token], position: int) -> str:
    """Return the kind of the token at a position, "" where there is none."""
    return tokens[position].kind if 0 <= position < len(tokens) else ""


def closing_index(tokens: Sequence[Token], opening: int) -> int:
    """Return the position of the token that closes the one at ``opening``."""
    depth = 0
    for position in range(opening, len(tokens)):
        depth += (tokens[position].kind in OPENING) - (tokens[position].kind in CLOSING)
        if depth == 0:
            return position
    return len(tokens) - 1
