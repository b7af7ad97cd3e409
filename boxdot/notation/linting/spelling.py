"""How formulas spell their names: it tells, before one is read, that it brings no new name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from boxdot.grammar.arranging import after_scripts
from boxdot.grammar.brackets import kind_at
from boxdot.grammar.errors import BoxdotError
from boxdot.grammar.parser import tokenize
from boxdot.grammar.tokens import Token


class Spelling(NamedTuple):
    """A name with its scripts, and the kinds of what stands around: how it is read hangs on them.

    ``letter`` is the name without scripts.
    """

    letter: str
    scripts: tuple[str, ...]
    around: tuple[str, ...]


_NAMES = frozenset({"NAME", "REMARK", "WHERE"})
_BEFORE = 3


def spellings_of(text: str) -> frozenset[Spelling] | None:
    r"""Return how the names of a formula are spelled, None where that cannot be told.

    >>> sorted((one.letter, len(one.scripts) > 0) for one in spellings_of(r"x_1 + \mathbf{y}"))
    [('x', True), ('𝐲', False)]
    >>> spellings_of("x + y") == spellings_of("x - y") == spellings_of("y + x")
    False
    """
    try:
        segments = tokenize(text, syntax="latex", unknown_commands=True)
    except BoxdotError:
        return None
    found: set[Spelling] = set()
    for segment in segments:
        found.update(_spellings(segment.tokens))
    return frozenset(found)


def _spellings(tokens: Sequence[Token]) -> Iterator[Spelling]:
    position = 0
    while position < len(tokens):
        if tokens[position].kind not in _NAMES:
            position += 1
            continue
        end = after_scripts(tokens, position + 1)
        near = (*range(position - _BEFORE, position + 1), end)
        scripts = (part for one in tokens[position + 1 : end] for part in (one.kind, one.text))
        around = tuple(kind_at(tokens, place) for place in near)
        yield Spelling(tokens[position].text, tuple(scripts), around)
        position = end
