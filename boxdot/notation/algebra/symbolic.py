"""Sizes and conditions as SymPy expressions, for those who carry on there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from boxdot.notation.algebra.expressions import (
    Atom,
    Exponential,
    Extremum,
    Quotient,
    Size,
)

# SymPy is untyped here and takes half a second to import, so it is loaded only when asked for.


def to_sympy(size: Size) -> Any:
    """Return the size over positive integer symbols of SymPy.

    >>> from boxdot.notation.algebra.arithmetic import multiply
    >>> to_sympy(multiply(2, "H"))
    2*H
    """
    import sympy

    if isinstance(size, int):
        return sympy.Integer(size)
    if isinstance(size, str):
        return sympy.Symbol(size, integer=True, positive=True)
    return sympy.Add(*(_term(monomial, factor) for monomial, factor in size.terms))


def _term(monomial: Iterable[tuple[Atom, int]], factor: Any) -> Any:
    import sympy

    powers = (_atom(atom) ** exponent for atom, exponent in monomial)
    return sympy.Mul(sympy.Rational(factor.numerator, factor.denominator), *powers)


def _atom(atom: Atom) -> Any:
    import sympy

    match atom:
        case str():
            return to_sympy(atom)
        case Extremum(function=function, order=order):
            extremum = sympy.Max if function == "max" else sympy.Min
            return extremum(*map(to_sympy, order))
        case Quotient(numerator=left, denominator=right):
            return to_sympy(left) / to_sympy(right)
        case Exponential(base=left, exponent=right):
            return to_sympy(left) ** to_sympy(right)


def condition_to_sympy(clauses: Iterable[Iterable[tuple[Size, Size]]]) -> Any:
    """Return "each clause has a true equality" as a SymPy Boolean.

    >>> condition_to_sympy([[("I", "J"), ("I", 1)]])
    Eq(I, 1) | Eq(I, J)
    """
    import sympy

    return sympy.And(
        *(sympy.Or(*(sympy.Eq(to_sympy(a), to_sympy(b)) for a, b in c)) for c in clauses)
    )
