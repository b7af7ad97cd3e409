"""The names that are known while a text is tokenised: declared ones, sizes, and those defined."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from boxdot.notation.algebra import names_of
from boxdot.notation.expressions.symbols import Symbols


class KnownNames(Collection[str]):
    """A collection in which a name is found under every letter style that `Symbols` forgives."""

    def __init__(self, symbols: Symbols) -> None:
        self._symbols = symbols
        self._sizes = {
            name
            for declaration in symbols.values()
            for size in declaration.shape or ()
            for name in names_of(size)
        }
        self._defined: set[str] = set()

    def __contains__(self, name: object) -> bool:
        if not isinstance(name, str):
            return False
        known = name in self._sizes or name in self._defined
        return known or self._symbols.resolve(name) is not None

    def __iter__(self) -> Iterator[str]:
        yield from {*self._symbols, *self._sizes, *self._defined}

    def __len__(self) -> int:
        return len({*self._symbols, *self._sizes, *self._defined})

    def add(self, *names: str) -> None:
        """Count names as known from here on."""
        self._defined.update(names)
