"""The tokenizer of the LaTeX spelling."""

from __future__ import annotations

from boxdot.grammar.latex import structures, unknown, words
from boxdot.grammar.latex.scanner import Scanner
from boxdot.grammar.tokens import Token

_READERS = {**structures.READERS, **words.READERS, "": unknown.read_unknown_command}


def tokenize_latex(text: str, *, unknown_commands: bool = False) -> list[Token]:
    r"""Return the tokens of a LaTeX formula, without dollars.

    ``unknown_commands`` makes a command that is not known a name of its own, or a function of its
    arguments (a macro from a style file that is not at hand).

    >>> [t.text for t in tokenize_latex(r"\bm{\mathcal{X}} \boxdot \mathbf{y}^\top")]
    ['𝓧', '⊡', '𝐲', '^', '', 'ᵀ', '']
    """
    scanner = Scanner(text, _READERS, unknown_commands)
    scanner.read_until(None)
    return scanner.tokens
