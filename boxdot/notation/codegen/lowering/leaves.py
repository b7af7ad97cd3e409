"""Lowering what has no operands: numbers, symbols and constants."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from boxdot.notation.codegen import building as b
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.lowering.context import Context, Definition, IndexLabel
from boxdot.notation.codegen.lowering.members import load, lower_member, member
from boxdot.notation.codegen.lowering.operands import Operand
from boxdot.notation.expressions.members import Member
from boxdot.notation.expressions.nodes import Constant, ConstantKind, Expr, Number, Symbol
from boxdot.notation.shapes.sizes import Shape, Size

NAMED = {"π": "pi", "pi": "pi", "e": "e", "∞": "inf"}
"""Symbols that are numbers where nothing is declared by their name."""


def lower_number(context: Context, node: Number) -> Operand:
    """A number."""
    return Operand(b.number(node.value, node.text))


def lower_symbol(context: Context, node: Symbol) -> Operand:
    """An index in scope, a defined symbol, a declared one, the length of an axis, π or e."""
    index = context.index(node.name)
    if index is not None:
        return counting(context, node, index)
    name = context.name_of(node)
    found = member(context, node, name)
    if name in context.definitions:
        return _defined(context, node, name, context.definitions[name], found)
    shape = context.declared(name)
    if shape is not None and context.slices:
        assembled = from_slices(context, name, shape)
        if assembled is not None:
            return assembled
    if shape is not None:
        if found is not None:
            return lower_member(context, node, found, name, shape)
        return Operand(load(context, node, name, shape))
    if context.is_size(name) or name in context.formula.sizes:
        return Operand(b.extent(context.bound((name,))[0]))
    if name in NAMED:
        return Operand(p.Named((), NAMED[name]))
    shape = context.inference.shape(node)
    if shape is None:
        context.refuse(
            node, f"the shape of {name} is not known", f"declare it, as in “{name} ∈ R^n”"
        )
    return Operand(load(context, node, name, shape))


def _defined(
    context: Context, node: Symbol, name: str, definition: Definition, found: Member | None
) -> Operand:
    """Return what was defined; a member of a family as its definition says for these indices."""
    if definition.generic is None:
        if found is not None:
            context.refuse(
                node,
                f"{name} is defined as one array, but is a member of a family here",
                f"give {name} another name where it is not summed over {found.indices[0]}",
            )
        return Operand(definition.load)
    known = {n: one for n, one in context.definitions.items() if n != name}
    return replace(context, definitions=known).lower(definition.generic)


def from_slices(context: Context, name: str, shape: Shape) -> Operand | None:
    """Return the array all of whose slices X_1, X_2, … are defined."""
    slices = {
        node.subscripts[0].value: load
        for node, load in context.slices.items()
        if isinstance(node.base, Symbol)
        and context.name_of(node.base) == name
        and len(node.subscripts) == 1
        and isinstance(node.subscripts[0], Number)
    }
    axis = 0 if context.formula.first_slices or len(shape) < 2 else len(shape) - 1
    if len(shape) == 2:
        axis = 0
    if not slices or sorted(slices) != list(range(1, len(slices) + 1)):
        return None
    if shape[axis] != len(slices):
        return None
    return Operand(b.stack([slices[Fraction(n + 1)] for n in range(len(slices))], axis))


def counting(context: Context, node: Expr, index: IndexLabel) -> Operand:
    """Return an index as a number: low, low + 1, … along its own axis."""
    count = index.count
    if count is None:
        context.refuse(node, f"how far the index {index.name} runs is not known")
    return Operand(p.Arange((count,), index.low), (index.label,))


def lower_constant(context: Context, node: Constant) -> Operand:
    """𝟏, 𝟎, 𝑰 and 𝓘, with the shape that is written or that the surroundings give."""
    match node.kind:
        case ConstantKind.ONES | ConstantKind.ZEROS:
            shape = context.bound(node.sizes) if node.sizes else context.shape(node)
            number = int(node.kind is ConstantKind.ONES)
            return Operand(p.Fill(shape, number) if shape else b.number(number))
        case ConstantKind.IDENTITY:
            if not node.sizes and _is_length(context, node):
                return Operand(b.extent(context.bound(("I",))[0]))
            size = context.bound(node.sizes or context.shape(node))[0]
            return Operand(b.eye(size))
        case ConstantKind.SUPERDIAGONAL:
            shape = context.shape(node)
            return Operand(superdiagonal(shape[0], len(shape)))


def _is_length(context: Context, node: Constant) -> bool:
    """Return whether an I, read as 𝑰, is the length of an axis: where no matrix has its place."""
    return context.inference.shape(node) is None and context.is_size("I")


def superdiagonal(size: Size, order: int) -> p.Value:
    """Return the tensor that is 1 where all indices agree: a product of identities."""
    if order <= 1:
        return p.Fill((size,) * order, 1) if order else b.number(1)
    if order == 2:
        return b.eye(size)
    labels = [f"n{k}" for k in range(order)]
    pairs = [(labels[0], label) for label in labels[1:]]
    return b.einsum([b.eye(size)] * len(pairs), pairs, labels)
