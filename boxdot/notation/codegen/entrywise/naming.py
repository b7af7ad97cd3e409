"""Names for matrices that are inverted: of a product only the entries can be written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.program import Program, Step, children, walk
from boxdot.notation.codegen.sharing import rebuilt


def with_named_matrices(program: Program, named: Callable[[p.Value], str]) -> Program:
    """Return the program with a step for every product that is inverted or has a determinant.

    ``(XᵀX)⁻¹ Xᵀy`` is ``W = XᵀX; W⁻¹ Xᵀy``.
    """
    steps: list[Step] = []
    known: dict[p.Value, p.Load] = {}
    for step in program.steps:
        new: dict[int, p.Value] = {}
        for part in walk(step.value):
            value = rebuilt(part, {id(child): new[id(child)] for child in children(part)})
            matrix = _matrix(value)
            if matrix is not None:
                if matrix not in known:
                    known[matrix] = p.Load(matrix.shape, named(matrix))
                    steps.append(Step(known[matrix].name, matrix))
                value = _with_matrix(value, known[matrix])
            new[id(part)] = value
        steps.append(Step(step.name, new[id(step.value)]))
    return replace(program, steps=tuple(steps))


def _matrix(value: p.Value) -> p.Value | None:
    """Return the matrix that needs a name, if there is one."""
    matrix = value.left if isinstance(value, p.Solve) else None
    if isinstance(value, p.Inverse | p.Determinant):
        matrix = value.argument
    if matrix is None or isinstance(matrix, p.Load) or len(matrix.shape) != 2:
        return None
    return matrix


def _with_matrix(value: p.Value, load: p.Load) -> p.Value:
    match value:
        case p.Solve():
            return replace(value, left=load)
        case p.Inverse() | p.Determinant():
            return replace(value, argument=load)
        case _:
            return value
