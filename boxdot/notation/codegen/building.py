"""Building values: each function computes the shape and leaves out what would change nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from boxdot.notation import algebra
from boxdot.notation.codegen import program as p
from boxdot.notation.shapes.sizes import Shape, Size


def number(value: int | Fraction, text: str = "") -> p.Scalar:
    """Return a number.

    >>> number(3).text
    '3'
    """
    exact = Fraction(value)
    return p.Scalar(
        (), exact, text or (str(exact) if exact.denominator == 1 else repr(float(exact)))
    )


def is_number(value: p.Value, wanted: int) -> bool:
    """Return whether the value is this very number."""
    return isinstance(value, p.Scalar) and value.exact == wanted


def extent(size: Size) -> p.Value:
    """Return a size as a number."""
    return number(size) if isinstance(size, int) else p.Extent((), size)


def same_shape(left: Shape, right: Shape) -> bool:
    """Return whether two shapes are equal, axis by axis."""
    return len(left) == len(right) and all(map(algebra.equal, left, right))


def joint_shape(shapes: Iterable[Shape]) -> Shape:
    """Return the shape that shapes of one order, or scalars, broadcast to."""
    shapes = [shape for shape in shapes if shape]
    if not shapes:
        return ()
    return tuple(algebra.maximum(*sizes, joint=True) for sizes in zip(*shapes, strict=True))


def elementwise(function: str, *arguments: p.Value) -> p.Value:
    """Apply a function to the entries of scalars and of arrays with one number of axes."""
    assert function in p.FUNCTIONS, function
    return p.Elementwise(joint_shape(a.shape for a in arguments), arguments, function)


def add(left: p.Value, right: p.Value) -> p.Value:
    """Return ``left + right``."""
    return elementwise("add", left, right)


def subtract(left: p.Value, right: p.Value) -> p.Value:
    """Return ``left - right``; of two numbers to subtract, their sum is."""
    if isinstance(right, p.Scalar) and isinstance(left, p.Elementwise):
        first, *rest = left.arguments
        if left.function == "subtract" and isinstance(rest[0], p.Scalar):
            return subtract(first, number(rest[0].exact + right.exact))
    return elementwise("subtract", left, right)


def multiply(left: p.Value, right: p.Value) -> p.Value:
    """Return ``left * right``, leaving out a factor 1."""
    if is_number(left, 1):
        return right
    return left if is_number(right, 1) else elementwise("multiply", left, right)


def divide(left: p.Value, right: p.Value) -> p.Value:
    """Return ``left / right``."""
    return elementwise("divide", left, right)


def negative(value: p.Value) -> p.Value:
    """Return ``-value``."""
    if isinstance(value, p.Scalar):
        return number(-value.exact, value.text[1:] if value.text[0] == "-" else "-" + value.text)
    return elementwise("negative", value)


def power(base: p.Value, exponent: p.Value) -> p.Value:
    """Return ``base ** exponent``, with a quotient for the exponent -1."""
    if is_number(exponent, -1):
        return divide(number(1), base)
    return base if is_number(exponent, 1) else elementwise("power", base, exponent)


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


def reduce(kind: str, value: p.Value, axes: Iterable[int], *, keep: bool = False) -> p.Value:
    """Reduce over axes; over none of them the value stays."""
    axes = tuple(sorted(axes))
    if not axes and kind in {"sum", "prod", "mean", "max", "min"}:
        return value
    if isinstance(value, p.Permute) and not keep:
        return _reduced_before(kind, value, axes)
    if isinstance(value, p.Einsum) and kind == "sum" and not keep:
        result = [label for n, label in enumerate(value.result) if n not in axes]
        return einsum(value.arguments, value.labels, result)
    return p.Reduce(_reduced(value.shape, axes, keep), value, kind, axes, keep)


def _reduced_before(kind: str, value: p.Permute, axes: tuple[int, ...]) -> p.Value:
    """Reduce what a permutation reorders, and reorder what is left."""
    gone = {value.axes[axis] for axis in axes}
    kept = [axis for axis in value.axes if axis not in gone]
    places = {axis: n for n, axis in enumerate(sorted(kept))}
    return permute(reduce(kind, value.argument, gone), [places[axis] for axis in kept])


def norm(value: p.Value, axes: Iterable[int], *, keep: bool = False) -> p.Value:
    """Return the root of the summed squares over axes; over none of them the magnitude."""
    axes = tuple(sorted(axes))
    if not axes:
        return elementwise("abs", value)
    return p.Norm(_reduced(value.shape, axes, keep), value, axes, keep)


def _reduced(shape: Shape, axes: tuple[int, ...], keep: bool) -> Shape:
    if keep:
        return tuple(1 if n in axes else size for n, size in enumerate(shape))
    return tuple(size for n, size in enumerate(shape) if n not in axes)


def matmul(left: p.Value, right: p.Value) -> p.Matmul:
    """Return the matrix product of the last two axes; a vector has one axis."""
    batch = joint_shape((left.shape[:-2], right.shape[:-2]))
    rows = left.shape[-2:-1]
    columns = right.shape[-1:] if len(right.shape) > 1 else ()
    return p.Matmul((*batch, *rows, *columns), left, right)


def outer(left: p.Value, right: p.Value) -> p.Value:
    """Return the outer product of two vectors."""
    return p.Outer((*left.shape, *right.shape), left, right)


def kron(left: p.Value, right: p.Value) -> p.Value:
    """Return the Kronecker product of two arrays of one order."""
    return p.Kron(tuple(map(algebra.multiply, left.shape, right.shape)), left, right)


def einsum(
    arguments: Sequence[p.Value], labels: Sequence[Sequence[str]], result: Sequence[str]
) -> p.Value:
    """Return the sum of products over the labels that the result does not have.

    Two arrays that share one summed label are a matrix product.
    """
    pairs = [_unpermuted(a, own) for a, own in zip(arguments, labels, strict=True)]
    arguments, names = [a for a, _ in pairs], [own for _, own in pairs]
    product = _as_product(arguments, names, tuple(result))
    if product is not None:
        return product
    sizes = {
        label: size
        for argument, own in zip(arguments, names, strict=True)
        for label, size in zip(own, argument.shape, strict=True)
    }
    shape = tuple(sizes[label] for label in result)
    return p.Einsum(shape, tuple(arguments), tuple(names), tuple(result))


def gather(value: p.Value, indices: Sequence[p.Value]) -> p.Value:
    """Take the entries at computed places along the leading axes."""
    lead = joint_shape(index.shape for index in indices)
    return p.Gather((*lead, *value.shape[len(indices) :]), value, tuple(indices))


def eye(size: Size) -> p.Value:
    """Return the identity matrix."""
    return p.Eye((size, size))


def inverse(value: p.Value) -> p.Value:
    """Return the inverse of the last two axes."""
    return p.Inverse(value.shape, value)


def trace(value: p.Value) -> p.Value:
    """Return the sum of the diagonal of the last two axes."""
    return p.Trace(value.shape[:-2], value)


def determinant(value: p.Value) -> p.Value:
    """Return the determinant of the last two axes."""
    return p.Determinant(value.shape[:-2], value)


def _unpermuted(value: p.Value, labels: Sequence[str]) -> tuple[p.Value, tuple[str, ...]]:
    """Return the array that a permutation reorders, with its labels in its own order."""
    if not isinstance(value, p.Permute):
        return value, tuple(labels)
    places = dict(zip(value.axes, labels, strict=True))
    return value.argument, tuple(places[n] for n in range(len(places)))


def _as_product(
    arguments: Sequence[p.Value], labels: Sequence[tuple[str, ...]], result: tuple[str, ...]
) -> p.Value | None:
    """Return the sum of products as a matrix product, if it is one."""
    if len(arguments) != 2 or any(
        len(set(names)) != len(names) or len(names) > 2 for names in labels
    ):
        return None
    shared = set(labels[0]) & set(labels[1])
    if len(shared) != 1 or shared & set(result):
        return None
    free = [[label for label in names if label not in shared] for names in labels]
    products = [
        _product(arguments, labels, free, (first, second), *shared)
        for first, second in ((0, 1), (1, 0))
        if (*free[first], *free[second]) == result
    ]
    return min(products, key=_permutations) if products else None


def _product(
    arguments: Sequence[p.Value],
    labels: Sequence[tuple[str, ...]],
    free: Sequence[list[str]],
    order: tuple[int, int],
    label: str,
) -> p.Matmul:
    first, second = order
    left = permute(arguments[first], _order(labels[first], [*free[first], label]))
    right = permute(arguments[second], _order(labels[second], [label, *free[second]]))
    return matmul(left, right)


def _permutations(product: p.Matmul) -> int:
    return sum(isinstance(side, p.Permute) for side in (product.left, product.right))


def _order(labels: Sequence[str], wanted: Sequence[str]) -> list[int]:
    return [labels.index(label) for label in wanted]


def diagonal_matrix(value: p.Value) -> p.Value:
    """Return the square matrix with the vector on its diagonal."""
    return p.Diagonal((*value.shape, *value.shape), value)


def solve(left: p.Value, right: p.Value) -> p.Value:
    """Return the solution of ``left X = right``."""
    if len(right.shape) == 1:
        return p.Solve(right.shape, left, right)
    batch = joint_shape((left.shape[:-2], right.shape[:-2]))
    return p.Solve((*batch, *right.shape[-2:]), left, right)


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


def take(
    value: p.Value, subscripts: Sequence[Size | tuple[Size | None, Size | None]], shape: Shape
) -> p.Value:
    """Take entries and slices; ``shape`` is what is left of the axes."""
    if all(subscript == (None, None) for subscript in subscripts):
        return value
    single = [n for n, s in enumerate(subscripts) if s == 0 and value.shape[n] == 1]
    if all(n in single or s == (None, None) for n, s in enumerate(subscripts)):
        return squeeze(value, single)
    return p.Take(shape, value, tuple(subscripts))


def matrix_power(value: p.Value, exponent: int) -> p.Value:
    """Return a whole power of the last two axes."""
    if exponent == 1:
        return value
    return p.MatrixPower(value.shape, value, exponent)
