"""The arrays of a plan: what is given, what a stage makes, and views of both."""

from __future__ import annotations

from dataclasses import dataclass

from boxdot.numeric.compiling.kinds import Kind


@dataclass(frozen=True, slots=True)
class Layout:
    """What a kernel is made for: the data type, the shape and the strides in bytes."""

    kind: Kind
    shape: tuple[int, ...]
    strides: tuple[int, ...]

    @property
    def steps(self) -> tuple[int, ...]:
        """The strides in entries."""
        return tuple(stride // self.kind.itemsize for stride in self.strides)

    @property
    def size(self) -> int:
        """How many entries there are."""
        size = 1
        for length in self.shape:
            size *= length
        return size


def in_order(kind: Kind, shape: tuple[int, ...], order: tuple[int, ...]) -> Layout:
    """Return the layout of a new array whose axes are stored in an order, outermost first.

    >>> import numpy as np
    >>> in_order(np.dtype("f8"), (2, 3), (1, 0)).strides
    (8, 16)
    """
    strides = [0] * len(shape)
    step = kind.itemsize
    for axis in reversed(order):
        strides[axis] = step
        step *= max(shape[axis], 1)
    return Layout(kind, shape, tuple(strides))
