"""Gathering a region of products: one arm for each kind of value that is a sum of products."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Any

from boxdot.notation import algebra
from boxdot.notation.codegen import building as b
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.contracting.region import Label, Labels, Region, masked, without
from boxdot.notation.shapes.sizes import Size

Rebuild = Callable[[p.Value], p.Value]
"""Turns the regions inside a value into sums of products."""

HIGHEST_POWER = 4
"""A higher power of an array is written as a power."""


def gather(region: Region, value: p.Value, labels: Labels, rebuild: Rebuild) -> None:
    """Add a value whose axes have these labels to a region."""
    if not value.shape:
        region.numbers.append(rebuild(value))
        return
    gather_parts(region, value, labels, rebuild)


def gather_parts(region: Region, value: p.Value, labels: Labels, rebuild: Rebuild) -> None:
    """Add the parts of a value, even if it is a number."""
    arm = ARMS.get(type(value))
    if arm is None or not arm(region, value, labels, rebuild):
        region.factors.append((rebuild(value), labels))


def _elementwise(region: Region, value: p.Elementwise, labels: Labels, rebuild: Rebuild) -> bool:
    """Add products, quotients, negations and low powers."""
    arguments = value.arguments
    if value.function == "power":
        return _power(region, arguments[0], arguments[1], labels)
    if value.function not in {"multiply", "divide", "negative"}:
        return False
    if value.function == "negative":
        region.negative = not region.negative
    divided = value.function == "divide"
    _add(region, arguments[0], labels, rebuild)
    for argument in arguments[1:]:
        if not divided:
            _add(region, argument, labels, rebuild)
        elif argument.shape:
            under, own = _without_views(argument, masked(labels, argument))
            region.factors.append((b.divide(b.number(1), rebuild(under)), own))
        else:
            region.divisors.append(rebuild(argument))
    return True


def _add(region: Region, argument: p.Value, labels: Labels, rebuild: Rebuild) -> None:
    """Add an argument of an element-wise operation."""
    own = masked(labels, argument) if argument.shape else ()
    gather(region, argument, own, rebuild)


def _without_views(value: p.Value, labels: Labels) -> tuple[p.Value, Labels]:
    """Return what stands under inserted axes and axes of length 1, with the labels of its axes."""
    if isinstance(value, p.Expand) and value.argument.shape:
        return _without_views(value.argument, without(labels, value.axes))
    short = [n for n, label in enumerate(labels) if label is None]
    return b.squeeze(value, short), without(labels, short)


def _power(region: Region, base: p.Value, exponent: p.Value, labels: Labels) -> bool:
    """Add a symbol's power as so many factors."""
    if not isinstance(exponent, p.Scalar) or not isinstance(base, p.Load):
        return False
    if exponent.exact not in range(2, HIGHEST_POWER + 1):
        return False
    region.factors += [(base, labels)] * int(exponent.exact)
    return True


def _expand(region: Region, value: p.Expand, labels: Labels, rebuild: Rebuild) -> bool:
    gather(region, value.argument, without(labels, value.axes), rebuild)
    return True


def _squeeze(region: Region, value: p.Squeeze, labels: Labels, rebuild: Rebuild) -> bool:
    places = range(len(value.argument.shape))
    own = iter(labels)
    gather(
        region,
        value.argument,
        tuple(None if n in value.axes else next(own) for n in places),
        rebuild,
    )
    return True


def _permute(region: Region, value: p.Permute, labels: Labels, rebuild: Rebuild) -> bool:
    places = dict(zip(value.axes, labels, strict=True))
    gather(region, value.argument, tuple(places[n] for n in range(len(labels))), rebuild)
    return True


def _broadcast(region: Region, value: p.Broadcast, labels: Labels, rebuild: Rebuild) -> bool:
    gather(region, value.argument, masked(labels, value.argument), rebuild)
    return True


def _fill(region: Region, value: p.Fill, labels: Labels, rebuild: Rebuild) -> bool:
    if value.number != 1:
        region.numbers.append(b.number(value.number))
    return True


def _diagonal(region: Region, value: p.Diagonal, labels: Labels, rebuild: Rebuild) -> bool:
    region.factors.append((p.Eye(value.shape), labels))
    gather(region, value.argument, labels[:1], rebuild)
    return True


