"""Entries, rows and slices: ``X_{ij}``, ``X_{:,j}``, ``X_k``, and ``1_{i=k}``."""

from __future__ import annotations

from boxdot.notation.algebra import Size, equal, names_of, subtract
from boxdot.notation.algebra import add as add_sizes
from boxdot.notation.expressions.nodes import Expr, Indicator, Number, Relation, Slice, Symbol
from boxdot.notation.expressions.nodes import Index as IndexNode
from boxdot.notation.indexform.arithmetic import (
    add,
    fixed,
    multiply,
    number,
    of_atom,
    scale,
    substitute,
    total,
)
from boxdot.notation.indexform.indices import (
    Fixed,
    Index,
    Place,
    Within,
    fresh,
    indices_of,
    size_of,
    within,
)
from boxdot.notation.indexform.structure import ONE, Form
from boxdot.notation.indexform.tensors import Tensor, delta, renewed, scalar
from boxdot.notation.indexform.translating.context import Context
from boxdot.notation.indexform.translating.leaves import named, resolved
from boxdot.notation.indexform.translating.positions import computed_entry, demand_first
from boxdot.notation.inference.singles import is_single
from boxdot.notation.reading.sizes import size_of as size_named


def index(context: Context, node: IndexNode) -> Tensor:
    """All subscripts present: an entry; fewer: a row, a column or a slice."""
    if node in context.families:
        return _member(context, node)
    subscripts = (*node.subscripts, *node.superscripts)
    axes = context.inference.index_axes(node)
    if axes is None:
        raise context.unsupported(f"the subscripts of {context.text(node)} are not clear", node)
    if is_single(context.inference, node):
        demand_first(context, subscripts)
        return scalar(context.tensor(node.base).form)
    computed = computed_entry(context, node, axes)
    if computed is not None:
        return computed
    base = _base(context, node, subscripts[len(axes) :])
    for axis, subscript in zip(axes, subscripts, strict=False):
        if isinstance(subscript, Slice):
            base = _stretch(context, base, axis - 1, subscript)
        else:
            base = _taken(context, base, axis - 1, subscript)
    named_axes = {axis - 1 for axis in axes}
    kept = [n for n in range(len(base.axes)) if n not in named_axes]
    if axes and not any(base.axes[n] for n in kept):
        kept = []
    sliced = {a - 1 for a, s in zip(axes, subscripts, strict=False) if isinstance(s, Slice)}
    left = [place for n, place in enumerate(base.axes) if n in sliced or n in kept]
    return Tensor(tuple(left), base.form)


def _base(context: Context, node: IndexNode, members: tuple[Expr, ...]) -> Tensor:
    """Return the tensor that is indexed; further scripts name a member of a family."""
    if not members:
        return context.tensor(node.base)
    found = [context.indices.get(m.name) for m in members if isinstance(m, Symbol)]
    places = tuple(place for place in found if place is not None)
    if len(places) != len(members) or not isinstance(node.base, Symbol):
        raise context.unsupported(f"the scripts of {context.text(node)} are not clear", node)
    return named(context, node.base, f"{resolved(context, node.base)}^(·)", places)


def _taken(context: Context, tensor: Tensor, axis: int, subscript: Expr) -> Tensor:
    """Take one entry along an axis; the axis stays with length 1."""
    axes = (*tensor.axes, *((),) * (axis + 1 - len(tensor.axes)))
    place = axes[axis]
    left = (*axes[:axis], (), *axes[axis + 1 :])
    if not place:
        return Tensor(left, tensor.form)
    return Tensor(left, at(tensor.form, place, _place(context, subscript, place)))


def _stretch(context: Context, tensor: Tensor, axis: int, subscript: Slice) -> Tensor:
    """Take the entries ``a:b`` along an axis: ``a − 1`` places behind those of a shorter one."""
    place = (*tensor.axes, *((),) * (axis + 1 - len(tensor.axes)))[axis]
    low = 1 if subscript.low is None else _bound(context, subscript.low)
    high = size_of(place) if subscript.high is None else _bound(context, subscript.high)
    before, length = subtract(low, 1), add_sizes(subtract(high, low), 1)
    if equal(length, size_of(place)) and equal(before, 0):
        return tensor
    if not place or (isinstance(length, int) and length < 1):
        raise context.unsupported(f"the range {context.text(subscript)} may be empty", subscript)
    shorter = fresh(length)
    form = at(tensor.form, place, within(before, shorter, size_of(place)))
    return Tensor((*tensor.axes[:axis], shorter, *tensor.axes[axis + 1 :]), form)


