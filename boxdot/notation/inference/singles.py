"""Indices that run along axes of length 1 only: their size is 1, though no axis shows it."""

from __future__ import annotations

from boxdot.notation.expressions.nodes import Chain, Expr, Index, Slice, Symbol
from boxdot.notation.expressions.walking import children
from boxdot.notation.inference.result import Inference


def single_indices(inference: Inference, node: Expr | Chain) -> frozenset[str]:
    """Return the names of indices in an expression that stand on an axis of length 1.

    >>> from boxdot.notation.inference import infer
    >>> from boxdot.notation.reading import read
    >>> formula = read("Σ_i x_i", "x ∈ R^{n}", sizes={"n": 1})
    >>> single_indices(infer(formula), formula.statements[0])
    frozenset({'i'})
    """
    found: set[str] = set()
    pending: list[Expr] = list(children(node))
    while pending:
        below = pending.pop()
        pending += children(below)
        if isinstance(below, Index):
            found |= _on_ones(inference, below)
    return frozenset(found)


def is_single(inference: Inference, node: Index) -> bool:
    """Return whether a subscript stands on a tensor with one entry, all of whose axes have it."""
    shape = inference.shape(node.base)
    if any(isinstance(s, Slice) and s != Slice() for s in node.subscripts):
        return False
    return bool(shape) and not inference.index_axes(node) and all(size == 1 for size in shape or ())


def _on_ones(inference: Inference, node: Index) -> set[str]:
    axes, shape = inference.index_axes(node) or (), inference.shape(node.base) or ()
    if is_single(inference, node):
        axes = tuple(range(1, len(shape) + 1))
    pairs = zip((*node.subscripts, *node.superscripts), axes, strict=False)
    return {
        subscript.name
        for subscript, axis in pairs
        if isinstance(subscript, Symbol) and (axis > len(shape) or shape[axis - 1] == 1)
    }
