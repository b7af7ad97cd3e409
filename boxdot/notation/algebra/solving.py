"""What an equality of sizes says in the simplest terms, and a name solved from it."""

from __future__ import annotations

from fractions import Fraction

from boxdot.notation.algebra.arithmetic import collect, divide, subtract
from boxdot.notation.algebra.comparing import equal, positive_roots, whole
from boxdot.notation.algebra.expressions import Monomial, Size, SizeExpression, Terms, names_of


def reduced(left: Size, right: Size) -> list[tuple[Size, Size]]:
    """Return simpler equalities that together say the same.

    >>> from boxdot.notation.algebra.arithmetic import multiply
    >>> reduced(multiply(2, "H"), 6), reduced(multiply("I", "J"), "I")
    ([('H', 3)], [('J', 1)])
    >>> reduced(multiply("I", "J"), 1)
    [('I', 1), ('J', 1)]
    """
    if not (isinstance(left, SizeExpression) or isinstance(right, SizeExpression)):
        return [(left, right)]
    terms = whole(subtract(left, right))
    if not terms or any(not isinstance(atom, str) for monomial, _ in terms for atom, _ in monomial):
        return [(left, right)]
    return _one_name(terms) or _product_is_one(terms) or _cancelled(left, right, terms)


def _one_name(terms: Terms) -> list[tuple[Size, Size]]:
    names = {atom for monomial, _ in terms for atom, _ in monomial}
    if len(names) != 1:
        return []
    roots = positive_roots(terms)
    return [(str(names.pop()), roots[0])] if len(roots) == 1 else []


def _product_is_one(terms: Terms) -> list[tuple[Size, Size]]:
    """``I*J - 1 = 0`` over positive sizes: I = 1 and J = 1."""
    constants = [factor for monomial, factor in terms if not monomial]
    others = [(monomial, factor) for monomial, factor in terms if monomial]
    if len(constants) != 1 or len(others) != 1 or constants[0] != -others[0][1]:
        return []
    return [(str(atom), 1) for atom, _ in others[0][0]]


def _cancelled(left: Size, right: Size, terms: Terms) -> list[tuple[Size, Size]]:
    shared = _common_factor(terms)
    if shared == 1:
        return [(left, right)]
    plus = collect((m, f) for m, f in terms if f > 0)
    minus = collect((m, -f) for m, f in terms if f < 0)
    above, below = divide(plus, shared), divide(minus, shared)
    if {above, below} == {left, right}:
        return [(left, right)]
    first, second = (below, above) if isinstance(above, int) else (above, below)
    return reduced(first, second)


def _common_factor(terms: Terms) -> Size:
    first, *rest = (dict(monomial) for monomial, _ in terms)
    shared: Monomial = tuple(
        (atom, min([n, *(other.get(atom, 0) for other in rest)]))
        for atom, n in first.items()
        if all(atom in other for other in rest)
    )
    return collect([(shared, Fraction(1))])


def solved(left: Size, right: Size) -> tuple[str, Size] | None:
    """Return a name and what it must be for the sizes to be equal, if one stands by itself.

    >>> from boxdot.notation.algebra.arithmetic import multiply
    >>> solved("I", "J"), solved(3, "K"), solved(multiply("I", "J"), multiply("K", "L"))
    (('J', 'I'), ('K', 3), None)
    """
    for name, other in ((right, left), (left, right)):
        if isinstance(name, str) and name not in names_of(other):
            return (name, other) if equal(name, other) is not False else None
    return _solved_linear(left, right)


def _solved_linear(left: Size, right: Size) -> tuple[str, Size] | None:
    terms = whole(subtract(left, right))
    for monomial, factor in terms:
        if abs(factor) != 1 or len(monomial) != 1 or monomial[0][1] != 1:
            continue
        name = monomial[0][0]
        rest = collect((m, -f * factor) for m, f in terms if m != monomial)
        if isinstance(name, str) and name not in names_of(rest):
            return name, rest
    return None
