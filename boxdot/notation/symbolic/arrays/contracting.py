"""Products of arrays with labelled axes: tensor product, contraction, diagonal, permutation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import sympy
from sympy.tensor.array import expressions as a

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.algebra import to_sympy as size_to_sympy
from boxdot.notation.shapes.padding import is_scalar
from boxdot.notation.shapes.sizes import Shape

Labels = Sequence[int]


@dataclass(frozen=True, slots=True)
class Array:
    """A tensor whose SymPy array has the axes that are longer than 1, in order."""

    shape: Shape
    value: Any

    @property
    def is_scalar(self) -> bool:
        """Whether it has one entry."""
        return is_scalar(self.shape)

    @property
    def number(self) -> Any:
        """The number that it is."""
        return self.value

    def labels(self, along: Labels) -> list[int]:
        """Return the labels of the axes of the array, given those of all axes."""
        return [k for k, size in zip(along, self.shape, strict=False) if size != 1]


def leaf(name: str, shape: Shape) -> Array:
    """Return a named array; an axis of length 1 is summed away."""
    symbol = a.ArraySymbol(name, tuple(map(size_to_sympy, shape)))
    short = [(axis,) for axis, size in enumerate(shape) if size == 1]
    return Array(shape, a.ArrayContraction(symbol, *short) if short else symbol)


def ones(shape: Shape) -> Any:
    """Return the array of ones over the axes that are longer than 1."""
    longer = [size_to_sympy(size) for size in shape if size != 1]
    return a.OneArray(*longer) if longer else sympy.S.One


def contracted(parts: Sequence[tuple[Any, Labels]], kept: Labels) -> Any:
    """Return the product over labelled axes, summed over the labels that are not kept."""
    dims = [label for _, labels in parts for label in labels]
    values = [value for value, _ in parts if value != 1]
    product = values[0] if len(values) == 1 else a.ArrayTensorProduct(*values)
    if not values:
        return sympy.S.One
    gone = list(dict.fromkeys(label for label in dims if label not in kept))
    if gone:
        groups = [tuple(n for n, d in enumerate(dims) if d == label) for label in gone]
        product = a.ArrayContraction(product, *groups)
        dims = [label for label in dims if label in kept]
    shared = [label for label in dict.fromkeys(dims) if dims.count(label) > 1]
    if shared:
        groups = [tuple(n for n, d in enumerate(dims) if d == label) for label in shared]
        product = a.ArrayDiagonal(product, *groups)
        dims = [*(d for d in dims if d not in shared), *shared]
    order = [dims.index(label) for label in kept]
    return product if order == sorted(order) else a.PermuteDims(product, order)


def stretched(array: Array, shape: Shape, along: Labels) -> Any:
    """Return an array in a joint shape; ``along`` are the axes of the shape that are its own."""
    own = array.labels(along)
    longer = [axis for axis, size in enumerate(shape) if size != 1]
    missing = [axis for axis in longer if axis not in own]
    if not missing:
        return array.value
    filling = ones(tuple(shape[axis] for axis in missing))
    return contracted([(array.value, own), (filling, missing)], longer)


def entrywise(array: Array, function: Callable[[Any], Any]) -> Array:
    """Return a function of every entry."""
    if getattr(array.value, "shape", ()) == ():
        if hasattr(array.value, "shape"):
            said = "SymPy has no functions of a number that is a contraction of arrays"
            raise UnsupportedError(said, hint='try form="sum"')
        return Array(array.shape, function(array.value))
    entry = sympy.Symbol("x", real=True)
    body = sympy.Lambda(entry, function(entry))
    return Array(array.shape, a.ArrayElementwiseApplyFunc(body, array.value))
