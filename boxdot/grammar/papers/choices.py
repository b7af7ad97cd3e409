r"""The questions ``\IfNoValueTF``, ``\IfBooleanTF`` … that a macro asks about its arguments."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from boxdot.grammar.papers.arguments import NO_STAR, NO_VALUE
from boxdot.grammar.papers.tokens import Token

# The question, the argument that means no, and whether asking for that argument means yes.
_QUESTIONS = (
    ("NoValue", NO_VALUE, True),
    ("Value", NO_VALUE, False),
    ("Boolean", NO_STAR, False),
)

# For each command: the argument looked for, and the branches taken if it is and if it is not there
# (the first argument is the one asked about; 0 stands for nothing).
CHOICES: Mapping[str, tuple[str, int, int]] = MappingProxyType({
    rf"\If{question}{branches}": (marker, *((yes, no) if found else (no, yes)))
    for question, marker, found in _QUESTIONS
    for branches, yes, no in (("TF", 1, 2), ("T", 1, 0), ("F", 0, 1))
})  # fmt: skip


def choose(name: str, arguments: list[list[Token]]) -> list[Token]:
    """Return the branch that the first argument asks for.

    >>> a, b = Token("a", 0, 1), Token("b", 1, 2)
    >>> choose(r"\\IfNoValueTF", [[Token(NO_VALUE, 0, 0)], [a], [b]])[0].text
    'a'
    """
    marker, there, missing = CHOICES[name]
    branch = there if [t.text for t in arguments[0]] == [marker] else missing
    return arguments[branch] if branch else []
