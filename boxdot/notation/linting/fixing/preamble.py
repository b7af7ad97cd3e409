r"""The preamble of a paper: which packages it loads, and where one more may be loaded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_COMMENT = re.compile(r"(?<!\\)((?:\\\\)*)%[^\n]*")
_LOADING = re.compile(
    r"\\(usepackage|RequirePackage|documentclass|LoadClass)\s*(?:\[([^\]]*)\])?\s*\{([^{}]*)\}"
)
_STRUCTURE = re.compile(
    _LOADING.pattern
    + r"|(?P<if>\\if(?!f(?![A-Za-z])|thenelse)[A-Za-z@]*)|(?P<fi>\\fi(?![A-Za-z@]))"
    r"|\\newif\s*\\[A-Za-z@]+|\\[^A-Za-z]|[{}]"
)


class Package(NamedTuple):
    """A package or a class that a file loads, with its options."""

    name: str
    options: tuple[str, ...]


def without_comments(text: str) -> str:
    r"""Return the text with each comment blanked out, so that all places stay.

    >>> without_comments("a% b\n\\% c")
    'a   \n\\% c'
    """
    return _COMMENT.sub(lambda match: match[1] + " " * (len(match[0]) - len(match[1])), text)


def packages(text: str) -> Iterator[Package]:
    r"""Yield what a text loads; a class is called ``class:`` and its name.

    >>> list(packages("\\documentclass{acmart}\\usepackage[x]{a, b}"))[1:]
    [Package(name='a', options=('x',)), Package(name='b', options=('x',))]
    """
    for command, options, names in _LOADING.findall(without_comments(text)):
        prefix = "class:" if command in ("documentclass", "LoadClass") else ""
        given = tuple(part.strip() for part in options.split(",") if part.strip())
        for name in names.split(","):
            yield Package(prefix + name.strip(), given)


def loading_place(text: str) -> int | None:
    r"""Return where a line may be put in that loads a package: None without a preamble.

    This is after the line of the last ``\usepackage`` that stands in no condition and no group,
    or else after that of ``\documentclass``.

    >>> loading_place("\\documentclass{article}\n\\usepackage{bm} % bold\n\\begin{document}")
    47
    """
    bare = without_comments(text)
    end = bare.find(r"\begin{document}")
    conditions = groups = 0
    place = None
    for match in _STRUCTURE.finditer(bare, 0, end if end >= 0 else len(bare)):
        token = match[0]
        if match[1] in ("usepackage", "documentclass"):
            place = match.end() if not conditions and not groups else place
        elif token in "{}":
            groups += 1 if token == "{" else -1
        else:
            conditions += (match["if"] is not None) - (match["fi"] is not None)
    if place is None or r"\documentclass" not in bare[:place]:
        return None
    stop = text.find("\n", place)
    only_here = end < 0 or stop < 0 or stop < end
    return stop + 1 if stop >= 0 and only_here and not bare[place:stop].strip() else place
