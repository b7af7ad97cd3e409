"""The docstring of a function: what it computes, and the shapes that it takes and returns."""

from __future__ import annotations

from boxdot.notation.codegen.program import Program
from boxdot.notation.codegen.writer import Writer
from boxdot.notation.shapes.sizes import Shape


def docstring(writer: Writer, program: Program, missing: list[str], summary: str) -> list[str]:
    """Return what the function computes and the shapes that it takes and returns."""
    parameters = [
        line
        for load in program.inputs
        for line in (f"{writer.names[load.name]} : {_kind(load.shape)}",)
    ]
    parameters += [f"{writer.sizes[name]} : whole number" for name in missing]
    returns = _kind(program.result.value.shape)
    text = [_quoted(summary)]
    if parameters:
        text += ["", "Parameters", "----------", *map(_quoted, parameters)]
    text += ["", "Returns", "-------", _quoted(returns)]
    return [f'"""{text[0]}', *text[1:], '"""']


def _quoted(text: str) -> str:
    """Return text that cannot end or bend a docstring."""
    line = " ".join(text.split())
    return line.replace("\\", "\\\\").replace('"', '\\"')


def _kind(shape: Shape) -> str:
    return f"array of shape {shape_text(shape)}" if shape else "number"


def shape_text(shape: Shape) -> str:
    """Return a shape as a reader of code writes it: ``(m, n)``."""
    sizes = ", ".join(str(size).replace("^", "**") for size in shape)
    return f"({sizes}{',' if len(shape) == 1 else ''})"
