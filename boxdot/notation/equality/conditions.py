"""For which sizes an equation holds that does not hold for all: exact conditions."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from fractions import Fraction

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.algebra import Size, add, divide, multiply
from boxdot.notation.algebra.arithmetic import collect, terms_of
from boxdot.notation.equality.forks import Bindings, cases, implies, joined
from boxdot.notation.indexform.structure import Atom, Exponent, Form, Length, Monomial
from boxdot.notation.shapes.conditions import TRUE, Condition, equality

MOST_EQUALITIES = 3
MOST_TRIED = 160


def candidates(names: list[str]) -> Iterator[Bindings]:
    """Yield equalities of sizes, single ones first: I = 1, I = J, then several at once."""
    single: list[Bindings] = [{name: 1} for name in names]
    single += [{second: first} for first, second in itertools.combinations(names, 2)]
    yield from single
    for count in range(2, MOST_EQUALITIES + 1):
        for chosen in itertools.combinations(single, count):
            together = _together(chosen)
            if together is not None:
                yield together


def _together(chosen: tuple[Bindings, ...]) -> Bindings | None:
    """Return several equalities at once; None if one says nothing beside the others."""
    result: Bindings = {}
    for bindings in chosen:
        if bindings.keys() & result.keys():
            return None
        result = joined(result, bindings)
    return result


def weakest(
    names: list[str], more: list[Bindings], holds: Callable[[Bindings], bool]
) -> list[Bindings]:
    """Return the weakest equalities under which something holds."""
    found: list[Bindings] = []
    tried = itertools.islice(itertools.chain(more, candidates(names)), MOST_TRIED)
    for bindings in tried:
        if any(implies(bindings, other) for other in found):
            continue
        if holds(bindings):
            found = [other for other in found if not implies(other, bindings)]
            found.append(bindings)
    return found


def condition_of(found: list[Bindings], names: list[str]) -> Condition:
    """Return "one of these holds" as a condition; of two names, the earlier comes first."""
    result: Condition | None = None
    for bindings in found:
        one = TRUE
        for name, size in bindings.items():
            known = isinstance(size, str) and {name, size} <= set(names)
            swapped = known and names.index(str(size)) < names.index(name)
            one &= equality(size, name) if swapped else equality(name, size)
        result = one if result is None else result | one
    return TRUE if result is None else result


# --- conditions that the difference itself shows ----------------------------------------------


def from_differences(differences: list[Form]) -> list[Bindings]:
    """Return the sizes at which every coefficient of the differences vanishes."""
    condition = TRUE
    try:
        for difference in differences:
            for coefficient in _coefficients(difference):
                if isinstance(coefficient, int):
                    return []
                condition &= equality(*_parted(coefficient))
        return list(cases(condition))
    except UnsupportedError:
        return []


def _coefficients(form: Form) -> Iterator[Size]:
    """Yield the polynomial in sizes in front of each kind of term."""
    groups: dict[object, Size] = {}
    for monomial, factor in form.terms.items():
        sizes = {a: e for a, e in monomial.factors.items() if isinstance(a, Length)}
        rest: dict[Atom, Exponent] = {
            a: e for a, e in monomial.factors.items() if not isinstance(a, Length)
        }
        key = Monomial(monomial.bound, rest)
        groups[key] = add(groups.get(key, 0), _size(sizes, factor))
    yield from groups.values()


def _size(factors: dict[Length, Exponent], factor: Fraction) -> Size:
    size: Size = factor.numerator
    for atom, exponent in factors.items():
        if not isinstance(exponent, int) or not atom.size.isidentifier():
            raise UnsupportedError("a root of a size")
        for _ in range(abs(exponent)):
            size = multiply(size, atom.size) if exponent > 0 else divide(size, atom.size)
    return divide(size, factor.denominator)


def _parted(size: Size) -> tuple[Size, Size]:
    """Return positive and negative terms as two sizes."""
    plus = collect((m, f) for m, f in terms_of(size) if f > 0)
    minus = collect((m, -f) for m, f in terms_of(size) if f < 0)
    return plus, minus