def _bound(context: Context, node: Expr) -> Size:
    size = size_named(node)
    if size is None:
        raise context.unsupported(f"the bound {context.text(node)} is no size", node)
    return context.bound_size(size)


def _place(context: Context, subscript: Expr, along: Place) -> Place:
    if id(subscript) in context.running:
        return context.running[id(subscript)]
    if isinstance(subscript, Number) and subscript.value.denominator == 1:
        return fixed(int(subscript.value), size_of(along))
    if isinstance(subscript, Symbol) and subscript.name in context.indices:
        return context.indices[subscript.name]
    if isinstance(subscript, Symbol) and subscript.name in context.size_names:
        return fixed(context.bound_size(subscript.name), size_of(along))
    shifted = _shifted(context, subscript, along)
    if shifted is not None:
        return shifted
    raise context.unsupported(f"the subscript {context.text(subscript)} is no index", subscript)


def _shifted(context: Context, subscript: Expr, along: Place) -> Place | None:
    """Return where ``i + 1`` is: behind i, where all of its entries lie on the axis."""
    size = size_named(subscript)
    names = [] if size is None else [name for name in names_of(size) if name in context.indices]
    if size is None or len(names) != 1:
        return None
    place, length = context.indices[names[0]], size_of(along)
    offset = subtract(size, names[0])
    if len(place) != 1 or names[0] in names_of(offset):
        return None
    offset = context.bound_size(offset)
    (part,) = place
    before = part.offset if isinstance(part, Within) else 0
    count = size_of(part.place) if isinstance(part, Within) else part.size
    first = add_sizes(offset, before)
    rest = subtract(length, add_sizes(first, count))
    if isinstance(part, Fixed) or not (_is_natural(first) and _is_natural(rest)):
        return None
    inner = part.place if isinstance(part, Within) else place
    return within(first, inner, length)


def _is_natural(size: Size) -> bool:
    return isinstance(size, int) and size >= 0


def at(form: Form, place: Place, target: Place) -> Form:
    """Return a form with the indices of a place put where the target says."""
    if len(place) == 1 and isinstance(place[0], Index):
        return substitute(form, {place[0]: target})
    return total(multiply(form, of_atom(delta(place, target))), indices_of([place]))


def _member(context: Context, node: IndexNode) -> Tensor:
    """Return a member of a family that an earlier statement defined: ``Y_j := Y_{:j:}``."""
    parameters, tensor = context.families[node]
    form = tensor.form
    for name, place in parameters.items():
        target = context.indices.get(name)
        if target is None:
            raise context.unsupported(f"the index {name} is not bound here", node)
        form = at(form, place, target)
    return renewed(Tensor(tensor.axes, form))


def indicator(context: Context, node: Indicator) -> Tensor:
    """``1_{i=k}`` and ``1_{i≠k}``."""
    relation = node.relation
    if len(relation.sides) != 2 or relation.relations[0] not in _COMPARED:
        raise context.unsupported("such a condition has no index form", node)
    places = [context.indices.get(s.name) for s in relation.sides if isinstance(s, Symbol)]
    known = [place for place in places if place is not None]
    if len(known) != 2:
        raise context.unsupported("an indicator compares two indices", node)
    if size_of(known[0]) != size_of(known[1]):
        raise context.unsupported("an indicator compares indices of one axis length", node)
    form = of_atom(delta(known[0], known[1])) if known[0] != known[1] else ONE
    if relation.relations[0] is Relation.NOT_EQUAL:
        form = add(number(1), scale(form, -1))
    return scalar(form)


_COMPARED = (Relation.EQUAL, Relation.NOT_EQUAL)
