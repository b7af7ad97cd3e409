"""Canonical names for bound indices, so that equal monomials are equal objects of Python.

The factors fall into components that share bound indices; within one, indices are told apart by
colour refinement, and what is still alike is told apart one at a time (individualisation and
refinement), which needs no search where indices are interchangeable.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction

from boxdot.notation.indexform.budgets import BudgetError, spend
from boxdot.notation.indexform.indices import (
    Index,
    Part,
    Place,
    Within,
    in_order,
    label,
    order_of,
)
from boxdot.notation.indexform.structure import (
    INVERSES,
    Abstraction,
    At,
    Atom,
    Call,
    Delta,
    Entry,
    Exponent,
    Factors,
    Form,
    Length,
    Monomial,
    Opaque,
    Ordinal,
    Over,
    Prime,
    Support,
    Wrapped,
    forms_of,
    free_of,
    height_of,
    places_of,
)

MOST_LEAVES = 400
Renaming = Mapping[Index, Index]
Colours = Mapping[Index, int]
Item = tuple[Atom, Exponent]
_MARK = hash("this one")


def canonical(bound: Iterable[Index], factors: Factors) -> Monomial:
    """Return the monomial with canonical names for its bound indices, all of which are used."""
    bound = frozenset(bound)
    if not bound:
        return Monomial(bound, factors)
    height = 1 + max(map(height_of, factors), default=0)
    groups = [_ordered(group, items, height) for group, items in components(bound, factors)]
    renaming = _numbered(groups, height, _taken(bound, factors, height))
    if all(old is new for old, new in renaming.items()):
        return Monomial(bound, factors)
    renamed = {rename_atom(atom, renaming): exponent for atom, exponent in factors.items()}
    return Monomial(frozenset(renaming.values()), renamed)


def _taken(bound: frozenset[Index], factors: Factors, height: int) -> frozenset[Index]:
    """Return the indices that are free in the factors, whose names must not be used."""
    if height == 1:
        return frozenset()
    return frozenset().union(*map(free_of, factors)) - bound


def components(bound: frozenset[Index], factors: Factors) -> list[tuple[list[Index], list[Item]]]:
    """Return the bound indices in groups that share factors, with those factors."""
    groups: list[tuple[set[Index], list[Item]]] = []
    for atom, exponent in factors.items():
        own = free_of(atom) & bound
        if not own:
            continue
        touching = [group for group in groups if not group[0].isdisjoint(own)]
        joined = (set(own), [(atom, exponent)])
        for group in touching:
            joined[0].update(group[0])
            joined[1].extend(group[1])
        groups = [group for group in groups if group not in touching]
        groups.append(joined)
    return [(in_order(indices), items) for indices, items in groups]


def _numbered(
    groups: list[tuple[list[Index], list[Item]]], height: int, taken: frozenset[Index]
) -> dict[Index, Index]:
    """Give the indices of all groups the labels of their sizes, group after group."""
    if len(groups) > 1:
        groups = sorted(groups, key=lambda group: _certificate(group[0], group[1], height))
    return _labelled((index for order, _ in groups for index in order), height, taken)


def _labelled(
    order: Iterable[Index], height: int, taken: frozenset[Index] = frozenset()
) -> dict[Index, Index]:
    counts: dict[object, int] = defaultdict(int)
    renaming = {}
    for index in order:
        name = label(height, index.size, counts[index.size])
        while name in taken:
            counts[index.size] += 1
            name = label(height, index.size, counts[index.size])
        counts[index.size] += 1
        renaming[index] = name
    return renaming


def _certificate(order: list[Index], items: list[Item], height: int) -> int:
    renaming = _labelled(order, height)
    return hash(frozenset((rename_atom(atom, renaming), e) for atom, e in items))


# --- the order within a component -----------------------------------------------------------


def _ordered(
    indices: list[Index], items: list[Item], height: int
) -> tuple[list[Index], list[Item]]:
    if len({index.size for index in indices}) == len(indices):
        return indices, items
    colours = _refined(indices, items, {index: hash(index.size) for index in indices})
    leaves = list(_leaves(indices, items, colours))
    if len(leaves) == 1:
        return leaves[0], items
    return min(leaves, key=lambda order: _certificate(order, items, height)), items


def _refined(indices: list[Index], items: list[Item], colours: Colours) -> Colours:
    """Colour the indices by what they stand in, until no more of them are told apart."""
    owned = [(atom, exponent, free_of(atom).intersection(indices)) for atom, exponent in items]
    count = len(set(colours.values()))
    while count < len(indices):
        sums = dict.fromkeys(indices, 0)
        for atom, exponent, own in owned:
            for index in own:
                sums[index] += hash((signature(atom, {**colours, index: _MARK}), exponent))
        colours = {index: hash((colours[index], sums[index])) for index in indices}
        found = len(set(colours.values()))
        if found == count:
            break
        count = found
    return colours


def _leaves(indices: list[Index], items: list[Item], colours: Colours) -> Iterator[list[Index]]:
    """Yield the orders that refinement allows, telling alike indices apart one by one."""
    pending = [colours]
    for _ in range(MOST_LEAVES):
        if not pending:
            return
        colours = pending.pop()
        alike = _first_alike(indices, colours)
        if not alike:
            yield sorted(indices, key=lambda index: colours[index])
            continue
        spend(1)
        for index in _representatives(alike, items):
            chosen = {**colours, index: hash((colours[index], _MARK))}
            pending.append(_refined(indices, items, chosen))
    if pending:
        raise BudgetError("a product is too symmetric to be named")


def _first_alike(indices: list[Index], colours: Colours) -> list[Index]:
    classes: dict[int, list[Index]] = defaultdict(list)
    for index in indices:
        classes[colours[index]].append(index)
    several = [members for members in classes.values() if len(members) > 1]
    return min(several, key=lambda members: (len(members), colours[members[0]]), default=[])


def _representatives(alike: list[Index], items: list[Item]) -> list[Index]:
    """Return one index if all are interchangeable, else all."""
    first, *others = alike
    whole = frozenset(items)
    for other in others:
        swap = {first: other, other: first}
        if frozenset((rename_atom(atom, swap), e) for atom, e in items) != whole:
            return alike
    return [first]


def signature(atom: Atom, colours: Colours) -> int:
    """Return a number that does not depend on how the coloured indices are named."""
    match atom:
        case Entry(name=name, places=places):
            return hash((name, tuple(_tint(place, colours) for place in places)))
        case At(name=name, positions=positions, sizes=sizes):
            return hash((name, sizes, tuple(_form_signature(p, atom, colours) for p in positions)))
        case Delta(left=left, right=right):
            return hash(frozenset((_tint(left, colours), _tint(right, colours))))
        case Length(size=size):
            return hash(size)
        case Prime(number=number):
            return hash(number)
    tints: object = tuple(_tint(place, colours) for place in places_of(atom))
    if isinstance(atom, Opaque) and atom.function == INVERSES[1]:
        tints = frozenset(_tint(place, colours) for place in places_of(atom))
    forms = tuple(_form_signature(form, atom, colours) for form in forms_of(atom))
    return hash((type(atom).__name__, getattr(atom, "function", ""), tints, forms))


def _form_signature(form: Form, atom: Atom, colours: Colours) -> int:
    if isinstance(atom, Over):
        colours = {**colours, **_by_size(atom.bound)}
    return sum(hash((factor, weight(m, colours))) for m, factor in form.terms.items())


def weight(monomial: Monomial, colours: Colours) -> int:
    """Return a number that does not depend on how coloured and bound indices are named."""
    inside = {**colours, **_by_size(monomial.bound)}
    return sum(hash((signature(atom, inside), e)) for atom, e in monomial.factors.items())


def _by_size(indices: Iterable[Index]) -> dict[Index, int]:
    return {index: hash(index.size) for index in indices}


def _tint(place: Place, colours: Colours) -> tuple[object, ...]:
    return tuple(_tint_of(part, colours) for part in place)


def _tint_of(part: Part, colours: Colours) -> object:
    match part:
        case Index():
            return colours.get(part, part)
        case Within(offset=offset, place=place, size=size):
            return offset, size, _tint(place, colours)
    return part


# --- renaming -------------------------------------------------------------------------------


def rename_atom(atom: Atom, renaming: Renaming) -> Atom:
    """Return the atom with indices renamed, one to one, and nested forms canonical again."""
    match atom:
        case Entry(places=places):
            return replace(atom, places=tuple(_renamed(place, renaming) for place in places))
        case Delta(left=left, right=right):
            return ordered_delta(_renamed(left, renaming), _renamed(right, renaming))
        case Length() | Prime():
            return atom
        case Ordinal(place=place):
            return Ordinal(_renamed(place, renaming))
        case Wrapped(form=form):
            return Wrapped(rename(form, renaming))
        case Support(form=form):
            return Support(rename(form, renaming))
        case At(positions=positions):
            return replace(atom, positions=tuple(rename(form, renaming) for form in positions))
        case Call(arguments=arguments):
            return replace(atom, arguments=tuple(rename(form, renaming) for form in arguments))
        case Over(function=function, bound=bound, form=form):
            return Over(function, bound, rename(form, renaming))
        case Opaque(function=function, arguments=arguments, places=places):
            inner = tuple(_rename_abstraction(a, renaming) for a in arguments)
            return opaque(function, inner, tuple(_renamed(place, renaming) for place in places))


def opaque(function: str, arguments: tuple[Abstraction, ...], places: tuple[Place, ...]) -> Opaque:
    """Return the atom; the places of the inverse of a symmetric matrix are in a fixed order."""
    if function == INVERSES[1]:
        first, second = places
        places = (first, second) if _order(first) <= _order(second) else (second, first)
    return Opaque(function, arguments, places)


def _order(place: Place) -> list[tuple[int, int, str]]:
    return [order_of(part) for part in place]


def _rename_abstraction(abstraction: Abstraction, renaming: Renaming) -> Abstraction:
    return Abstraction(abstraction.axes, rename(abstraction.form, renaming))


def _renamed(place: Place, renaming: Renaming) -> Place:
    return tuple(_renamed_part(part, renaming) for part in place)


def _renamed_part(part: Part, renaming: Renaming) -> Part:
    match part:
        case Index():
            return renaming.get(part, part)
        case Within(offset=offset, place=place, size=size):
            return Within(offset, _renamed(place, renaming), size)
    return part


def rename(form: Form, renaming: Renaming) -> Form:
    """Return the form with free indices renamed, one to one."""
    if form.free.isdisjoint(renaming):
        return form
    terms: dict[Monomial, Fraction] = {}
    for monomial, factor in form.terms.items():
        new = rename_monomial(monomial, renaming)
        terms[new] = terms.get(new, Fraction(0)) + factor
    return Form({monomial: factor for monomial, factor in terms.items() if factor})


def rename_monomial(monomial: Monomial, renaming: Renaming) -> Monomial:
    """Return the monomial with free indices renamed, one to one."""
    own = {old: new for old, new in renaming.items() if old in monomial.free}
    if not own:
        return monomial
    if not monomial.bound.isdisjoint(own.values()):
        bound, factors = apart(monomial)
        monomial = Monomial(bound, factors)
    factors = {rename_atom(atom, own): e for atom, e in monomial.factors.items()}
    return canonical(monomial.bound, factors)


def apart(monomial: Monomial) -> tuple[frozenset[Index], Factors]:
    """Return the bound indices under new names, and the factors that speak of them."""
    renaming = {index: Index(index.size) for index in in_order(monomial.bound)}
    factors = {rename_atom(atom, renaming): e for atom, e in monomial.factors.items()}
    return frozenset(renaming.values()), factors


def ordered_delta(left: Place, right: Place) -> Delta:
    """Return the delta with its sides in a fixed order."""
    if [order_of(part) for part in left] > [order_of(part) for part in right]:
        left, right = right, left
    return Delta(left, right)


def abstraction(axes: tuple[Place, ...], form: Form) -> Abstraction:
    """Return a form and its axes with canonical names for the indices along the axes."""
    order: list[Part] = [part for place in axes for part in place]
    height = form.height + 1
    taken = form.free.difference(part for part in order if isinstance(part, Index))
    renaming = _labelled((p for p in order if isinstance(p, Index)), height, taken)
    return Abstraction(tuple(_renamed(place, renaming) for place in axes), rename(form, renaming))


def over(function: str, bound: Iterable[Index], form: Form) -> Over:
    """Return the atom with canonical names for the bound indices."""
    height = form.height + 1
    taken = form.free.difference(bound)
    renaming = _labelled(_along(list(bound), form), height, taken)
    return Over(function, frozenset(renaming.values()), rename(form, renaming))


def _along(bound: list[Index], form: Form) -> list[Index]:
    """Put the indices into an order that their names do not decide, as far as that is cheap."""
    plain = _by_size((*form.free, *bound))

    def told(index: Index) -> tuple[int, int]:
        tinted = {**plain, index: _MARK}
        weights = sum(hash((factor, weight(m, tinted))) for m, factor in form.terms.items())
        return weights, index.number

    return sorted(bound, key=told)
