"""Programs as Julia text: lines of assignments, or a function that checks its arguments."""

from __future__ import annotations

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation import algebra
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.code import Code
from boxdot.notation.codegen.languages.columnmajor import expanded, named, restated
from boxdot.notation.codegen.languages.columnmajor.layout import Layout
from boxdot.notation.codegen.languages.columnmajor.writing import (
    INDENT,
    Dialect,
    Draft,
    draft_function,
    draft_lines,
)
from boxdot.notation.codegen.languages.julia.names import TAKEN, julia_identifiers
from boxdot.notation.codegen.languages.julia.products import operands_by_name
from boxdot.notation.codegen.languages.julia.table import JULIA, JULIA_COMPLEX
from boxdot.notation.codegen.writer import Writer
from boxdot.notation.shapes.sizes import Shape

LAYOUT = Layout()

TYPES = {0: "Number", 1: "AbstractVector", 2: "AbstractMatrix"}
"""What an argument is, by its number of axes."""


def write_julia(
    program: p.Program, function: str | None, summary: str, *, real: bool = True
) -> Code:
    """Return a program as lines, or as a function with the summary in its docstring.

    Unless all entries are ``real``, transposing is spelled so that it does not conjugate.
    """
    language = JULIA if real else JULIA_COMPLEX
    dialect = Dialect(language, julia_identifiers, _prepared, _finished)
    if function is None:
        draft = draft_lines(dialect, program)
        lines = (_line(draft.writer, step) for step in draft.program.steps)
        code = "\n".join(LAYOUT.broken(lines))
        return Code(code, _imports(draft.writer), draft.warnings)
    if not function.isidentifier() or not function.strip("_") or function in TAKEN:
        raise UnsupportedError(
            f"{function!r} cannot be the name of a function", hint="use letters, digits and _"
        )
    draft = draft_function(dialect, program)
    code = _function(draft, function, summary)
    return Code(code, _imports(draft.writer), draft.program.warnings)


def _prepared(program: p.Program) -> p.Program:
    return expanded(restated(program))


def _finished(program: p.Program) -> p.Program:
    return named(program, operands_by_name)


def _imports(writer: Writer) -> tuple[str, ...]:
    return tuple(sorted(writer.imports))


def _line(writer: Writer, step: p.Step) -> str:
    text = writer.text(step.value)
    return text if step.name is None else f"{writer.names[step.name]} = {text}"


def _function(draft: Draft, name: str, summary: str) -> str:
    writer, program = draft.writer, draft.program
    typed = [f"{writer.names[load.name]}::{_type(load)}" for load in program.inputs]
    typed += [f"{writer.sizes[size]}::Integer" for size in draft.missing]
    body = [
        *_sizes(writer),
        *_checks(writer),
        *(_line(writer, step) for step in program.steps[:-1]),
        f"return {writer.text(program.result.value)}",
    ]
    head = [*_docstring(draft, name, summary), f"function {name}({', '.join(typed)})"]
    lines = LAYOUT.broken([head[-1], *(INDENT + line for line in body)])
    return "\n".join([*head[:-1], *lines, "end"])


def _type(load: p.Load) -> str:
    order = len(load.shape)
    return TYPES.get(order, f"AbstractArray{{<:Any,{order}}}")


def _docstring(draft: Draft, name: str, summary: str) -> list[str]:
    """Return what the function computes and the shapes that it takes and returns."""
    writer = draft.writer
    names = [writer.names[load.name] for load in draft.program.inputs]
    sizes = [writer.sizes[size] for size in draft.missing]
    arguments = [
        f"- `{writer.names[load.name]}`: {_kind(load.shape)}" for load in draft.program.inputs
    ]
    arguments += [f"- `{size}`: whole number" for size in sizes]
    listed = ["# Arguments", *arguments, ""] if arguments else []
    returns = f"Returns {_article(draft.program.result.value.shape)}."
    text = [f"{name}({', '.join([*names, *sizes])})", "", _quoted(summary), "", *listed, returns]
    return ['"""', INDENT + text[0], *text[1:], '"""']


def _quoted(text: str) -> str:
    """Return text that cannot end or bend a docstring."""
    line = " ".join(text.split())
    return line.replace("\\", "\\\\").replace('"', '\\"').replace("$", "\\$")


def _kind(shape: Shape) -> str:
    return f"array of size {_tuple(shape)}" if shape else "number"


def _article(shape: Shape) -> str:
    return f"an {_kind(shape)}" if shape else "a number"


def _tuple(shape: Shape) -> str:
    return f"({', '.join(map(str, shape))}{',' if len(shape) == 1 else ''})"


def _sizes(writer: Writer) -> list[str]:
    """Return the lines that read off the sizes: ``H, W, _ = size(X)``."""
    bound: set[str] = set()
    lines: list[str] = []
    for load in writer.inputs:
        fresh = []
        for size in load.shape:
            new = isinstance(size, str) and size not in bound
            fresh.append(writer.sizes[str(size)] if new else "_")
            bound |= {str(size)} if new else set()
        while fresh and fresh[-1] == "_":
            fresh.pop()
        if fresh:
            comma = "," if len(fresh) == 1 and len(load.shape) == 1 else ""
            lines.append(_reading(writer.names[load.name], fresh, comma))
    return lines


def _reading(name: str, targets: list[str], comma: str) -> str:
    if len(targets) == 1:
        return f"{targets[0]} = {'length' if comma else 'size'}({name}{'' if comma else ', 1'})"
    return f"{', '.join(targets)} = size({name})"


def _checks(writer: Writer) -> list[str]:
    """Return the lines that hold the arguments to their shapes, if reading the sizes does not."""
    bound: set[str] = set()
    lines: list[str] = []
    for load in writer.inputs:
        names = [size for size in load.shape if isinstance(size, str)]
        told = len(names) == len(load.shape) == len(set(names) - bound)
        bound |= set(names)
        if not told and load.shape:
            lines += _check(writer, load)
    return lines


def _check(writer: Writer, load: p.Load) -> list[str]:
    """Return the check of one argument; a shape with a length that nothing tells has none."""
    name = writer.names[load.name]
    named = {n for size in load.shape for n in algebra.names_of(size)}
    if named - set(writer.sizes):
        return []
    wanted = f"{name} must have the size {_quoted(_tuple(load.shape))}, not $(size({name}))"
    return [f'size({name}) == {writer.shape(load.shape)} || throw(DimensionMismatch("{wanted}"))']
