"""MATLAB: what it cannot say as it is, in terms of what it can."""

from __future__ import annotations

from functools import reduce

from boxdot.notation import algebra
from boxdot.notation.codegen import building as b
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.languages.columnmajor import expanded, named, restated, rewritten
from boxdot.notation.codegen.languages.matlab.axes import operands_by_name


def prepared(program: p.Program) -> p.Program:
    """Return the program in terms of what MATLAB has."""
    return rewritten(expanded(restated(program)), {p.Gather: _gather, p.Reduce: _variance})


def finished(program: p.Program) -> p.Program:
    """Return the program with a variable for everything that is indexed."""
    return named(program, operands_by_name)


def _gather(value: p.Gather) -> p.Value:
    """Gather along one axis with a vector of indices: the only way that keeps shapes."""
    count = len(value.indices)
    lead = b.joint_shape(index.shape for index in value.indices)
    if count == 1 and len(lead) == 1:
        return value
    sizes = value.argument.shape
    rows, rest = algebra.product(sizes[:count]), sizes[count:]
    pairs = list(zip(value.indices, sizes, strict=False))
    index = reduce(
        lambda inner, pair: b.add(pair[0], b.multiply(b.extent(pair[1]), inner)),
        reversed(pairs[:-1]),
        pairs[-1][0],
    )
    entries = algebra.product(lead)
    merged = b.reshape(value.argument, (rows, *rest))
    found = b.gather(merged, [b.reshape(index, (entries,))])
    return b.reshape(found, value.shape)


def _variance(value: p.Reduce) -> p.Value:
    """A variance over several axes, over the one axis that they are merged into."""
    order = len(value.argument.shape)
    if value.kind != "var" or len(value.axes) in (1, order):
        return value
    kept = [n for n in range(order) if n not in value.axes]
    sizes = tuple(value.argument.shape[n] for n in kept)
    rest = algebra.product(tuple(value.argument.shape[n] for n in value.axes))
    merged = b.reshape(b.permute(value.argument, [*kept, *value.axes]), (*sizes, rest))
    found = b.reduce("var", merged, [len(kept)])
    return b.expand(found, value.axes) if value.keep else found
