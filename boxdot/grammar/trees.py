"""The parse tree: what was read by which rule of ``formula.lark``."""

from __future__ import annotations

from boxdot.grammar.tokens import Token


class Tree:
    """One rule of the grammar at work: ``data`` is its name (or its alias), with what it read.

    >>> Tree("number", [])
    Tree('number', [])
    """

    __slots__ = ("children", "data")

    def __init__(self, data: str, children: list[Tree | Token]) -> None:
        self.data = data
        self.children = children

    def __repr__(self) -> str:
        return f"Tree({self.data!r}, {self.children!r})"
