"""Sizes that may be equal or 1: loops would read past the end where NumPy refuses to broadcast."""

from __future__ import annotations

from collections.abc import Iterator

from boxdot.notation import algebra
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.languages.python.checks import INDENT
from boxdot.notation.codegen.writer import SUM, Writer
from boxdot.notation.shapes.sizes import Size


def stretch_checks(w: Writer, program: p.Program) -> list[str]:
    """Return the lines that refuse sizes which do not broadcast."""
    pairs = dict.fromkeys(
        pair
        for step in program.steps
        for part in p.walk(step.value)
        for pair in _pairs(part)
        if pair[0] != 1 and algebra.equal(*pair) is not True
    )
    return [line for size, joint in pairs for line in _check(w, size, joint)]


def _pairs(part: p.Value) -> Iterator[tuple[Size, Size]]:
    """Yield the lengths of axes, and those that they are stretched to."""
    match part:
        case p.Elementwise() | p.Broadcast():
            for argument in p.children(part):
                if argument.shape:
                    yield from zip(argument.shape, part.shape, strict=True)
        case p.Matmul(left=left, right=right):
            yield left.shape[-1], right.shape[-2:][0]
        case p.Einsum():
            lengths: dict[str, Size] = {}
            for argument, labels in zip(part.arguments, part.labels, strict=True):
                for label, size in zip(labels, argument.shape, strict=True):
                    yield size, lengths.setdefault(label, size)


def _check(w: Writer, size: Size, joint: Size) -> list[str]:
    one, other = w.size(size, SUM), w.size(joint, SUM)
    return [
        f"if {one} != 1 and {one} != {other}:",
        f'{INDENT}raise ValueError("the sizes {size} and {joint} do not fit")',
    ]
