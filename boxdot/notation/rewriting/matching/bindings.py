"""What the variables of a pattern stand for: expressions for symbols, sizes for size names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from boxdot.notation.algebra import Size, equal, names_of, substitute
from boxdot.notation.expressions.nodes import Expr
from boxdot.notation.shapes.conventions import Convention
from boxdot.notation.shapes.padding import pad
from boxdot.notation.shapes.sizes import Shape


@dataclass(frozen=True, slots=True)
class Bindings:
    """Expressions and sizes by name; never changed, only extended."""

    values: Mapping[str, Expr] = field(default_factory=dict)
    sizes: Mapping[str, Size] = field(default_factory=dict)

    def with_value(self, name: str, value: Expr) -> Bindings | None:
        """Let a name stand for an expression, None if it stands for another one."""
        if name in self.values:
            return self if self.values[name] == value else None
        return replace(self, values={**self.values, name: value})

    def with_shape(self, shape: Shape, actual: Shape, convention: Convention) -> Bindings | None:
        """Let the sizes of a shape stand for the actual ones, None if they cannot.

        >>> found = Bindings().with_shape(("I", "J"), ("H", 3), Convention.F)
        >>> found.sizes
        {'I': 'H', 'J': 3}
        >>> found.with_shape(("J",), (4,), Convention.F) is None
        True
        """
        order = max(len(shape), len(actual))
        found: Bindings | None = self
        pairs = zip(pad(shape, order, convention), pad(actual, order, convention), strict=True)
        for size, given in pairs:
            found = None if found is None else found._with_size(size, given)
        return found

    def _with_size(self, size: Size, actual: Size) -> Bindings | None:
        if isinstance(size, str) and size not in self.sizes:
            # A named size is greater than 1: what has length 1 is matched by another identity.
            return None if actual == 1 else replace(self, sizes={**self.sizes, size: actual})
        if any(name not in self.sizes for name in names_of(size)):
            return None
        return self if equal(substitute(size, self.sizes), actual) else None
