"""Sums, products and extrema while they are made: what is kept, how a number joins, what results.

Sums of floating-point numbers are made in blocks, in any order, and the sums of the blocks are
added with what each addition loses (single precision: in double precision), so that the error
does not grow with the number of terms.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from boxdot.numeric.compiling.cells import Fold
from boxdot.numeric.compiling.functions import cast
from boxdot.numeric.compiling.kinds import Kind, Unfusible

DOUBLE = np.dtype(np.float64)


@dataclass(frozen=True, slots=True)
class Plan:
    """How a fold is made.

    Parameters
    ----------
    plane
        The data type of what is kept.
    start
        The text of each number that is kept, at the beginning.
    block
        The data type of the sum of a block, or None if there are no blocks.
    pieces
        How the parts of a number that joins are written: itself, or its real and imaginary part.
    join
        The new values of what is kept, given their names and the text of a piece.
    result
        The text of the result, given the names of what is kept.
    """

    plane: Kind
    start: tuple[str, ...]
    block: Kind | None
    pieces: tuple[str, ...]
    join: Callable[[list[str], str], list[str]]
    result: Callable[[list[str]], str]


def plan_of(fold: Fold) -> Plan:
    """Return how a fold is made."""
    kind = fold.kind
    assert kind is not None
    if fold.function == "sum" and kind.kind in "fc":
        return _careful(kind)
    if fold.function in ("sum", "count"):
        return _plain(kind, f"np.{kind.name}(0)", "{0} + {1}", kind)
    if fold.function == "prod" and kind.kind in "iuf":
        one = f"np.{kind.name}(1)"
        text = "reordered_multiply({0}, {1})" if kind.kind == "f" else "{0} * {1}"
        return _plain(kind, one, text, kind)
    if fold.function in ("max", "min") and kind.kind in "iuf":
        return _extremum(fold.function, kind)
    raise Unfusible(f"{fold.function} of {kind}")


def _plain(kind: Kind, start: str, text: str, result: Kind) -> Plan:
    def join(kept: list[str], piece: str) -> list[str]:
        return [cast(text.format(kept[0], piece), None, kind)]

    return Plan(kind, (start,), None, ("{0}",), join, lambda kept: kept[0])


def _extremum(function: str, kind: Kind) -> Plan:
    if kind.kind == "f":
        sign = "-" if function == "max" else ""
        name = "float_maximum" if function == "max" else "float_minimum"
        return _plain(kind, f"np.{kind.name}({sign}np.inf)", f"{name}({{0}}, {{1}})", kind)
    limits = np.iinfo(kind)
    start = limits.min if function == "max" else limits.max
    return _plain(kind, f"np.{kind.name}({start})", f"{function}({{0}}, {{1}})", kind)


def _careful(kind: Kind) -> Plan:
    """Sums of blocks in double precision, with what is lost beside them if need be."""
    parts = 2 if kind.kind == "c" else 1
    block = np.dtype(f"f{kind.itemsize // parts}")
    with_rest = block == DOUBLE
    each = 2 if with_rest else 1

    def join(kept: list[str], piece: str) -> list[str]:
        total = f"{kept[0]} + {piece}"
        return [total, f"{kept[1]} + rest_of_sum({kept[0]}, {piece})"] if with_rest else [total]

    def result(kept: list[str]) -> str:
        texts = [
            f"settled({kept[each * n]}, {kept[each * n + 1]})" if with_rest else kept[n]
            for n in range(parts)
        ]
        text = f"complex({texts[0]}, {texts[1]})" if parts == 2 else texts[0]
        return f"np.{kind.name}({text})"

    pieces = ("{0}.real", "{0}.imag") if parts == 2 else ("{0}",)
    return Plan(DOUBLE, ("0.0",) * (parts * each), block, pieces, join, result)