def _reduce(region: Region, value: p.Reduce, labels: Labels, rebuild: Rebuild) -> bool:
    """Add a sum or a mean: a label that is summed for every axis that goes."""
    if value.kind not in {"sum", "mean"}:
        return False
    lengths = value.argument.shape
    kept = iter(labels if not value.keep else without(labels, value.axes))
    own = [
        region.summed(size) if axis in value.axes else next(kept)
        for axis, size in enumerate(lengths)
    ]
    if value.kind == "mean":
        count: Size = 1
        for axis in value.axes:
            count = algebra.multiply(count, lengths[axis])
        region.divisors.append(b.extent(count))
    gather(region, value.argument, tuple(own), rebuild)
    return True


def _matmul(region: Region, value: p.Matmul, labels: Labels, rebuild: Rebuild) -> bool:
    left, right = value.left, value.right
    inner = region.summed(left.shape[-1])
    lead = len(labels) - (len(left.shape) > 1) - (len(right.shape) > 1)
    batch, free = labels[:lead], iter(labels[lead:])
    rows: Labels = (next(free),) if len(left.shape) > 1 else ()
    columns: Labels = tuple(free)
    _add_batch(region, left, batch, (*rows, inner), rebuild)
    _add_batch(region, right, batch, (inner, *columns), rebuild)
    return True


def _add_batch(
    region: Region, value: p.Value, batch: Labels, own: Labels, rebuild: Rebuild
) -> None:
    lead = len(value.shape) - len(own)
    labels = (*batch[len(batch) - lead :], *own)
    gather(region, value, masked(labels, value), rebuild)


def _outer(region: Region, value: p.Outer, labels: Labels, rebuild: Rebuild) -> bool:
    gather(region, value.left, labels[:1], rebuild)
    gather(region, value.right, labels[1:], rebuild)
    return True


def _trace(region: Region, value: p.Trace, labels: Labels, rebuild: Rebuild) -> bool:
    both = region.summed(value.argument.shape[-1])
    gather(region, value.argument, (*labels, both, both), rebuild)
    return True


def _einsum(region: Region, value: p.Einsum, labels: Labels, rebuild: Rebuild) -> bool:
    known: dict[str, Label] = dict(zip(value.result, labels, strict=True))
    for argument, own in zip(value.arguments, value.labels, strict=True):
        for name, size in zip(own, argument.shape, strict=True):
            if known.setdefault(name, None) is None and name not in value.result and size != 1:
                known[name] = region.summed(size)
        gather(region, argument, masked(tuple(known[name] for name in own), argument), rebuild)
    return True


def _matrix_power(region: Region, value: p.MatrixPower, labels: Labels, rebuild: Rebuild) -> bool:
    """Add a low power of a matrix as a chain of products."""
    if not is_chain(value):
        return False
    chain = list(_chain(region, value, labels))
    for left, right in pairwise(chain):
        gather(region, value.argument, (left, right), rebuild)
    return True


def is_chain(value: p.MatrixPower) -> bool:
    """Whether a power of a matrix is low enough to be written as a chain of products."""
    return 2 <= value.exponent <= HIGHEST_POWER and len(value.shape) == 2


def _chain(region: Region, value: p.MatrixPower, labels: Labels) -> Iterator[Label]:
    yield labels[0]
    for _ in range(value.exponent - 1):
        yield region.summed(value.shape[0])
    yield labels[1]


Arm = Callable[[Region, Any, Labels, Rebuild], bool]  # Any: each arm takes its own kind of value

ARMS: Mapping[type, Arm] = {
    p.Elementwise: _elementwise,
    p.Expand: _expand,
    p.Squeeze: _squeeze,
    p.Permute: _permute,
    p.Broadcast: _broadcast,
    p.Fill: _fill,
    p.Diagonal: _diagonal,
    p.Reduce: _reduce,
    p.Matmul: _matmul,
    p.Outer: _outer,
    p.Trace: _trace,
    p.Einsum: _einsum,
    p.MatrixPower: _matrix_power,
}
"""How each kind joins a region; an arm says whether the value did."""
