"""The face of the grammar: text to tokens to parse trees, with errors that show the place."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache, lru_cache

from boxdot.grammar.arranging import after_names, before_names, name_functions
from boxdot.grammar.errors import NotationError
from boxdot.grammar.fences import pair_fences
from boxdot.grammar.latex import tokenize_latex
from boxdot.grammar.machine import Tables, Unexpected, run
from boxdot.grammar.plain import tokenize_plain
from boxdot.grammar.segments import Segment, split_statements
from boxdot.grammar.source import Span
from boxdot.grammar.tables import load_tables
from boxdot.grammar.tokens import CLOSING, OPENING, Token
from boxdot.grammar.trees import Tree

SYNTAXES = ("auto", "unicode", "ascii", "latex")
MAX_LENGTH = 100_000
"""How many characters one formula may have."""
MAX_TOKENS = 20_000
MOST_KEPT = 2048
"""How many formulas are kept as they were read: in papers they repeat, and are read again as more
of their symbols becomes known."""
MAX_OPERATORS = 4_999
"""How many operators may stand one around the other: it bounds the depth of the tree."""
MAX_OPERATORS_IN_PAPERS = 300
MAX_SCRIPTS = 300
"""How many of them may be indices and exponents, which stand one in the other."""
_SUMS = frozenset({"PLUS", "MINUS", "BOXADD"})
_SCRIPTS = frozenset({"SUB", "SUP"})
_PRODUCTS = frozenset({"MULOP", "MODETIMES", "JUXT", "FJUXT", "BJUXT"}) | _SCRIPTS


def syntax_of(text: str, syntax: str = "auto") -> str:
    r"""Return the spelling of a text if none is asked for: LaTeX iff a backslash precedes a letter.

    >>> syntax_of(r"X \boxdot y"), syntax_of("X ⊡ y"), syntax_of("X .* y'")
    ('latex', 'unicode', 'ascii')
    """
    if syntax != "auto":
        return syntax
    if re.search(r"\\[A-Za-z|{]", text):
        return "latex"
    return "ascii" if text.isascii() else "unicode"


def tokenize(
    text: str,
    *,
    syntax: str = "auto",
    known: Collection[str] = (),
    declaring: bool = False,
    unknown_commands: bool = False,
) -> list[Segment]:
    """Return the statements of a text as segments of raw tokens with paired fences."""
    if len(text) > MAX_LENGTH:
        raise NotationError(
            f"the formula has {len(text)} characters; at most {MAX_LENGTH} are read",
            hint="split it into several formulas",
        )
    syntax = syntax_of(text, syntax)
    if syntax == "latex":
        return list(_latex_segments(text, unknown_commands))
    ascii_only = syntax == "ascii"
    tokens = tokenize_plain(text, ascii_only=ascii_only, known=known, declaring=declaring)
    return split_statements(pair_fences(tokens, text, forgiving=unknown_commands))


@lru_cache(maxsize=MOST_KEPT)
def _latex_segments(text: str, unknown_commands: bool) -> tuple[Segment, ...]:
    tokens = tokenize_latex(text, unknown_commands=unknown_commands)
    return tuple(split_statements(pair_fences(tokens, text, forgiving=unknown_commands)))


def parse_segment(
    segment: Segment,
    text: str,
    known: Collection[str] = (),
    *,
    declaring: bool = False,
    forgiving: bool = False,
) -> Tree:
    """Return the parse tree of one statement; the rule is ``statement`` of ``formula.lark``."""
    tokens = name_functions(_before_names(segment.tokens, declaring, forgiving), known)
    most = MAX_OPERATORS_IN_PAPERS if forgiving else MAX_OPERATORS
    return parse_tokens(_after_names(tuple(tokens), forgiving), text, most)


@lru_cache(maxsize=MOST_KEPT)
def _before_names(tokens: tuple[Token, ...], declaring: bool, forgiving: bool) -> list[Token]:
    return before_names(list(tokens), declaring=declaring, forgiving=forgiving)


@lru_cache(maxsize=MOST_KEPT)
def _after_names(tokens: tuple[Token, ...], forgiving: bool) -> list[Token]:
    return after_names(list(tokens), forgiving=forgiving)


def parse_tokens(tokens: list[Token], text: str, most: int = MAX_OPERATORS) -> Tree:
    """Return the parse tree of arranged tokens."""
    if not tokens or len(tokens) > MAX_TOKENS:
        raise NotationError(f"a statement of {len(tokens)} tokens cannot be read", text=text)
    _bound_depth(tokens, text, most)
    try:
        return _tree(tuple(tokens))
    except Unexpected as error:
        raise _explained(error, tokens, text) from None


def _bound_depth(tokens: list[Token], text: str, most: int) -> None:
    """Refuse a statement whose tree would be too deep for the operations on it."""
    sums, products, scripts = [0], [0], [0]  # products and scripts: those of one term
    for token in tokens:
        if token.kind in OPENING:
            sums.append(1)
            products.append(0)
            scripts.append(0)
        elif token.kind in CLOSING:
            sums.pop()
            products.pop()
            scripts.pop()
        elif token.kind in _SUMS | _PRODUCTS:
            if token.kind in _SUMS:
                sums[-1], products[-1], scripts[-1] = sums[-1] + 1, 0, 0
            else:
                products[-1] += 1
                scripts[-1] = scripts[-1] + 1 if token.kind in _SCRIPTS else 0
            if sum(sums) + sum(products) > most:
                raise _nested(f"{most} operators", token, text)
            if sum(scripts) > MAX_SCRIPTS:
                raise _nested(f"{MAX_SCRIPTS} indices and exponents", token, text)
        elif token.kind in ("COLSEP", "ROWSEP", "COMMA", "REL"):
            sums[-1] = products[-1] = scripts[-1] = 0


def _nested(most: str, token: Token, text: str) -> NotationError:
    return NotationError(
        f"more than {most} stand one around the other",
        text=text,
        span=token.span,
        hint="name a part of the formula and use the name",
    )


@lru_cache(maxsize=MOST_KEPT)
def _tree(tokens: tuple[Token, ...]) -> Tree:
    return run(_tables(), tokens)


@cache
def _tables() -> Tables:
    return load_tables()


# --- explaining -------------------------------------------------------------------------------

_WORDS = {
    "operand": {"NAME", "NUMBER", "LPAR", "NORMOPEN", "FRAC", "CONSTANT"},
    "operator": {"MULOP", "PLUS", "BOXADD", "JUXT"},
}


def _explained(error: Unexpected, tokens: list[Token], text: str) -> NotationError:
    """Say in a sentence with a place what is unexpected, and something to try."""
    token = error.token
    expected = [word for word, kinds in _WORDS.items() if kinds & error.accepts]
    wanted = " or ".join(f"an {word}" for word in expected) or "something else"
    if token is None:
        last = tokens[-1].span
        return NotationError(
            f"the formula ends where {wanted} is expected",
            text=text,
            span=Span(last.start, max(last.end, last.start + 1)),
            hint="complete the formula or leave the last sign out",
        )
    found = f", not {token.text!r}" if token.text else ""
    start = token.span.start
    return NotationError(
        f"{wanted} is expected here{found}",
        text=text,
        span=Span(start, max(token.span.end, start + 1)),
        hint=_hint(token.text, tokens),
    )


def _hint(found: str, tokens: list[Token]) -> str:
    if found in ("=", "≈", "≤"):
        return "separate equations with ';'"
    return "check the brackets and operators around this place"
