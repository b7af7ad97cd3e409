"""How names are read in a paper: labels belong to a name, whether or not it is declared."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import overload

from boxdot.notation.expressions.symbols import Declaration, Symbols, Value
from boxdot.notation.linting.naming import IDENTITIES, is_label, split


class EveryName(Symbols):
    """Symbols for reading declarations: whatever may be a name is one, ``I`` too."""

    def __init__(self) -> None:
        super().__init__(styled=True)

    def resolve(self, name: str) -> str | None:
        """Return the name, unless its scripts can be no labels.

        >>> [EveryName().resolve(name) for name in ("H_t", "I", "W^T", "f")]
        ['H_t', 'I', None, None]
        """
        return name if name in IDENTITIES or is_label(name) else None

    def with_declarations(self, declarations: Iterable[Declaration]) -> EveryName:
        """Return the same symbols: what a formula declares is told by its reading."""
        return self


class PaperSymbols(Symbols):
    """The symbols as they stand at one place of a paper.

    Nothing is looked up before a formula asks for it; ``used`` is what it asked for. A name with
    labels is one name even where it is not declared: ``𝐗_t`` may be something else
    than a part of ``𝐗``. Only ``x_{ij}`` with as many indices as a declared ``x`` has axes is an
    entry.
    """

    def __init__(
        self,
        declared: Callable[[str], Declaration | None],
        sizes: Collection[str],
    ) -> None:
        super().__init__(styled=True)
        self._declared = declared
        self._sizes = sizes
        self._known: dict[str, Declaration | None] = {}
        self._resolved: dict[str, str | None] = {}
        self.used: dict[str, Declaration] = {}
        """The declared names that were asked for."""

    def __getitem__(self, name: str) -> Declaration:
        found = self.get(name)
        if found is None:
            raise KeyError(name)
        return found

    @overload
    def get(self, key: str, /) -> Declaration | None: ...
    @overload
    def get(self, key: str, /, default: Declaration | Value) -> Declaration | Value: ...
    def get(self, key: str, /, default: Value | None = None) -> Declaration | Value | None:
        """Return what is declared of a name; it is asked for what is not declared very often."""
        try:
            found = self._known[key]
        except KeyError:
            found = self._known[key] = self._declared(key)
            if found is not None:
                self.used[key] = found
        return default if found is None else found

    def __iter__(self) -> Iterator[str]:
        return iter(self.used)

    def __len__(self) -> int:
        return len(self.used)

    def resolve(self, name: str) -> str | None:
        """Return the name under which it is read, or None if its scripts say something."""
        if name not in self._resolved:
            read = self.get(name) is not None or self._is_whole(name)
            self._resolved[name] = name if read else None
        return self._resolved[name]

    def _is_whole(self, name: str) -> bool:
        return is_label(name) and not self._is_entry(name) and not self._is_identity(name)

    def with_declarations(self, declarations: Iterable[Declaration]) -> PaperSymbols:
        """Return the same symbols: all declarations of the paper are known already."""
        return self

    def _is_entry(self, name: str) -> bool:
        """Tell whether the name is an entry of a declared matrix or tensor, such as ``x_ij``."""
        parts = split(name)
        if parts.upper or len(parts.lower) != 1:
            return False
        found = self.get(parts.base)
        if found is None or found.shape is None or len(found.shape) < 2:
            return False
        return len(parts.lower[0].replace(",", "")) == len(found.shape)

    def _is_identity(self, name: str) -> bool:
        """Tell whether the name is an identity matrix of a size that the paper knows."""
        parts = split(name)
        labels = (*parts.lower, *parts.upper)
        return parts.base in IDENTITIES and len(labels) == 1 and labels[0] in self._sizes
