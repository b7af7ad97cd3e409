"""Whether the negative terms of a form are covered by its positive ones."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from boxdot.notation.equality.inequalities.bounding import Need, bounds
from boxdot.notation.equality.inequalities.dominating import cost
from boxdot.notation.indexform.signs import is_nonnegative_monomial
from boxdot.notation.indexform.structure import Form, Monomial

MOST_NODES = 2_000

Capacity = dict[Monomial, Fraction]


def is_covered(form: Form) -> bool:
    """Return whether each term that may be negative is outweighed by positive ones.

    A term is outweighed by one that dominates it, or, if it is a product ``a b``, by ones that
    dominate ``a²/2`` and ``b²/2``.
    """
    capacity: Capacity = {}
    needs: list[Need] = []
    for term, factor in form.terms.items():
        if factor > 0 and is_nonnegative_monomial(term):
            capacity[term] = factor
        else:
            needs.append((term, abs(factor)))
    if not capacity and needs:
        return False
    return _met(needs, capacity, [MOST_NODES])


def _met(needs: list[Need], capacity: Capacity, budget: list[int]) -> bool:
    budget[0] -= 1
    if not needs:
        return True
    if budget[0] < 0:
        return False
    (term, amount), *rest = needs
    if any(_met(rest, left, budget) for left in _taken([(term, amount)], capacity)):
        return True
    for parts in bounds(term, amount):
        if any(_met(rest, left, budget) for left in _taken(parts, capacity)):
            return True
    return False


def _taken(parts: list[Need], capacity: Capacity) -> Iterator[Capacity]:
    """Yield what is left of the positive terms once they cover the parts one by one."""
    if not parts:
        yield capacity
        return
    (term, amount), *rest = parts
    if amount <= 0 or not is_nonnegative_monomial(term):
        return
    for larger, available in sorted(capacity.items(), key=lambda item: item[0] != term):
        times = 1 if larger == term else cost(larger, term) if available >= amount else None
        if times is not None and available >= amount * times:
            yield from _taken(rest, {**capacity, larger: available - amount * times})
