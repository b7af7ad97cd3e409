"""Conditions on sizes: clauses of equalities, all of which must have a true one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from boxdot.notation.algebra import (
    Size,
    condition_to_sympy,
    equal,
    names_of,
    parts_of,
    substitute,
)

Equality = tuple[Size, Size]
Clause = tuple[Equality, ...]
"""``I = J or I = 1``: at least one of the equalities holds."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A conjunction of clauses over sizes ≥ 1; no clauses: always true.

    >>> print(equality("I", "J") & equality("K", 3))
    I = J and K = 3
    >>> broadcast("I", "J").holds({"I": 1, "J": 5})
    True
    """

    clauses: tuple[Clause, ...] = ()

    def __and__(self, other: Condition) -> Condition:
        new = tuple(clause for clause in other.clauses if clause not in self.clauses)
        return Condition(self.clauses + new) if new else self

    def __or__(self, other: Condition) -> Condition:
        return Condition(
            tuple(
                tuple(dict.fromkeys((*left, *right)))
                for left in self.clauses
                for right in other.clauses
            )
        )

    def __bool__(self) -> bool:
        """Whether anything is required at all."""
        return bool(self.clauses)

    def __str__(self) -> str:
        several = len(self.clauses) > 1
        return " and ".join(_clause_text(clause, several) for clause in self.clauses)

    def substitute(self, bindings: Mapping[str, Size]) -> Condition:
        """Return the condition with names replaced."""
        if not bindings:
            return self
        return Condition(
            tuple(
                tuple((substitute(a, bindings), substitute(b, bindings)) for a, b in clause)
                for clause in self.clauses
            )
        )

    def holds(self, bindings: Mapping[str, int]) -> bool:
        """Return whether it is true at these sizes; every name must be bound."""
        return all(
            any(a == b for a, b in clause) for clause in self.substitute(dict(bindings)).clauses
        )

    def names(self) -> list[str]:
        """Return the names that it speaks of, in order."""
        sizes = (size for clause in self.clauses for pair in clause for size in pair)
        return list(dict.fromkeys(name for size in sizes for name in names_of(size)))

    def sympy(self) -> Any:
        """Return it as a SymPy Boolean over positive integer symbols."""
        return condition_to_sympy(self.clauses)


TRUE = Condition()


def _clause_text(clause: Clause, bracket: bool) -> str:
    text = " or ".join(f"{a} = {b}" for a, b in clause)
    return f"({text})" if bracket and len(clause) > 1 else text


def any_of(equalities: Iterable[Equality]) -> Condition:
    """Return "one of the equalities holds", without what is never or always true.

    If none can hold, the first is kept as the reason.

    >>> print(any_of([("I", "J"), (2, 3)]))
    I = J
    >>> any_of([("I", "I"), ("I", 1)])
    Condition(clauses=())
    """
    pairs = tuple(dict.fromkeys(equalities))
    kept: list[Equality] = []
    for left, right in pairs:
        verdict = equal(left, right)
        if verdict:
            return TRUE
        if verdict is None:
            kept.append((left, right))
    return Condition((tuple(kept) or pairs[:1],))


def equality(left: Size, right: Size) -> Condition:
    """Return "the sizes are equal".

    >>> print(equality("I", "J"), equality(2, 2) or "always")
    I = J always
    """
    return TRUE if left == right else any_of([(left, right)])


def broadcast(left: Size, right: Size) -> Condition:
    """Return "the sizes are equal or one of them is 1".

    An axis that is itself made by a broadcast compares each of its parts.

    >>> print(broadcast("I", "J"))
    I = J or I = 1 or J = 1
    >>> print(broadcast("I", 3))
    I = 3 or I = 1
    """
    if left == right or left == 1 or right == 1:
        return TRUE
    condition = TRUE
    for first in parts_of(left, joint=True):
        for second in parts_of(right, joint=True):
            condition &= any_of([(first, second), (first, 1), (second, 1)])
    return condition
