"""Making and taking apart trees: copies without places, explicit constants, chains of operands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import (
    Apply,
    Binary,
    Block,
    Constant,
    ConstantKind,
    Dots,
    Expr,
    Node,
    Op,
    Transpose,
)
from boxdot.notation.expressions.walking import descendants, parts
from boxdot.notation.inference import Inference, infer
from boxdot.notation.shapes.padding import trim

AnyNode = TypeVar("AnyNode", bound=Node)

COMMUTATIVE = frozenset({Op.BOXDOT, Op.BOXPLUS, Op.HADAMARD, Op.ADD})
ASSOCIATIVE = COMMUTATIVE | {Op.MATMUL}
_FILLED = (ConstantKind.ONES, ConstantKind.ZEROS)


def mapped(node: AnyNode, change: Callable[[Any], Any]) -> AnyNode:
    """Return a new node, without its place in a text, whose children are changed."""
    values = {name: _deep(getattr(node, name), change) for name in parts(type(node))}
    return type(node)(**values)


def _deep(value: Any, change: Callable[[Any], Any]) -> Any:
    """Any: whatever a field holds."""
    if isinstance(value, Node):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_deep(item, change) for item in value)
    return value


def copied(node: AnyNode) -> AnyNode:
    """Return a copy that shares no node: shapes are looked up by the identity of nodes."""
    result: AnyNode = mapped(node, copied)
    return result


def explicit(formula: Formula) -> Formula:
    """Return the formula with the sizes of its constants written out, so that they may move.

    >>> from boxdot.notation.printing import to_text
    >>> from boxdot.notation.reading import read
    >>> to_text(explicit(read("X + y 𝟏ᵀ", "X ∈ R^{I×J}; y ∈ R^I")))
    'X + y 𝟏_Jᵀ'
    """
    inference = infer(formula, fixes=False)

    def change(node: Any) -> Any:
        match node:
            case Constant():
                return _sized(node, inference)
        return mapped(_gathered_block(node), change)

    statements = tuple(change(chain) for chain in formula.statements)
    return replace(formula, statements=statements)


def unsized(formula: Formula) -> Formula:
    """Return the formula without the sizes of ones and zeros."""

    def change(node: Any) -> Any:
        if isinstance(node, Constant) and node.kind in _FILLED:
            return Constant(node.kind)
        return mapped(node, change)

    return replace(formula, statements=tuple(map(change, formula.statements)))


def implicit(formula: Formula) -> Formula:
    """Return the formula with the sizes of ones and zeros left out, if their places tell them.

    >>> from boxdot.notation.printing import to_text
    >>> from boxdot.notation.reading import read
    >>> to_text(implicit(read("X + y 𝟏_Jᵀ", "X ∈ R^{I×J}; y ∈ R^I")))
    'X + y 𝟏ᵀ'
    """
    shorter = unsized(formula)
    return shorter if explicit(shorter).statements == formula.statements else formula


def gathered(node: AnyNode) -> AnyNode:
    """Return a copy in which ``[y, y, …, y]`` is written ``[y, …, y]``."""
    result: AnyNode = mapped(_gathered_block(node), gathered)
    return result


def _gathered_block(node: Any) -> Any:
    if isinstance(node, Block):
        return replace(node, rows=_gathered(tuple(_gathered(row) for row in node.rows)))
    return node


def _sized(node: Constant, inference: Inference) -> Expr:
    """Return a constant with the sizes that its surroundings give it."""
    shape = inference.shape(node)
    if node.sizes is not None or not shape:
        return replace(node, span=None)
    if node.kind is ConstantKind.IDENTITY:
        return Constant(node.kind, shape[:1])
    if node.kind in _FILLED:
        shape = trim(shape)
        if len(shape) == 2 and shape[0] == 1:
            return Transpose(Constant(node.kind, shape[1:]))
        return Constant(node.kind, shape) if shape else replace(node, span=None)
    return Constant(node.kind, shape)


def _gathered(items: tuple[Any, ...]) -> tuple[Any, ...]:
    """Write ``y, y, …, y`` as ``y, …, y``: what the dots repeat stands once on each side."""
    cells = [item for item in items if not _is_dots(item)]
    if len(cells) == len(items) or len(cells) < 2 or any(cell != cells[0] for cell in cells):
        return items
    dots = next(item for item in items if _is_dots(item))
    return (cells[0], dots, cells[-1])


def _is_dots(item: Any) -> bool:
    return isinstance(item, Dots) or (isinstance(item, tuple) and all(map(_is_dots, item)))


def transposed(node: Expr) -> Expr:
    """Return the transpose, in which two transposes cancel."""
    return node.operand if isinstance(node, Transpose) else Transpose(node)


def operands(op: Op, node: Expr) -> list[Expr]:
    """Return the operands of a chain of one operator.

    >>> from boxdot.notation.expressions.nodes import Symbol
    >>> x = Symbol("x")
    >>> len(operands(Op.ADD, Binary(Op.ADD, Binary(Op.ADD, x, x), x)))
    3
    """
    found: list[Expr] = []
    waiting = [node]
    while waiting:
        current = waiting.pop()
        if isinstance(current, Binary) and current.op is op:
            waiting += [current.right, current.left]
        else:
            found.append(current)
    return found


def last_operands(op: Op, node: Expr, most: int) -> list[Expr]:
    """Return the operands of a chain, at most so many: the first ones may be chains themselves.

    >>> from boxdot.notation.expressions.nodes import Symbol
    >>> x = Symbol("x")
    >>> len(last_operands(Op.ADD, Binary(Op.ADD, Binary(Op.ADD, x, x), x), 2))
    2
    """
    waiting, found = [node], list[Expr]()
    while waiting:
        current = waiting.pop()
        is_chain = isinstance(current, Binary) and current.op is op
        if is_chain and len(waiting) + len(found) + 2 <= most:
            assert isinstance(current, Binary)
            waiting += [current.left, current.right]
        else:
            found.append(current)
    return found[::-1]


def joined(op: Op, parts: Sequence[Expr]) -> Expr:
    """Return the operands as one chain, grouped to the left, each operand as it is."""
    result, *others = parts
    for other in others:
        result = Binary(op, result, other)
    return result


def combined(op: Op, parts: Sequence[Expr]) -> Expr:
    """Return the operands as one chain, grouped to the left."""
    return joined(op, [each for part in parts for each in operands(op, part)])


def depends_on_surroundings(expr: Expr) -> bool:
    """Return whether something in the expression takes its shape from what stands around it."""
    return any(map(is_open, (expr, *descendants(expr))))


def is_open(node: Expr) -> bool:
    """Return whether a node itself takes its shape from what stands around it."""
    from_context = isinstance(node, Dots) or (isinstance(node, Apply) and node.function == "fold")
    return from_context or (isinstance(node, Constant) and node.sizes is None)
