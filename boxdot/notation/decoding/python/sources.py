"""Python text as a tree, bounded in size and depth; and places in it."""

from __future__ import annotations

import ast
import textwrap
import warnings

from boxdot.grammar.errors import BoxdotError, NotationError, UnsupportedError
from boxdot.grammar.source import Span
from boxdot.notation.decoding.refusing import CodeError, Refused

LONGEST = 20_000
DEEPEST = 60
MOST_NODES = 5_000


def parse_python(code: str) -> tuple[str, ast.Module]:
    """Return code without common indentation, and its tree."""
    text = textwrap.dedent(code).strip("\n")
    if not text.strip():
        raise NotationError("there is no code here", hint='write some, such as "X * B[:, :, None]"')
    if len(text) > LONGEST:
        raise UnsupportedError(f"the code is longer than {LONGEST} characters")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(text)
    except SyntaxError as error:
        raise NotationError(
            f"this is not Python: {error.msg}", text=text, span=_place_of(text, error)
        ) from None
    except (RecursionError, MemoryError, ValueError):
        raise UnsupportedError("the code is nested too deeply") from None
    _demand_bounds(text, tree)
    return text, tree


def _place_of(text: str, error: SyntaxError) -> Span:
    start = _offset(text, error.lineno or 1, 0) + max((error.offset or 1) - 1, 0)
    return Span(min(start, len(text)), min(start + 1, len(text)))


def _demand_bounds(text: str, tree: ast.AST) -> None:
    count, stack = 0, [(tree, 0)]
    while stack:
        node, depth = stack.pop()
        count += 1
        if depth > DEEPEST or count > MOST_NODES:
            what = "nested too deeply" if depth > DEEPEST else "too long"
            raise UnsupportedError(f"the code is {what}")
        stack.extend((child, depth + 1) for child in ast.iter_child_nodes(node))


def span_of(text: str, node: ast.AST) -> Span:
    """Return where a node of the tree stands in the text."""
    line = getattr(node, "lineno", None)
    if line is None:
        return Span(0, len(text))
    start = _offset(text, line, getattr(node, "col_offset", 0))
    last = getattr(node, "end_lineno", None) or line
    return Span(start, _offset(text, last, getattr(node, "end_col_offset", 0) or 0))


def _offset(text: str, line: int, column: int) -> int:
    """Return the character of a line and of a column that counts bytes, as Python's trees do."""
    lines = text.splitlines(keepends=True)
    before = sum(map(len, lines[: line - 1]))
    own = lines[line - 1] if line <= len(lines) else ""
    return before + len(own.encode()[:column].decode(errors="ignore"))


def error_of(text: str, node: ast.AST, refused: Refused) -> BoxdotError:
    """Return what was refused as an error that shows the place."""
    kind = CodeError if refused.raises else UnsupportedError
    return kind(refused.message, text=text, span=span_of(text, node), hint=refused.hint)
