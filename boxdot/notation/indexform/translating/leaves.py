"""Numbers, symbols and constants."""

from __future__ import annotations

from itertools import pairwise

from boxdot.notation.expressions.members import Member, is_alike, is_defined_member, member_of
from boxdot.notation.expressions.nodes import Constant, ConstantKind, Expr, Number, Symbol
from boxdot.notation.indexform import arithmetic
from boxdot.notation.indexform.arithmetic import length, of_atom
from boxdot.notation.indexform.indices import Place, fresh
from boxdot.notation.indexform.structure import ONE, ZERO, Delta, Entry, Form, Ordinal
from boxdot.notation.indexform.tensors import Tensor, delta, ones, renewed, scalar, stretched
from boxdot.notation.indexform.translating.context import Context
from boxdot.notation.shapes.sizes import Shape

_NUMBERS = frozenset({"π"})


def number(context: Context, node: Number) -> Tensor:
    """``0.5`` is exactly one half."""
    return scalar(arithmetic.number(node.value))


def symbol(context: Context, node: Symbol) -> Tensor:
    """A name: an index, something defined before, a declared tensor, or a size."""
    if node.name in context.indices:
        return scalar(of_atom(Ordinal(context.indices[node.name])))
    member = member_of(node.name, context.indices)
    if member is not None:
        return _member(context, node, member)
    name = resolved(context, node)
    square = _square(context, name)
    if square is not None:
        return square
    if name in context.definitions:
        return renewed(context.definitions[name])
    if name not in context.formula.symbols and name in context.size_names:
        return scalar(length(context.bound_size(name)))
    if is_defined_member(context.formula, context.generic, name):
        raise context.unsupported(f"{name} is a member of what is defined", node)
    return named(context, node, name)


def _member(context: Context, node: Symbol, member: Member) -> Tensor:
    """A member of a family; one that was defined is what its definition says for these indices."""
    name = resolved(context, node)
    if name in context.definitions:
        with context.expanded(node, name) as generic:
            return context.tensor(generic)
    if not member.doubt and context.values.keys() >= set(member.indices):
        return _numbered(context, node, member)
    family = f"{member.family}·" if member.doubt else member.family  # beside the plain name
    places = tuple(context.indices[index] for index in member.indices)
    return named(context, node, family, places)


def _numbered(context: Context, node: Symbol, member: Member) -> Tensor:
    """``A_1`` in place of ``A_r`` where r is 1."""
    symbols, family = context.formula.symbols, resolved(context, node)
    name = symbols.resolve(member.name(context.values)) or member.name(context.values)
    if name in context.definitions:
        return renewed(context.definitions[name])
    if not is_alike(symbols, name, family):
        raise context.unsupported(f"{name} is declared unlike {family}", node)
    return _named(context, name, context.shape(node), (), name if name in symbols else family)


def _square(context: Context, name: str) -> Tensor | None:
    """A declaration ``B^□ ∈ R^{…}`` beside one of B says the shape of B's broadcast form."""
    base, declared = name.removesuffix("^□"), context.formula.symbols.get(name)
    if base == name or declared is None or declared.shape is None:
        return None
    known = context.formula.symbols.resolve(base)
    if known is None:
        return None
    if known in context.definitions:
        tensor = renewed(context.definitions[known])
    else:
        shape = context.bound_shape(context.formula.symbols[known].shape or ())
        tensor = _named(context, known, shape)
    return stretched(tensor, context.bound_shape(declared.shape), context.convention)


def resolved(context: Context, node: Symbol) -> str:
    """Return the name under which a symbol is declared or defined."""
    name = context.inference.declared_as(node)
    return context.formula.symbols.resolve(name) or name


def named(context: Context, node: Symbol, name: str, members: tuple[Place, ...] = ()) -> Tensor:
    """Return the tensor of a name; ``members`` tell which one of a family."""
    shape = () if name in _NUMBERS else context.shape(node)
    declared = resolved(context, node) if members else name
    return _named(context, name, shape, members, declared)


def _named(
    context: Context,
    name: str,
    shape: Shape,
    members: tuple[Place, ...] = (),
    declared_as: str | None = None,
) -> Tensor:
    axes = tuple(fresh(size) for size in shape)
    declared = context.formula.symbols.get(declared_as or name)
    entries = declared.entries if declared is not None else "ℝ"
    held = declared is not None and declared.nonnegative
    if (held or name in context.nonnegative) and entries == "ℝ":
        entries = "ℝ≥0"
    return Tensor(axes, of_atom(Entry(name, (*members, *axes), entries)))


def constant(context: Context, node: Constant) -> Tensor:
    """``𝟏 𝟎 𝑰 𝓘`` with the shape that inference gives them."""
    if context.inference.shape(node) is None and _is_size(context, node):
        return scalar(length(context.bound_size("I")))
    tensor = ones(context.shape(node))
    match node.kind:
        case ConstantKind.ONES:
            return tensor
        case ConstantKind.ZEROS:
            return Tensor(tensor.axes, ZERO)
    return Tensor(tensor.axes, diagonal(tensor.axes))


def _is_size(context: Context, node: Constant) -> bool:
    """Whether 𝑰 that is no matrix is the size I."""
    is_letter = node.kind is ConstantKind.IDENTITY and node.sizes is None
    return is_letter and "I" in context.size_names


def diagonal(axes: tuple[Place, ...]) -> Form:
    """Return 1 where all indices agree, 0 elsewhere."""
    form = ONE
    for left, right in pairwise(axes):
        deltas: Delta = delta(left, right)
        form = arithmetic.multiply(form, of_atom(deltas))
    return form


def refused(context: Context, node: Expr) -> Tensor:
    """What has no index form."""
    name = type(node).__name__.lower()
    raise context.unsupported(f"{context.text(node)} ({name}) has no index form", node)
