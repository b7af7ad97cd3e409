"""Factors such as 1/n: what is multiplied by them is divided by n, behind a product of matrices."""

from __future__ import annotations

from boxdot.notation.codegen import building as b
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.rewriting import Rules


def _elementwise(value: p.Elementwise) -> p.Value:
    if value.function == "multiply":
        return _divided(value)
    if value.function == "abs" and _is_positive(value.arguments[0]):
        return value.arguments[0]
    return value


def _divided(value: p.Elementwise) -> p.Value:
    """Return ``X / n`` for ``1 / n * X``, and ``-X / n`` for ``-1 / n * X``."""
    factor, rest = value.arguments
    if not isinstance(factor, p.Elementwise) or factor.function != "divide" or factor.shape:
        return value
    over, under = factor.arguments
    if not isinstance(over, p.Scalar) or abs(over.exact) != 1 or isinstance(rest, p.Scalar):
        return value
    quotient = b.divide(rest, under)
    return quotient if over.exact == 1 else b.negative(quotient)


def _is_positive(value: p.Value) -> bool:
    """Whether no entry is negative, so that magnitudes are the entries themselves."""
    return isinstance(value, p.Norm) or (
        isinstance(value, p.Elementwise) and value.function == "abs"
    )


def _matmul(value: p.Matmul) -> p.Value:
    """Return ``A @ B / n`` for ``(A / n) @ B``."""
    left = value.left
    if not isinstance(left, p.Elementwise):
        return value
    if left.function == "negative" and _is_quotient(left.arguments[0]):
        return b.negative(_matmul(b.matmul(left.arguments[0], value.right)))
    if not _is_quotient(left):
        return value
    over, under = left.arguments
    return b.divide(b.matmul(over, value.right), under)


def _outer(value: p.Outer) -> p.Value:
    """Return ``np.outer(x, y) / n`` for ``np.outer(x / n, y)``."""
    left = value.left
    if not isinstance(left, p.Elementwise) or not _is_quotient(left):
        return value
    over, under = left.arguments
    return b.divide(b.outer(over, value.right), under)


def _is_quotient(value: p.Value) -> bool:
    """Whether an array is divided by a number."""
    if not isinstance(value, p.Elementwise) or value.function != "divide":
        return False
    over, under = value.arguments
    return bool(over.shape) and not under.shape


NUMBERS: Rules = {p.Elementwise: _elementwise, p.Matmul: _matmul, p.Outer: _outer}
