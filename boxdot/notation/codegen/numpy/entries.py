"""NumPy: numbers, literals and functions of the entries."""

from __future__ import annotations

from boxdot.notation.codegen import program as p
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
from boxdot.notation.shapes.sizes import Size

OPERATORS = {
    "add": ("+", SUM),
    "subtract": ("-", SUM),
    "multiply": ("*", PRODUCT),
    "divide": ("/", PRODUCT),
    "equal": ("==", COMPARISON),
    "not_equal": ("!=", COMPARISON),
    "less": ("<", COMPARISON),
    "less_equal": ("<=", COMPARISON),
    "greater": (">", COMPARISON),
    "greater_equal": (">=", COMPARISON),
}
"""The functions of two arguments that have an operator."""


CALLS = {
    "sigmoid": "1 / (1 + np.exp(-{}))",
    "relu": "np.maximum({}, 0)",
    "softplus": "np.logaddexp(0, {})",
    "erf": "np.vectorize(math.erf)({})",
    "indicator": "np.where({}, 1.0, 0.0)",
}
"""The functions that NumPy does not have under their own name."""


_BINDINGS = {"sigmoid": (ATOM, PRODUCT)}
"""How tightly the argument must and the call does hold together, where brackets do not tell."""


NAMED = {"pi": "np.pi", "e": "np.e", "inf": "np.inf"}


def write_elementwise(w: Writer, value: p.Elementwise) -> Fragment:
    """``X * Y``, ``X**2``, ``np.exp(X)``."""
    if value.function in OPERATORS:
        sign, binding = OPERATORS[value.function]
        left, right = value.arguments
        text = f"{w.at(left, binding)} {sign} {w.at(right, binding + 1)}"
        return Fragment(text, binding)
    if value.function == "power":
        return _power(w, *value.arguments)
    if value.function == "negative":
        return _negative(w, value.arguments[0])
    inner, outer = _BINDINGS.get(value.function, (0, ATOM))
    arguments = ", ".join(w.at(argument, inner) for argument in value.arguments)
    if "math." in CALLS.get(value.function, ""):
        w.imports.add("import math")
    return Fragment(
        CALLS.get(value.function, f"np.{value.function}({{}})").format(arguments), outer
    )


def _negative(w: Writer, argument: p.Value) -> Fragment:
    """Return ``-x``; before a product it negates the first factor, which is the same."""
    inner = w.write(argument)
    if inner.binding == PRODUCT and not inner.text.startswith("-"):
        return Fragment(f"-{inner.text}", PRODUCT)
    return Fragment(f"-{bracketed(inner, UNARY)}", UNARY)


def _power(w: Writer, base: p.Value, exponent: p.Value) -> Fragment:
    left, right = w.at(base, ATOM), w.at(exponent, UNARY)
    simple = all(text.replace(".", "").isidentifier() or text.isalnum() for text in (left, right))
    return Fragment(f"{left}**{right}" if simple else f"{left} ** {right}", POWER)


def write_scalar(w: Writer, value: p.Scalar) -> Fragment:
    """``3``, ``0.5``."""
    text = repr(value.number)
    return Fragment(text, UNARY if text.startswith("-") else ATOM)


def write_literal(w: Writer, value: p.Literal) -> Fragment:
    """``np.array([[1, 2], [3, 4]])``."""
    cells = [w.text(cell) for cell in value.arguments]
    if len(value.shape) == 2:
        width = len(cells) // _number(value.shape[0])
        rows = [cells[n : n + width] for n in range(0, len(cells), width)]
        cells = [f"[{', '.join(row)}]" for row in rows]
    return Fragment(f"np.array([{', '.join(cells)}])")


def _number(size: Size) -> int:
    assert isinstance(size, int)
    return size
