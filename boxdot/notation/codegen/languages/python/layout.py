"""Long lines broken as formatters of Python break them: at brackets, commas and operators."""

from __future__ import annotations

import re
from functools import lru_cache

WIDTH = 88
INDENT = "    "
HEAD = re.compile(r"(return |raise |if |[^\W\d]\w*(?:\[[^\]]*\])? \+?= )?")
OPERATORS = (
    re.compile(r" (?=if |else )"),
    re.compile(r" (?=(?:==|!=|<=?|>=?) )"),
    re.compile(r" (?=[+-] )"),
    re.compile(r" (?=(?:\*|/|@|//|%) )"),
    re.compile(r" (?=\*\* )"),
)
"""Where a line may be broken, the loosest operators first."""

SIGN = re.compile(r"^(?:[-+*/@%<>]|\*\*|//|[<>=!]=|if|else) ")
"""What an operand begins with that stands on a line of its own."""


def laid_out(lines: list[str]) -> list[str]:
    """Return lines of code with those that are too long broken.

    >>> print("\\n".join(laid_out([f"y = f({', '.join(['argument'] * 10)})"])))
    y = f(
        argument,
        argument,
        argument,
        argument,
        argument,
        argument,
        argument,
        argument,
        argument,
        argument,
    )
    """
    return [part for line in lines for part in _statement(line)]


def _statement(line: str) -> list[str]:
    if len(line) <= WIDTH:
        return [line]
    text = line.lstrip()
    indent = line[: len(line) - len(text)]
    if text.startswith(("def ", "for ", '"""', "@")):
        return _at_bracket(indent, text) if text.startswith("def ") else [line]
    match = HEAD.match(text)
    head = match[0] if match else ""
    tail = ":" if head == "if " else ""
    expression = text[len(head) : len(text) - len(tail)]
    if not _breaks(expression):
        return _at_bracket(indent, text)
    inside = _inside(indent + INDENT, expression)
    return [f"{indent}{head}(", *inside, f"{indent}){tail}"]


def _at_bracket(indent: str, text: str) -> list[str]:
    """Break inside the brackets that hold the most."""
    pair = _largest_pair(text)
    if pair is None:
        return [indent + text]
    first, last = pair
    inside = _inside(indent + INDENT, text[first + 1 : last])
    return [indent + text[: first + 1], *inside, indent + text[last:]]


def _inside(indent: str, text: str) -> list[str]:
    """Return what stands in brackets: on one line, one item a line, or one operand a line."""
    if len(indent + text) <= WIDTH:
        return [indent + text]
    items = _split(text, re.compile(r"(?<=,) "))
    if len(items) > 1:
        return [line for item in items for line in _part(indent, item.rstrip(",") + ",")]
    pieces = _breaks(text)
    if not pieces:
        return _at_bracket(indent, text)
    return [line for piece in pieces for line in _part(indent, piece)]


def _part(indent: str, text: str) -> list[str]:
    if len(indent + text) <= WIDTH:
        return [indent + text]
    bare = text.rstrip(",")
    if not _breaks(SIGN.sub("", bare)):
        return _at_bracket(indent, text)
    lines = [line for piece in _breaks(bare) for line in _part(indent, piece)]
    return [*lines[:-1], lines[-1] + text[len(bare) :]]


def _breaks(text: str) -> list[str]:
    """Return the operands of the loosest operator that is in no brackets, each with its sign."""
    for operator in OPERATORS:
        pieces = _split(text, operator)
        if len(pieces) > 1:
            return pieces
    return []


def _split(text: str, separator: re.Pattern[str]) -> list[str]:
    """Split at a separator wherever it is in no brackets and no string."""
    depths = _depths(text)
    places = [m for m in separator.finditer(text) if depths[m.start()] == 0 and m.start() > 2]
    starts = [0, *(m.end() for m in places)]
    ends = [*(m.start() for m in places), len(text)]
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]


@lru_cache(maxsize=256)  # each line is asked when it is split and again when it is broken
def _depths(text: str) -> list[int]:
    """Return how deep in brackets each character is; a string counts as deep."""
    depth, quote, found = 0, "", []
    for character in text:
        if quote:
            quote = "" if character == quote else quote
            found.append(depth + 1)
            continue
        if character in "\"'":
            quote = character
        depth -= character in ")]}"
        found.append(depth)
        depth += character in "([{"
    return found


def _largest_pair(text: str) -> tuple[int, int] | None:
    """Return the places of the outermost brackets with the most between them."""
    depths = _depths(text)
    pairs, opened = [], 0
    for place, character in enumerate(text):
        if depths[place] == 0 and character in "([{":
            opened = place
        if depths[place] == 0 and character in ")]}" and place > opened + 1:
            pairs.append((opened, place))
    return max(pairs, key=lambda pair: pair[1] - pair[0], default=None)
