"""Quadratic forms: a sum over common indices whose Gram matrix is positive semidefinite."""

from __future__ import annotations

from fractions import Fraction

from boxdot.notation.indexform.arithmetic import merged, normal
from boxdot.notation.indexform.structure import Atom, Exponent, Factors, Form, Monomial

MOST_VECTORS = 12
Matrix = list[list[Fraction]]


def is_sum_of_squares(form: Form) -> bool:
    """Return whether the form is shown to be ``Σ (a − b + …)²``.

    The squares in it tell the terms a, b, …; the other terms must be their products.
    """
    positive = (term for term, factor in form.terms.items() if factor > 0)
    squares = [(term, half) for term in positive if (half := _root(term)) is not None]
    if not squares or len(squares) > MOST_VECTORS:
        return False
    bound = squares[0][0].bound
    if any(term.bound != bound for term, _ in squares):
        return False
    gram = _gram(form, bound, [half for _, half in squares])
    return gram is not None and is_positive_semidefinite(gram)


def _root(term: Monomial) -> Factors | None:
    """Return the factors whose square is the term."""
    if any(isinstance(e, Fraction) or e % 2 for e in term.factors.values()):
        return None
    return {atom: e // 2 for atom, e in term.factors.items() if isinstance(e, int)}


def _gram(form: Form, bound: frozenset[object], vectors: list[Factors]) -> Matrix | None:
    """Return the coefficients of all products of two vectors; None if there are other terms."""
    count = len(vectors)
    gram = [[Fraction(0)] * count for _ in vectors]
    left = dict(form.terms)
    for i in range(count):
        for j in range(i, count):
            factors: dict[Atom, Exponent] = merged(vectors[i], vectors[j])
            product = normal(Fraction(1), bound, factors)  # type: ignore[arg-type]  # indices
            if len(product.terms) != 1:
                return None
            ((term, scale),) = product.terms.items()
            value = left.pop(term, Fraction(0)) / scale
            gram[i][j] = gram[j][i] = value if i == j else value / 2
    return None if left else gram


def is_positive_semidefinite(matrix: Matrix) -> bool:
    """Return whether a symmetric rational matrix is positive semidefinite (by elimination).

    >>> one = Fraction(1)
    >>> is_positive_semidefinite([[one, -one], [-one, one]])
    True
    >>> is_positive_semidefinite([[one, 2 * one], [2 * one, one]])
    False
    """
    rows = [list(row) for row in matrix]
    while rows:
        pivot = rows[0][0]
        if pivot < 0 or (pivot == 0 and any(rows[0])):
            return False
        rows = [
            [
                entry - (row[0] * rows[0][k + 1] / pivot if pivot else 0)
                for k, entry in enumerate(row[1:])
            ]
            for row in rows[1:]
        ]
    return True
