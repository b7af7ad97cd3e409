"""Entries at computed positions, ``x_{i+k−1}``: polynomials in the values of indices."""

from __future__ import annotations

from boxdot.notation.algebra import Size, at_least, names_of, substitute
from boxdot.notation.algebra import add as add_sizes
from boxdot.notation.expressions.nodes import Binary, Expr, Number, Slice, Symbol
from boxdot.notation.expressions.nodes import Index as IndexNode
from boxdot.notation.indexform.arithmetic import add, length, number, of_atom
from boxdot.notation.indexform.arithmetic import multiply as times
from boxdot.notation.indexform.indices import Fixed, Index, Place, Within, size_of
from boxdot.notation.indexform.laws.raw import alone
from boxdot.notation.indexform.structure import ONE, At, Entry, Form, Ordinal
from boxdot.notation.indexform.tensors import Tensor, scalar
from boxdot.notation.indexform.translating.context import Context
from boxdot.notation.inference.extents import Range, always, extent
from boxdot.notation.reading.sizes import size_of as size_named


def computed_entry(context: Context, node: IndexNode, axes: tuple[int, ...]) -> Tensor | None:
    """Return an entry whose subscripts are computed from indices; None if it is none.

    It must be an entry of a tensor that is a name and not defined by a formula.
    """
    subscripts = (*node.subscripts, *node.superscripts)
    partial = context.inference.is_partial(node)
    if not partial and not any(_is_computed(context, s) for s in subscripts):
        return None
    if len(subscripts) > len(axes) or any(isinstance(s, Slice) for s in subscripts):
        return None
    base = context.tensor(node.base)
    entry = _whole(base)
    long = {n for n, place in enumerate(base.axes, start=1) if place}
    if entry is None or not long <= set(axes):
        return None
    positions = [ONE] * len(base.axes)
    for axis, subscript in zip(axes, subscripts, strict=True):
        if axis in long:
            positions[axis - 1] = _position(context, subscript, size_of(base.axes[axis - 1]))
    return scalar(of_atom(At(entry.name, tuple(positions), base.shape, entry.entries)))


def demand_first(context: Context, subscripts: tuple[Expr, ...]) -> None:
    """Refuse an entry but the first of a tensor that has only one."""
    for subscript in subscripts:
        computed = isinstance(subscript, Number) or _is_computed(context, subscript)
        if computed and _position(context, subscript, 1).constant != 1:
            raise context.unsupported(f"{context.text(subscript)} may leave its axis", subscript)


def _is_computed(context: Context, subscript: Expr) -> bool:
    """Whether a subscript is arithmetic in which an index stands."""
    size = size_named(subscript) if isinstance(subscript, Binary) else None
    return size is not None and any(name in context.indices for name in names_of(size))


def _whole(base: Tensor) -> Entry | None:
    """Return the entry of the name that a tensor is."""
    term = alone(base.form)
    if term is None or term[1] != 1 or term[0].bound or len(term[0].factors) != 1:
        return None
    ((atom, exponent),) = term[0].factors.items()
    plain = isinstance(atom, Entry) and exponent == 1 and atom.places == base.axes
    return atom if isinstance(atom, Entry) and plain else None


def _position(context: Context, subscript: Expr, along: Size) -> Form:
    """Return a position as a form; what may leave the axis is assumed not to."""
    size = size_named(subscript)
    if size is None:
        raise context.unsupported(f"the subscript {context.text(subscript)} is no index", subscript)
    inside = [name for name in names_of(size) if name in context.indices]
    sizes = {n: s for n, s in context.formula.sizes.items() if n not in inside}
    _demand_inside(context, subscript, substitute(size, sizes), along, inside)
    return _form(context, size)


def _form(context: Context, size: Size) -> Form:
    """Return arithmetic in which names of indices are the values of these."""
    result = number(0)
    for monomial, factor in length(size).terms.items():
        term = number(factor)
        for atom, exponent in monomial.factors.items():
            name = getattr(atom, "size", "")
            place = context.indices.get(name)
            one = length(context.bound_size(name)) if place is None else _value(context, place)
            for _ in range(int(exponent)):
                term = times(term, one)
        result = add(result, term)
    return result


def _value(context: Context, place: Place) -> Form:
    """Return what an index counts."""
    match place:
        case ():
            return ONE
        case (Index(),):
            return of_atom(Ordinal(place))
        case (Fixed(position=position),):
            return length(position)
        case (Within(offset=offset, place=inner),):
            return add(length(offset), _value(context, inner))
    raise context.unsupported("a subscript that is computed along a fused axis", _NOWHERE)


def _range(place: Place) -> Range | None:
    match place:
        case ():
            return 1, 1
        case (Index(size=size),):
            return 1, size
        case (Fixed(position=position),):
            return position, position
        case (Within(offset=offset, place=inner),):
            ends = _range(inner)
            return ends and (add_sizes(offset, ends[0]), add_sizes(offset, ends[1]))
    return None


def _demand_inside(
    context: Context, subscript: Expr, size: Size, along: Size, names: list[str]
) -> None:
    ranges = {name: _range(context.indices[name]) for name in names}
    known = {name: ends for name, ends in ranges.items() if ends is not None}
    ends = extent(size, known) if len(known) == len(ranges) else None
    text = context.text(subscript)
    if ends is not None and (always(ends[1], along) or always(1, ends[0])):
        raise context.unsupported(f"the subscript {text} leaves its axis", subscript)
    if ends is None or not (at_least(ends[0], 1) and at_least(along, ends[1])):
        context.assumptions[f"1 ≤ {text} ≤ {along}"] = None


_NOWHERE = Symbol("")
