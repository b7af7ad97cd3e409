"""The functions of NumPy that compute what no kernel does; sums of products in the best order."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from typing import Any

import numpy as np

from boxdot.notation.codegen import program as p
from boxdot.numeric.evaluating.interpreting import operated


def operation(value: p.Value) -> Callable[..., Any]:
    """Return the function that computes a value of the arrays of its children."""
    if isinstance(value, p.Einsum) and len(value.arguments) > 1:
        return partial(_einsum, value)
    return partial(operated, value)


def _einsum(value: p.Einsum, *arguments: Any) -> Any:
    """Contract in the order that opt_einsum finds, or NumPy where it is not installed."""
    numbers: dict[str, int] = {}
    operands: list[Any] = []
    for argument, names in zip(arguments, value.labels, strict=True):
        operands += [argument, [numbers.setdefault(label, len(numbers)) for label in names]]
    result = [numbers[label] for label in value.result]
    if len(arguments) > 2 and find_spec("opt_einsum"):
        import opt_einsum

        return opt_einsum.contract(*operands, result)
    return np.einsum(*operands, result, optimize=True)
