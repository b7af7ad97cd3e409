"""Values with the same entries and other axes."""

from __future__ import annotations

from collections.abc import Sequence

from boxdot.notation import algebra
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.building.entries import joint_shape, same_shape
from boxdot.notation.shapes.sizes import Shape, Size


def expand(value: p.Value, axes: Sequence[int]) -> p.Value:
    """Insert axes of length 1 at these places of the result."""
    if not axes:
        return value
    sizes = iter(value.shape)
    order = len(value.shape) + len(axes)
    places = {axis % order for axis in axes}
    if isinstance(value, p.Squeeze) and places == set(value.axes):
        return value.argument
    shape = tuple(1 if n in places else next(sizes) for n in range(order))
    return p.Expand(shape, value, tuple(sorted(places)))


def squeeze(value: p.Value, axes: Sequence[int]) -> p.Value:
    """Drop axes of length 1; dropping what was just inserted inserts less."""
    if not axes:
        return value
    if isinstance(value, p.Expand) and set(axes) <= set(value.axes):
        kept = [a for a in value.axes if a not in axes]
        return expand(value.argument, [a - sum(d < a for d in axes) for a in kept])
    shape = tuple(size for n, size in enumerate(value.shape) if n not in axes)
    return p.Squeeze(shape, value, tuple(sorted(axes)))


def permute(value: p.Value, axes: Sequence[int]) -> p.Value:
    """Reorder the axes: axis n of the result is axis ``axes[n]`` of the value."""
    axes = tuple(axes)
    if isinstance(value, p.Permute):
        return permute(value.argument, [value.axes[a] for a in axes])
    if axes == tuple(range(len(axes))):
        return value
    if isinstance(value, p.Expand):
        own = [a for a in range(len(axes)) if a not in value.axes]
        inner = permute(value.argument, [own.index(a) for a in axes if a in own])
        return expand(inner, [n for n, a in enumerate(axes) if a in value.axes])
    return p.Permute(tuple(value.shape[a] for a in axes), value, axes)


def swap_last(value: p.Value) -> p.Value:
    """Transpose the last two axes."""
    order = len(value.shape)
    return permute(value, [*range(order - 2), order - 1, order - 2])


def reshape(value: p.Value, shape: Shape, order: str = "F") -> p.Value:
    """Read the same entries in another shape."""
    if same_shape(shape, value.shape):
        return value
    return p.Reshape(shape, value, order)


def broadcast(value: p.Value, shape: Shape) -> p.Value:
    """Stretch the axes of length 1 to the shape."""
    if same_shape(shape, value.shape):
        return value
    if isinstance(value, p.Fill):
        return p.Fill(shape, value.number)
    return p.Broadcast(shape, expand(value, range(len(shape))) if not value.shape else value)


def take(
    value: p.Value, subscripts: Sequence[Size | tuple[Size | None, Size | None]], shape: Shape
) -> p.Value:
    """Take entries and slices; ``shape`` is what is left of the axes."""
    subscripts = [_open(s, size) for s, size in zip(subscripts, value.shape, strict=True)]
    if all(subscript == (None, None) for subscript in subscripts):
        return value
    single = [n for n, s in enumerate(subscripts) if s == 0 and value.shape[n] == 1]
    if all(n in single or s == (None, None) for n, s in enumerate(subscripts)):
        return squeeze(value, single)
    return p.Take(shape, value, tuple(subscripts))


def _open(
    subscript: Size | tuple[Size | None, Size | None], size: Size
) -> Size | tuple[Size | None, Size | None]:
    """Leave an end of a range open where it is the end of the axis."""
    if not isinstance(subscript, tuple):
        return subscript
    start, stop = subscript
    return None if start == 0 else start, None if stop == size else stop


def gather(value: p.Value, indices: Sequence[p.Value]) -> p.Value:
    """Take the entries at computed places along the leading axes."""
    lead = joint_shape(index.shape for index in indices)
    return p.Gather((*lead, *value.shape[len(indices) :]), value, tuple(indices))


def concatenate(arguments: Sequence[p.Value], axis: int) -> p.Value:
    """Put arrays one after the other along an axis."""
    if len(arguments) == 1:
        return arguments[0]
    shape = list(arguments[0].shape)
    for argument in arguments[1:]:
        shape[axis] = algebra.add(shape[axis], argument.shape[axis])
    return p.Concatenate(tuple(shape), tuple(arguments), axis)


def stack(arguments: Sequence[p.Value], axis: int) -> p.Value:
    """Put arrays of one shape side by side along a new axis."""
    shape = list(arguments[0].shape)
    shape.insert(axis, len(arguments))
    return p.Stack(tuple(shape), tuple(arguments), axis)
