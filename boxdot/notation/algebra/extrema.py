"""The largest and the smallest of several sizes."""

from __future__ import annotations

from collections.abc import Iterable

from boxdot.notation.algebra.arithmetic import of_atom
from boxdot.notation.algebra.comparing import at_least
from boxdot.notation.algebra.expressions import Extremum, Size, SizeExpression


def maximum(*sizes: Size, joint: bool = False) -> Size:
    """Return the largest; what is never the largest is left out.

    ``joint`` says that the sizes are broadcast, so that any two are equal or one of them is 1.

    >>> str(maximum("I", "J")), maximum("I", 1), maximum("I", "I"), maximum(3, 5)
    ('max(I, J)', 'I', 'I', 5)
    """
    return extremum("max", sizes, joint=joint)


def minimum(*sizes: Size) -> Size:
    """Return the smallest.

    >>> str(minimum("I", "J")), minimum("I", 1)
    ('min(I, J)', 1)
    """
    return extremum("min", sizes)


def extremum(function: str, sizes: Iterable[Size], *, joint: bool = False) -> Size:
    """Return the largest (``max``) or the smallest (``min``) of the sizes."""
    flat = list(dict.fromkeys(part for size in sizes for part in parts_of(size, function)))
    kept = [size for size in flat if not any(_beats(function, o, size) for o in flat if o != size)]
    if len(kept) == 1:
        return kept[0]
    return of_atom(Extremum(function, frozenset(kept), tuple(kept), joint))


def _beats(function: str, size: Size, other: Size) -> bool:
    return at_least(size, other) if function == "max" else at_least(other, size)


def parts_of(size: Size, function: str = "max", *, joint: bool = False) -> tuple[Size, ...]:
    """Return the sizes of which this one is the largest (or smallest); itself if it is no such.

    With ``joint``, only what a broadcast made is taken apart.

    >>> parts_of(maximum("I", "J")), parts_of("I")
    (('I', 'J'), ('I',))
    """
    if isinstance(size, SizeExpression) and len(size.terms) == 1:
        monomial, factor = size.terms[0]
        if factor == 1 and len(monomial) == 1 and monomial[0][1] == 1:
            atom = monomial[0][0]
            if isinstance(atom, Extremum) and atom.function == function:
                return atom.order if atom.joint or not joint else (size,)
    return (size,)
