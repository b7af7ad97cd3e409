"""The lines of a function that hold its arguments to their shapes."""

from __future__ import annotations

from boxdot.notation import algebra
from boxdot.notation.codegen.languages.python.docstrings import shape_text
from boxdot.notation.codegen.program import Load
from boxdot.notation.codegen.writer import Writer
from boxdot.notation.shapes.sizes import Size

INDENT = "    "


def shape_checks(writer: Writer) -> list[str]:
    """Return the lines that hold arrays to their shapes and name the sizes."""
    lines: list[str] = []
    bound: set[str] = set()
    for load in writer.inputs:
        if not load.shape and not writer.language.shown:
            continue  # a number has no shape, and was made one
        lines += _check(writer, load, bound)
    return lines


def _check(writer: Writer, load: Load, bound: set[str]) -> list[str]:
    name, shape = writer.names[load.name], load.shape
    wanted = (
        f"{name} must have the shape {shape_text(shape)}" if shape else f"{name} must be a number"
    )
    fresh = [size for size in shape if isinstance(size, str) and size not in bound]
    if not fresh:
        return _comparison(writer, load, wanted, bound)
    lines = [
        f"if {name}.ndim != {len(shape)}:",
        INDENT + _refusal(writer, name, wanted),
    ]
    targets = [_target(writer, size, bound) for size in shape]
    unpacked = ", ".join(targets) if len(targets) > 1 else f"({targets[0]},)"
    lines.append(f"{unpacked} = {name}.shape")
    if "_" in targets:
        lines += _comparison(writer, load, wanted, bound)
    return lines


def _target(writer: Writer, size: Size, bound: set[str]) -> str:
    """Return the variable that takes the length of an axis, ``_`` if it is known already."""
    if not isinstance(size, str) or size in bound:
        return "_"
    bound.add(size)
    return writer.sizes[size]


def _comparison(writer: Writer, load: Load, wanted: str, bound: set[str]) -> list[str]:
    """Return the check of a shape whose sizes are all known; what is not known is left out."""
    name = writer.names[load.name]
    unknown = {n for size in load.shape for n in algebra.names_of(size)} - bound
    if unknown:
        return []
    shape = writer.shape(load.shape)
    found = sorted({n for size in load.shape for n in algebra.names_of(size)})
    known = ", ".join(f"{writer.sizes[n]}={{{writer.sizes[n]}}}" for n in found)
    given = f" ({known})" if known else ""
    return [
        f"if {name}.shape != {shape}:",
        INDENT + _refusal(writer, name, wanted, given),
    ]


def _refusal(writer: Writer, name: str, wanted: str, given: str = "") -> str:
    """Return the line that raises the error, with what was found if the language can show it."""
    if not writer.language.shown:
        return f'raise ValueError("{wanted}")'
    shown = writer.language.shown.format(name)
    if wanted.endswith("a number"):
        return f'raise ValueError(f"{wanted}, not an array of shape {{{shown}}}")'
    return f'raise ValueError(f"{wanted}{given}, not {{{shown}}}")'
