"""The names that are known while a text is tokenised: declared ones, sizes, and those defined."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from boxdot.notation.algebra import names_of
from boxdot.notation.expressions.symbols import Declaration, Symbols


class KnownNames(Collection[str]):
    """A collection in which a name is found under every letter style that `Symbols` forgives."""

    def __init__(self, symbols: Symbols, sizes: Iterable[str] = ()) -> None:
        self._symbols = symbols
        self._sizes = {
            name
            for declaration in symbols.values()
            for size in declaration.shape or ()
            for name in names_of(size)
        } | set(sizes)
        self._defined: set[str] = set()

    def __contains__(self, name: object) -> bool:
        if not isinstance(name, str):
            return False
        known = name in self._sizes or name in self._defined
        return known or self._declaration(name) is not None

    def __iter__(self) -> Iterator[str]:
        yield from {*self._symbols, *self._sizes, *self._defined}

    def __len__(self) -> int:
        return len({*self._symbols, *self._sizes, *self._defined})

    @property
    def factors(self) -> Collection[str]:
        """The same names without functions: before a parenthesis these multiply it."""
        return _Factors(self)

    def is_function(self, name: str) -> bool:
        """Tell whether the name was declared with a function type."""
        declared = self._declaration(name)
        return declared is not None and declared.signature is not None

    def _declaration(self, name: str) -> Declaration | None:
        found = self._symbols.resolve(name)
        return None if found is None else self._symbols.get(found)

    def add(self, *names: str) -> None:
        """Count names as known from here on."""
        self._defined.update(names)


@dataclass(frozen=True, slots=True)
class _Factors(Collection[str]):
    known: KnownNames

    def __contains__(self, name: object) -> bool:
        return name in self.known and not self.known.is_function(str(name))

    def __iter__(self) -> Iterator[str]:
        return (name for name in self.known if not self.known.is_function(name))

    def __len__(self) -> int:
        return sum(1 for _ in self)
