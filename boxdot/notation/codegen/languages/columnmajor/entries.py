"""Functions of entries: plain operators between numbers, dotted ones between arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from boxdot.notation.codegen import building as b
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.languages.columnmajor.views import without_trailing
from boxdot.notation.codegen.writer import (
    ATOM,
    COMPARISON,
    POWER,
    PRODUCT,
    SUM,
    UNARY,
    Fragment,
    Writer,
    bracketed,
)

POSTFIX = 95
"""How tightly a transposed array holds together: tighter than a power, looser than a name."""

BINDINGS = {
    "add": SUM,
    "subtract": SUM,
    "multiply": PRODUCT,
    "divide": PRODUCT,
    "equal": COMPARISON,
    "not_equal": COMPARISON,
    "less": COMPARISON,
    "less_equal": COMPARISON,
    "greater": COMPARISON,
    "greater_equal": COMPARISON,
}
"""How tightly the operators hold together."""

NUMBERS = {
    "add": "+",
    "subtract": "-",
    "multiply": "*",
    "divide": "/",
    "equal": "==",
    "not_equal": "!=",
    "less": "<",
    "less_equal": "<=",
    "greater": ">",
    "greater_equal": ">=",
}
"""The operators between two numbers."""


def write_operator(
    w: Writer,
    value: p.Elementwise,
    arguments: Sequence[p.Value],
    signs: Mapping[str, str],
    numbers: Mapping[str, str] = NUMBERS,
) -> Fragment:
    """``a * b`` between numbers, ``k * X`` and ``X / k`` beside one, ``X .* Y`` between arrays."""
    binding = BINDINGS[value.function]
    left, right = arguments
    sign = (numbers if not value.shape or _is_multiple(value) else signs)[value.function]
    return Fragment(f"{w.at(left, binding)} {sign} {w.at(right, binding + 1)}", binding)


def _is_multiple(value: p.Elementwise) -> bool:
    """Whether this is a number times an array, or an array over a number."""
    left, right = (argument.shape for argument in value.arguments)
    if value.function == "multiply":
        return not left or not right
    return value.function == "divide" and not right


def write_power(w: Writer, value: p.Elementwise, arguments: Sequence[p.Value]) -> Fragment:
    """``s^2``, ``X .^ 2``."""
    base, exponent = w.at(arguments[0], POSTFIX), w.at(arguments[1], ATOM)
    plain = " ^ " if base.replace(".", "").isdigit() and "." in base else "^"  # 2.0^(x) is 2.0 (x)
    sign = " .^ " if value.shape else plain
    return Fragment(f"{base}{sign}{exponent}", POWER)


def write_negative(w: Writer, argument: p.Value) -> Fragment:
    """Return ``-x``; before a product it negates the first factor, which is the same."""
    inner = w.write(argument)
    if inner.binding == PRODUCT and not inner.text.startswith("-"):
        return Fragment(f"-{inner.text}", PRODUCT)
    if inner.text.startswith("("):  # -(a + b)^2 is the power of a negative to some readers
        inner = Fragment(f"({inner.text})") if inner.binding < ATOM else inner
    return Fragment(f"-{bracketed(inner, UNARY)}", UNARY)


def write_scalar(w: Writer, value: p.Scalar) -> Fragment:
    """``3``, ``0.5``."""
    text = repr(value.number)
    return Fragment(text, UNARY if text.startswith("-") else ATOM)


def aligned(value: p.Elementwise) -> list[p.Value]:
    """Return the arguments without the trailing axes that broadcasting adds anyway.

    One argument keeps all its axes, so that the result has them too.
    """
    order = len(value.shape)
    bare = [without_trailing(argument) for argument in value.arguments]
    if any(len(argument.shape) == order for argument in bare):
        return bare
    kept = max(range(len(bare)), key=lambda n: len(bare[n].shape))
    return [value.arguments[n] if n == kept else argument for n, argument in enumerate(bare)]


def one_based(index: p.Value) -> p.Value:
    """Return an index that counts from 1 instead of 0."""
    match index:
        case p.Elementwise(function="subtract", arguments=(left, p.Scalar(exact=exact))):
            return left if exact == 1 else b.subtract(left, b.number(exact - 1))
        case p.Expand():
            return b.expand(one_based(index.argument), index.axes)
        case p.Arange(start=int(start)):
            return p.Arange(index.shape, start + 1)
        case _:
            return b.add(index, b.number(1))
