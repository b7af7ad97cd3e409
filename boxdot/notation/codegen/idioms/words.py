"""What libraries have a word for: standard deviations, softmax and the log of a sum of powers."""

from __future__ import annotations

from dataclasses import replace

from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.rewriting import Rules


def _deviation(value: p.Elementwise) -> p.Value:
    """``X.std()`` for the root of ``X.var()``."""
    if value.function != "sqrt":
        return value
    (variance,) = value.arguments
    found = isinstance(variance, p.Reduce) and variance.kind == "var"
    return replace(variance, kind="std") if found else value  # type: ignore[call-arg]


def _elementwise(value: p.Elementwise) -> p.Value:
    match value.function:
        case "divide":
            return _softmax(value)
        case "log" | "add":
            return _log_softmax(_log_of_sum(value))
        case _:
            return _deviation(value)


def _softmax(value: p.Elementwise) -> p.Value:
    """``softmax(x)`` for the powers of x, less its largest entry, over their sum."""
    powers, total = value.arguments
    if not isinstance(total, p.Reduce) or total.kind != "sum" or total.argument != powers:
        return value
    x = _shifted(powers, total.axes)
    kept = total.keep or len(powers.shape) == 1
    if x is None or len(total.axes) != 1 or not kept:
        return value
    return p.Softmax(value.shape, x, total.axes[0], log=False)


def _shifted(powers: p.Value, axes: tuple[int, ...]) -> p.Value | None:
    """Return x of ``exp(x − max x)``, with the largest entries along these axes."""
    difference = _argument(powers, "exp")
    if not isinstance(difference, p.Elementwise) or difference.function != "subtract":
        return None
    x, largest = difference.arguments
    found = isinstance(largest, p.Reduce) and largest.kind == "max" and largest.argument == x
    return x if found and isinstance(largest, p.Reduce) and largest.axes == axes else None


def _argument(value: p.Value, function: str) -> p.Value | None:
    found = isinstance(value, p.Elementwise) and value.function == function
    return value.arguments[0] if found and isinstance(value, p.Elementwise) else None


def _log_of_sum(value: p.Elementwise) -> p.Value:
    """``logsumexp(x)`` for ``log Σ exp(x)``, with or without the largest entry taken out."""
    if value.function == "add":
        largest, rest = value.arguments
        total = _argument(rest, "log")
        if not isinstance(largest, p.Reduce) or not isinstance(total, p.Reduce):
            return value
        x = _shifted(total.argument, total.axes)
        same = x is not None and largest.kind == "max" and largest.argument == x
        fits = (largest.axes, largest.keep) == (total.axes, total.keep)
        return replace(largest, kind="logsumexp") if same and fits else value
    total = _argument(value, "log")
    if not isinstance(total, p.Reduce) or total.kind != "sum":
        return value
    x = _argument(total.argument, "exp")
    return value if x is None else replace(total, argument=x, kind="logsumexp")


def _log_softmax(value: p.Value) -> p.Value:
    softmax = _argument(value, "log")
    return replace(softmax, log=True) if isinstance(softmax, p.Softmax) else value


DEVIATIONS: Rules = {p.Elementwise: _deviation}
WORDS: Rules = {p.Elementwise: _elementwise}
"""For PyTorch and JAX, which have all of these."""
