"""Commands with arguments, fences with a direction, and environments."""

from __future__ import annotations

import re

from boxdot.grammar import commands as tex
from boxdot.grammar.latex.layouts import (
    CASES,
    as_cases,
    close_right,
    is_alone,
    is_system,
    open_left,
)
from boxdot.grammar.latex.scanner import Reading, Scanner
from boxdot.grammar.source import Span
from boxdot.grammar.tokens import CLOSING, OPENING
from boxdot.grammar.vocabulary import OPTIMISERS


def _read_space(scanner: Scanner, name: str, start: int) -> None:
    """Skip a space; ``\\left`` and ``\\right`` may carry an invisible ``.`` or ``\\|``."""
    if name == "left":
        open_left(scanner)
    if name == "right" and close_right(scanner, start):
        return
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
    scanner.skip_space()
    if scanner.text.startswith(("(", "\\left("), scanner.at):
        _read_wide_root(scanner, start)
    else:
        scanner.read_argument(start)


def _read_wide_root(scanner: Scanner, start: int) -> None:
    r"""Read ``\sqrt(x)``, which is set as a root of the bracket alone but never means it."""
    scanner.emit("ARGOPEN", "", start, start)
    depth = 0
    while scanner.at < len(scanner.text) and scanner.text[scanner.at] != "}":
        before = len(scanner.tokens)
        scanner.read_one()
        made = scanner.tokens[before:]
        depth += sum((t.kind in OPENING) - (t.kind in CLOSING) for t in made)
        if depth <= 0:
            break
        scanner.skip_space()
    scanner.emit("ARGCLOSE", "", scanner.at, scanner.at)


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
        scanner.read_operand(start)
        return
    at = len(scanner.tokens)
    scanner.read_argument(start)
    below = scanner.tokens[at:]
    del scanner.tokens[at:]
    scanner.read_operand(start)
    made = scanner.tokens[at:]
    if name == "underset" and len(made) == 1 and (made[0].kind in _TAKES or made[0].text in _TAKES):
        scanner.emit("SUB", "_", start, start)
        scanner.tokens += below


_TAKES = frozenset({"BIGOP", "lim", *OPTIMISERS})
"""Operators with the variable set below them: ``\\underset{x}{\\min}`` is ``\\min_x``."""


def _read_combination(scanner: Scanner, name: str, start: int) -> None:
    """Read ``\\binom{n}{k}`` as ``(n choose k)``."""
    scanner.emit("LPAR", "", start, start)
    scanner.read_operand(start)
    scanner.emit("MULOP", "choose", start)
    scanner.read_operand(start)
    scanner.emit("RPAR", "", scanner.at, scanner.at)


def _read_stack(scanner: Scanner, name: str, start: int) -> None:
    """Read the lines of ``\\substack`` as a list."""
    at = len(scanner.tokens)
    scanner.skip_space()
    if not scanner.follows_brace():
        raise scanner.fail("an argument is missing here", start)
    scanner.at += 1
    scanner.read_until("}")
    stacked = scanner.tokens[at:]
    scanner.tokens[at:] = [t.as_kind("COMMA") if t.kind == "NEWLINE" else t for t in stacked]


def _read_arrow(scanner: Scanner, name: str, start: int) -> None:
    """Read ``\\xrightarrow{…}``, whose words are decoration."""
    if scanner.follows_brace():
        _read_skipped(scanner, name, start)
    scanner.emit("REL", "→" if "right" in name else "←", start)


def _read_begin(scanner: Scanner, name: str, start: int) -> None:
    match = re.compile(r"\s*\{([^{}]*)\}").match(scanner.text, scanner.at)
    environment = match.group(1).strip() if match else ""
    scanner.at = match.end() if match else scanner.at
    if environment in tex.MATRICES:
        _skip_columns_of(scanner, environment)
        scanner.emit("LBRACK", environment, start)
    elif environment.rstrip("*") in CASES and scanner.unknown_commands:
        if environment.endswith("numcases"):
            scanner.read_operand(start)
    elif environment not in tex.ROW_ENVIRONMENTS:
        raise scanner.fail(f"the environment {environment!r} is not part of the notation", start)
    elif environment.startswith(("alignat", "alignedat", "IEEEeqnarray")):
        _read_skipped(scanner, environment, start)
    scanner.environments.append((environment, len(scanner.tokens)))


def _skip_columns_of(scanner: Scanner, environment: str) -> None:
    if environment == "array" and scanner.follows_brace():
        _read_skipped(scanner, environment, scanner.at)
    elif match := re.compile(r"\s*\[[a-z]\]").match(scanner.text, scanner.at):
        scanner.at = match.end()


def _read_end(scanner: Scanner, name: str, start: int) -> None:
    match = re.compile(r"\s*\{([^{}]*)\}").match(scanner.text, scanner.at)
    scanner.at = match.end() if match else scanner.at
    environment = match.group(1).strip() if match else ""
    opened, at = scanner.environments.pop() if scanner.environments else ("", 0)
    if opened != environment or not environment:
        raise scanner.fail(f"\\end{{{environment}}} closes nothing", start)
    inside = scanner.tokens[at:]
    if environment.rstrip("*") in CASES:
        scanner.tokens[at:] = as_cases(inside, Span(start, scanner.at))
    elif environment in tex.MATRICES:
        if _lays_out(scanner, environment, at):
            del scanner.tokens[at - 1]
        else:
            scanner.emit("RBRACK", environment, start)


def _lays_out(scanner: Scanner, environment: str, at: int) -> bool:
    """Tell whether an array without brackets holds statements."""
    if environment not in ("array", "matrix") or not scanner.unknown_commands:
        return False
    return is_system(scanner.tokens[at:]) and is_alone(scanner.tokens[: at - 1])


READERS: dict[str, Reading] = {
    **dict.fromkeys(tex.SECOND_ARGUMENT, _read_second),
    **dict.fromkeys(tex.TRANSPARENT, _read_transparent),
    **dict.fromkeys(tex.FRACTIONS, _read_fraction),
    **dict.fromkeys(tex.SPACES, _read_space),
    **dict.fromkeys(tex.SKIPPED_WITH_ARGUMENT, _read_skipped),
    **dict.fromkeys(("binom", "dbinom", "tbinom"), _read_combination),
    **dict.fromkeys(("xrightarrow", "xleftarrow", "xlongrightarrow"), _read_arrow),
    "substack": _read_stack,
    "sqrt": _read_root,
    "begin": _read_begin,
    "end": _read_end,
}
