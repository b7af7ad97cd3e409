"""Is what stands between two dollars a formula, or money?"""

from __future__ import annotations

import re

# Only a formula has these.
_STRONG = re.compile(r"[\\^_=]")
_COMMAND = re.compile(r"\\[A-Za-z]+")
_WORD = re.compile(r"[^\W\d_]{2,}")
_LONG_WORD = re.compile(r"[^\W\d_]{3,}")


def is_formula(content: str, after: str = "") -> bool:
    """Say whether the text between two dollars is a formula; ``after`` is the next character.

    >>> [is_formula(t) for t in ("x", " x + y ", "5 and ", "20,000 and ", " input")]
    [True, True, False, False, True]
    """
    if not content.strip() or "`" in content:
        return False
    strong = bool(_STRONG.search(content))
    tight = not (content[0].isspace() or content[-1].isspace())
    if tight:
        return strong or not (after.isdigit() or _is_price(content))
    words = _WORD.findall(_COMMAND.sub(" ", content)) if content[0].isdigit() else []
    if content[0].isdigit() and (words or not strong):
        # "$5 and $6", "$5 - $6": the blank stands only before the second dollar.
        return False
    inner = content.strip()
    return strong or not _LONG_WORD.search(inner) or not any(map(str.isspace, inner))


def is_fenced_formula(content: str) -> bool:
    r"""Say whether the text in ``\(…\)`` or ``\[…\]`` is a formula, not escaped brackets.

    >>> [is_fenced_formula(t) for t in ("1", "x", "W + b", "Smith 2020", "x_i")]
    [False, True, True, False, True]
    """
    if _STRONG.search(content):
        return True
    return bool(content.strip(" \t\r\n0123456789.,")) and not _LONG_WORD.search(content)


def _is_price(content: str) -> bool:
    """Say whether the text is an amount and words about it: ``5/month or pay 10``."""
    return content[0].isdigit() and len(_LONG_WORD.findall(content)) >= 2
