"""Tensors in index form: a form, and the places along the axes that its free indices run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.indexform.arithmetic import add, multiply, substitute, total
from boxdot.notation.indexform.indices import Index, Matching, Place, fresh, indices_of, size_of
from boxdot.notation.indexform.naming import abstraction, ordered_delta
from boxdot.notation.indexform.structure import ONE, Abstraction, Delta, Form
from boxdot.notation.shapes.conventions import Convention
from boxdot.notation.shapes.padding import pad
from boxdot.notation.shapes.sizes import Shape


@dataclass(frozen=True, slots=True)
class Tensor:
    """The value of an expression: ``form`` at the places along the ``axes``.

    ``factors`` are the matrices of which it is the product, ``inverse`` the matrix of which it is
    the inverse: so that a matrix cancels against its inverse.
    """

    axes: tuple[Place, ...]
    form: Form
    factors: tuple[Tensor, ...] = field(default=(), compare=False)
    inverse: Tensor | None = field(default=None, compare=False)

    @property
    def is_scalar(self) -> bool:
        """Whether it has one entry."""
        return not any(self.axes)

    @property
    def shape(self) -> Shape:
        """The lengths of the axes."""
        return tuple(size_of(place) for place in self.axes)

    def abstract(self) -> Abstraction:
        """Return it with canonical names for the indices along its axes."""
        return abstraction(self.axes, self.form)


def scalar(form: Form) -> Tensor:
    """Return a number as a tensor."""
    return Tensor((), form)


def ones(shape: Shape) -> Tensor:
    """Return the tensor whose entries are all 1."""
    return Tensor(tuple(fresh(size) for size in shape), ONE)


def renewed(tensor: Tensor) -> Tensor:
    """Return the same tensor with new indices along its axes, of the same factors."""
    mapping: dict[Index, Place] = {i: (Index(i.size),) for i in indices_of(tensor.axes)}
    axes = tuple(tuple(p for part in place for p in mapping[part]) for place in tensor.axes)  # type: ignore[index]  # axes hold indices only
    return Tensor(axes, substitute(tensor.form, mapping), tensor.factors, tensor.inverse)


def padded(axes: tuple[Place, ...], order: int, convention: Convention) -> tuple[Place, ...]:
    """Return the axes with free ones of length 1 added up to the order."""
    extra = ((),) * (order - len(axes))
    return axes + extra if convention is Convention.F else extra + axes


def stretched(tensor: Tensor, shape: Shape, convention: Convention) -> Tensor:
    """Return the tensor with axes of length 1 stretched to a shape."""
    order = max(len(shape), len(tensor.axes))
    axes = padded(tensor.axes, order, convention)
    sizes = pad(shape, order, convention)
    new = tuple(place or fresh(size) for place, size in zip(axes, sizes, strict=True))
    return Tensor(new, tensor.form)


def aligned(
    tensors: Sequence[Tensor], convention: Convention
) -> tuple[tuple[Place, ...], list[Form]]:
    """Stretch tensors to their joint shape; return its axes and the forms over them."""
    order = max(len(tensor.axes) for tensor in tensors)
    matching = Matching()
    axes: list[Place] = [()] * order
    for tensor in tensors:
        for number, place in enumerate(padded(tensor.axes, order, convention)):
            if place:
                axes[number] = matching.match(axes[number], place) if axes[number] else place
    forms = [substitute(tensor.form, matching.mapping) for tensor in tensors]
    return tuple(matching.resolve(place) for place in axes), forms


def product(tensors: Sequence[Tensor], convention: Convention) -> Tensor:
    """Return the broadcast product."""
    axes, forms = aligned(tensors, convention)
    return Tensor(axes, multiply(*forms))


def summation(tensors: Sequence[Tensor], convention: Convention) -> Tensor:
    """Return the broadcast sum."""
    axes, forms = aligned(tensors, convention)
    return Tensor(axes, add(*forms))


def reduced(tensor: Tensor, numbers: Sequence[int]) -> Tensor:
    """Return the sum along some axes (counted from 0), which keep length 1."""
    summed = [place for number, place in enumerate(tensor.axes) if number in numbers]
    axes = tuple(() if n in numbers else place for n, place in enumerate(tensor.axes))
    return Tensor(axes, total(tensor.form, indices_of(summed)))


def matrix_axes(tensor: Tensor, convention: Convention) -> tuple[Place, Place]:
    """Return the rows and the columns; a vector is a column."""
    axes = tensor.axes
    while len(axes) > 2:
        extra = axes[-1] if convention is Convention.F else axes[0]
        if extra:
            raise UnsupportedError("a matrix is needed here")
        axes = axes[:-1] if convention is Convention.F else axes[1:]
    rows, columns = (*axes, (), ())[:2]
    return rows, columns


def contracted(left: Tensor, right: Tensor, convention: Convention) -> Tensor:
    """Return the product of two matrices."""
    rows, inner = matrix_axes(left, convention)
    other, columns = matrix_axes(right, convention)
    matching = Matching()
    shared = matching.match(inner, other)
    forms = [substitute(tensor.form, matching.mapping) for tensor in (left, right)]
    rows, columns = matching.resolve(rows), matching.resolve(columns)
    form = total(multiply(*forms), indices_of([shared]))
    if not columns and (not rows or len(right.axes) == 1):
        return Tensor((rows,) if rows else (), form)
    return Tensor((rows, columns), form)


def delta(left: Place, right: Place) -> Delta:
    """Return Kronecker's delta of two places."""
    return ordered_delta(left, right)
