"""Entries, rows and slices: ``X_{i,j}``, ``X_{:,j}``, ``X_k``."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from boxdot.notation.algebra import add, equal, names_of, subtract
from boxdot.notation.expressions.nodes import Expr, Index, Number, Slice, Symbol
from boxdot.notation.inference.extents import always
from boxdot.notation.inference.reaching import constant, note_reach
from boxdot.notation.inference.session import Session
from boxdot.notation.inference.subscripts import note
from boxdot.notation.reading.sizes import size_of
from boxdot.notation.shapes.padding import is_scalar
from boxdot.notation.shapes.sizes import Shape, Size
from boxdot.notation.shapes.spelling import shape_text


@dataclass(frozen=True, slots=True)
class Access:
    """Which axes (from 1) the subscripts address, and the shape that is left."""

    axes: tuple[int, ...]
    shape: Shape | None


def index(session: Session, node: Index, expected: Shape | None) -> Shape | None:
    """All subscripts present: an entry; fewer: a row, a column or a slice."""
    unknown = len(session.unknown)
    base = _base_shape(session, node)
    access = None if base is None else _access(session, node, base)
    entry = base is None and len(session.unknown) > unknown and _runs(session, node)
    for subscript, axis in _pairs(node, access):
        size = None if base is None or axis is None else (*base, *(1,) * axis)[axis - 1]
        note(session, subscript, None if size == 1 else size, node)
        if size is not None and size != 1 and axis is not None:
            note_reach(session, node, subscript, axis, size)
    if base is None or access is None:
        return () if entry else None
    session.result.axes[id(node)] = access.axes
    _check_bounds(session, node, base, access)
    return access.shape


def _runs(session: Session, node: Index) -> bool:
    """Whether all subscripts are indices that were seen before: then it can only be an entry."""
    subscripts = (*node.subscripts, *node.superscripts)
    names = [subscript.name for subscript in subscripts if isinstance(subscript, Symbol)]
    seen = {name for scope in session.scopes for name in scope.sizes}
    return len(names) == len(subscripts) > 0 and seen.issuperset(names)


def _pairs(node: Index, access: Access | None) -> list[tuple[Expr, int | None]]:
    subscripts = (*node.subscripts, *node.superscripts)
    axes = () if access is None else access.axes
    return [(s, axes[i] if i < len(axes) else None) for i, s in enumerate(subscripts)]


def _base_shape(session: Session, node: Index) -> Shape | None:
    """Return the shape of the base; ``x_{ij}`` and ``x_j`` may speak of a declared X."""
    base = node.base
    if isinstance(base, Symbol) and session.declaration(base.name) is None:
        capital = capital_of(session, base)
        if capital is not None and base not in session.defined:
            shape = session.declared_shape(capital)
            if shape is not None and _is_part(node, shape):
                session.result.aliases[id(base)] = capital
                session.result.shapes[id(base)] = shape
                return shape
    entries, session.entries = session.entries, False
    shape = session.shape(base)
    session.entries = entries
    return shape


def _is_part(node: Index, shape: Shape) -> bool:
    count = len(node.subscripts) + len(node.superscripts)
    return count in (len(shape), _long_axes(shape)) or (len(shape) == 2 and count == 1)


def capital_of(session: Session, symbol: Symbol) -> str | None:
    """Return the declared capital letter of a small one: the entries of X are written x."""
    small = unicodedata.normalize("NFKC", symbol.name[:1]).islower()
    return in_other_case(session, symbol) if small else None


def in_other_case(session: Session, symbol: Symbol) -> str | None:
    """Return the declared name that differs by the case of its first letter, if there is one."""
    letter, rest = unicodedata.normalize("NFKC", symbol.name[:1]), symbol.name[1:]
    found = session.formula.symbols.resolve(letter.swapcase() + rest)
    return found if found != symbol.name else None


def _long_axes(shape: Shape) -> int:
    return sum(size != 1 for size in shape)


def _access(session: Session, node: Index, shape: Shape) -> Access | None:
    lower, upper = node.subscripts, node.superscripts
    if is_scalar(shape):
        return Access((), ())  # J_1 beside a size J, λ_i beside a scalar λ: one of a family
    if id(node.base) in session.result.aliases and len(shape) == 2 and len(lower) == 1:
        return Access((2,), shape[:1])  # the column a_j of A
    if upper and len(lower) == len(shape):  # x^{(i)}_j: the superscript names a member of a family
        return _reach(session, node, shape, lower)
    if upper and not lower:
        return Access((), shape)
    return _reach(session, node, shape, (*lower, *upper))


def _reach(
    session: Session, node: Index, shape: Shape, subscripts: tuple[Expr, ...]
) -> Access | None:
    count, order = len(subscripts), len(shape)
    if count > order:
        return _beyond(session, node, shape, subscripts)
    if any(isinstance(subscript, Slice) for subscript in subscripts):
        return _sliced(session, shape, subscripts)
    if count == order:
        return Access(tuple(range(1, order + 1)), ())
    if count == _long_axes(shape):
        return Access(tuple(n for n, size in enumerate(shape, start=1) if size != 1), ())
    if count > 1 or order == 2:
        return Access(tuple(range(1, count + 1)), shape[count:])
    return _slice(session, shape)


def _slice(session: Session, shape: Shape) -> Access:
    """One subscript on a tensor: a frontal slice, or one along the first axis if asked for."""
    if session.formula.first_slices:
        return Access((1,), shape[1:])
    return Access((len(shape),), shape[:-1])


def _beyond(
    session: Session, node: Index, shape: Shape, subscripts: tuple[Expr, ...]
) -> Access | None:
    """More subscripts than axes: the further ones stand on free axes of length 1."""
    if any(isinstance(subscript, Slice) for subscript in subscripts):
        return _sliced(session, (*shape, *(1,) * (len(subscripts) - len(shape))), subscripts)
    if not all(isinstance(subscript, Number) for subscript in subscripts[len(shape) :]):
        what = session.told(node.base, "the base")
        said = f"{what} is {shape_text(shape)}, but has {len(subscripts)} subscripts"
        session.ill_shaped(said, node, shape)
        return None
    return Access(tuple(range(1, len(subscripts) + 1)), ())


def _sliced(session: Session, shape: Shape, subscripts: tuple[Expr, ...]) -> Access:
    axes = tuple(range(1, len(subscripts) + 1))
    kept: list[Size | None] = [
        _length(session, subscript, size)
        for subscript, size in zip(subscripts, shape, strict=False)
        if isinstance(subscript, Slice)
    ]
    sizes = [size for size in (*kept, *shape[len(subscripts) :]) if size is not None]
    complete = len(sizes) == len(kept) + len(shape) - len(subscripts)
    return Access(axes, tuple(sizes) if complete else None)


def _length(session: Session, subscript: Slice, size: Size) -> Size | None:
    low = 1 if subscript.low is None else size_of(subscript.low)
    high = size if subscript.high is None else size_of(subscript.high)
    if low is None or high is None:
        return None
    return add(subtract(session.bound_size(high), session.bound_size(low)), 1)


def _is_beyond(session: Session, subscript: Expr, size: Size) -> bool:
    if not isinstance(subscript, Slice) or subscript.high is None or not isinstance(size, int):
        return False
    high = size_of(subscript.high)
    bound = None if high is None else session.bound_size(high)
    return isinstance(bound, int) and bound > size


def _check_bounds(session: Session, node: Index, base: Shape, access: Access) -> None:
    if any(isinstance(size, int) and size < 1 for size in access.shape or ()):
        session.ill_shaped("a range without entries", node, base)
    if any(_is_beyond(session, *pair) for pair in zip(node.subscripts, base, strict=False)):
        session.ill_shaped("a range beyond the axis", node, base)
    for subscript, axis in _pairs(node, access):
        number = constant(session, subscript)
        if number is None or axis is None or axis > len(base):
            continue
        size = base[axis - 1]
        whole = isinstance(number, int) or names_of(number)
        outside = always(1, number) or always(number, size) or (number != 1 and equal(size, 1))
        if outside or not whole:
            said = f"entry {number} of axis {axis}, which has length {size}"
            session.ill_shaped(said, node, base)
