"""Commands with arguments, fences with a direction, and environments."""

from __future__ import annotations

import re

from boxdot.grammar import commands as tex
from boxdot.grammar.latex.scanner import Reading, Scanner


def _read_space(scanner: Scanner, name: str, start: int) -> None:
    """Skip a space; ``\\left`` and ``\\right`` may carry an invisible ``.`` or ``\\|``."""
    if name in ("left", "right") or name.lower().startswith("big"):
        scanner.skip_space()
        if scanner.text[scanner.at : scanner.at + 1] == ".":
            scanner.at += 1
        elif name[-1] in "lt" or name == "right":
            _read_directed_fence(scanner, closing=name == "right" or name.endswith("r"))


def _read_directed_fence(scanner: Scanner, *, closing: bool) -> None:
    match = re.compile(r"\\\||\\[lr]?[vV]ert|\|\|?|‖").match(scanner.text, scanner.at)
    if match is None:
        return
    double = match.group() not in ("|", r"\vert", r"\lvert", r"\rvert")
    kind = ("NORM" if double else "ABS") + ("CLOSE" if closing else "OPEN")
    start, scanner.at = scanner.at, match.end()
    scanner.emit(kind, "‖" if double else "|", start)


def _read_fraction(scanner: Scanner, name: str, start: int) -> None:
    scanner.emit("FRAC", name, start)
    scanner.read_argument(start)
    scanner.read_argument(start)


def _read_root(scanner: Scanner, name: str, start: int) -> None:
    scanner.skip_space()
    order = re.compile(r"\[([^\]]*)\]").match(scanner.text, scanner.at)
    scanner.at = order.end() if order else scanner.at
    scanner.emit("SQRT", order.group(1) if order else "", start)
    scanner.read_argument(start)


def _read_skipped(scanner: Scanner, name: str, start: int) -> None:
    scanner.skip_space()
    depth = 0
    while scanner.at < len(scanner.text):
        character = scanner.text[scanner.at]
        depth += (character == "{") - (character == "}")
        scanner.at += 1
        if depth == 0:
            return
    raise scanner.fail(f"the argument of \\{name} is never closed", start)


def _read_transparent(scanner: Scanner, name: str, start: int) -> None:
    scanner.read_operand(start)
    scanner.skip_space()
    if name in ("underbrace", "overbrace") and scanner.text[scanner.at : scanner.at + 1] in (
        "_",
        "^",
    ):
        scanner.at += 1
        _drop_argument(scanner, start)


def _drop_argument(scanner: Scanner, start: int) -> None:
    at = len(scanner.tokens)
    try:
        scanner.read_argument(start)
    finally:
        del scanner.tokens[at:]


def _read_second(scanner: Scanner, name: str, start: int) -> None:
    if name in ("textcolor", "colorbox", "raisebox", "class", "htmlClass", "cssId", "style"):
        _read_skipped(scanner, name, start)
    else:
        _drop_argument(scanner, start)
    scanner.read_operand(start)


def _read_begin(scanner: Scanner, name: str, start: int) -> None:
    match = re.compile(r"\s*\{([^{}]*)\}").match(scanner.text, scanner.at)
    environment = match.group(1).strip() if match else ""
    scanner.at = match.end() if match else scanner.at
    if environment in tex.MATRICES:
        _skip_columns_of(scanner, environment)
        scanner.emit("LBRACK", environment, start)
    elif environment not in tex.ROW_ENVIRONMENTS:
        raise scanner.fail(f"the environment {environment!r} is not part of the notation", start)
    elif environment.startswith(("alignat", "alignedat", "IEEEeqnarray")):
        _read_skipped(scanner, environment, start)
    scanner.environments.append(environment)


def _skip_columns_of(scanner: Scanner, environment: str) -> None:
    if environment == "array" and scanner.follows_brace():
        _read_skipped(scanner, environment, scanner.at)
    elif match := re.compile(r"\s*\[[a-z]\]").match(scanner.text, scanner.at):
        scanner.at = match.end()


def _read_end(scanner: Scanner, name: str, start: int) -> None:
    match = re.compile(r"\s*\{([^{}]*)\}").match(scanner.text, scanner.at)
    scanner.at = match.end() if match else scanner.at
    environment = match.group(1).strip() if match else ""
    if not scanner.environments or scanner.environments.pop() != environment:
        raise scanner.fail(f"\\end{{{environment}}} closes nothing", start)
    if environment in tex.MATRICES:
        scanner.emit("RBRACK", environment, start)


READERS: dict[str, Reading] = {
    **dict.fromkeys(tex.SECOND_ARGUMENT, _read_second),
    **dict.fromkeys(tex.TRANSPARENT, _read_transparent),
    **dict.fromkeys(tex.FRACTIONS, _read_fraction),
    **dict.fromkeys(tex.SPACES, _read_space),
    **dict.fromkeys(tex.SKIPPED_WITH_ARGUMENT, _read_skipped),
    "sqrt": _read_root,
    "begin": _read_begin,
    "end": _read_end,
}
