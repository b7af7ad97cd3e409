"""Passes over tokens, each left out where there is nothing for it to change."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet

from boxdot.grammar.tokens import Token

Pass = tuple[AbstractSet[str], Callable[[list[Token]], list[Token]]]
"""The kinds of tokens that a pass is about, without which it changes nothing, and the pass."""


def passed(tokens: list[Token], passes: Iterable[Pass]) -> list[Token]:
    """Return the tokens after all passes, in their order."""
    kinds = {token.kind for token in tokens}
    for concerned, change in passes:
        if not kinds.isdisjoint(concerned):
            tokens = change(tokens)
            kinds = {token.kind for token in tokens}
    return tokens
