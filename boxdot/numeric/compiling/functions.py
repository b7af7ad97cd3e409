"""How functions of entries are written in kernels, by the kind of number that they compute in."""

from __future__ import annotations

import cmath
import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from boxdot.numeric.compiling.cells import Apply, Number
from boxdot.numeric.compiling.kinds import Kind, Unfusible, code_of

COMPARISONS = {
    "equal": "{0} == {1}",
    "not_equal": "{0} != {1}",
    "less": "{0} < {1}",
    "less_equal": "{0} <= {1}",
    "greater": "{0} > {1}",
    "greater_equal": "{0} >= {1}",
}
_EVERY = {
    "add": "{0} + {1}",
    "subtract": "{0} - {1}",
    "multiply": "{0} * {1}",
    "negative": "-{0}",
}
_FLOATING = (
    *("log", "log2", "log10", "log1p", "expm1", "sin", "cos", "tan", "arcsin", "arccos"),
    *("arctan", "sinh", "cosh", "tanh", "arcsinh", "arccosh", "arctanh", "sqrt", "floor", "ceil"),
)
TEMPLATES: Mapping[str, Mapping[str, str]] = {
    "f": {
        **_EVERY,
        **COMPARISONS,
        **{name: f"np.{name}({{0}})" for name in _FLOATING},
        "divide": "{0} / {1}",
        "power": "{0} ** {1}",
        "abs": "abs({0})",
        "sign": "sign_of({0})",
        "conj": "{0}",
        "real": "{0}",
        "imag": "{0} * 0",
        "round": "np.rint({0})",
        "exp": "exp_{code}({0})",
        "erf": "math.erf({0})",
        "maximum": "float_maximum({0}, {1})",
        "minimum": "float_minimum({0}, {1})",
    },
    "i": {
        **_EVERY,
        **COMPARISONS,
        "power": "whole_power({0}, {1})",
        "abs": "abs({0})",
        "sign": "({0} > 0) - ({0} < 0)",
        "conj": "{0}",
        "real": "{0}",
        "imag": "{0} * 0",
        "floor": "{0}",
        "ceil": "{0}",
        "maximum": "max({0}, {1})",
        "minimum": "min({0}, {1})",
    },
    "c": {
        **_EVERY,
        "equal": "{0} == {1}",
        "not_equal": "{0} != {1}",
        "divide": "divide_complex({0}, {1})",
        "abs": "math.hypot({0}.real, {0}.imag)",
        "conj": "{0}.conjugate()",
        "real": "{0}.real",
        "imag": "{0}.imag",
    },
    "b": {**COMPARISONS, "indicator": "{0}"},
}
"""For each kind of number the functions that kernels know; others are left to NumPy."""

POWERS = {
    2: "{0} * {0}",
    3: "{0} * {0} * {0}",
    4: "({0} * {0}) * ({0} * {0})",
    0.5: "np.sqrt({0})",
}
"""Powers that are made without the general power."""

COSTLY = frozenset(_FLOATING) - {"floor", "ceil", "sqrt"} | {"exp", "power", "erf"}
"""Functions that are worth keeping the result of."""


def category(kind: Kind) -> str:
    """Return which templates a data type has: ``f``, ``i``, ``c`` or ``b``."""
    return "i" if kind.kind == "u" else kind.kind


def written(cell: Apply, arguments: list[str]) -> str:
    """Return the text of a function of entries whose arguments have the loop's data types."""
    kind = cell.loop[0]
    family = category(kind)
    template = TEMPLATES[family].get(cell.function)
    if cell.function == "power":
        template = _power(cell, template)
    if template is None:
        raise Unfusible(f"{cell.function} of {kind}")
    return cast(template.format(*arguments, code=code_of(kind)), None, cell.loop[-1])


def _power(cell: Apply, template: str | None) -> str | None:
    exponent: Any = cell.arguments[1]  # only a number has a value
    known = isinstance(exponent, Number) and exponent.kind is None and exponent.value in POWERS
    if not known or (exponent.value == 0.5 and category(cell.loop[0]) != "f"):
        return template
    return POWERS[exponent.value]


def cast(text: str, kind: Kind | None, wanted: Kind) -> str:
    """Return the text of a number in another data type."""
    if kind == wanted and kind is not None:
        return text
    if wanted.kind == "b":
        return f"({text})" if kind is None else f"({text} != 0)"
    return f"np.{wanted.name}({text})"


def literal(number: Number, wanted: Kind) -> str:
    """Return the text of a number that is known."""
    value = number.value.item() if isinstance(number.value, np.generic) else number.value
    if isinstance(value, int) and abs(value) >= 2**63:
        raise Unfusible("a whole number beyond 64 bits")
    if isinstance(value, complex) or (isinstance(value, float) and not math.isfinite(value)):
        return _odd_literal(complex(value), wanted)
    return f"np.{wanted.name}({value!r})"


def _odd_literal(value: complex, wanted: Kind) -> str:
    if cmath.isfinite(value):
        return f"np.{wanted.name}(complex({value.real!r}, {value.imag!r}))"
    if value.imag or value.real != value.real:
        raise Unfusible("a complex number that is not finite")
    sign = "-" if value.real < 0 else ""
    return f"np.{wanted.name}({sign}np.inf)"
