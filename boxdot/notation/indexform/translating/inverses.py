"""Inverses and determinants: of diagonal matrices entry by entry, of others as functions.

What scales the rows, the columns or the whole of a matrix is taken out first.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from fractions import Fraction

from boxdot.notation.expressions.nodes import Expr
from boxdot.notation.indexform import arithmetic
from boxdot.notation.indexform.arithmetic import (
    add,
    multiply,
    normal,
    number,
    of_atom,
    scale,
    substitute,
)
from boxdot.notation.indexform.indices import Fixed, Index, Matching, Place, indices_of
from boxdot.notation.indexform.laws.content import common_factors, divided, primitive
from boxdot.notation.indexform.laws.raw import alone
from boxdot.notation.indexform.naming import abstraction, components, opaque, over, weight
from boxdot.notation.indexform.structure import (
    INVERSES,
    ONE,
    Abstraction,
    Atom,
    Exponent,
    Form,
    Monomial,
    Opaque,
    free_of,
)
from boxdot.notation.indexform.tensors import Tensor, delta, matrix_axes, scalar
from boxdot.notation.indexform.translating.context import Context

LARGEST_EXPANDED = 3


@dataclass(frozen=True, slots=True)
class Scaled:
    """A matrix: ``whole`` times ``row_i core_ij column_j``; no core is the identity."""

    rows: Place
    columns: Place
    whole: Form
    row: Form
    column: Form
    core: Form | None


def scaled(tensor: Tensor, context: Context, node: Expr) -> Scaled:
    """Return what scales the rows, the columns and the whole of a square matrix."""
    rows, columns = matrix_axes(tensor, context.convention)
    matching = Matching()
    matching.match(rows, _twin(columns))
    matching.match(columns, _twin(matching.resolve(rows)))
    rows, columns = matching.resolve(rows), matching.resolve(columns)
    form = substitute(tensor.form, matching.mapping)
    if not form:
        raise context.unsupported(f"{context.text(node)} is zero and has no inverse", node)
    diagonal = _diagonal(form, rows, columns)
    if diagonal is not None:
        return Scaled(rows, columns, ONE, diagonal, ONE, None)
    content, inner = primitive(form)
    shared = common_factors(inner)
    outside = {atom: e for atom, e in shared.items() if _side(atom, rows, columns) is not None}
    core = divided(inner, outside) if outside else inner
    sides = [_gathered(outside, rows, columns, side) for side in (0, 1, 2)]
    return Scaled(rows, columns, scale(sides[0], content), sides[1], sides[2], core)


def _twin(place: Place) -> Place:
    return tuple(Index(part.size) for part in place)


def _diagonal(form: Form, rows: Place, columns: Place) -> Form | None:
    """Return the entries on the diagonal, in terms of the rows, of a diagonal matrix."""
    deltas = {delta((a,), (b,)) for a, b in zip(rows, columns, strict=True)}
    if not all(deltas <= term.factors.keys() for term in form.terms):
        return None
    onto: dict[Index, Place] = {
        b: (a,) for a, b in zip(rows, columns, strict=True) if isinstance(b, Index)
    }
    parts = []
    for term, factor in form.terms.items():
        rest = {atom: e for atom, e in term.factors.items() if atom not in deltas}
        parts.append(substitute(normal(factor, term.bound, rest), onto))
    return add(*parts)


def _side(atom: Atom, rows: Place, columns: Place) -> int | None:
    """Return 1 for what depends on the row only, 2 on the column, 0 on neither."""
    free = free_of(atom)
    touching = [not free.isdisjoint(place) for place in (rows, columns)]
    return None if all(touching) else (1 if touching[0] else 2 if touching[1] else 0)


def _gathered(outside: dict[Atom, Exponent], rows: Place, columns: Place, side: int) -> Form:
    powers = {atom: e for atom, e in outside.items() if _side(atom, rows, columns) == side}
    return Form({Monomial(frozenset(), powers): number(1).terms[next(iter(ONE.terms))]})


def inverse(context: Context, node: Expr, tensor: Tensor) -> Tensor:
    """Return the inverse of a number or a square matrix."""
    if tensor.is_scalar:
        context.assume_nonzero(node, tensor)
        return scalar(arithmetic.power(tensor.form, -1))
    parts = scaled(tensor, context, node)
    context.assume_invertible(node)
    outside = arithmetic.power(multiply(parts.whole, parts.row), -1)
    if parts.core is None:
        form = multiply(outside, of_atom(delta(parts.rows, parts.columns)))
        return Tensor((parts.columns, parts.rows), form, inverse=tensor)
    first = abstraction((parts.rows, parts.columns), parts.core)
    second = abstraction((parts.columns, parts.rows), parts.core)
    places = (parts.columns, parts.rows)
    function = INVERSES[first == second]
    if _kind(second) < _kind(first):
        first, places = second, (parts.rows, parts.columns)
    entry = opaque(function, (first,), places)
    form = multiply(outside, arithmetic.power(parts.column, -1), of_atom(entry))
    return Tensor((parts.columns, parts.rows), form, inverse=tensor)


def determinant(context: Context, node: Expr, tensor: Tensor) -> Form:
    """Return the determinant of a number or a square matrix."""
    if tensor.is_scalar:
        return tensor.form
    if tensor.inverse is not None:
        return arithmetic.power(determinant(context, node, tensor.inverse), -1)
    factors = tensor.factors
    if factors and all(_is_square(factor, context) for factor in factors):
        return multiply(*(determinant(context, node, factor) for factor in factors))
    if not tensor.form:
        return tensor.form
    parts = scaled(tensor, context, node)
    if parts.core is not None and len(parts.rows) > 1:
        return _of_blocks(parts) or _named(parts)
    if parts.core is not None and _is_small(parts.rows):
        return _expanded(parts) if _is_unsplit(tensor) else _named(parts)
    return _named(parts)


def _of_blocks(parts: Scaled) -> Form | None:
    """``det(A ⊗ B) = det(A)^m det(B)^n``: of a matrix that is a Kronecker product."""
    groups = _parted(parts)
    if groups is None:
        return None
    outer = replace(parts, core=None)
    result = [_named(outer)]
    for k, core in enumerate(groups):
        rows, columns = parts.rows[k : k + 1], parts.columns[k : k + 1]
        one = Scaled(rows, columns, ONE, ONE, ONE, core)
        is_identity = core.terms.keys() == of_atom(delta(rows, columns)).terms.keys()
        value = ONE if is_identity else _expanded(one) if _is_small(rows) else _named(one)
        times = [Index(p.size) for n, p in enumerate(parts.rows) if n != k]
        result.append(of_atom(over("prod", times, value)))
    return multiply(*result)


def _parted(parts: Scaled) -> list[Form] | None:
    """Return the factors of a Kronecker product, the fastest first; None if it is none."""
    term = alone(parts.core) if parts.core is not None else None
    if term is None or term[1] != 1:
        return None
    monomial = term[0]
    ends = frozenset(indices_of((parts.rows, parts.columns)))
    found: list[dict[Atom, Exponent]] = [{} for _ in parts.rows]
    bounds: list[frozenset[Index]] = [frozenset() for _ in parts.rows]
    for indices, items in components(ends | monomial.bound, monomial.factors):
        pairs = zip(parts.rows, parts.columns, strict=True)
        touched = [n for n, pair in enumerate(pairs) if not set(indices).isdisjoint(pair)]
        if len(touched) != 1:
            return None
        found[touched[0]].update(items)
        bounds[touched[0]] |= monomial.bound.intersection(indices)
    if not all(found) or sum(map(len, found)) != len(monomial.factors):
        return None
    return [normal(Fraction(1), b, f) for b, f in zip(bounds, found, strict=True)]


def _is_square(tensor: Tensor, context: Context) -> bool:
    rows, columns = matrix_axes(tensor, context.convention)
    return [part.size for part in rows] == [part.size for part in columns]


def _is_small(rows: Place) -> bool:
    return len(rows) == 1 and isinstance(rows[0].size, int) and rows[0].size <= LARGEST_EXPANDED


def _is_unsplit(tensor: Tensor) -> bool:
    return all(len(place) == 1 for place in tensor.axes)


def _named(parts: Scaled) -> Form:
    along = list(indices_of([parts.rows]))
    across: dict[Index, Place] = {
        b: (a,) for a, b in zip(parts.rows, parts.columns, strict=True) if isinstance(b, Index)
    }
    inside = (parts.whole, parts.row, substitute(parts.column, across))
    result = multiply(*(of_atom(over("prod", along, form)) for form in inside))
    if parts.core is None:
        return result
    first = abstraction((parts.rows, parts.columns), parts.core)
    second = abstraction((parts.columns, parts.rows), parts.core)
    argument = min(first, second, key=_kind)
    return multiply(result, of_atom(Opaque("det", (argument,))))


def _kind(matrix: Abstraction) -> tuple[int, int]:
    """Return what tells a matrix from its transpose, however indices around it are named.

    What is left alike is told apart by those names: the hash of an index is that of the object.
    """
    ends = {index: hash((n, index.size)) for n, index in enumerate(indices_of(matrix.axes))}
    colours = {index: ends.get(index, hash(index.size)) for index in (*matrix.form.free, *ends)}
    return sum(hash((c, weight(m, colours))) for m, c in matrix.form.terms.items()), hash(matrix)


def _expanded(parts: Scaled) -> Form:
    """Leibniz: a sum over permutations."""
    (row,), (column,) = parts.rows, parts.columns
    assert isinstance(row, Index)
    assert isinstance(column, Index)
    assert isinstance(row.size, int)
    numbers = range(1, row.size + 1)
    whole = multiply(parts.whole, parts.row, parts.column, parts.core or ONE)
    terms = []
    for order in itertools.permutations(numbers):
        inversions = sum(a > b for a, b in itertools.combinations(order, 2))
        entries = [
            substitute(whole, {row: (Fixed(a, row.size),), column: (Fixed(b, row.size),)})
            for a, b in zip(numbers, order, strict=True)
        ]
        terms.append(scale(multiply(*entries), (-1) ** inversions))
    return add(*terms)
