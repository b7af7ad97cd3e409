"""What a target is: stages of rules, and the operators that must be gone at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from boxdot.notation.expressions.nodes import Binary, Block, Dots, Expr, Node, Op
from boxdot.notation.expressions.walking import descendants
from boxdot.notation.rewriting.rules import AnyRule, Rule, rule


@dataclass(frozen=True)
class Stage:
    """Rules that are applied until none applies.

    ``innermost``: whether all rules are tried on the innermost expressions first; else the first
    rule is tried everywhere, then the next. ``accepts`` may refuse to put one expression in the
    place of another. ``scalars``: whether the rules apply to numbers too.
    """

    rules: tuple[AnyRule, ...]
    innermost: bool = False
    accepts: Callable[[Expr, Expr], bool] = lambda old, new: True
    scalars: bool = True


@dataclass(frozen=True)
class Target:
    """A form to which expressions are rewritten.

    Parameters
    ----------
    name, sentence
        What it is called and what it is.
    stages
        The rules that lead to it.
    operators, kinds
        The operators and kinds of nodes that it lacks.
    functions
        The functions that it lacks.
    shortest
        Whether it is found by searching all identities for the fewest symbols.
    """

    name: str
    sentence: str
    stages: tuple[Stage, ...] = ()
    operators: frozenset[Op] = frozenset()
    kinds: tuple[type[Node], ...] = ()
    functions: frozenset[str] = frozenset()
    shortest: bool = False

    def forbids(self, node: Expr) -> bool:
        """Return whether the node itself may not stand in the form."""
        if isinstance(node, Binary):
            return node.op in self.operators
        if isinstance(node, Block) and Dots in self.kinds:
            return any(isinstance(cell, Dots) for row in node.rows for cell in row)
        function = getattr(node, "function", None)
        return isinstance(node, self.kinds) or function in self.functions

    def left_over(self, side: Expr) -> Expr | None:
        """Return an expression that may not stand in the form, the innermost, if there is one."""
        return next((n for n in reversed([side, *descendants(side)]) if self.forbids(n)), None)


def forwards(names: str) -> tuple[Rule, ...]:
    """Return the rules of identities, read from left to right."""
    return tuple(rule(name) for name in names.split())


def backwards(names: str) -> tuple[Rule, ...]:
    """Return the rules of identities, read from right to left."""
    return tuple(rule(name, forward=False) for name in names.split())
