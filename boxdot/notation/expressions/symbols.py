"""What is known of the symbols: declared names with their shapes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar, overload

from boxdot.grammar.source import Span
from boxdot.notation.shapes.sizes import Shape

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Declaration:
    """One declared name.

    ``shape`` is None when the set was named but says no shape. ``signature`` is set for functions
    (``f: ℝ^n → ℝ^m``): the shapes of the arguments and of the value. ``entries`` is the set that
    the entries come from: "ℝ", "ℂ", "ℤ", "{0,1}", "[0,1]" …; ``nonnegative`` is set for ``ℝ₊``.
    """

    name: str
    shape: Shape | None
    entries: str = "ℝ"
    signature: tuple[tuple[Shape, ...], Shape] | None = None
    span: Span | None = field(default=None, compare=False)
    nonnegative: bool = False


def plain(name: str) -> str:
    """Return the name without its letter style and with ASCII decoration marks.

    >>> plain("𝓧"), plain("𝐖_xi"), plain("e₁")
    ('X', 'W_xi', 'e_1')
    """
    spelled = "".join(_plain_character(c) for c in name)
    return unicodedata.normalize("NFC", spelled)


def _plain_character(character: str) -> str:
    if character in _SUBSCRIPT_DIGITS:
        return "_" + unicodedata.normalize("NFKC", character)
    if ord(character) >= 0x1D400 or character in _VARIANTS or "\u2100" <= character <= "\u214f":
        return unicodedata.normalize("NFKC", character)
    return character


_VARIANTS = frozenset("ϐϑϒϕϖϰϱϵ")
_SUBSCRIPT_DIGITS = frozenset("₀₁₂₃₄₅₆₇₈₉")


class Symbols(Mapping[str, Declaration]):
    """The declared names. Looking one up forgives letter style unless ``styled`` is true.

    With ``styled=False`` (single formulas) a declaration of ``X`` also answers for ``𝐗`` and
    ``𝓧``, if no other declared name has that plain form; with ``styled=True`` (papers) ``𝐱`` and
    ``x`` are different symbols.

    >>> symbols = Symbols([Declaration("X", ("H", "W", 3))])
    >>> symbols.resolve("𝓧")
    'X'
    """

    def __init__(self, declarations: Iterable[Declaration] = (), *, styled: bool = False) -> None:
        self._by_name: dict[str, Declaration] = {d.name: d for d in declarations}
        self.styled = styled
        self._by_plain: dict[str, list[str]] = {}
        for name in self._by_name:
            key = plain(name)
            for form in {key, key.replace("_", "")}:
                self._by_plain.setdefault(form, []).append(name)

    def __getitem__(self, name: str) -> Declaration:
        return self._by_name[name]

    @overload
    def get(self, key: str, /) -> Declaration | None: ...
    @overload
    def get(self, key: str, /, default: Declaration | Value) -> Declaration | Value: ...
    def get(self, key: str, /, default: Value | None = None) -> Declaration | Value | None:
        """Return what is declared of the very name; `Mapping` would raise and catch an error."""
        return self._by_name.get(key, default)

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def __len__(self) -> int:
        return len(self._by_name)

    def resolve(self, name: str) -> str | None:
        """Return the declared name that ``name`` refers to, or None."""
        if name in self._by_name:
            return name
        if self.styled or name == "𝒫":  # the mode sum, whatever P may be
            return None
        key = plain(name)
        for form in (key, key.replace("_", "")):
            found = self._by_plain.get(form, [])
            if len(found) == 1:
                return found[0]
        return None

    def with_declarations(self, declarations: Iterable[Declaration]) -> Symbols:
        """Return new symbols in which the given declarations replace or join the present ones."""
        return Symbols([*self._by_name.values(), *declarations], styled=self.styled)
