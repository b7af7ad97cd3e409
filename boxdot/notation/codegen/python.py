"""Programs as Python text: lines of assignments, or a function that checks its arguments."""

from __future__ import annotations

import keyword

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation import algebra
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.code import Code
from boxdot.notation.codegen.lengths import lengths_of, missing_sizes
from boxdot.notation.codegen.names import identifiers
from boxdot.notation.codegen.program import Load, Program, walk
from boxdot.notation.codegen.sharing import LARGEST_EXPRESSION, expanded_size, with_sharing
from boxdot.notation.codegen.writer import Language, Writer
from boxdot.notation.shapes.sizes import Shape, Size

INDENT = "    "


def write_lines(program: Program, language: Language, imports: tuple[str, ...]) -> Code:
    """Return an expression, or an assignment for every symbol that is defined."""
    if any(expanded_size(step.value) > LARGEST_EXPRESSION for step in program.steps):
        program = with_sharing(program)
    missing = missing_sizes(program)
    writer = _writer(program, language, missing)
    code = "\n".join(_line(writer, step) for step in program.steps)
    return Code(code, _imports(imports, writer), (*program.warnings, *_unknown(missing)))


def write_function(
    program: Program, language: Language, imports: tuple[str, ...], name: str, summary: str
) -> Code:
    """Return a function of the inputs that checks their shapes and returns the result."""
    if not name.isidentifier() or keyword.iskeyword(name) or name in ("np", "math"):
        raise UnsupportedError(
            f"{name!r} cannot be the name of a function", hint="use letters, digits and _"
        )
    program = with_sharing(program)
    missing = missing_sizes(program)
    writer = _writer(program, language, [*_sizes_bound(program.inputs), *missing])
    parameters = [writer.names[load.name] for load in program.inputs]
    parameters += [writer.sizes[size] for size in missing]
    body = [
        *_docstring(writer, program, missing, summary),
        *_checks(writer, program.inputs),
        *(_line(writer, step) for step in program.steps[:-1]),
        f"return {writer.text(program.result.value)}",
    ]
    head = f"def {name}({', '.join(parameters)}):"
    code = "\n".join([head, *(INDENT + line if line else line for line in body)])
    return Code(code, _imports(imports, writer), program.warnings)


def _writer(program: Program, language: Language, sizes: list[str]) -> Writer:
    """Return a writer in which the symbols and these sizes have identifiers of their own."""
    symbols = _symbols(program)
    marked = {size: f"n_{size}" if size in symbols else size for size in sizes}
    names = identifiers([*symbols, *marked.values()])
    named = {size: names[mark] for size, mark in marked.items()}
    return Writer(language, names, named, lengths_of(program.inputs), program.inputs)


def _symbols(program: Program) -> list[str]:
    """Return everything that the code calls by a name, in order of appearance."""
    called = [
        part.function
        for step in program.steps
        for part in walk(step.value)
        if isinstance(part, p.Call)
    ]
    defined = [step.name for step in program.steps if step.name is not None]
    return list(dict.fromkeys([*(load.name for load in program.inputs), *defined, *called]))


def _line(writer: Writer, step: p.Step) -> str:
    text = writer.text(step.value)
    return text if step.name is None else f"{writer.names[step.name]} = {text}"


def _imports(imports: tuple[str, ...], writer: Writer) -> tuple[str, ...]:
    return (*sorted(writer.imports), *imports)


def _unknown(missing: list[str]) -> list[str]:
    return [f"the size {name} must be given: no axis of an input has it" for name in missing]


def _sizes_bound(inputs: tuple[Load, ...]) -> list[str]:
    """Return the size names that are lengths of axes, in order of appearance."""
    sizes = (size for load in inputs for size in load.shape)
    return list(dict.fromkeys(size for size in sizes if isinstance(size, str)))


def _docstring(writer: Writer, program: Program, missing: list[str], summary: str) -> list[str]:
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
    return f"array of shape {_shape_text(shape)}" if shape else "number"


def _shape_text(shape: Shape) -> str:
    sizes = ", ".join(str(size).replace("^", "**") for size in shape)
    return f"({sizes}{',' if len(shape) == 1 else ''})"


def _checks(writer: Writer, inputs: tuple[Load, ...]) -> list[str]:
    """Return the lines that make arrays of the arguments and hold them to their shapes."""
    arrays = [writer.names[load.name] for load in inputs]
    lines = [f"{name} = np.asarray({name})" for name in arrays]
    bound: set[str] = set()
    for load in inputs:
        lines += _check(writer, load, bound)
    return lines


def _check(writer: Writer, load: Load, bound: set[str]) -> list[str]:
    name, shape = writer.names[load.name], load.shape
    wanted = f"{name} must have the shape {_shape_text(shape)}"
    fresh = [size for size in shape if isinstance(size, str) and size not in bound]
    if not fresh:
        return _comparison(writer, load, wanted, bound)
    lines = [
        f"if {name}.ndim != {len(shape)}:",
        f'{INDENT}raise ValueError(f"{wanted}, not {{{name}.shape}}")',
    ]
    targets = [_target(writer, size, bound) for size in shape]
    lines.append(f"{', '.join(targets)}{',' if len(targets) == 1 else ''} = {name}.shape")
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
        f'{INDENT}raise ValueError(f"{wanted}{given}, not {{{name}.shape}}")',
    ]
