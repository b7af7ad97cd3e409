"""Inverses at the ends of products: multiplied away by their matrices, from left or right."""

from __future__ import annotations

from collections.abc import Iterator

from boxdot.notation.indexform.arithmetic import multiply, substitute, total
from boxdot.notation.indexform.indices import Index
from boxdot.notation.indexform.structure import INVERSES, Form, Opaque

MOST_ROUNDS = 3
MOST_FORMS = 24


def without_inverses(form: Form) -> Iterator[Form]:
    """Yield forms that are zero only if the given one is: products with invertible matrices.

    Inverses of large sums go first.
    """
    pending = [(form, MOST_ROUNDS)]
    for _ in range(MOST_FORMS):
        if not pending:
            return
        current, rounds = pending.pop(0)
        for index, matrix in _ends(current):
            product = total(multiply(current, matrix), [index])
            yield product
            if rounds > 1:
                pending.append((product, rounds - 1))


def _ends(form: Form) -> list[tuple[Index, Form]]:
    """Return the free indices that stand in inverses, with the matrices beside them."""
    atoms = {
        atom: None
        for term in form.terms
        for atom, exponent in term.factors.items()
        if isinstance(atom, Opaque) and atom.function in INVERSES and exponent == 1
    }
    found = [beside for atom in atoms for beside in _beside(form, atom)]
    return sorted(found, key=lambda item: (-len(item[1].terms), -item[1].height))


def _beside(form: Form, inverse: Opaque) -> Iterator[tuple[Index, Form]]:
    (argument,) = inverse.arguments
    rows, columns = argument.axes
    column, row = inverse.places
    for place, inner, outer in ((column, columns, rows), (row, rows, columns)):
        single = len(place) == len(inner) == len(outer) == 1
        if not single or not isinstance(place[0], Index) or place[0] not in form.free:
            continue
        if not (isinstance(inner[0], Index) and isinstance(outer[0], Index)):
            continue
        mapping = {inner[0]: place, outer[0]: (Index(place[0].size),)}
        yield place[0], substitute(argument.form, mapping)
