"""Functions of numbers in terms of few: exp, log, powers and absolute values."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from boxdot.notation.indexform.arithmetic import (
    add,
    multiply,
    number,
    of_atom,
    power,
    scale,
    subtract,
)
from boxdot.notation.indexform.structure import ONE, ZERO, Call, Form


def exp(x: Form) -> Form:
    """``e^x``."""
    return of_atom(Call("exp", (x,)))


def log(x: Form) -> Form:
    """The natural logarithm."""
    return of_atom(Call("log", (x,)))


def log_to(base: int) -> Callable[[Form], Form]:
    """The logarithm to a base."""
    return lambda x: multiply(log(x), power(log(number(base)), -1))


def absolute(x: Form) -> Form:
    """``|x|``."""
    return of_atom(Call("abs", (x,)))


def maximum(x: Form, y: Form) -> Form:
    """``(x + y + |x − y|) / 2``."""
    return scale(add(x, y, absolute(subtract(x, y))), Fraction(1, 2))


def minimum(x: Form, y: Form) -> Form:
    """``(x + y − |x − y|) / 2``."""
    return scale(subtract(add(x, y), absolute(subtract(x, y))), Fraction(1, 2))


def sigmoid(x: Form) -> Form:
    """``1 / (1 + e^−x)``."""
    return power(add(ONE, exp(scale(x, -1))), -1)


def tanh(x: Form) -> Form:
    """``1 − 2 / (1 + e^2x)``."""
    return subtract(ONE, scale(power(add(ONE, exp(scale(x, 2))), -1), 2))


def _half_sum(sign: int) -> Callable[[Form], Form]:
    return lambda x: scale(add(exp(x), scale(exp(scale(x, -1)), sign)), Fraction(1, 2))


ENTRYWISE: dict[str, Callable[..., Form]] = {
    "exp": exp,
    "expm1": lambda x: subtract(exp(x), ONE),
    "log": log,
    "ln": log,
    "log2": log_to(2),
    "log10": log_to(10),
    "lg": log_to(10),
    "log1p": lambda x: log(add(ONE, x)),
    "sqrt": lambda x: power(x, Fraction(1, 2)),
    "abs": absolute,
    "square": lambda x: power(x, 2),
    "reciprocal": lambda x: power(x, -1),
    "relu": lambda x: scale(add(x, absolute(x)), Fraction(1, 2)),
    "ReLU": lambda x: scale(add(x, absolute(x)), Fraction(1, 2)),
    **dict.fromkeys(["sigmoid", "Sigmoid", "logistic", "sigm", "σ"], sigmoid),
    **dict.fromkeys(["tanh", "Tanh"], tanh),
    **dict.fromkeys(["conj", "Re"], lambda x: x),
    "Im": lambda x: ZERO,
    "sinh": _half_sum(-1),
    "cosh": _half_sum(1),
    "softplus": lambda x: log(add(ONE, exp(x))),
    "Softplus": lambda x: log(add(ONE, exp(x))),
    **dict.fromkeys(["SiLU", "silu", "swish", "Swish"], lambda x: multiply(x, sigmoid(x))),
}
"""What the functions of real numbers are equal to; others (sin, erf …) are kept as they are."""
