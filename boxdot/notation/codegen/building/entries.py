"""Values made entry by entry: numbers, sizes and element-wise functions."""

from __future__ import annotations

from collections.abc import Iterable
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
