"""The state of reading Python: names, declarations, statements; evaluation is passed in."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count
from typing import NamedTuple

from boxdot.notation.decoding.arrays import Array, of_size
from boxdot.notation.decoding.composing import Composer
from boxdot.notation.decoding.context import Context
from boxdot.notation.decoding.declaring import Declared
from boxdot.notation.decoding.python.libraries import USUAL
from boxdot.notation.decoding.python.values import Library, Stale, Value
from boxdot.notation.decoding.refusing import Refused
from boxdot.notation.decoding.symbols import new_symbol, symbol_of

DEEPEST_CALL = 12
BUILT_IN = frozenset(
    "len float int bool complex abs sum max min pow range zip enumerate reversed list tuple print "
    "isinstance".split()
)


_OF_ARRAYS = frozenset(
    "T mT shape ndim size dtype device real data at sum mean max min dot reshape view copy".split()
)
"""Names behind a dot that are of arrays; others may be members of an object."""


class Flow(NamedTuple):
    """What statements give: the last value, or the one that is returned."""

    value: Value
    returned: bool = False


@dataclass(slots=True)
class Reading:
    """Names in scope, and what is collected.

    ``evaluate`` and ``run`` read an expression and the body of a function; they are passed in, so
    that what calls and subscripts mean can stand in rooms of their own. ``changed`` tells the
    memory that was changed in place, ``plain`` the names that stand alone in the code.
    """

    text: str
    context: Context
    declared: Declared
    composer: Composer
    evaluate: Callable[[Reading, ast.expr], Value]
    run: Callable[[Reading, tuple[ast.stmt, ...]], Flow]
    names: dict[str, Value] = field(default_factory=dict)
    libraries: dict[str, str] = field(default_factory=lambda: dict(USUAL))
    depth: int = 0
    changed: set[str] = field(default_factory=set)
    plain: frozenset[str] = frozenset()
    numbers: Iterator[int] = field(default_factory=count)

    def lookup(self, name: str) -> Value:
        """Return what a name stands for: assigned, a library, or a symbol."""
        if name in self.names:
            return self._sound(name, self.names[name])
        symbol = self.symbol(name)
        if self.declared.shape(symbol, self.context) is None:
            if name in self.libraries:
                return Library(self.libraries[name])
            if name in BUILT_IN:
                return Library(f"builtins.{name}")
            if self.declared.is_size(symbol, self.context):
                return of_size(self.context.bound(self.declared.bound(symbol)))
        array = self.declared.array(symbol, name, self.context)
        return self._sound(name, replace(array, memory=frozenset({name})))

    def member(self, owner: str, name: str) -> Value:
        """Return ``self.W`` and ``params["W"]`` as W, if it is declared and means nothing else."""
        if owner in self.names or name in _OF_ARRAYS:
            return None
        if self.declared.shape(self.symbol(name), self.context) is None:
            raise Refused(
                f"what {owner} holds as {name} is not known",
                f'declare its shape, as in -d "{name} ∈ R^{{…}}"',
            )
        if name in self.plain:
            raise Refused(f"{name} and {owner}.{name} would be one symbol", "rename one of them")
        return self.lookup(name)

    def is_input(self, name: str, array: Array) -> bool:
        """Return whether an array is what a name stands for that the code has not assigned."""
        if name in self.names or " " in name:
            return False
        symbol = self.symbol(name)
        found = self.declared.shape(symbol, self.context) is not None
        return found and self.declared.array(symbol, name, self.context) == array

    def symbol(self, name: str) -> str:
        """Return the symbol that a name of the code stands for."""
        return symbol_of(name, self.declared.given) or new_symbol(name)

    def _sound(self, name: str, value: Value) -> Value:
        """Return a value, unless it is that of an array which was changed under another name."""
        arrays = value if isinstance(value, tuple) else (value,)
        if isinstance(value, Stale):
            raise Refused(value.message, value.hint)
        if any(isinstance(one, Array) and one.memory & self.changed for one in arrays):
            raise Refused(
                f"{name} shares its memory with an array that was changed in place before",
                "make a copy first, or use another name for what is changed",
            )
        return value

    def bind(self, name: str, value: Value) -> Value:
        """Let a name stand for a value; an array that is nobody's gets a memory of its own."""
        if isinstance(value, Array) and value.order and not value.memory:
            value = replace(value, memory=frozenset({f"{name} {next(self.numbers)}"}))
        self.names[name] = value
        return value

    def knows(self, name: str) -> bool:
        """Return whether a name stands for anything."""
        if name in self.names or name in self.libraries or name in BUILT_IN:
            return True
        return self.declared.shape(self.symbol(name), self.context) is not None

    def within(self, names: dict[str, Value]) -> Reading:
        """Return the reading of a function's body."""
        return replace(self, names=names, depth=self.depth + 1)
