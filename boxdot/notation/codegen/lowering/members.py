"""Lowering members of families: ``A_r`` under Σ_r is one array, its members stacked in front."""

from __future__ import annotations

from collections.abc import Iterable

from boxdot.notation import algebra
from boxdot.notation.codegen import building as b
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.lowering.context import Context, IndexLabel
from boxdot.notation.codegen.lowering.operands import Operand
from boxdot.notation.expressions.members import Member, member_of
from boxdot.notation.expressions.nodes import Expr, Node, Reduce, Symbol
from boxdot.notation.expressions.walking import children
from boxdot.notation.shapes.sizes import Shape, Size


def member(context: Context, node: Symbol, name: str) -> Member | None:
    """Return what a symbol is a member of where its indices are in scope, if it carries any."""
    found = member_of(name, [index.name for index in context.scope])
    if found is None or found.doubt == "label":
        return None
    if found.doubt:
        context.refuse(
            node,
            f"which member {name} is, is not known here",
            f"sum over the index that {name} has, without computing anything from it",
        )
    labels = [context.index(index) for index in found.indices]
    return found if all(label and label.count is not None for label in labels) else None


def lower_member(
    context: Context, node: Symbol, member: Member, name: str, shape: Shape
) -> Operand:
    """Return the members that the indices run over; the axes of the indices are in front."""
    labels = [label for name in member.indices if (label := context.index(name)) is not None]
    if len({label.label for label in labels}) < len(labels):
        context.refuse(node, f"{name} has one index twice")
    highs = tuple(label.high for label in labels if label.high is not None)
    value = _between(context, node, load(context, node, name, (*highs, *shape)), labels)
    batch = context.ordered(label.label for label in labels)
    own = [label.label for label in labels]
    order = [own.index(label) for label in batch]
    moved = b.permute(value, [*order, *range(len(own), len(value.shape))])
    return Operand(moved, batch)


def load(context: Context, node: Expr, name: str, shape: Shape) -> p.Load:
    """Return the array of a symbol that must be given; a name stands for one array only."""
    found = context.record.inputs.setdefault(name, p.Load(shape, name))
    if len(found.shape) != len(shape):
        context.refuse(
            node,
            f"{name} is both one array and a family here",
            f"write one member of it under another name than {name}",
        )
    return found


def _between(context: Context, node: Expr, value: p.Value, labels: Iterable[IndexLabel]) -> p.Value:
    """Take the members from ``low`` to ``high`` of all that there are."""
    subscripts: list[tuple[Size | None, Size | None]] = []
    shape: list[Size] = []
    for label, count in zip(labels, value.shape, strict=False):
        if label.high != count and not (isinstance(label.high, int) and isinstance(count, int)):
            context.refuse(node, f"whether there are {count} members or {label.high} is not known")
        if isinstance(label.high, int) and isinstance(count, int) and label.high > count:
            context.refuse(node, f"there are {count} members here, but {label.high} elsewhere")
        low = label.low if label.low != 1 else None
        start = None if low is None else algebra.subtract(low, 1)
        subscripts.append((start, None if label.high == count else label.high))
        assert label.count is not None, "asked for before"
        shape.append(label.count)
    rest = value.shape[len(shape) :]
    return b.take(value, [*subscripts, *((None, None) for _ in rest)], (*shape, *rest))


def is_generic(name: str, sides: Iterable[Node]) -> bool:
    """Tell whether a name stands only where an index that it carries is bound by a Σ or ∏.

    >>> from boxdot.notation.reading import read
    >>> sides = read("Σ_{r=1}^{2} A_r; A_r + 1", "A_r ∈ R").statements
    >>> is_generic("A_r", sides[:1]), is_generic("A_r", sides)
    (True, False)
    """
    found = [is_bound for side in sides for is_bound in _uses(name, side, frozenset())]
    return bool(found) and all(found)


def _uses(name: str, node: Node, bound: frozenset[str]) -> Iterable[bool]:
    if isinstance(node, Reduce):
        bound |= {bounds.index for bounds in node.ranges}
    if node == Symbol(name):
        found = member_of(name, bound)
        yield found is not None and not found.doubt
    for part in children(node):
        yield from _uses(name, part, bound)
