"""Loop nests as text: cells are computed in the outermost loop in which they are known.

The text holds names that are made here and numbers, nothing that a user wrote.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from boxdot.numeric.compiling import functions
from boxdot.numeric.compiling.cells import Apply, Cell, Entry, Fold, Label, Number, Place, every
from boxdot.numeric.compiling.kinds import Kind, code_of

INDENT = "    "
SLOW = functions.COSTLY | {"sqrt", "divide"}
WASTE = 4
"""How often a slow function may be computed for the same arguments."""
SERIES = 64
"""So many numbers divided by the same one are multiplied with its reciprocal, and corrected."""
UNROLLED = 16
"""An innermost loop that is not longer is written with its length, so that it can be unrolled."""


class NotLocal(Exception):
    """A fold that would be computed again and again where it stands; ``source`` is its value."""

    def __init__(self, source: int) -> None:
        self.source = source


@dataclass(slots=True)
class Scope:
    """The inside of a loop: which labels have a value, the lines so far, the cells computed.

    The reciprocal of a cell is noted under the complement of its number.
    """

    labels: frozenset[Label]
    head: Sequence[str] = ()
    lines: list[str] = field(default_factory=list)
    done: dict[int, str] = field(default_factory=dict)


@dataclass(slots=True)
class Emitter:
    """Writes one kernel.

    Parameters
    ----------
    lengths
        The length of each label.
    order
        All labels, outermost first.
    memory
        All labels, those with the longest strides first.
    ranged
        The label that runs from ``lo`` to ``hi`` only: the share of one thread.
    write_folds
        Writes the loops of folds over the same labels.
    folds
        All folds of the kernel.
    aside
        Costly cells that are kept aside for later loops over the same label.
    root
        A fold that may stand outside all loops.
    fixed
        Values that must be computed here.
    unrolled
        The longest innermost loop that is written with its length.
    rough
        Whether the kernel says that it may have to run again with divisions of the machine.
    """

    lengths: Mapping[Label, int]
    order: Sequence[Label]
    memory: Sequence[Label]
    ranged: Label | None
    write_folds: Callable[[Emitter, list[Fold]], object]
    folds: Sequence[Fold] = ()
    aside: Mapping[int, Label] = field(default_factory=dict)
    root: Fold | None = None
    fixed: frozenset[int] = frozenset()
    bounds: dict[Label, tuple[str, str]] = field(default_factory=dict)
    flags: list[Cell] = field(default_factory=list)
    used: dict[str, int] = field(default_factory=dict)
    walks: list[tuple[int, tuple[tuple[Label, int], ...]]] = field(default_factory=list)
    kept: dict[int, str] = field(default_factory=dict)
    scopes: list[Scope] = field(default_factory=lambda: [Scope(frozenset())])
    count: int = 0
    unrolled: int = UNROLLED
    rough: bool = False

    def fresh(self, letter: str = "v") -> str:
        """Return a name that is not in use."""
        self.count += 1
        return f"{letter}{self.count}"

    def parameter(self, name: str, value: int = 0) -> str:
        """Return the name of a parameter, noted as used; addresses get their value later."""
        self.used[name] = value
        return name

    def rank(self, label: Label) -> int:
        """Return how far inside the loop over a label stands."""
        return self.order.index(label)

    def range_of(self, label: Label) -> tuple[str, str]:
        """Return the texts of the first place of a label and of the end of its places."""
        if label in self.bounds:
            return self.bounds[label]
        if label == self.ranged:
            return "lo", "hi"
        length = self.lengths[label]
        short = length <= self.unrolled and label == self.order[-1]
        return "0", str(length) if short else self.parameter(f"n{label}", length)

    def place(self, slot: int, steps: tuple[tuple[Label, int], ...]) -> str:
        """Return the text of the place of an entry in its array."""
        walk = (slot, steps)
        if walk not in self.walks:
            self.walks.append(walk)
        number = self.walks.index(walk)
        terms = []
        for label, step in steps:
            if step == 1:
                terms.append(f"i{label}")
            elif step:
                terms.append(f"i{label} * {self.parameter(f's{number}_{label}', step)}")
        return " + ".join(terms) or "0"

    def open(self, label: Label, bounds: str | None = None) -> None:
        """Begin the loop over a label inside the innermost one."""
        bounds = bounds or ", ".join(self.range_of(label))
        head = [f"for i{label} in range({bounds}):"]
        self.scopes.append(Scope(self.scopes[-1].labels | {label}, head))

    def open_block(self, head: Sequence[str]) -> None:
        """Begin a loop that gives no label a value."""
        self.scopes.append(Scope(self.scopes[-1].labels, head))

    def close(self) -> None:
        """End the innermost loop: its lines become lines of the one around it."""
        scope = self.scopes.pop()
        self.scopes[-1].lines += [*scope.head, *(INDENT + line for line in scope.lines or ["pass"])]

    def line(self, text: str) -> None:
        """Write a line into the innermost loop."""
        self.scopes[-1].lines.append(text)

    def need(self, cell: Cell, wanted: Kind | None = None) -> str:
        """Return the text that stands for a cell, computed where it belongs."""
        if isinstance(cell, Number):
            return functions.literal(cell, wanted or cell.kind or np.dtype(type(cell.value)))
        if isinstance(cell, Place):
            text = f"np.int64(i{cell.label} + {cell.start})"
        else:
            text = self._name(cell)
        return functions.cast(text, cell.kind, wanted) if wanted is not None else text

    def prepare(self, cell: Cell) -> None:
        """Compute the folds of a cell that can be computed here, before what is kept aside."""
        here = self.scopes[-1].labels
        for part in every(cell, within=False):
            if isinstance(part, Fold) and part is not cell and part.labels <= here:
                self.need(part)

    def is_done(self, cell: Cell) -> bool:
        """Return whether a cell is computed where we are."""
        return any(id(cell) in scope.done for scope in self.scopes)

    def _name(self, cell: Cell) -> str:
        for scope in self.scopes:
            if id(cell) in scope.done:
                return scope.done[id(cell)]
        level = next(n for n, scope in enumerate(self.scopes) if cell.labels <= scope.labels)
        scope = self.scopes[level]
        if isinstance(cell, Fold):
            inside, self.scopes = self.scopes[level + 1 :], self.scopes[: level + 1]
            self._fold(cell)
            self.scopes += inside
            return scope.done[id(cell)]
        if isinstance(cell, Apply) and self._is_wasted(cell, scope):
            raise NotLocal(cell.source)
        text = self._kept(cell) or self._text(cell)
        name = self.fresh()
        scope.lines.append(f"{name} = {text}")
        scope.done[id(cell)] = name
        self._keep(cell, name, scope)
        self._flag(cell, scope)
        return name

    def _is_wasted(self, cell: Apply, scope: Scope) -> bool:
        """Whether a slow function would be computed many times for each of its values."""
        if cell.function not in SLOW or not cell.source or cell.source in self.fixed:
            return False
        more = scope.labels - cell.labels
        return math.prod(self.lengths[label] for label in more) > WASTE

    def _text(self, cell: Cell) -> str:
        if isinstance(cell, Entry):
            assert cell.kind is not None
            place = self.place(cell.slot, cell.steps)
            return fetched(cell.kind, self.parameter(f"p{cell.slot}"), place)
        assert isinstance(cell, Apply)
        arguments = [self.need(a, kind) for a, kind in zip(cell.arguments, cell.loop, strict=False)]
        return self._quotient(cell, arguments) or functions.written(cell, arguments)

    def _quotient(self, cell: Apply, arguments: Sequence[str]) -> str | None:
        """Return the text of a division by what stands outside of a long loop."""
        kind = cell.loop[0]
        if cell.function != "divide" or kind.kind != "f" or len(set(cell.loop)) > 1:
            return None
        under = cell.arguments[1]
        if isinstance(under, Number) and under.value == 1:
            return None
        here = next(scope for scope in self.scopes if cell.labels <= scope.labels)
        place = next(scope for scope in self.scopes if under.labels <= scope.labels)
        if math.prod(self.lengths[label] for label in here.labels - place.labels) < SERIES:
            return None
        code = code_of(kind)
        if ~id(under) not in place.done:
            name = place.done[~id(under)] = self.fresh("y")
            place.lines.append(f"{name} = quick_reciprocal_{code}({arguments[1]})")
            place.lines.append(f"rough |= quick_divisor_doubt_{code}({arguments[1]})")
        here.lines.append(f"rough |= quick_doubt_{code}({arguments[0]})")
        self.rough = True
        return f"quick_quotient({', '.join(arguments)}, {place.done[~id(under)]})"

    def _kept(self, cell: Cell) -> str | None:
        """Return the text that reads a cell that an earlier loop kept aside."""
        row = self.kept.get(id(cell))
        assert cell.kind is not None
        return row and fetched(cell.kind, row, f"i{self.aside[id(cell)]}", "reget")

    def _keep(self, cell: Cell, name: str, scope: Scope) -> None:
        """Keep a costly cell aside for later loops."""
        if id(cell) in self.aside and id(cell) not in self.kept:
            row = self.parameter(f"w{len(self.kept)}")
            self.kept[id(cell)] = row
            assert cell.kind is not None
            scope.lines += stored(cell.kind, row, f"i{self.aside[id(cell)]}", name)

    def _flag(self, cell: Cell, scope: Scope) -> None:
        """Note a zero that something is divided by."""
        if not isinstance(cell, Apply) or cell.function != "divide":
            return
        under = cell.arguments[1]
        if isinstance(under, Number) or _is_positive(under) or under in self.flags:
            return
        self.flags.append(under)
        text = self.need(under)
        place = next(s for s in self.scopes if under.labels <= s.labels)
        place.lines.append(f"z{len(self.flags) - 1} |= {text} == 0")

    def _fold(self, fold: Fold) -> None:
        """Compute a fold in the innermost loop, with all others that run over the same labels."""
        here = self.scopes[-1]
        alone = not here.labels and fold is not self.root
        if here.labels != fold.labels or alone or here.labels & fold.bound:
            raise NotLocal(fold.source)
        if fold is not self.root and self._strides(fold):
            raise NotLocal(fold.source)
        self.write_folds(self, [fold, *(f for f in self.folds if self._joins(f, fold, here))])

    def _strides(self, fold: Fold) -> bool:
        """Whether a fold leaps through memory: over labels that stand outside of its own."""
        outermost = min(map(self.memory.index, fold.bound), default=0)
        return any(self.memory.index(label) > outermost for label in fold.labels)

    def _joins(self, other: Fold, fold: Fold, here: Scope) -> bool:
        """Return whether another fold can be computed in the same loops."""
        if other is fold or other.bound != fold.bound or other.labels != here.labels:
            return False
        inner = [c for c in every(other.argument) if isinstance(c, Fold)]
        return id(other) not in here.done and all(self.is_done(c) for c in inner)


def _is_positive(cell: Cell) -> bool:
    return isinstance(cell, Apply) and cell.function == "exp"


def fetched(kind: Kind, address: str, place: str, get: str = "get") -> str:
    """Return the text of a number in memory."""
    if kind.kind == "b":
        return f"({get}_u1({address}, {place}) != 0)"
    if kind.kind == "c":
        part = f"f{kind.itemsize // 2}"
        real = f"{get}_{part}({address}, 2 * ({place}))"
        return f"np.{kind.name}(complex({real}, {get}_{part}({address}, 2 * ({place}) + 1)))"
    return f"{get}_{code_of(kind)}({address}, {place})"


def stored(kind: Kind, address: str, place: str, text: str) -> list[str]:
    """Return the lines that put a number into memory."""
    if kind.kind == "b":
        return [f"put_u1({address}, {place}, np.uint8({text}))"]
    if kind.kind == "c":
        part = f"f{kind.itemsize // 2}"
        return [
            f"put_{part}({address}, 2 * ({place}), {text}.real)",
            f"put_{part}({address}, 2 * ({place}) + 1, {text}.imag)",
        ]
    return [f"put_{code_of(kind)}({address}, {place}, {text})"]
