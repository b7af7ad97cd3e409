"""Python libraries: numbers, literals and functions of the entries."""

from __future__ import annotations

import re
from collections.abc import Sequence

from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.languages.python.axes import counting
from boxdot.notation.codegen.languages.python.restating import is_exact, rows_of
from boxdot.notation.codegen.writer import (
    ATOM,
    COMPARISON,
    POWER,
    PRODUCT,
    SUM,
    UNARY,
    Fragment,
    Pattern,
    Writer,
    bracketed,
)

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

SIMPLE = re.compile(r"-?[\w.]+")
"""A name or a number, beside which formatters leave no space around ``**``."""

MODULES = ("jax", "math")
"""What a pattern may use beside the library itself."""


def write_elementwise(w: Writer, value: p.Elementwise) -> Fragment:
    """``X * Y``, ``X**2``, ``np.exp(X)``."""
    if value.function in OPERATORS:
        sign, binding = OPERATORS[value.function]
        left, right = value.arguments
        if binding == COMPARISON and is_range(left) and is_range(right):
            w = counting(w)
        text = f"{w.at(left, binding)} {sign} {w.at(right, binding + 1)}"
        return Fragment(text, binding)
    if value.function == "power":
        return power(*map(w.write, value.arguments))
    if value.function == "negative":
        return negative(w.write(value.arguments[0]))
    arguments = [w.write(argument) for argument in value.arguments]
    if w.is_plain(value) and value.function in w.language.numbers:
        return filled(w, w.language.numbers[value.function], arguments)
    return called(w, value.function, arguments)


def is_range(value: p.Value) -> bool:
    """Whether a value is a range of indices along one of its axes."""
    return isinstance(value.argument if isinstance(value, p.Expand) else value, p.Arange)


def called(w: Writer, function: str, arguments: Sequence[Fragment]) -> Fragment:
    """Return a function of entries, by its pattern or by its own name."""
    own = Pattern(f"{w.function(function)}({{}})")
    return filled(w, w.language.functions.get(function, own), arguments)


def filled(w: Writer, pattern: Pattern, arguments: Sequence[Fragment]) -> Fragment:
    """Return a pattern with its arguments, and import what it needs."""
    for module in MODULES:
        if f"{module}." in pattern.text:
            w.imports.add(f"import {module}")
    inner = ", ".join(bracketed(argument, pattern.inner) for argument in arguments)
    return Fragment(pattern.text.format(inner), pattern.outer)


def negative(inner: Fragment) -> Fragment:
    """Return ``-x``; before a product it negates the first factor, which is the same."""
    if " ** " in _first_factor(inner.text):
        return Fragment(f"-({inner.text})", UNARY)
    if inner.binding == PRODUCT and not inner.text.startswith("-"):
        return Fragment(f"-{inner.text}", PRODUCT)
    return Fragment(f"-{bracketed(inner, UNARY)}", UNARY)


def _first_factor(text: str) -> str:
    """Return what stands before the first ``*``, ``/`` or ``@``, without what is in brackets.

    >>> _first_factor("f(x ** 2) ** 2 / y")
    'f() ** 2'
    """
    depth, kept = 0, []
    for character in text:
        depth -= character in ")]"
        kept.append(character if depth == 0 else "")
        depth += character in "(["
    return re.split(r" (?:[*/@]|//) ", "".join(kept), maxsplit=1)[0]


def power(base: Fragment, exponent: Fragment) -> Fragment:
    """Return ``x**2``, with space around the sign where an operand is more than a name."""
    left, right = bracketed(base, ATOM), bracketed(exponent, UNARY)
    simple = all(SIMPLE.fullmatch(text) for text in (left, right))
    return Fragment(f"{left}**{right}" if simple else f"{left} ** {right}", POWER)


def write_scalar(w: Writer, value: p.Scalar) -> Fragment:
    """``3``, ``0.5``."""
    text = repr(value.number)
    return Fragment(text, UNARY if text.startswith("-") else ATOM)


def write_literal(w: Writer, value: p.Literal) -> Fragment:
    """``np.array([[1, 2], [3, 4]])``."""
    rows = rows_of(value, [w.text(cell) for cell in value.arguments])
    return w.call(w.word("array"), f"[{', '.join(rows)}]", *w.new(exact=is_exact(value)))
