"""An array of the code: an expression, and where the axes of the array stand in it.

New axes, dropped axes and axes in another order cost nothing in the notation as long as nobody
looks: they are kept as places (``axes``) and only written out, as a transpose or a ``permute``,
where an operation needs the array as a tensor of its own shape.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from boxdot.notation.expressions.nodes import Apply, Binary, Expr, Number, Op, Transpose
from boxdot.notation.printing.sizes import size_expression
from boxdot.notation.shapes.sizes import Shape, Size


@dataclass(frozen=True, slots=True)
class Array:
    """A value of the code.

    Parameters
    ----------
    node, base
        An expression and its shape.
    axes
        For each axis of the array the axis of ``base`` (from 0), or None for a new one of
        length 1; the axes of ``base`` that are not named have length 1.
    size
        For a number that the shapes tell: the number.
    truth
        Whether the entries are 0 and 1 and stand for false and true.
    count
        Where the entries only count places: the first one, and the step along each axis.
    memory
        What it may share its memory with, so that a change in place changes both.
    numeric
        Whether entries that are 0 and 1 are numbers in the code, not true and false.
    """

    node: Expr
    base: Shape = ()
    axes: tuple[int | None, ...] = ()
    size: Size | None = None
    truth: bool = False
    count: tuple[Size, tuple[Size, ...]] | None = None
    memory: frozenset[str] = field(default=frozenset(), compare=False)
    numeric: bool = field(default=False, compare=False)

    @property
    def shape(self) -> Shape:
        """The lengths of the axes that the array has in the code."""
        return tuple(1 if axis is None else self.base[axis] for axis in self.axes)

    @property
    def order(self) -> int:
        """How many axes the array has in the code."""
        return len(self.axes)

    @property
    def counting(self) -> tuple[Size, tuple[Size, ...]] | None:
        """The first entry and the steps of an array that only counts, or of a whole number."""
        return (self.size, ()) if self.size is not None else self.count

    def with_count(self, first: Size, steps: tuple[Size, ...]) -> Array:
        """Return the array with what its entries count."""
        return replace(self, count=(first, steps))


@dataclass(frozen=True, slots=True)
class Chosen:
    """The entries of an array where a mask is true: how many there are depends on the values."""

    array: Array
    mask: Array


def whole(node: Expr, shape: Shape) -> Array:
    """Return the array that has just the axes of an expression."""
    return Array(node, tuple(shape), tuple(range(len(shape))))


def of_size(size: Size) -> Array:
    """Return a length as a number.

    >>> of_size(3).node
    Number(text='3')
    """
    return Array(size_expression(size), size=size)


def number(value: int | float) -> Array:
    """Return a number of the code."""
    if isinstance(value, int):
        return of_size(value)
    text = f"{Decimal(repr(value)):f}"
    return whole(Number(text.removesuffix(".0") if value.is_integer() else text), ())


def view(array: Array, places: Sequence[int | None]) -> Array:
    """Return an array with its axes in other places: each an axis of it, or None for a new one."""
    axes = tuple(None if place is None else array.axes[place] for place in places)
    count = array.counting
    if count is not None:
        first, steps = count
        count = first, tuple(0 if place is None else steps[place] for place in places)
    return replace(array, axes=axes, size=array.size if not axes else None, count=count)


def tensor(array: Array) -> Expr:
    """Return the expression of an array's own shape, up to length-1 axes at the end.

    >>> from boxdot.notation.expressions.nodes import Symbol
    >>> y = whole(Symbol("y"), ("n",))
    >>> tensor(view(y, [0, None])), tensor(view(y, [None, 0]))
    (Symbol(name='y'), Transpose(operand=Symbol(name='y')))
    """
    order = _order_of_axes(array)
    if order == sorted(order):
        return array.node
    if order[:2] == [1, 0] and _is_matrix(array.base):
        return transposed(array.node)
    return Apply("permute", (array.node,), tuple(Number(str(axis + 1)) for axis in order))


def _is_matrix(shape: Shape) -> bool:
    return all(size == 1 for size in shape[2:])


def _order_of_axes(array: Array) -> list[int]:
    """Return which axis of the expression stands where, without free ones that stay at the end."""
    length = max(len(array.base), len(array.axes))
    free = [axis for axis in range(length) if axis not in array.axes]
    order: list[int | None] = [*array.axes, *(None,) * (length - len(array.axes))]
    for place, axis in enumerate(order):
        if axis is None and place in free:
            order[place] = place
            free.remove(place)
    filled = [free.pop(0) if axis is None else axis for axis in order]
    while len(filled) > len(array.base) and filled[-1] == len(filled) - 1:
        filled.pop()
    return filled


def transposed(node: Expr) -> Expr:
    """Return the transpose of a matrix, without a transpose of a transpose.

    >>> from boxdot.notation.expressions.nodes import Symbol
    >>> transposed(Transpose(Symbol("X")))
    Symbol(name='X')
    """
    match node:
        case Transpose(operand=operand):
            return operand
        case Binary(op=Op.MATMUL, left=Transpose(operand=left), right=right):
            return Binary(Op.MATMUL, transposed(right), left)
        case _:
            return Transpose(node)
