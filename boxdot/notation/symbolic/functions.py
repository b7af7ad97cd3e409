"""Functions of numbers: their names here and what they are in SymPy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import sympy

Function = Callable[..., Any]


def sigmoid(x: Any) -> Any:
    """Return ``1/(1 + exp(−x))``."""
    return 1 / (1 + sympy.exp(-x))


def _logarithm(base: int) -> Function:
    return lambda x: sympy.log(x, base)


ENTRYWISE: Mapping[str, Function] = {
    "exp": sympy.exp,
    "expm1": lambda x: sympy.exp(x) - 1,
    "log": sympy.log,
    "ln": sympy.log,
    "log2": _logarithm(2),
    "log10": _logarithm(10),
    "lg": _logarithm(10),
    "log1p": lambda x: sympy.log(1 + x),
    "sqrt": sympy.sqrt,
    "cbrt": sympy.cbrt,
    "abs": sympy.Abs,
    **dict.fromkeys(("sgn", "sign"), sympy.sign),
    "floor": sympy.floor,
    "ceil": sympy.ceiling,
    "sin": sympy.sin,
    "cos": sympy.cos,
    "tan": sympy.tan,
    "cot": sympy.cot,
    "sec": sympy.sec,
    "csc": sympy.csc,
    **dict.fromkeys(("arcsin", "asin"), sympy.asin),
    **dict.fromkeys(("arccos", "acos"), sympy.acos),
    **dict.fromkeys(("arctan", "atan"), sympy.atan),
    "sinh": sympy.sinh,
    "cosh": sympy.cosh,
    **dict.fromkeys(("tanh", "Tanh"), sympy.tanh),
    "coth": sympy.coth,
    **dict.fromkeys(("arcsinh", "asinh"), sympy.asinh),
    **dict.fromkeys(("arccosh", "acosh"), sympy.acosh),
    **dict.fromkeys(("arctanh", "atanh"), sympy.atanh),
    **dict.fromkeys(("σ", "sigmoid", "Sigmoid", "logistic", "sigm"), sigmoid),
    "logit": lambda x: sympy.log(x / (1 - x)),
    **dict.fromkeys(("relu", "ReLU"), lambda x: sympy.Max(0, x)),
    **dict.fromkeys(("SiLU", "silu", "swish", "Swish"), lambda x: x * sigmoid(x)),
    **dict.fromkeys(("softplus", "Softplus"), lambda x: sympy.log(1 + sympy.exp(x))),
    "softsign": lambda x: x / (1 + sympy.Abs(x)),
    "erf": sympy.erf,
    "erfc": sympy.erfc,
    **dict.fromkeys(("Γ", "gamma"), sympy.gamma),
    "conj": sympy.conjugate,
    "Re": sympy.re,
    "Im": sympy.im,
    "square": lambda x: x**2,
    "reciprocal": lambda x: 1 / x,
}
"""What is applied entry by entry; a name that a formula declares is the author's own function."""

EXTREMA: Mapping[str, Function] = {"max": sympy.Max, "min": sympy.Min}

BACK: Mapping[Any, str] = {
    sympy.exp: "exp",
    sympy.log: "log",
    sympy.Abs: "abs",
    sympy.sign: "sign",
    sympy.floor: "floor",
    sympy.ceiling: "ceil",
    sympy.sin: "sin",
    sympy.cos: "cos",
    sympy.tan: "tan",
    sympy.cot: "cot",
    sympy.sec: "sec",
    sympy.csc: "csc",
    sympy.asin: "arcsin",
    sympy.acos: "arccos",
    sympy.atan: "arctan",
    sympy.sinh: "sinh",
    sympy.cosh: "cosh",
    sympy.tanh: "tanh",
    sympy.coth: "coth",
    sympy.asinh: "arcsinh",
    sympy.acosh: "arccosh",
    sympy.atanh: "arctanh",
    sympy.erf: "erf",
    sympy.erfc: "erfc",
    sympy.gamma: "gamma",
    sympy.conjugate: "conj",
    sympy.re: "Re",
    sympy.im: "Im",
    sympy.Max: "max",
    sympy.Min: "min",
}
"""The SymPy classes that are functions here, with their names."""
