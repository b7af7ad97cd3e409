"""What is known while code is read: its language, the sizes that are only named, the warnings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from boxdot.notation import algebra
from boxdot.notation.decoding.refusing import Rebind, Refused
from boxdot.notation.expressions.nodes import Expr, Symbol
from boxdot.notation.expressions.walking import descendants
from boxdot.notation.shapes.conventions import Convention
from boxdot.notation.shapes.sizes import Shape, Size

FRESH = tuple("ndkmpqrstuvwbhc")
"""Letters for sizes that the code does not name."""


Defining = Callable[[Shape, tuple[Symbol, ...], Expr], str]


@dataclass(slots=True)
class Context:
    """What operations on arrays of the code may ask and tell.

    Parameters
    ----------
    language
        The name of the language, as the user knows it.
    convention
        Where the language puts missing axes: in front (C) or behind (F).
    bindings
        What sizes that were only named turned out to be.
    defining
        Takes the shape, the indices and the entry of a new array, and gives its symbol.
    names
        The symbols that are taken.
    running
        The indices of what is gone through, with their lengths, from the outermost on.
    starts
        Those of them that run from another one on: from how much above 1.
    conditions
        Under which what a loop adds is added.
    """

    language: str
    convention: Convention
    bindings: Mapping[str, Size] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    unsure: set[str] = field(default_factory=set)
    warnings: list[str] = field(default_factory=list)
    defining: Defining | None = None
    names: set[str] = field(default_factory=set)
    running: dict[str, Size] = field(default_factory=dict)
    starts: dict[str, Size] = field(default_factory=dict)
    conditions: list[Expr] = field(default_factory=list)

    def warn(self, message: str) -> None:
        """Tell the reader something, once."""
        if message not in self.warnings:
            self.warnings.append(message)

    def define(self, shape: Shape, letters: tuple[Symbol, ...], entry: Expr) -> str:
        """Return the symbol of a new array that is told by its entries."""
        if self.defining is None:
            raise Refused("this is told entry by entry, which is not read here")
        return self.defining(shape, letters, entry)

    def running_in(self, node: Expr) -> list[str]:
        """Return the indices of what is gone through that an expression speaks of."""
        if not self.running:
            return []
        names = {part.name for part in (node, *descendants(node)) if isinstance(part, Symbol)}
        return [letter for letter in self.running if letter in names]

    def is_taken(self, name: str) -> bool:
        """Return whether a name is a size or a symbol."""
        known = name in self.taken or name in self.names or name in self.unsure
        return known or name in self.running

    def fresh(self) -> Size:
        """Return a size of which nothing is known but that it is one."""
        n = 0
        while (name := _fresh_name(n)) in self.taken:
            n += 1
        self.taken.add(name)
        if name in self.bindings:
            return self.bound(self.bindings[name])
        self.unsure.add(name)
        return name

    def bound(self, size: Size) -> Size:
        """Return a size by what is known of it."""
        for _ in self.bindings:
            size = algebra.substitute(size, self.bindings)
        return size

    def same(self, left: Size, right: Size) -> bool:
        """Return whether two sizes are one; one that was only named becomes the other."""
        if left == right or algebra.equal(left, right) is True:
            return True
        for name, other in ((left, right), (right, left)):
            if isinstance(name, str) and name in self.unsure:
                raise Rebind(name, other)
        return False

    def joint(self, left: Size, right: Size) -> Size | None:
        """Return the length to which two axes are stretched together, or None."""
        if left == 1 or right == 1:
            return right if left == 1 else left
        return left if self.same(left, right) else None

    def demand_same(self, left: Size, right: Size, what: str) -> None:
        """Refuse two lengths that must be one and are not."""
        if not self.same(left, right):
            raise Refused(
                f"{self.language} raises an error: {what}: {left} and {right}", raises=True
            )

    def padded(self, shape: Shape, order: int) -> Shape:
        """Return a shape with the length-1 axes that the language adds."""
        ones = (1,) * (order - len(shape))
        return (*ones, *shape) if self.convention is Convention.C else (*shape, *ones)


def _fresh_name(n: int) -> str:
    return FRESH[n] if n < len(FRESH) else f"n_{n}"
