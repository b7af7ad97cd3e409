"""The indices in scope, and the sizes of the axes that they run over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from boxdot.notation.expressions.nodes import Expr, Index
from boxdot.notation.shapes.sizes import Size


@dataclass(slots=True)
class Scope:
    """The indices that one Σ binds, or (the outermost scope) those that nothing binds.

    ``sizes`` has the sizes of the axes that each index was seen on, with the expression that
    showed it, in the order of the text; ``ranges`` the first and the last value of those with
    bounds of their own (None: not known), ``reaches`` the subscripts in which they stand.
    """

    sizes: dict[str, list[tuple[Size, Expr]]] = field(default_factory=dict)
    ranges: dict[str, tuple[Size, Size] | None] = field(default_factory=dict)
    reaches: list[Reach] = field(default_factory=list, repr=False)

    @classmethod
    def of(cls, names: Iterable[str]) -> Scope:
        """Return a scope that binds the names."""
        return cls({name: [] for name in names})

    def see(self, name: str, size: Size | None, node: Expr) -> None:
        """Note that an index runs over an axis of this size (None: not known)."""
        seen = self.sizes.setdefault(name, [])
        if size is not None:
            seen.append((size, node))

    def size(self, name: str) -> Size | None:
        """Return the size of an index, as far as it is known."""
        seen = self.sizes.get(name)
        return seen[0][0] if seen else None

    def known(self) -> dict[str, Size | None]:
        """Return every index with its size."""
        return {name: self.size(name) for name in self.sizes}

    def copy(self) -> Scope:
        """Return a scope that can be changed without changing this one."""
        return Scope(
            {name: list(seen) for name, seen in self.sizes.items()}, self.ranges, [*self.reaches]
        )


@dataclass(frozen=True, slots=True)
class Reach:
    """A subscript, as arithmetic and as text, on an axis; the scopes that bind its indices."""

    node: Index
    axis: int
    size: Size
    subscript: Size
    text: str
    scopes: Mapping[str, Scope]

    @property
    def is_computed(self) -> bool:
        """Whether it is more than an index."""
        return self.subscript not in self.scopes
