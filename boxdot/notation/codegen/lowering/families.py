"""Lowering ``[b_1 ⊗ a_1, …, b_R ⊗ a_R]``: one cell for every value of an index, side by side."""

from __future__ import annotations

from dataclasses import replace

from boxdot.notation import algebra
from boxdot.notation.codegen import building as b
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.lowering.context import Context
from boxdot.notation.codegen.lowering.multiplying import as_matrix
from boxdot.notation.codegen.lowering.operands import Operand, carrying, dense, padded
from boxdot.notation.codegen.lowering.sizing import size_of
from boxdot.notation.expressions.families import Family

RUNNING = "…"
"""The name of the index, which no author can write."""


def lower_family(context: Context, family: Family) -> Operand:
    """Return the cells for all values of the index, side by side or below each other."""
    last = size_of(context, family.last)
    label = context.fresh(RUNNING, 1, last)
    running = {id(place): label for place in family.places}
    inner = replace(context.within([label]), running={**context.running, **running})
    cell = as_matrix(dense(inner.lower(family.cell)))
    outer = tuple(name for name in cell.batch if name != label.label)
    cell = carrying(cell, (*outer, label.label))
    lead = len(outer)
    if len(cell.core) == 1 and not family.below:
        return Operand(_with_label_last(cell.value, lead), outer)
    if family.below and cell.core[:1] == (1,) and len(cell.core) == 2:
        return Operand(b.squeeze(cell.value, [lead + 1]), outer)
    return Operand(_merged(cell, lead, below=family.below), outer)


def _with_label_last(value: p.Value, lead: int) -> p.Value:
    """Return vectors as columns; where axes were merged, they are merged afterwards."""
    if isinstance(value, p.Reshape) and value.order == "C":
        inner = value.argument
        if inner.shape[: lead + 1] == value.shape[: lead + 1]:
            moved = _with_label_last(inner, lead)
            shape = (*value.shape[:lead], *value.shape[lead + 1 :], value.shape[lead])
            return b.reshape(moved, shape, "C")
    if isinstance(value, p.Einsum):
        names = value.result
        result = (*names[:lead], *names[lead + 1 :], names[lead])
        return b.einsum(value.arguments, value.labels, result)
    order = [*range(lead), *range(lead + 1, len(value.shape)), lead]
    return b.permute(value, order)


def _merged(cell: Operand, lead: int, *, below: bool) -> p.Value:
    """Return matrices side by side, or below each other."""
    cell = cell if len(cell.core) == 1 else padded(cell, 2)
    count, own = cell.value.shape[lead], cell.core
    outer = cell.value.shape[:lead]
    if below:
        shape = (*outer, algebra.multiply(count, own[0]), *own[1:])
        return b.reshape(cell.value, shape, "C")
    value = b.permute(cell.value, [*range(lead), lead + 1, lead, lead + 2])
    return b.reshape(value, (*outer, own[0], algebra.multiply(count, own[1])), "C")
