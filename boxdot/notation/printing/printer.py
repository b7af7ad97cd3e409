"""The traversal that every spelling shares: places, parentheses by precedence, scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Flag, auto
from typing import Any

from boxdot.notation.expressions.nodes import (
    Binary,
    Chain,
    Constant,
    ConstantKind,
    Expr,
    Index,
    Op,
    Power,
    Reduce,
    Relation,
    Symbol,
)
from boxdot.notation.expressions.symbols import Symbols
from boxdot.notation.printing.names import is_one_letter
from boxdot.notation.printing.precedence import Level, Script, level, takes_script
from boxdot.notation.printing.sizes import size_expression
from boxdot.notation.printing.spelling import Fence, Spelling
from boxdot.notation.shapes.sizes import Shape


class Place(Flag):
    """Where in a formula the printer is, as far as it matters to what it prints."""

    OPEN = 0
    SCRIPT = auto()  # no spaces around operators
    CELL = auto()  # white space may separate columns
    BRACKETED = auto()  # inside any bracket, where a | after an operand divides
    FENCED = auto()  # directly inside ‖…‖ or |…|, where the same glyph closes


Arm = Callable[[Any, "Printer", bool], str]  # Any: each arm takes the node it is filed under


@dataclass(frozen=True, slots=True)
class Printer:
    """A spelling, an arm for each node, the declared symbols if known, and the place."""

    spelling: Spelling
    arms: Mapping[type, Arm]
    symbols: Symbols | None = None
    place: Place = Place.OPEN

    def at(self, place: Place) -> Printer:
        """Return the printer for a place inside this one; it stays in a script if it is in one."""
        return replace(self, place=place | (self.place & Place.SCRIPT))

    def expression(self, node: Expr, least: Level = Level.CHAIN, *, last: bool = True) -> str:
        """Print a node where something that binds at least as strongly as ``least`` is wanted.

        ``last`` tells that no factor follows, so that a Σ may stand without parentheses.
        """
        swallows = isinstance(node, Reduce) and not last
        ranges = Place.SCRIPT in self.place and isinstance(node, Binary) and node.op is Op.FROBENIUS
        if swallows or ranges or level(node, drawn=self.spelling.drawn) < least:
            return self.parenthesised(node)
        return self.arms[type(node)](node, self, last)

    # --- brackets -----------------------------------------------------------------------------

    def parenthesised(self, node: Expr) -> str:
        """Print a node in parentheses."""
        return self.within(self.spelling.parentheses, (node,))

    def within(self, fence: Fence, nodes: Iterable[Expr], least: Level = Level.CHAIN) -> str:
        """Print nodes between brackets, separated by commas."""
        inside = self.at(Place.BRACKETED)
        texts = (inside.expression(node, least) for node in nodes)
        return self.spelling.grow(fence, self.comma.join(texts))

    def fenced(self, fence: Fence, node: Expr) -> str:
        """Print a node between two bars."""
        inside = self.at(Place.BRACKETED | Place.FENCED)
        text = inside.expression(node, Level.SUM)
        if fence == ("|", "|") and (text[0] == "|" or text[-1] == "|"):
            text = inside.parenthesised(node)  # || is one glyph
        return self.spelling.grow(fence, text)

    def after_operand(self, text: str) -> str:
        """Guard a text that follows an operand, so that its opening bar does not close one."""
        closes = Place.FENCED in self.place and text.startswith(self.spelling.norm[0])
        divides = Place.BRACKETED in self.place and text.startswith("|")
        opening, closing = self.spelling.parentheses
        return opening + text + closing if closes or divides else text

    # --- spacing ------------------------------------------------------------------------------

    @property
    def comma(self) -> str:
        """What separates arguments."""
        return "," if Place.SCRIPT in self.place else ", "

    def operator(self, word: str) -> str:
        """Return an operator with the spaces that it needs here."""
        tight = Place.SCRIPT in self.place and not word[-1:].isalpha()
        return word if tight else f" {word} "

    # --- scripts ------------------------------------------------------------------------------

    def base(self, node: Expr, script: Script) -> str:
        """Print what carries a script."""
        text = self.arms[type(node)](node, self, False)
        if isinstance(node, Symbol):
            free = not any(mark in text for corner, mark in _MARKS if corner in script)
        else:
            free = takes_script(node, script, drawn=self.spelling.drawn)
            text = self.spelling.scripted(text)
        return text if free else self.parenthesised(node)

    def script(self, nodes: Sequence[Expr], *, join: bool = False) -> str:
        """Print the content of a script: ``n,c``; if asked, ``nc`` where all are letters."""
        inside = replace(self, place=Place.SCRIPT)
        texts = [inside.expression(node) for node in nodes]
        return "".join(texts) if join and _can_join(texts) else ",".join(texts)

    def joins_indices(self, node: Index) -> bool:
        """Tell whether ``y_{ijk}`` is read as indices: for declared orders, in LaTeX for unknown.

        Elsewhere ``ijk`` could be a word, and so a label.
        """
        order = self.order(node.base)
        if self.spelling.drawn:
            return order in (None, len(node.subscripts) + len(node.superscripts))
        return order == len(node.subscripts) and not node.superscripts

    def is_entry(self, base: Index, exponent: Expr) -> bool:
        """Tell whether an exponent would be read as further indices: ``X_j^n`` of a matrix X."""
        names = _factors(exponent)
        plain = all(isinstance(factor, Symbol) for factor in names)
        return plain and self.order(base.base) == len(base.subscripts) + len(names)

    def order(self, node: Expr) -> int | None:
        """Return the declared order of a symbol."""
        if self.symbols is None or not isinstance(node, Symbol):
            return None
        name = self.symbols.resolve(node.name)
        shape = None if name is None else self.symbols[name].shape
        return None if shape is None else len(shape)

    def calls(self, left: Expr, right: str) -> bool:
        """Tell whether a factor and what stands in parentheses behind it look like ``f(x)``.

        Where white space says nothing, they do if the factor is known not to be declared.
        """
        opens = right.startswith(("(", r"\left("))
        match left:
            case Binary(op=Op.MATMUL, right=factor):
                return self.calls(factor, right)
            case Constant(kind=ConstantKind.IDENTITY):
                return opens
            case Symbol(name=name) | Index(base=Symbol(name=name)):
                return opens and self.symbols is not None and self.symbols.resolve(name) is None
            case Power(base=base, exponent=Symbol() | Binary()):
                return self.calls(base, right)
        return False

    # --- statements and sets ------------------------------------------------------------------

    def chain(self, chain: Chain) -> str:
        """Print a statement."""
        text = self.expression(chain.sides[0])
        if self.looks_declared(text, chain):
            text = self.parenthesised(chain.sides[0])
        for relation, side in zip(chain.relations, chain.sides[1:], strict=True):
            text += self.operator(self.spelling.relations[relation]) + self.expression(side)
        if chain.shape is not None:
            text += f" {self.spelling.member} {self.set(chain.shape)}"
        return text

    def looks_declared(self, text: str, chain: Chain) -> bool:
        """Tell whether ``T : P`` at the start of a statement would be read as a declaration."""
        _, colon, after = text.partition(" : ")
        times = f" {self.spelling.operators[Op.TIMES]} "
        arrow = Relation.REWRITES in chain.relations
        return bool(colon) and (arrow or times in after or after.startswith(_SETS))

    def set(self, shape: Shape, entries: str = "ℝ") -> str:
        """Print the set of the tensors of a shape: ``ℝ^{I×J}``."""
        words = self.spelling
        name = words.entries.get(entries, entries)
        if not shape:
            return name
        inside = replace(self, place=Place.SCRIPT)
        least = Level.JUXTAPOSITION if len(shape) > 1 else Level.SUM
        sizes = [inside.expression(size_expression(size), least) for size in shape]
        spaced = words.by.isalpha() and any(words.by in size for size in sizes)
        return name + words.superscript((f" {words.by} " if spaced else words.by).join(sizes))


_SETS = ("R", "ℝ", "ℂ", "ℤ", "ℕ", r"\mathbb")
_MARKS = ((Script.SUB, "_"), (Script.SUP, "^"))


def _factors(node: Expr) -> list[Expr]:
    """Return the operands that stand side by side."""
    if isinstance(node, Binary) and node.op is Op.MATMUL:
        return [*_factors(node.left), *_factors(node.right)]
    return [node]


def _can_join(texts: list[str]) -> bool:
    """Tell whether the texts are single letters, colons and digits that stay apart when joined.

    A digit after a letter would belong to a name (``j1``), a colon between two make a range.
    """
    for before, text, after in zip(["", *texts], texts, [*texts[1:], ""], strict=False):
        if text.isdigit():
            if len(text) > 1 or before not in ("", ":"):
                return False
        elif text == ":":
            if before and after not in ("", ":"):
                return False
        elif not is_one_letter(text):
            return False
    return True
