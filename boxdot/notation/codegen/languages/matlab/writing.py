"""Programs as MATLAB text: lines of assignments, or a function that checks its arguments."""

from __future__ import annotations

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation import algebra
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.code import Code
from boxdot.notation.codegen.languages.columnmajor.layout import Layout
from boxdot.notation.codegen.languages.columnmajor.writing import (
    INDENT,
    Dialect,
    Draft,
    draft_function,
    draft_lines,
    shape_text,
)
from boxdot.notation.codegen.languages.matlab.names import LEGAL, TAKEN, matlab_identifiers
from boxdot.notation.codegen.languages.matlab.restating import finished, prepared
from boxdot.notation.codegen.languages.matlab.table import MATLAB
from boxdot.notation.codegen.writer import Writer

LAYOUT = Layout(mark=" ...", closing=False)

DIALECT = Dialect(MATLAB, matlab_identifiers, prepared, finished)


def write_matlab(program: p.Program, function: str | None, summary: str) -> Code:
    """Return a program as lines, or as a function with the summary in its help text."""
    if function is None:
        draft = draft_lines(DIALECT, program)
        lines = [_line(draft.writer, step) for step in draft.program.steps]
        return Code("\n".join(LAYOUT.broken(lines)), (), draft.warnings)
    if not LEGAL.fullmatch(function) or function in TAKEN:
        raise UnsupportedError(
            f"{function!r} cannot be the name of a function",
            hint="use a letter, then letters, digits and _",
        )
    draft = draft_function(DIALECT, program)
    return Code(_function(draft, function, summary), (), draft.program.warnings)


def _line(writer: Writer, step: p.Step) -> str:
    text = writer.text(step.value)
    return text if step.name is None else f"{writer.names[step.name]} = {text};"


def _function(draft: Draft, name: str, summary: str) -> str:
    writer, program = draft.writer, draft.program
    parameters = [writer.names[load.name] for load in program.inputs]
    parameters += [writer.sizes[size] for size in draft.missing]
    result = _result(draft, name)
    about = _help(draft, name, result, summary)
    body = [
        *_checks(writer),
        *(_line(writer, step) for step in program.steps[:-1]),
        f"{result} = {writer.text(program.result.value)};",
    ]
    head = f"function {result} = {name}({', '.join(parameters)})"
    lines = LAYOUT.broken(INDENT + line for line in body)
    return "\n".join([*LAYOUT.broken([head]), *(INDENT + line for line in about), *lines, "end"])


def _result(draft: Draft, name: str) -> str:
    """Return the name of what the function returns: the symbol that is defined, else a new one."""
    defined = draft.program.result.name
    used = {*draft.writer.names.values(), *draft.writer.sizes.values(), name}
    if defined is not None:
        own = draft.writer.names[defined]
        if own != name and all(load.name != defined for load in draft.program.inputs):
            return own
    choices = ("result", *(f"result_{n}" for n in range(2, len(used) + 3)))
    return next(choice for choice in choices if choice not in used)


def _help(draft: Draft, name: str, result: str, summary: str) -> list[str]:
    """Return the help text: what the function computes, and the shapes it takes and returns."""
    writer = draft.writer
    lines = [f"%{name.upper()}  {' '.join(summary.split())}"]
    for load in draft.program.inputs:
        lines.append(f"%   {writer.names[load.name]}: {_kind(load)}")
    lines += [f"%   {writer.sizes[size]}: whole number" for size in draft.missing]
    return [*lines, f"%   returns {result}: {_kind(draft.program.result.value)}"]


def _kind(value: p.Value) -> str:
    match value.shape:
        case ():
            return "number"
        case (size,):
            return f"column {size}×1"
        case shape:
            return f"array {shape_text(shape)}"


def _checks(writer: Writer) -> list[str]:
    """Return the lines that read off the sizes and hold the arguments to their shapes."""
    bound: set[str] = set()
    lines: list[str] = []
    for load in writer.inputs:
        for axis, size in enumerate(load.shape):
            if isinstance(size, str) and size not in bound:
                bound.add(size)
                lines.append(f"{writer.sizes[size]} = size({writer.names[load.name]}, {axis + 1});")
    return [*lines, *(_check(writer, load, bound) for load in writer.inputs)]


def _check(writer: Writer, load: p.Load, bound: set[str]) -> str:
    """Return the check of one argument; lengths that nothing tells are left out."""
    name, order = writer.names[load.name], max(len(load.shape), 2)
    said = f"'{name} must be {_wanted(load)}, not %s', mat2str(size({name}))"
    if not load.shape:
        return f"assert(isscalar({name}), {said});"
    shape = (*load.shape, 1)[:order]
    known = [n for n, size in enumerate(shape) if set(algebra.names_of(size)) <= bound]
    sizes = ", ".join(writer.size(shape[n]) for n in known)
    axes = f"1:{order}" if len(known) == order else f"[{' '.join(str(n + 1) for n in known)}]"
    if order == len(known) == 2:
        return f"assert(isequal(size({name}), [{sizes}]), {said});"
    fits = f" && isequal(size({name}, {axes}), [{sizes}])" if known else ""
    return f"assert(ndims({name}) <= {order}{fits}, {said});"


def _wanted(load: p.Load) -> str:
    match load.shape:
        case ():
            return "a number"
        case (size,):
            return f"{size}×1"
        case shape:
            return shape_text(shape)
