"""The traversal that every spelling shares: places, parentheses by precedence, scripts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Flag, auto
from itertools import pairwise
from typing import Any

from boxdot.notation.expressions.nodes import Chain, Expr, Reduce
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
    """A spelling, an arm for each node, and the place in the formula."""

    spelling: Spelling
    arms: Mapping[type, Arm]
    place: Place = Place.OPEN

    def at(self, place: Place) -> Printer:
        """Return the printer for a place inside this one; it stays in a script if it is in one."""
        return replace(self, place=place | (self.place & Place.SCRIPT))

    def expression(self, node: Expr, least: Level = Level.CHAIN, *, last: bool = True) -> str:
        """Print a node where something that binds at least as strongly as ``least`` is wanted.

        ``last`` tells that no factor follows, so that a Σ may stand without parentheses.
        """
        swallows = isinstance(node, Reduce) and not last
        if swallows or level(node, drawn=self.spelling.drawn) < least:
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
        if takes_script(node, script, drawn=self.spelling.drawn):
            return self.arms[type(node)](node, self, False)
        return self.parenthesised(node)

    def script(self, nodes: Iterable[Expr]) -> str:
        """Print the content of a script: ``ijk`` when all are letters, ``n,c,10`` else."""
        inside = replace(self, place=Place.SCRIPT)
        texts = [inside.expression(node) for node in nodes]
        digits = any(a.isdigit() and b.isdigit() for a, b in pairwise(texts))
        single = all(is_one_letter(t) or t == ":" or (t.isdigit() and len(t) == 1) for t in texts)
        return "".join(texts) if single and not digits else ",".join(texts)

    # --- statements and sets ------------------------------------------------------------------

    def chain(self, chain: Chain) -> str:
        """Print a statement."""
        text = self.expression(chain.sides[0])
        for relation, side in zip(chain.relations, chain.sides[1:], strict=True):
            text += self.operator(self.spelling.relations[relation]) + self.expression(side)
        if chain.shape is not None:
            text += f" {self.spelling.member} {self.set(chain.shape)}"
        return text

    def set(self, shape: Shape, entries: str = "ℝ") -> str:
        """Print the set of the tensors of a shape: ``ℝ^{I×J}``."""
        words = self.spelling
        name = words.entries.get(entries, entries)
        if not shape:
            return name
        inside = replace(self, place=Place.SCRIPT)
        least = Level.JUXTAPOSITION if len(shape) > 1 else Level.SUM
        sizes = [inside.expression(size_expression(size), least) for size in shape]
        return name + words.superscript(words.by.join(sizes))
