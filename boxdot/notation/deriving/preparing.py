"""An expression made ready: squares, weights, entries and constants in terms of few constructs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from typing import Any

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.deriving.composing import constant
from boxdot.notation.deriving.entries import lifted
from boxdot.notation.expressions.nodes import (
    BROADCASTING,
    STRICT,
    Apply,
    Binary,
    BroadcastForm,
    Chain,
    Constant,
    ConstantKind,
    Expr,
    IndexRange,
    Marginal,
    Node,
    Norm,
    Number,
    Op,
    Power,
    Reduce,
    Symbol,
    Transpose,
)
from boxdot.notation.inference import Inference
from boxdot.notation.shapes.padding import is_scalar, pad
from boxdot.notation.shapes.sizes import Shape

_LOOSE = {
    Op.HADAMARD: Op.BOXDOT,
    Op.OSLASH: Op.BOXSLASH,
    Op.ADD: Op.BOXPLUS,
    Op.SUBTRACT: Op.BOXMINUS,
}
_SIZED = frozenset({ConstantKind.ONES, ConstantKind.ZEROS, ConstantKind.IDENTITY})


_LOG_SUMS = frozenset({"logsumexp", "LSE", "lse"})


def spelled_out(node: Expr) -> Expr:
    """Return an expression without the abbreviation ``logsumexp_k(X) = log 𝒫_k(exp(X))``.

    >>> from boxdot.notation.expressions.nodes import Symbol
    >>> spelled_out(Apply("logsumexp", (Symbol("x"),))).function
    'log'
    """
    match node:
        case Apply(function=function, arguments=(inner,), parameters=modes) if (
            function in _LOG_SUMS
        ):
            powers = Apply("exp", (spelled_out(inner),))
            total = Apply("𝒫", (powers,), modes) if modes else Apply("sum", (powers,))
            return Apply("log", (total,), span=node.span)
    return _mapped(node, spelled_out)


def prepared(node: Expr, inference: Inference, *, beside: bool = False) -> Expr:
    """Return an expression of the same value that the rules can differentiate.

    ``X^□ ⊙ Y`` becomes ``X ⊡ Y``, ``X_□`` a root of sums of squares, ``Σ_{i,j} X_{ij} y_i`` the
    sum of ``X ⊡ y``, ``‖x‖_P²`` becomes xᵀPx, and ``𝟏`` says its sizes unless something ``beside``
    it does.
    """
    match node:
        case Reduce():
            return prepared(lifted(node, inference), inference)
        case Binary(op=op, left=left, right=right) if op in STRICT | BROADCASTING:
            return _elementwise(node, left, right, inference)
        case Constant(kind=kind, sizes=None) if kind in _SIZED and not beside:
            return _sized(node, inference.shape(node))
        case Marginal(operand=operand):
            shape, kept = inference.shape(operand), inference.shape(node)
            return _marginal(prepared(operand, inference), shape, kept)
        case Power(base=Norm(operand=operand, weight=weight), exponent=Number(text="2")) if weight:
            inner = prepared(operand, inference)
            turned = Binary(Op.MATMUL, Transpose(inner), prepared(weight, inference))
            return Binary(Op.MATMUL, turned, inner)
        case Symbol():
            declared = inference.declared_as(node)
            return node if declared == node.name else replace(node, name=declared)
        case BroadcastForm(operand=operand):
            return _stretched(prepared(operand, inference), inference.shape(node))
    return _mapped(node, lambda inner: prepared(inner, inference))


def _elementwise(node: Binary, left: Expr, right: Expr, inference: Inference) -> Expr:
    """Drop the squares of operands: the broadcasting operators stretch by themselves."""
    op = node.op
    if isinstance(left, BroadcastForm) or isinstance(right, BroadcastForm):
        op = _LOOSE.get(op, op)
        left, right = _bare(left), _bare(right)
    plain = op in (Op.ADD, Op.SUBTRACT, Op.BOXPLUS, Op.BOXMINUS)
    return replace(
        node,
        op=op,
        left=prepared(left, inference, beside=plain and not isinstance(right, Constant)),
        right=prepared(right, inference, beside=plain and not isinstance(left, Constant)),
    )


def _bare(node: Expr) -> Expr:
    return node.operand if isinstance(node, BroadcastForm) else node


def _sized(node: Constant, shape: Shape | None) -> Expr:
    """Return a constant that says its sizes."""
    if shape is None:
        return node
    if node.kind is ConstantKind.IDENTITY:
        return replace(node, sizes=shape[:1]) if len(shape) == 2 else node
    return constant(node.kind, shape)


def _marginal(operand: Expr, shape: Shape | None, kept: Shape | None) -> Expr:
    """``X_□``: the root of the squares summed over the axes that the partner lacks."""
    if shape is None or kept is None:
        raise UnsupportedError("the partner of a marginal is not known")
    square: Expr = Binary(Op.BOXDOT, operand, operand)
    order = max(len(shape), len(kept))
    pairs = zip(pad(shape, order), pad(kept, order), strict=True)
    modes = [n for n, (size, left) in enumerate(pairs, start=1) if left == 1 and size != 1]
    if modes:
        square = Apply("𝒫", (square,), tuple(Number(str(mode)) for mode in modes))
    return Apply("sqrt", (square,))


def _stretched(operand: Expr, shape: Shape | None) -> Expr:
    if shape is None or is_scalar(shape):
        return operand
    return Binary(Op.BOXDOT, operand, constant(ConstantKind.ONES, shape))


def _mapped(node: Expr, change: Callable[[Expr], Expr]) -> Expr:
    """Return a node with the expressions directly below it changed."""
    changes = {}
    for field in fields(node):
        value = getattr(node, field.name)
        changed = _changed(value, change)
        if changed is not value:
            changes[field.name] = changed
    return replace(node, **changes) if changes else node


def _changed(value: Any, change: Callable[[Expr], Expr]) -> Any:
    """Any: a field may hold nodes, tuples of them, or plain values."""
    if isinstance(value, tuple):
        items = tuple(_changed(item, change) for item in value)
        return items if any(a is not b for a, b in zip(items, value, strict=True)) else value
    if isinstance(value, Node) and not isinstance(value, Chain | IndexRange):
        return change(value)  # type: ignore[arg-type]  # every other node is an Expr
    return value
