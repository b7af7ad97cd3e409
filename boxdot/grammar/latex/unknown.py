"""Commands and characters of papers that mean nothing to us: read as what they look like."""

from __future__ import annotations

from boxdot.grammar.latex.scanner import Scanner
from boxdot.grammar.source import Span
from boxdot.grammar.tokens import Token

_ESCAPED = {
    "[": ("LBRACK", "["), "]": ("RBRACK", "]"), "(": ("LPAR", "("), ")": ("RPAR", ")"),
    "<": ("REL", "<"), "=": ("REL", "="), "+": ("PLUS", "+"), "\n": ("QUAD", " "),
    "\t": ("QUAD", " "), "'": ("MARK", "′"), ".": ("COMMA", "."),
}  # fmt: skip
"""What stands behind a backslash that Markdown, or an author, put there."""

_MOST_ARGUMENTS = 9


def read_unknown_command(scanner: Scanner, name: str, start: int) -> None:
    """Read a command of the paper's own: a letter, or a function of its arguments."""
    if not name.rstrip("*").isalpha():
        kind, text = _ESCAPED.get(name, ("MARK", name))
        scanner.emit(kind, text, start)
    elif scanner.follows_brace():
        _read_as_function(scanner, name, start)
    else:
        scanner.emit("NAME", f"\\{name}", start)


def _read_as_function(scanner: Scanner, name: str, start: int) -> None:
    scanner.emit("FUNC", f"\\{name}", start, start + len(name) + 1)
    for count in range(_MOST_ARGUMENTS):
        if not scanner.follows_brace():
            break
        opening = scanner.at
        scanner.at += 1
        kind, text = ("COMMA", ",") if count else ("LPAR", "(")
        scanner.tokens.append(Token(kind, text, Span(opening, opening + 1)))
        scanner.read_until("}")
    scanner.emit("RPAR", ")", scanner.at - 1)
