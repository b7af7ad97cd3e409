"""The symbols of code: those that are declared, and those that the code itself decides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from boxdot.notation.algebra import names_of
from boxdot.notation.decoding.arrays import Array, whole
from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.refusing import Refused
from boxdot.notation.expressions.nodes import Symbol
from boxdot.notation.expressions.symbols import Declaration, Symbols
from boxdot.notation.shapes.sizes import Shape, Size

Names = Mapping[str, Size]


@dataclass(slots=True)
class Declared:
    """Declarations that were given, and those that were found in the code.

    Parameters
    ----------
    given
        What the user declares.
    sizes
        Numbers that the user binds to sizes.
    found
        The shapes that the code tells, by symbol.
    lengths
        The names that the code uses as lengths: ``np.ones(K)``.
    """

    given: Symbols
    sizes: Mapping[str, int] = field(default_factory=dict)
    found: dict[str, Shape] = field(default_factory=dict)
    used: dict[str, Shape] = field(default_factory=dict)
    lengths: frozenset[str] = frozenset()

    def shape(self, symbol: str, context: Context) -> Shape | None:
        """Return the shape of a symbol, declared or told by the code."""
        declared = self.given.get(symbol)
        if declared is not None and declared.shape is not None:
            return tuple(map(self.bound, declared.shape))
        if symbol in self.found:
            shape = tuple(context.bound(size) for size in self.found[symbol])
            self.used[symbol] = shape
            return shape
        return None

    def bound(self, size: Size) -> Size:
        """Return a size by the number that it is bound to."""
        return self.sizes.get(size, size) if isinstance(size, str) else size

    def is_size(self, name: str, context: Context) -> bool:
        """Return whether a name is the length of an axis of something declared."""
        if name in self.sizes or name in self.lengths:
            return True
        shapes = [*(one.shape or () for one in self.given.values()), *self.found.values()]
        return any(name in names_of(size) for shape in shapes for size in shape)

    def array(self, symbol: str, name: str, context: Context) -> Array:
        """Return a symbol as an array, or ask for its shape."""
        shape = self.shape(symbol, context)
        if shape is None:
            raise Refused(
                f"the shape of {name} is not known, and what the code does depends on it",
                f'declare it, as in -d "{name} ∈ R^{{…}}"',
            )
        array = whole(Symbol(symbol), shape)
        entries = self.given[symbol].entries if symbol in self.given else ""
        if entries.replace(" ", "") in ("{0,1}", "{1,0}"):
            return Array(array.node, array.base, array.axes, truth=True)
        return array

    def inferred(self) -> tuple[Declaration, ...]:
        """Return the declarations that were used and not given."""
        return tuple(Declaration(name, shape) for name, shape in self.used.items())
