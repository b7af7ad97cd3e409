"""Reshapes as patterns: axes merged and split in brackets."""

from __future__ import annotations

from collections.abc import Sequence

from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.grouping import axis_groups
from boxdot.notation.codegen.languages.patterns.naming import axis_names
from boxdot.notation.codegen.languages.patterns.spelling import Spelling, arrow, joined
from boxdot.notation.codegen.languages.python import table
from boxdot.notation.codegen.writer import Fragment, Writer
from boxdot.notation.shapes.sizes import Size


def write_reshape(s: Spelling, w: Writer, value: p.Reshape) -> Fragment:
    """``einops.rearrange(X, "i j -> (j i)")``; what is no merging or splitting stays a reshape."""
    groups = axis_groups(value.argument.shape, value.shape)
    if groups is None or any(len(old) != 1 and len(new) != 1 for old, new in groups):
        return table.ARMS[p.Reshape](w, value)
    finer = [new if len(old) == 1 else old for old, new in groups]
    names = iter(axis_names([size for sizes in finer for size in sizes]))
    parts = [[next(names) for _ in sizes] for sizes in finer]
    left = [t for g, own in zip(groups, parts, strict=True) for t in _side(g[0], own, value.order)]
    right = [t for g, own in zip(groups, parts, strict=True) for t in _side(g[1], own, value.order)]
    lengths = [
        f"{name}={w.size(size)}"
        for (old, new), own in zip(groups, parts, strict=True)
        if len(new) > len(old)
        for name, size in list(zip(own, new, strict=True))[: len(new) - 1]
    ]
    array, left = _unpermuted(value.argument, left)
    return s.call(w, s.view, [w.text(array)], arrow(joined(left), right), *lengths)


def _unpermuted(value: p.Value, tokens: list[str]) -> tuple[p.Value, list[str]]:
    """Return the array that a permutation reorders, with its axes in its own order."""
    if not isinstance(value, p.Permute):
        return value, tokens
    return value.argument, [tokens[value.axes.index(n)] for n in range(len(tokens))]


def _side(sizes: Sequence[Size], names: Sequence[str], order: str) -> list[str]:
    """Return the axes of one side of a group: in brackets if they are one axis there."""
    if len(sizes) == len(names):
        return list(names)
    within = reversed(names) if order == "F" else names
    return [f"({' '.join(within)})"]


def write_kron(s: Spelling, contract: str, w: Writer, value: p.Kron) -> Fragment:
    """``einx.id("i k j l -> (i k) (j l)", einx.multiply("i j, k l -> i k j l", A, B))``."""
    order = len(value.shape)
    names = axis_names([*value.left.shape, *value.right.shape])
    left, right = names[:order], names[order:]
    pairs = list(zip(left, right, strict=True))
    flat = [name for pair in pairs for name in pair]
    arrays = [w.text(value.left), w.text(value.right)]
    outer = s.call(w, contract, arrays, arrow(joined(left, right), flat))
    merged = [f"({first} {second})" for first, second in pairs]
    return s.call(w, s.view, [outer.text], arrow(joined(flat), merged))
