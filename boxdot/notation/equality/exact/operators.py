"""Binary operators on exact arrays."""

from __future__ import annotations

from collections.abc import Callable

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.equality.exact import arrays
from boxdot.notation.equality.exact.arrays import Array, scalar, tabulate
from boxdot.notation.equality.exact.evaluation import Evaluation, Indices
from boxdot.notation.equality.exact.numbers import Number, divide
from boxdot.notation.expressions.nodes import Binary, ModeProduct, Op
from boxdot.notation.reading.sizes import size_of


def binary(evaluation: Evaluation, node: Binary, at: Indices) -> Array:
    """The left operands of a chain first, without recursion."""
    spine = [node]
    while isinstance(spine[-1].left, Binary):
        spine.append(spine[-1].left)
    result = evaluation(spine[-1].left, at)
    for part in reversed(spine):
        result = _combined(evaluation, part, result, evaluation(part.right, at))
    return result


def _combined(evaluation: Evaluation, node: Binary, left: Array, right: Array) -> Array:
    function = _ENTRYWISE.get(node.op)
    if function is not None:
        return arrays.entrywise(function, left, right, leading=evaluation.leading)
    return _OTHERS[node.op](evaluation, node, left, right)


def _scaled(left: Array, right: Array) -> Array:
    factor, array = (left, right) if left.is_scalar else (right, left)
    value = factor.only
    return tabulate(array.shape, lambda k: value * array[k])


def _matrices(evaluation: Evaluation, *values: Array) -> list[Array]:
    return [arrays.as_matrix(value, leading=evaluation.leading) for value in values]


def _multiplied(evaluation: Evaluation, node: Binary, left: Array, right: Array) -> Array:
    if left.is_scalar or right.is_scalar:
        return _scaled(left, right)
    first, second = _matrices(evaluation, left, right)
    if node.op is not Op.MATMUL and first.shape[1] == second.shape[1] == 1:
        if evaluation.lengths(node):
            raise UnsupportedError("the cross product")
        return scalar(arrays.inner(first, second))
    return _as_vector(arrays.matrix_product(first, second), right)


def _as_vector(matrix: Array, right: Array) -> Array:
    """Return a column as a vector if it comes from one, a single entry as a number."""
    if matrix.shape == (1, 1):
        return arrays.reshaped(matrix, ())
    if matrix.shape[1] == 1 and len(right.shape) <= 1:
        return arrays.reshaped(matrix, matrix.shape[:1])
    return matrix


def _solved(evaluation: Evaluation, node: Binary, left: Array, right: Array) -> Array:
    if left.is_scalar:
        return arrays.entrywise(divide, right, arrays.reshaped(left, ()))
    first, second = _matrices(evaluation, left, right)
    return _as_vector(arrays.matrix_product(arrays.inverse(first), second), right)


def _outer(evaluation: Evaluation, node: Binary, left: Array, right: Array) -> Array:
    if left.is_scalar or right.is_scalar:
        return _scaled(left, right)
    first, second = _dropped(left, last=True), _dropped(right, last=False)
    shape = (*first.shape, *second.shape)
    asked = evaluation.lengths(node)
    if len(asked) < len(shape) or first.shape == second.shape == asked:
        return arrays.entrywise(lambda a, b: a * b, left, right, leading=evaluation.leading)
    order = len(first.shape)
    return tabulate(shape, lambda k: first[k[:order]] * second[k[order:]])


def _dropped(array: Array, *, last: bool) -> Array:
    """Drop trailing (or leading) axes of length 1."""
    shape = array.shape
    while shape and shape[-1 if last else 0] == 1:
        shape = shape[:-1] if last else shape[1:]
    return arrays.reshaped(array, shape)


def _starred(evaluation: Evaluation, node: Binary, left: Array, right: Array) -> Array:
    if left.is_scalar or right.is_scalar:
        return _scaled(left, right)
    evaluation.lengths(node)
    return arrays.entrywise(lambda a, b: a * b, left, right, leading=evaluation.leading)


def _kronecker(evaluation: Evaluation, node: Binary, left: Array, right: Array) -> Array:
    return arrays.kronecker(left, right)


def _khatri_rao(evaluation: Evaluation, node: Binary, left: Array, right: Array) -> Array:
    return arrays.khatri_rao(*_matrices(evaluation, left, right))


def _frobenius(evaluation: Evaluation, node: Binary, left: Array, right: Array) -> Array:
    return scalar(arrays.inner(left, right))


def mode_product(evaluation: Evaluation, node: ModeProduct, at: Indices) -> Array:
    """``X ×_n A``."""
    mode = size_of(node.mode)
    if not isinstance(mode, int):
        raise UnsupportedError("a mode that is not known")
    return arrays.mode_product(evaluation(node.left, at), evaluation.matrix(node.right, at), mode)


_ENTRYWISE: dict[Op, Callable[[Number, Number], Number]] = {
    **dict.fromkeys((Op.BOXDOT, Op.HADAMARD, Op.PENETRATING), lambda a, b: a * b),
    **dict.fromkeys((Op.BOXPLUS, Op.ADD), lambda a, b: a + b),
    **dict.fromkeys((Op.BOXMINUS, Op.SUBTRACT), lambda a, b: a - b),
    **dict.fromkeys((Op.BOXSLASH, Op.OSLASH, Op.DIVIDE), divide),
}

_OTHERS: dict[Op, Callable[[Evaluation, Binary, Array, Array], Array]] = {
    **dict.fromkeys((Op.MATMUL, Op.DOT, Op.TIMES), _multiplied),
    **dict.fromkeys((Op.STAR, Op.CONVOLVE), _starred),
    Op.SOLVE: _solved,
    Op.OUTER: _outer,
    Op.KRONECKER: _kronecker,
    Op.KHATRI_RAO: _khatri_rao,
    Op.FROBENIUS: _frobenius,
}
