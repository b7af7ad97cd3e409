"""The shapes of what has no operands: numbers, symbols, constants, dots and slices."""

from __future__ import annotations

from boxdot.notation.expressions.nodes import (
    Constant,
    ConstantKind,
    Derivative,
    Dots,
    Indicator,
    Listing,
    Number,
    Slice,
    Symbol,
)
from boxdot.notation.inference.session import Session
from boxdot.notation.inference.subscripts import note_names
from boxdot.notation.shapes.conventions import Convention
from boxdot.notation.shapes.padding import is_scalar, trim
from boxdot.notation.shapes.sizes import Shape

SCALAR_NAMES = frozenset({"π", "∞"})


def number(session: Session, node: Number, expected: Shape | None) -> Shape | None:
    """``3`` is a scalar."""
    return ()


def symbol(session: Session, node: Symbol, expected: Shape | None) -> Shape | None:
    """A name has its declared shape; indices and sizes are scalars."""
    if session.declaration(node.name) is not None:
        return session.declared_shape(node.name)
    bound = any(node.name in scope.sizes for scope in session.scopes)
    if bound or node.name in session.size_names or node.name in SCALAR_NAMES:
        return ()
    session.unknown.append(node)
    return () if session.entries else None


def constant(session: Session, node: Constant, expected: Shape | None) -> Shape | None:
    """``𝟏_J`` has the shape of its subscript, ``𝟏`` the declared or else the expected one."""
    if node.sizes is not None:
        sizes = session.bound_shape(node.sizes)
        return _sized(node.kind, sizes, expected)
    declared = session.declared_shape(node.kind.value)
    if declared is not None:
        return declared
    if node.kind is ConstantKind.IDENTITY and expected is not None:
        square = len(expected) == 2 and expected[0] == expected[1]
        return expected if square or _is_one(session, expected) else None
    return expected


def _is_one(session: Session, expected: Shape) -> bool:
    """Whether 𝑰 is the 1×1 identity: where sizes are bound to 1, and I is no size itself."""
    sized = not session.settings.lenient and bool(session.formula.sizes)
    return sized and is_scalar(expected) and "I" not in session.size_names


def _sized(kind: ConstantKind, sizes: Shape, expected: Shape | None) -> Shape:
    if len(sizes) != 1:
        return sizes
    if kind is ConstantKind.IDENTITY:
        return sizes * 2
    if kind is ConstantKind.SUPERDIAGONAL:
        return sizes * (3 if expected is None else len(trim(expected, Convention.F)))
    return sizes


def slice_(session: Session, node: Slice, expected: Shape | None) -> Shape | None:
    """A slice by itself has no shape."""
    return None


def dots(session: Session, node: Dots, expected: Shape | None) -> Shape | None:
    """``…`` takes the room that its neighbours leave."""
    return None


def listing(session: Session, node: Listing, expected: Shape | None) -> Shape | None:
    """``(I, J, K)`` lists things; it has no shape of its own."""
    for item in node.items:
        session.shape(item)
    return None


def indicator(session: Session, node: Indicator, expected: Shape | None) -> Shape | None:
    """``1_{i=k}`` is 0 or 1."""
    for side in node.relation.sides:
        note_names(session, side)
    return ()


def derivative(session: Session, node: Derivative, expected: Shape | None) -> Shape | None:
    """``∂y/∂x`` with a scalar y has the shape of x."""
    unknown = len(session.unknown)
    above = session.shape(node.numerator)
    undeclared = len(session.unknown) > unknown
    del session.unknown[unknown:]
    below = session.shape(node.denominator)
    if above is not None:
        return below if is_scalar(above) else None
    return below if undeclared and isinstance(node.numerator, Symbol) else None
