r"""Brace groups of TeX: where the group that opens here ends."""

from __future__ import annotations

import re

# A group of a definition or a title is short; a longer one is a brace that nobody closed.
MAX_GROUP = 100_000

# What opens or closes, and what hides a brace from TeX: an escape or a comment.
_BRACES = re.compile(r"\\.|\{|\}|%[^\n]*", re.DOTALL)
_BRACKETS = re.compile(r"\\.|\{|\}|\]|%[^\n]*", re.DOTALL)
_BLANK = re.compile(r"(?:[ \t\r\n]|%[^\n]*\n)*")


class Groups:
    """Reads the groups of one text; gives up for good after too many that do not close.

    >>> Groups(r"a{b{c}\\}}d").braced(1)
    (2, 8)
    """

    def __init__(self, text: str, *, patience: int = 50) -> None:
        self.text = text
        self._patience = patience

    def blank(self, at: int) -> int:
        """Return the place after white space and comments."""
        match = _BLANK.match(self.text, at)
        return match.end() if match else at

    def braced(self, at: int) -> tuple[int, int] | None:
        """Return the inside of the group ``{…}`` that opens at ``at``, or None."""
        if not self.text.startswith("{", at):
            return None
        depth, limit = 0, at + MAX_GROUP
        for match in _BRACES.finditer(self.text, at, limit) if self._patience else ():
            if match[0] == "{":
                depth += 1
            elif match[0] == "}":
                depth -= 1
                if depth == 0:
                    return at + 1, match.start()
        self._patience = max(self._patience - 1, 0)
        return None

    def bracketed(self, at: int) -> tuple[int, int] | None:
        """Return the inside of ``[…]`` that opens at ``at``, or None."""
        if not self.text.startswith("[", at):
            return None
        depth, limit = 0, at + MAX_GROUP
        for match in _BRACKETS.finditer(self.text, at + 1, limit) if self._patience else ():
            depth += {"{": 1, "}": -1}.get(match[0], 0)
            if match[0] == "]" and depth == 0:
                return at + 1, match.start()
            if depth < 0:
                break
        self._patience = max(self._patience - 1, 0)
        return None
