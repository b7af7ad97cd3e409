"""Reductions over axes, moved inwards past permutations and into sums of products."""

from __future__ import annotations

from collections.abc import Iterable

from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.building.axes import permute
from boxdot.notation.codegen.building.contracting import einsum
from boxdot.notation.codegen.building.entries import elementwise
from boxdot.notation.shapes.sizes import Shape


def reduce(kind: str, value: p.Value, axes: Iterable[int], *, keep: bool = False) -> p.Value:
    """Reduce over axes; over none of them the value stays."""
    axes = tuple(sorted(axes))
    if not axes and kind in {"sum", "prod", "mean", "max", "min"}:
        return value
    if isinstance(value, p.Permute) and not keep:
        return _reduced_before(kind, value, axes)
    if isinstance(value, p.Einsum) and kind == "sum" and not keep:
        result = [label for n, label in enumerate(value.result) if n not in axes]
        return einsum(value.arguments, value.labels, result)
    return p.Reduce(_reduced(value.shape, axes, keep), value, kind, axes, keep)


def _reduced_before(kind: str, value: p.Permute, axes: tuple[int, ...]) -> p.Value:
    """Reduce what a permutation reorders, and reorder what is left."""
    gone = {value.axes[axis] for axis in axes}
    kept = [axis for axis in value.axes if axis not in gone]
    places = {axis: n for n, axis in enumerate(sorted(kept))}
    return permute(reduce(kind, value.argument, gone), [places[axis] for axis in kept])


def norm(value: p.Value, axes: Iterable[int], *, keep: bool = False) -> p.Value:
    """Return the root of the summed squares over axes; over none of them the magnitude."""
    axes = tuple(sorted(axes))
    if not axes:
        return elementwise("abs", value)
    return p.Norm(_reduced(value.shape, axes, keep), value, axes, keep)


def _reduced(shape: Shape, axes: tuple[int, ...], keep: bool) -> Shape:
    if keep:
        return tuple(1 if n in axes else size for n, size in enumerate(shape))
    return tuple(size for n, size in enumerate(shape) if n not in axes)
