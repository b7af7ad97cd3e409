"""Small values for the symbols of a formula, drawn as they are asked for and kept."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from boxdot.notation.equality.exact.arrays import Array, Lengths, every
from boxdot.notation.equality.exact.numbers import Number, simplest
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.symbols import Declaration

Draw = Callable[[random.Random], int | Fraction]


@dataclass(frozen=True, slots=True)
class Style:
    """How entries are drawn; ``empty`` is the chance that a whole array is zero."""

    draw: Draw
    empty: float = 0.0


STYLES = (
    Style(lambda rng: rng.choice((-2, -1, 1, 2, 3))),
    Style(lambda rng: rng.randint(1, 4)),
    Style(lambda rng: rng.randint(-2, 2)),
    Style(lambda rng: rng.choice((-1, 1, 1, 2)), empty=0.5),
    Style(lambda rng: Fraction(rng.choice((0, 0, 1)), 2), empty=0.3),
    Style(lambda rng: rng.choice((-1, 1, 1, 4)), empty=0.5),
    Style(lambda rng: rng.randint(-9, 9)),
)
"""Ways to draw entries: of both signs, positive, with zeros, all or nothing, small, large."""


def _without_sign(draw: Draw) -> Draw:
    def drawn(rng: random.Random) -> int | Fraction:
        found = draw(rng)
        return -found if found < 0 else found

    return drawn


SETS: Mapping[str, Draw] = {
    "{0,1}": lambda rng: rng.randint(0, 1),
    "[0,1]": lambda rng: Fraction(rng.randint(0, 2), 2),
    "(0,1)": lambda rng: Fraction(rng.randint(1, 3), 4),
    "ℕ": lambda rng: rng.randint(0, 3),
    "{-1,1}": lambda rng: rng.choice((-1, 1)),
}
"""How entries of a declared set are drawn."""


WITH_ZERO = frozenset({"ℝ", "ℂ", "ℤ", "ℕ", "{0,1}", "[0,1]"})


@dataclass(slots=True)
class Values:
    """The values of one trial; those of unknown functions are drawn for each argument anew."""

    formula: Formula
    rng: random.Random
    style: Style
    arrays: dict[str, Array] = field(default_factory=dict)
    functions: dict[object, Array] = field(default_factory=dict)
    asked: set[object] = field(default_factory=set)
    """The arguments that functions were last given."""
    families: dict[str, str] = field(default_factory=dict)
    """Under which name the members of families are declared."""

    def array(self, name: str, shape: Lengths, family: str | None = None) -> Array:
        """Return the value of a symbol, or of a member of a declared family."""
        found = self.arrays.get(name)
        if found is None or found.shape != shape:
            found = self._drawn(family or name, shape)
            self.arrays[name] = found
        if family is not None:
            self.families[name] = family
        return found

    def declared(self, name: str) -> Declaration | None:
        """Return what is declared of a symbol; of a member what is declared of its family."""
        return self.formula.symbols.get(self.families.get(name, name))

    def function(self, name: str, arguments: tuple[Array, ...], shape: Lengths) -> Array:
        """Return the value of a function; equal arguments give equal values."""
        key = (name, *((a.shape, tuple(a.entries.items())) for a in arguments))
        self.asked.add(key)
        if key not in self.functions:
            self.functions[key] = self._drawn(name, shape)
        return self.functions[key]

    def _drawn(self, name: str, shape: Lengths) -> Array:
        declared = self.formula.symbols.get(name)
        draw = self.style.draw
        if declared is not None:
            draw = SETS.get(declared.entries, draw)
            if declared.nonnegative:
                draw = _without_sign(draw)
        may_be_zero = declared is None or declared.entries in WITH_ZERO
        if may_be_zero and self.rng.random() < self.style.empty:
            return Array(shape, dict.fromkeys(every(shape), 0))
        return Array(shape, {index: simplest(draw(self.rng)) for index in every(shape)})

    def with_entry(self, name: str, index: tuple[int, ...], value: Number) -> Values:
        """Return the same values but for one entry."""
        array = self.arrays[name]
        changed = Array(array.shape, {**array.entries, index: value})
        arrays = {**self.arrays, name: changed}
        return replace(self, arrays=arrays, asked=set())
