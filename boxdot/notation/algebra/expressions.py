"""A size that is arithmetic over names: its normal form and its text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import TypeAlias


@dataclass(frozen=True)
class Extremum:
    """``max(I, J)`` or ``min(I, J)`` as one factor.

    ``joint`` says that a broadcast made it, so that I = J or I = 1 or J = 1 is required elsewhere.
    """

    function: str
    sizes: frozenset[Size]
    order: tuple[Size, ...] = field(compare=False)
    joint: bool = field(default=False, compare=False)

    def __str__(self) -> str:
        return f"{self.function}({', '.join(map(str, self.order))})"


@dataclass(frozen=True)
class Quotient:
    """A division that does not come out even, ``n/(m + 1)``, as one factor."""

    numerator: Size
    denominator: Size

    def __str__(self) -> str:
        return f"{bracketed(self.numerator)}/{bracketed(self.denominator, product=True)}"


@dataclass(frozen=True)
class Exponential:
    """``2^n`` as one factor."""

    base: Size
    exponent: Size

    def __str__(self) -> str:
        return f"{bracketed(self.base, product=True)}^{bracketed(self.exponent, product=True)}"


Atom: TypeAlias = str | Extremum | Quotient | Exponential
Monomial: TypeAlias = tuple[tuple[Atom, int], ...]
"""Factors with their exponents, in the order in which they were written."""

Terms: TypeAlias = tuple[tuple[Monomial, Fraction], ...]


class SizeExpression:
    """Arithmetic over sizes: ``2*H``, ``H/2``, ``n + 1``, ``I*J``, ``max(I, J)``.

    A sum of terms; equal expressions compare and hash equal, while the text keeps the order in
    which the names were written (``n*m`` stays ``n*m``). Make one with the functions of
    ``algebra.arithmetic``.
    """

    def __init__(self, terms: Terms) -> None:
        self.terms = terms

    @cached_property
    def _key(self) -> frozenset[tuple[frozenset[tuple[Atom, int]], Fraction]]:
        return frozenset((frozenset(monomial), factor) for monomial, factor in self.terms)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SizeExpression) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)

    def __repr__(self) -> str:
        return f"SizeExpression({self})"

    def __str__(self) -> str:
        first, *rest = sorted(self.terms, key=lambda term: (term[1] < 0, not term[0]))
        text = _term(first[0], first[1])
        for monomial, factor in rest:
            text += f" {'-' if factor < 0 else '+'} {_term(monomial, abs(factor))}"
        return text


Size: TypeAlias = int | str | SizeExpression


def _term(monomial: Monomial, factor: Fraction) -> str:
    if factor == 1 and len(monomial) == 1 and monomial[0][1] == 1:
        return str(monomial[0][0])
    over = [_factor(atom, n) for atom, n in monomial if n > 0]
    under = [_factor(atom, -n) for atom, n in monomial if n < 0]
    if factor.denominator != 1:
        under.insert(0, str(factor.denominator))
    if factor.numerator == -1 and over:
        over[0] = "-" + over[0]
    elif factor.numerator != 1 or not over:
        over.insert(0, str(factor.numerator))
    below = "*".join(under)
    if len(under) > 1:
        below = f"({below})"
    return "*".join(over) + (f"/{below}" if below else "")


def _factor(atom: Atom, exponent: int) -> str:
    text = f"({atom})" if isinstance(atom, Quotient | Exponential) else str(atom)
    return "*".join([text] * exponent) if exponent <= 2 else f"{text}^{exponent}"


def bracketed(size: Size, *, product: bool = False) -> str:
    """Return the text of a size, in brackets if it is a sum (or, if asked, a product).

    >>> bracketed("H"), bracketed(3)
    ('H', '3')
    """
    text = str(size)
    if not isinstance(size, SizeExpression):
        return text
    if len(size.terms) > 1 or (product and not _is_atom(size)):
        return f"({text})"
    return text


def _is_atom(size: SizeExpression) -> bool:
    monomial, factor = size.terms[0]
    return len(size.terms) == 1 and factor == 1 and len(monomial) == 1 and monomial[0][1] == 1


def names_of(size: Size) -> Iterator[str]:
    """Yield the names in a size, in the order in which they stand, repeats included.

    >>> list(names_of("H")), list(names_of(3))
    (['H'], [])
    """
    if isinstance(size, str):
        yield size
    elif isinstance(size, SizeExpression):
        for monomial, _ in size.terms:
            for atom, _ in monomial:
                yield from _names_of_atom(atom)


def _names_of_atom(atom: Atom) -> Iterator[str]:
    match atom:
        case str():
            yield atom
        case Extremum(order=order):
            for size in order:
                yield from names_of(size)
        case Quotient(numerator=left, denominator=right) | Exponential(base=left, exponent=right):
            yield from names_of(left)
            yield from names_of(right)
