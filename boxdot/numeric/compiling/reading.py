"""Values read as cells: axes become labels, and what no kernel computes becomes a slot."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from boxdot.notation.codegen import program as p
from boxdot.numeric.compiling.cells import Apply, Cell, Entry, Fold, Label, Number, Place
from boxdot.numeric.compiling.desugaring import Mean
from boxdot.numeric.compiling.kinds import (
    Kind,
    Unfusible,
    code_of,
    constant,
    loop_kinds,
    sum_kind,
)

Axes = tuple[Label | None, ...]
Slot = Callable[[p.Value], tuple[int, Kind, tuple[int, ...]]]

BOOLEAN, INTEGER, DOUBLE = np.dtype(np.bool_), np.dtype(np.int64), np.dtype(np.float64)


class Reader:
    """Reads one value as cells.

    Parameters
    ----------
    slot
        Gives the array of a value that is not computed here, and its data type.
    cut
        Reductions, by identity, that are computed by another kernel.
    """

    def __init__(self, slot: Slot, cut: frozenset[int]) -> None:
        self.slot = slot
        self.cut = cut
        self.lengths: dict[Label, int] = {}
        self._known: dict[tuple[object, ...], Cell] = {}
        self._read: dict[tuple[int, Axes], Cell] = {}

    def root(self, value: p.Value) -> tuple[Cell, Axes]:
        """Return the cell of a value and the labels of its axes."""
        axes: list[Label | None] = []
        for size in value.shape:
            assert isinstance(size, int)
            axes.append(None if size == 1 else self._label(size))
        return self.read(value, tuple(axes)), tuple(axes)

    def _label(self, length: int) -> Label:
        self.lengths[len(self.lengths)] = length
        return len(self.lengths) - 1

    def read(self, value: p.Value, axes: Axes) -> Cell:
        """Return the entry of a value at these labels."""
        key = (id(value), axes)
        if key not in self._read:
            arm = None if id(value) in self.cut else ARMS.get(type(value))
            number = constant(value)
            if number is not None:
                self._read[key] = self._number(number)
            else:
                self._read[key] = arm(self, value, axes) if arm else self.entry(value, axes)
        return self._read[key]

    def entry(self, value: p.Value, axes: Axes) -> Cell:
        """Return an entry of an array that is there or computed elsewhere."""
        slot, kind, strides = self.slot(value)
        if code_of(kind) == "f2" or kind.kind not in "biufc" or kind.itemsize > 16:
            raise Unfusible(str(kind))
        steps: dict[Label, int] = {}
        for axis, stride in zip(axes, strides, strict=True):
            if axis is not None:
                steps[axis] = steps.get(axis, 0) + stride
        found = tuple(steps.items())
        return self._same(("entry", slot, found), Entry(kind, frozenset(steps), slot, found))

    def _number(self, number: Any) -> Cell:
        kind = number.dtype if isinstance(number, np.generic) else None
        key = ("number", type(number), repr(number))
        return self._same(key, Number(kind, frozenset(), number))

    def _same(self, key: tuple[object, ...], cell: Cell) -> Cell:
        return self._known.setdefault(key, cell)

    def apply(self, function: str, *arguments: Cell, source: int = 0) -> Cell:
        """Return a function of entries."""
        loop = loop_of(function, arguments)
        labels = frozenset(label for argument in arguments for label in argument.labels)
        key = ("apply", function, *map(id, arguments))
        return self._same(key, Apply(loop[-1], labels, function, arguments, loop, source))

    def elementwise(self, value: p.Elementwise, axes: Axes) -> Cell:
        """``f(x, y)``: each argument at the labels of the axes that it has."""
        arguments = [self.read(a, _narrowed(axes, a)) for a in value.arguments]
        return self.apply(value.function, *arguments, source=id(value))

    def expand(self, value: p.Expand, axes: Axes) -> Cell:
        """Drop the labels of new axes."""
        kept = tuple(axis for n, axis in enumerate(axes) if n not in value.axes)
        return self.read(value.argument, kept)

    def squeeze(self, value: p.Squeeze, axes: Axes) -> Cell:
        """Put in axes without a label."""
        rest = iter(axes)
        order = range(len(value.argument.shape))
        inner = tuple(None if n in value.axes else next(rest) for n in order)
        return self.read(value.argument, inner)

    def permute(self, value: p.Permute, axes: Axes) -> Cell:
        """Put the labels in the order of the argument."""
        inner = tuple(axes[value.axes.index(n)] for n in range(len(axes)))
        return self.read(value.argument, inner)

    def broadcast(self, value: p.Broadcast, axes: Axes) -> Cell:
        """Drop the labels of stretched axes."""
        return self.read(value.argument, _narrowed(axes, value.argument))

    def fill(self, value: p.Fill, axes: Axes) -> Cell:
        """Ones or zeros."""
        return self._number(np.float64(value.number))

    def eye(self, value: p.Eye, axes: Axes) -> Cell:
        """One where two labels meet."""
        row, column = (self._place(axis, 0) for axis in axes)
        return self.apply("indicator", self.apply("equal", row, column))

    def arange(self, value: p.Arange, axes: Axes) -> Cell:
        """The index itself."""
        assert isinstance(value.start, int)
        return self._place(axes[0], value.start)

    def _place(self, axis: Label | None, start: int) -> Cell:
        if axis is None:
            return self._number(np.int64(start))
        key = ("place", axis, start)
        return self._same(key, Place(INTEGER, frozenset({axis}), axis, start))

    def reduce(self, value: p.Reduce, axes: Axes) -> Cell:
        """A fold over labels that are free for it, those of the same axes of the kernel first."""
        rest = iter(axes)
        inner: list[Label | None] = []
        bound: list[Label] = []
        taken = {axis for axis in axes if axis is not None}
        for n, size in enumerate(value.argument.shape):
            assert isinstance(size, int)
            axis = None
            if n not in value.axes:
                axis = next(rest)
            elif size != 1:
                axis = self._free(size, taken)
                taken.add(axis)
                bound.append(axis)
            if n in value.axes and value.keep:
                next(rest)
            inner.append(axis)
        argument = self.read(value.argument, tuple(inner))
        if argument.kind is None:
            raise Unfusible("a sum of a number")
        kind = sum_kind(value, argument.kind)
        if not bound:
            return self._of_one(value.kind, argument, kind)
        labels = argument.labels - set(bound)
        key = ("fold", value.kind, type(value), id(argument), frozenset(bound))
        return self._same(
            key, Fold(kind, labels, value.kind, argument, frozenset(bound), id(value))
        )

    def _of_one(self, function: str, argument: Cell, kind: Kind) -> Cell:
        """Return the reduction of one entry: itself, in the data type of the reduction."""
        if function == "count":
            argument = self.apply("not_equal", argument, self._number(0))
        if argument.kind == kind:
            return argument
        key = ("apply", "conj", kind, id(argument))
        return self._same(key, Apply(kind, argument.labels, "conj", (argument,), (kind, kind)))

    def _free(self, size: int, taken: set[Label]) -> Label:
        """Return a label of this length that is not in use, so that loops can be shared."""
        for label, length in self.lengths.items():
            if length == size and label not in taken:
                return label
        return self._label(size)


def _narrowed(axes: Axes, argument: p.Value) -> Axes:
    if not argument.shape:
        return ()
    pairs = zip(axes, argument.shape, strict=True)
    return tuple(None if size == 1 else axis for axis, size in pairs)


def loop_of(function: str, arguments: tuple[Cell, ...]) -> tuple[Kind, ...]:
    """Return the data types of the arguments and the result, as the function computes."""
    kinds = [argument.kind for argument in arguments]
    match function:
        case "indicator":
            return (BOOLEAN, DOUBLE)
        case "erf":
            return (DOUBLE, DOUBLE)
        case "real" | "imag":
            (kind,) = kinds
            if kind is None:
                raise Unfusible(function)
            plain = np.dtype(f"f{kind.itemsize // 2}") if kind.kind == "c" else kind
            return (kind, plain)
        case "power" if kinds[0] is not None and kinds[0].kind in "biu":
            _demand_whole_exponent(arguments[1])
    weak = [kind or type(a.value) for kind, a in zip(kinds, arguments, strict=True)]  # type: ignore[attr-defined]  # only numbers have no kind
    return loop_kinds(function, weak)


def _demand_whole_exponent(exponent: Cell) -> None:
    """Leave a negative power of whole numbers to NumPy, which refuses it."""
    if exponent.kind is not None and exponent.kind.kind in "fc":
        return
    if not isinstance(exponent, Number) or (
        isinstance(exponent.value, int | np.integer) and exponent.value < 0
    ):
        raise Unfusible("power")


ARMS: dict[type, Callable[[Reader, Any, Axes], Cell]] = {  # each arm takes its own kind of value
    p.Elementwise: Reader.elementwise,
    p.Expand: Reader.expand,
    p.Squeeze: Reader.squeeze,
    p.Permute: Reader.permute,
    p.Broadcast: Reader.broadcast,
    p.Fill: Reader.fill,
    p.Eye: Reader.eye,
    p.Arange: Reader.arange,
    p.Reduce: Reader.reduce,
    Mean: Reader.reduce,
}
"""The values that kernels compute."""
