"""Looking at parse trees: their children, their place in the text, and how they are reported."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from boxdot.grammar.errors import BoxdotError, UnsupportedError
from boxdot.grammar.source import Span
from boxdot.grammar.tokens import PUNCTUATION, Token
from boxdot.grammar.trees import Tree
from boxdot.notation.expressions.nodes import Apply, Expr
from boxdot.notation.expressions.symbols import Symbols

Branch = Tree


@dataclass(frozen=True, slots=True)
class Reader:
    """One text being read: the symbols decide what a decorated name means.

    ``rules`` maps each rule of ``formula.lark`` to the function that builds its node. While
    ``declaring``, a letter such as I is a name and no identity matrix. ``forgiving``: what has no
    meaning for shapes is read too, as papers write it.
    """

    text: str
    symbols: Symbols
    rules: Mapping[str, Callable[[Reader, Branch], Expr]]
    declaring: bool = False
    forgiving: bool = False

    def expr(self, tree: Branch) -> Expr:
        """Return the node for a tree of the ``sum`` kind."""
        try:
            return self.rules[tree.data](self, tree)
        except BoxdotError:
            if not self.forgiving:
                raise
            return opaque(span_of(tree))

    def unsupported(self, message: str, tree: Branch, hint: str = "") -> UnsupportedError:
        """Return the error that says that something is understood but not supported."""
        return UnsupportedError(message, text=self.text, span=span_of(tree), hint=hint)

    def opaque(self, message: str, tree: Branch, *parts: Expr, hint: str = "") -> Apply:
        """Return an expression of which only the parts are known; where that is too little, raise.

        Only readers of papers forgive: elsewhere all that is written counts.
        """
        if not self.forgiving:
            raise self.unsupported(message, tree, hint)
        return opaque(span_of(tree), *parts)


OPAQUE = "⟨⟩"
"""The function that stands for what has no meaning for shapes: nothing is known of its value."""


def opaque(span: Span | None, *parts: Expr) -> Apply:
    """Return an expression of which only the parts are known."""
    return Apply(OPAQUE, parts, span=span)


def branches(tree: Branch, *names: str) -> list[Branch]:
    """Return the children that are trees (of the given rules, if any are given)."""
    if names:
        return [c for c in tree.children if type(c) is Tree and c.data in names]
    return [c for c in tree.children if type(c) is Tree]


def tokens(tree: Branch) -> list[Token]:
    """Return the children that are tokens and say more than where a bracket stands."""
    return [c for c in tree.children if isinstance(c, Token) and c.kind not in PUNCTUATION]


def text_of(tree: Branch) -> str:
    """Return the canonical text of the first token of a tree."""
    first = tree.children[0]
    assert isinstance(first, Token)
    return first.text


def span_of(tree: Branch) -> Span:
    """Return the characters that a tree was read from, its brackets among them."""
    first: Branch | Token = tree
    while type(first) is Tree:
        if not (children := first.children):
            return Span(0, _end(tree))
        first = children[0]
    assert isinstance(first, Token)
    return Span(first.span.start, _end(tree))


def _end(tree: Branch) -> int:
    """Return where the last token below a tree ends."""
    last: Branch | Token = tree
    while type(last) is Tree:
        if not (children := last.children):
            return 0
        last = children[-1]
    assert isinstance(last, Token)
    return last.span.end


def cover(first: Span | None, second: Span | None) -> Span:
    """Return the span over both, where either may be unknown."""
    if first is None or second is None:
        return first or second or Span(0, 0)
    return first | second


def start_of(expr: Expr) -> int:
    """Return where an expression begins."""
    return expr.span.start if expr.span else 0


def end_of(expr: Expr) -> int:
    """Return where an expression ends."""
    return expr.span.end if expr.span else 0
