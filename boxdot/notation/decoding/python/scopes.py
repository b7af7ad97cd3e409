"""The state of reading Python: names, declarations, statements; evaluation is passed in."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from boxdot.notation.decoding.arrays import of_size
from boxdot.notation.decoding.composing import Composer
from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.declaring import Declared
from boxdot.notation.decoding.python.libraries import USUAL
from boxdot.notation.decoding.python.values import Library, Value
from boxdot.notation.decoding.symbols import new_symbol, symbol_of

DEEPEST_CALL = 12
KINDS_OF_NUMBERS = frozenset({"bool", "int", "complex"})
"""What ``dtype=bool`` names; as a function ``float`` alone stands for a number."""

BUILT_IN = frozenset({"len", "float", "abs", "sum", "max", "min", "pow"})


@dataclass(slots=True)
class Reading:
    """Names in scope, and what is collected.

    ``evaluate`` and ``run`` read an expression and the body of a function; they are passed in, so
    that what calls and subscripts mean can stand in rooms of their own.
    """

    text: str
    context: Context
    declared: Declared
    composer: Composer
    evaluate: Callable[[Reading, ast.expr], Value]
    run: Callable[[Reading, tuple[ast.stmt, ...]], Value]
    names: dict[str, Value] = field(default_factory=dict)
    libraries: dict[str, str] = field(default_factory=lambda: dict(USUAL))
    depth: int = 0

    def lookup(self, name: str) -> Value:
        """Return what a name stands for: assigned, a library, or a symbol."""
        if name in self.names:
            return self.names[name]
        symbol = symbol_of(name, self.declared.given) or new_symbol(name)
        if self.declared.shape(symbol, self.context) is None:
            if name in self.libraries:
                return Library(self.libraries[name])
            if name in KINDS_OF_NUMBERS:
                return None
            if name in BUILT_IN:
                return Library(f"numpy.{name}")
            if self.declared.is_size(symbol, self.context):
                return of_size(self.context.bound(self.declared.bound(symbol)))
        return self.declared.array(symbol, name, self.context)

    def knows(self, name: str) -> bool:
        """Return whether a name stands for anything."""
        if name in self.names or name in self.libraries or name in BUILT_IN:
            return True
        symbol = symbol_of(name, self.declared.given) or new_symbol(name)
        return self.declared.shape(symbol, self.context) is not None

    def within(self, names: dict[str, Value]) -> Reading:
        """Return the reading of a function's body."""
        return replace(self, names=names, depth=self.depth + 1)
