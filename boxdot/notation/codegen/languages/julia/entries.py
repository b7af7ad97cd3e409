"""Julia: functions of entries, with dots where they broadcast."""

from __future__ import annotations

from functools import partial

from boxdot.notation.codegen import building as b
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.languages.columnmajor.entries import (
    NUMBERS,
    aligned,
    write_negative,
    write_operator,
    write_power,
)
from boxdot.notation.codegen.languages.columnmajor.views import without_trailing
from boxdot.notation.codegen.writer import SUM, Fragment, Writer, bracketed

SIGNS = {function: f".{sign}" for function, sign in NUMBERS.items()}
"""The operators between arrays."""

FUNCTIONS = {
    "arcsin": "asin",
    "arccos": "acos",
    "arctan": "atan",
    "arcsinh": "asinh",
    "arccosh": "acosh",
    "arctanh": "atanh",
    "maximum": "max",
    "minimum": "min",
    "indicator": "Float64",
}
"""The functions with another name than NumPy's."""

NAMED = {"pi": "π", "e": "ℯ", "inf": "Inf"}


def write_elementwise(w: Writer, value: p.Elementwise) -> Fragment:
    """``X .* Y``, ``X .^ 2``, ``exp.(X)``, ``A + B``."""
    if _is_plain_sum(w, value):
        return _sum(w, value)
    if value.function in SIGNS:
        return write_operator(w, value, aligned(value), SIGNS)
    if value.function == "power":
        return write_power(w, value, _inexact(aligned(value)))
    if value.function == "negative":
        return write_negative(w, value.arguments[0])
    if value.function == "erf":
        w.imports.add("using SpecialFunctions: erf")
    arguments = ", ".join(map(w.text, aligned(value)))
    dot = "." if value.shape else ""
    return Fragment(f"{FUNCTIONS.get(value.function, value.function)}{dot}({arguments})")


def _inexact(arguments: list[p.Value]) -> list[p.Value]:
    """Return base and exponent; a whole number has no negative powers, a floating one has."""
    base, exponent = arguments
    if isinstance(base, p.Scalar) and not isinstance(exponent, p.Scalar):
        base = p.Scalar((), base.exact, repr(float(base.exact)))
    return [base, exponent]


def _is_plain_sum(w: Writer, value: p.Value) -> bool:
    """Whether this is a sum or difference of arrays of one shape, none of them broadcast."""
    return w.once("plain sum", value, partial(_adds_alike, w))


def _adds_alike(w: Writer, value: p.Value) -> bool:
    if not (isinstance(value, p.Elementwise) and value.function in ("add", "subtract")):
        return False
    left, right = value.arguments
    if not value.shape or not b.same_shape(left.shape, right.shape):
        return False
    return not any(_is_dotted(w, a) or without_trailing(a) is not a for a in value.arguments)


def _is_dotted(w: Writer, value: p.Value) -> bool:
    """Whether the value is written with dots, which fuse with those around them."""
    if not isinstance(value, p.Elementwise) or not value.shape:
        return False
    if value.function in ("add", "subtract"):
        return not _is_plain_sum(w, value)
    if value.function == "negative" or any(not argument.shape for argument in value.arguments):
        return any(_is_dotted(w, a) for a in value.arguments) or value.function not in _PLAIN
    return True


_PLAIN = frozenset({"negative", "multiply", "divide"})


def _sum(w: Writer, value: p.Elementwise) -> Fragment:
    """``A + B``, ``I - A``."""
    left, right = value.arguments
    sign = NUMBERS[value.function]
    ours, theirs = _summand(w, left, right), _summand(w, right, left)
    return Fragment(f"{bracketed(ours, SUM)} {sign} {bracketed(theirs, SUM + 1)}", SUM)


def _summand(w: Writer, value: p.Value, other: p.Value) -> Fragment:
    """Return a term; beside another matrix the identity needs no size."""
    if isinstance(value, p.Eye) and not isinstance(other, p.Eye):
        w.imports.add("using LinearAlgebra")
        return Fragment("I")
    return w.write(value)
