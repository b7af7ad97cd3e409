"""Python libraries: reductions, norms, products and sums of products."""

from __future__ import annotations

from string import ascii_lowercase, ascii_uppercase
from typing import Any

from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.writer import (
    ATOM,
    PRODUCT,
    Fragment,
    Writer,
)


def write_reduce(w: Writer, value: p.Reduce) -> Fragment:
    """``X.sum(axis=2, keepdims=True)``, ``np.count_nonzero(X)``."""
    said = options(w, value.argument, value.axes, value.keep)
    if value.kind == "count":
        return w.call("count_nonzero", w.text(value.argument), *said)
    return Fragment(f"{w.at(value.argument, ATOM)}.{value.kind}({', '.join(said)})")


def options(w: Writer, argument: p.Value, axes: tuple[int, ...], keep: bool) -> list[str]:
    """Return the arguments that say which axes are reduced."""
    found = []
    if len(axes) < len(argument.shape):
        found.append(f"{w.word('axis')}={axes[0] if len(axes) == 1 else axes}")
    if keep:
        found.append(f"{w.word('keepdims')}=True")
    return found


def write_norm(w: Writer, value: p.Norm) -> Fragment:
    """``np.linalg.norm(X, axis=1)``."""
    said = options(w, value.argument, value.axes, value.keep)
    if len(value.axes) <= 2 or not said:
        return w.call("linalg.norm", w.text(value.argument), *said)
    squares = f"({w.function('abs')}({w.text(value.argument)})**2).sum({', '.join(said)})"
    return w.call("sqrt", squares)


def write_matmul(w: Writer, value: p.Matmul) -> Fragment:
    """``A @ x``."""
    return Fragment(f"{w.at(value.left, PRODUCT)} @ {w.at(value.right, PRODUCT + 1)}", PRODUCT)


def write_einsum(w: Writer, value: p.Einsum) -> Fragment:
    """``np.einsum("ijk,lj->ilk", X, A)``."""
    letters = _letters(label for names in (*value.labels, value.result) for label in names)
    terms = ["".join(letters[label] for label in names) for names in value.labels]
    result = "".join(letters[label] for label in value.result)
    optimize = w.word("optimize=True")
    summed = any(letter not in result for term in terms for letter in term)
    said = [optimize] if len(terms) > 2 and summed and optimize else []
    terms = [f'"{",".join(terms)}->{result}"', *map(w.text, value.arguments)]
    return w.call("einsum", *terms, *said)


def _letters(labels: Any) -> dict[str, str]:
    """Return one letter for each label: its own initial if that is free."""
    found: dict[str, str] = {}
    for label in labels:
        if label in found:
            continue
        choices = [label[0], *"ijklmnpqrstuvw", *ascii_lowercase, *ascii_uppercase]
        found[label] = next(
            letter
            for letter in choices
            if letter.isascii() and letter.isalpha() and letter not in found.values()
        )
    return found


def write_trace(w: Writer, value: p.Trace) -> Fragment:
    """``np.trace(A)``."""
    axes = [] if len(value.argument.shape) == 2 else ["axis1=-2", "axis2=-1"]
    return w.call("trace", w.text(value.argument), *axes)


def write_matrix_power(w: Writer, value: p.MatrixPower) -> Fragment:
    """``A @ A``, ``np.linalg.matrix_power(A, 3)``."""
    if value.exponent == 2 and isinstance(value.argument, p.Load):
        return Fragment(" @ ".join([w.text(value.argument)] * 2), PRODUCT)
    return w.call("linalg.matrix_power", w.text(value.argument), str(value.exponent))
