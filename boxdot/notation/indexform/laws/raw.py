"""Raw terms: products that are not in canonical form yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.indexform.indices import Index
from boxdot.notation.indexform.structure import Atom, Exponent, Factors, Form, Monomial


@dataclass(frozen=True, slots=True)
class Raw:
    """A product of powers, summed over bound indices.

    ``dropped`` are other factors of the product that are used up, ``unbound`` indices that are
    no longer summed over.
    """

    coefficient: Fraction = Fraction(1)
    factors: Factors = field(default_factory=dict)
    bound: frozenset[Index] = frozenset()
    dropped: frozenset[Atom] = frozenset()
    unbound: frozenset[Index] = frozenset()


Law = Callable[[Any, Exponent, frozenset[Index], Mapping[Atom, Exponent]], list[Raw] | None]
"""Any: each law takes the kind of atom that it is filed under."""


class ZeroDenominatorError(UnsupportedError):
    """Something that is always zero stands in a denominator."""


class NegativeRadicandError(UnsupportedError):
    """Something that is always negative stands under an even root or a logarithm."""


def single(atom: Atom, exponent: Exponent = 1, coefficient: Fraction = Fraction(1)) -> Form:
    """Return the form of one power of an atom (which no law must change)."""
    return Form({Monomial(frozenset(), {atom: exponent}): coefficient})


def alone(form: Form) -> tuple[Monomial, Fraction] | None:
    """Return the only term of a form, None if it has none or several."""
    if len(form.terms) != 1:
        return None
    return next(iter(form.terms.items()))
