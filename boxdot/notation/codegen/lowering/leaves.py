"""Lowering what has no operands: numbers, symbols and constants."""

from __future__ import annotations

from fractions import Fraction

from boxdot.notation.codegen import building as b
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.lowering.context import Context, IndexLabel
from boxdot.notation.codegen.lowering.operands import Operand
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
    if name in context.definitions:
        return Operand(context.definitions[name].load)
    shape = context.declared(name)
    if shape is not None and context.slices:
        assembled = from_slices(context, name, shape)
        if assembled is not None:
            return assembled
    if shape is not None:
        return family(context, name, shape)
    if context.is_size(name) or name in context.formula.sizes:
        return Operand(b.extent(context.bound((name,))[0]))
    if name in NAMED:
        return Operand(p.Named((), NAMED[name]))
    shape = context.inference.shape(node)
    if shape is None:
        context.refuse(
            node, f"the shape of {name} is not known", f"declare it, as in “{name} ∈ R^n”"
        )
    return Operand(load(context, name, shape))


def load(context: Context, name: str, shape: Shape) -> p.Load:
    """Return the array of a symbol that must be given."""
    return context.record.inputs.setdefault(name, p.Load(shape, name))


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


def family(context: Context, name: str, shape: Shape) -> Operand:
    """Return a symbol; one whose name counts it, as A^(r) under Σ_r, is stacked along axis r."""
    counter = name[name.index("^(") + 2 : -1] if "^(" in name and name.endswith(")") else ""
    index = context.index(counter) if counter else None
    if index is None or index.count is None:
        return Operand(load(context, name, shape))
    value = load(context, name, (index.count, *shape))
    return Operand(value, (index.label,))


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
            size = context.bound(node.sizes or context.shape(node))[0]
            return Operand(b.eye(size))
        case ConstantKind.SUPERDIAGONAL:
            shape = context.shape(node)
            return Operand(superdiagonal(shape[0], len(shape)))


def superdiagonal(size: Size, order: int) -> p.Value:
    """Return the tensor that is 1 where all indices agree: a product of identities."""
    if order <= 1:
        return p.Fill((size,) * order, 1) if order else b.number(1)
    if order == 2:
        return b.eye(size)
    labels = [f"n{k}" for k in range(order)]
    pairs = [(labels[0], label) for label in labels[1:]]
    return b.einsum([b.eye(size)] * len(pairs), pairs, labels)
