"""Replacing names in sizes."""

from __future__ import annotations

from collections.abc import Mapping

from boxdot.notation.algebra.arithmetic import divide, power, replace
from boxdot.notation.algebra.expressions import (
    Atom,
    Exponential,
    Extremum,
    Quotient,
    Size,
    names_of,
)
from boxdot.notation.algebra.extrema import extremum


def substitute(size: Size, bindings: Mapping[str, Size]) -> Size:
    """Return the size with names replaced.

    >>> from boxdot.notation.algebra.arithmetic import multiply
    >>> substitute(multiply(2, "H"), {"H": 4}), substitute("W", {"H": 4})
    (8, 'W')
    """
    if isinstance(size, int):
        return size
    if isinstance(size, str):
        return bindings.get(size, size)
    if not any(name in bindings for name in names_of(size)):
        return size
    return replace(size, lambda atom: _value(atom, bindings))


def _value(atom: Atom, bindings: Mapping[str, Size]) -> Size:
    match atom:
        case str():
            return bindings.get(atom, atom)
        case Extremum(function=function, order=order, joint=joint):
            return extremum(function, [substitute(s, bindings) for s in order], joint=joint)
        case Quotient(numerator=left, denominator=right):
            return divide(substitute(left, bindings), substitute(right, bindings))
        case Exponential(base=left, exponent=right):
            return power(substitute(left, bindings), substitute(right, bindings))
