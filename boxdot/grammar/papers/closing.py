r"""Finds where a formula that was opened ends, and never looks twice for what is not there."""

from __future__ import annotations

import re
from functools import lru_cache

BLANK_LINE = re.compile(r"\n[ \t\r>]*(?=\n)")
_BOX = r"(?P<box>(?:text[a-z]*|mbox|hbox|fbox|intertext)\s*\{)"


class Closers:
    """Looks for the ends of formulas in one text, in time that grows with the text alone.

    ``comments``: ``%`` hides the rest of its line, as it does in TeX.
    """

    def __init__(self, text: str, *, comments: bool) -> None:
        self.text = text
        self.comments = comments
        # For each closer: up to where it is known that there is none.
        self._none_until: dict[str, int] = {}
        # For each closer: between which places it was looked for, and found at the second.
        self._found: dict[str, tuple[int, int]] = {}
        # Up to here a dollar closes even inside \text{…}: its brace is not closed.
        self._boxless_until = 0

    def formula(self, at: int, closer: str, limit: int | None = None) -> int | None:
        r"""Return where the closer (``$``, ``$$``, ``\)``, ``\]`` …) stands, before a blank line.

        >>> Closers(r"$a \text{ if $b$}$", comments=True).formula(1, "$")
        17
        """
        limit = len(self.text) if limit is None else limit
        if min(limit, self._none_until.get(closer, 0)) > at:
            return None
        known = self._found.get(closer, (0, -1))
        if closer[0] != "$" and known[0] <= at <= known[1] < limit:
            return known[1]
        boxed = closer[0] == "$" and at >= self._boxless_until
        found, stop = self._scan(at, closer, limit, boxed=boxed)
        if found is None and boxed:
            self._boxless_until = stop
            found, stop = self._scan(at, closer, limit, boxed=False)
        if found is None:
            self._none_until[closer] = stop
        else:
            self._found[closer] = (at, found)
        return found

    def environment(self, at: int, name: str, also: str = "") -> tuple[int, int] | None:
        r"""Return where ``\end{name}`` stands; None if it opens once more before, or never ends.

        ``also``: a pattern of other commands that close it, without their backslash.

        >>> Closers(r"\begin{align}a\end{align}", comments=True).environment(13, "align")
        (14, 25)
        """
        key = f"{name} {also}"
        if at < self._none_until.get(key, 0):
            return None
        for match in _environment(name, also).finditer(self.text, at):
            if match.lastgroup == "end":
                return match.span()
            if match.lastgroup == "begin":
                return None
        self._none_until[key] = len(self.text)
        return None

    def _scan(self, at: int, closer: str, limit: int, *, boxed: bool) -> tuple[int | None, int]:
        """Return where the closer stands, if it does, and where the search stopped."""
        braces: list[bool] = []
        for match in _formula(closer, self.comments).finditer(self.text, at, limit):
            token = match[0]
            if token == closer and not (boxed and True in braces):
                return match.start(), match.end()
            if token == "{" or match.lastgroup:
                braces.append(bool(match.lastgroup))
            elif token == "}" and braces:
                braces.pop()
            elif token[0] == "\n":
                return None, match.start()
        return None, limit


@lru_cache(maxsize=64)
def _formula(closer: str, comments: bool) -> re.Pattern[str]:
    """Return the pattern of what matters on the way to a closer."""
    comment = r"|%[^\n]*" if comments else ""
    blank = r"|\n[ \t\r>]*(?=\n)"
    return re.compile(
        rf"{re.escape(closer)}|\\(?:{_BOX}|[A-Za-z@]+|.)?|\{{|\}}{blank}{comment}", re.DOTALL
    )


@lru_cache(maxsize=256)
def _environment(name: str, also: str) -> re.Pattern[str]:
    """Return the pattern of what matters on the way to the end of an environment."""
    group = rf"\s*\{{{re.escape(name)}\}}"
    also = f"|{also}" if also else ""
    marks = rf"(?P<end>end{group}{also})|(?P<begin>begin{group})|[A-Za-z@]+|."
    return re.compile(rf"\\(?:{marks})?|%[^\n]*", re.DOTALL)
