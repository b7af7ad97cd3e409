"""Which values get an array of their own, so that no loop computes anything twice."""

from __future__ import annotations

from collections.abc import Iterator

from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.sharing import rebuilt, with_sharing

WHOLE = (p.Inverse, p.Solve, p.Determinant, p.MatrixPower, p.Call)
"""What is computed from whole arrays."""

LOOPS = (p.Reduce, p.Norm, p.Trace, p.Matmul, p.Einsum)
"""What needs loops of its own for each entry."""

REPEATING = (p.Expand, p.Broadcast, p.Tile, p.Outer, p.Kron)
"""What uses entries of its arguments again and again."""

VIEWS = (p.Expand, p.Squeeze, p.Permute, p.Take, p.Broadcast)
LEAVES = (p.Load, p.Scalar, p.Named, p.Extent, p.Fill, p.Eye, p.Arange)


def steps_of(program: p.Program) -> list[p.Step]:
    """Return the steps in which each value that loops or is used again has a name."""
    program = with_sharing(program)
    taken = {load.name for load in program.inputs} | {step.name for step in program.steps}
    names = (name for n in range(1, 10**6) if (name := f"t{n}") not in taken)
    return [part for step in program.steps for part in _split(step, names)]


def _split(step: p.Step, names: Iterator[str]) -> Iterator[p.Step]:
    named = {id(child) for part in p.walk(step.value) for child in _arrays_for(part)}
    done: dict[int, p.Value] = {}
    for part in p.walk(step.value):
        value = rebuilt(part, {id(child): done[id(child)] for child in p.children(part)})
        own = isinstance(part, (*LOOPS, *WHOLE, p.Literal)) or id(part) in named
        if own and part is not step.value:
            name = next(names)
            yield p.Step(name, value)
            value = p.Load(part.shape, name)
        done[id(part)] = value
    yield p.Step(step.name, done[id(step.value)])


def _arrays_for(part: p.Value) -> list[p.Value]:
    """Return the arguments that must be arrays before the part is computed."""
    if isinstance(part, WHOLE):
        return [child for child in p.children(part) if not isinstance(child, p.Load)]
    if isinstance(part, p.Matmul | p.Einsum):
        return [child for child in p.children(part) if not _is_view(child)]
    if isinstance(part, REPEATING):
        return [child for child in p.children(part) if child.shape and _is_slow(child)]
    if isinstance(part, p.Reduce) and part.kind == "var":
        return [part.argument] if not _is_view(part.argument) else []
    return []


def _is_view(value: p.Value) -> bool:
    """Whether an entry costs no more than reading it."""
    if isinstance(value, VIEWS):
        return _is_view(value.argument)
    return isinstance(value, LEAVES)


def _is_slow(value: p.Value) -> bool:
    """Whether a function that is more than arithmetic is computed for each entry."""
    if isinstance(value, p.Elementwise) and value.function not in p.ARITHMETIC:
        return value.function != "negative"
    entries = isinstance(value, (p.Elementwise, *VIEWS))
    return entries and any(map(_is_slow, p.children(value)))
