"""The parser: a stack machine that runs the LALR tables that Lark computed from the grammar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from boxdot.grammar.tokens import Token
from boxdot.grammar.trees import Tree

END = "$END"
Part = Tree | Token | list[Tree | Token]
"""What stands on the stack; a list is to be spliced into the tree around it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One alternative of a rule of the grammar.

    Parameters
    ----------
    origin
        The rule.
    size
        How many things it takes from the stack.
    data
        The name of the tree that it makes; "" for a list.
    unit
        Whether it hands on the one thing that it takes.
    splices
        Whether there may be lists among these things.
    """

    origin: str
    size: int
    data: str = ""
    unit: bool = False
    splices: bool = False


@dataclass(frozen=True, slots=True)
class Tables:
    """What to do in each state: ``actions`` tell for a kind of token the state to go to, or (below
    zero) the rule to apply, counted from −1; ``gotos`` tell the state after a rule.
    """

    rules: list[Rule]
    actions: list[dict[str, int]]
    gotos: list[dict[str, int]]
    start: int
    settled: dict[tuple[int, int, str], int] = field(default_factory=dict, compare=False)
    """The state after all units that follow each other, by the two on top and the token ahead."""

    def settle(self, below: int, top: int, kind: str) -> int:
        """Return the state to which rules that only hand on what they take lead from the top."""
        key, state = (below, top, kind), top
        while (action := self.actions[state].get(kind, 0)) < 0 and self.rules[-action - 1].unit:
            state = self.gotos[below][self.rules[-action - 1].origin]
        self.settled[key] = state
        return state


class Unexpected(Exception):
    """A token (None: the end) that cannot stand where it does, and the kinds that could."""

    def __init__(self, token: Token | None, accepts: set[str]) -> None:
        super().__init__(token, accepts)
        self.token = token
        self.accepts = accepts


def run(tables: Tables, tokens: Iterable[Token]) -> Tree:
    """Return the tree of a statement.

    Raises
    ------
    Unexpected
        The tokens are no statement.
    """
    states, parts = [tables.start, tables.start], list[Part]()
    for token in tokens:
        states.append(_reduced(tables, states, parts, token.kind, token))
        parts.append(token)
    _reduced(tables, states, parts, END, None)
    tree = parts[0]
    assert isinstance(tree, Tree)  # all that is left at the end is the statement
    return tree


def _reduced(
    tables: Tables, states: list[int], parts: list[Part], kind: str, token: Token | None
) -> int:
    """Apply all rules that end before a token, and return the state behind it."""
    rules, actions, gotos, settled = tables.rules, tables.actions, tables.gotos, tables.settled
    while True:
        state = settled.get((states[-2], states[-1], kind))
        if state is None:
            state = tables.settle(states[-2], states[-1], kind)
        states[-1] = state
        action = actions[state].get(kind)
        if action is None:
            raise Unexpected(token, _accepted(tables, states))
        if action >= 0:
            return action
        rule = rules[-action - 1]
        if size := rule.size:
            taken = parts[-size:]
            del parts[-size:], states[-size:]
        else:
            taken = []
        children: list[Any] = _spliced(taken) if rule.splices else taken  # lists only if spliced
        parts.append(Tree(rule.data, children) if rule.data else children)
        states.append(gotos[states[-1]][rule.origin])


def _spliced(parts: list[Part]) -> list[Tree | Token]:
    """Return the parts with the lists among them opened; the first one is carried on."""
    first, *rest = parts
    joined = first if isinstance(first, list) else [first]
    for part in rest:
        if isinstance(part, list):
            joined += part
        else:
            joined.append(part)
    return joined


def _accepted(tables: Tables, states: list[int]) -> set[str]:
    """Return the kinds of tokens that could stand here."""
    return {kind for kind in tables.actions[states[-1]] if _takes(tables, list(states), kind)}


def _takes(tables: Tables, states: list[int], kind: str) -> bool:
    """Tell whether a token of this kind is taken in the end, after all rules that it ends."""
    while (action := tables.actions[states[-1]].get(kind)) is not None:
        if action >= 0:
            return True
        rule = tables.rules[-action - 1]
        del states[len(states) - rule.size :]
        states.append(tables.gotos[states[-1]][rule.origin])
    return False
