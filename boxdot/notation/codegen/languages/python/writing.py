"""Programs as Python text: lines of assignments, or a function that checks its arguments."""

from __future__ import annotations

import keyword
from dataclasses import replace

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.code import Code
from boxdot.notation.codegen.languages.python.checks import INDENT, shape_checks
from boxdot.notation.codegen.languages.python.docstrings import docstring
from boxdot.notation.codegen.languages.python.layout import laid_out
from boxdot.notation.codegen.languages.python.library import Library
from boxdot.notation.codegen.lengths import lengths_of, missing_sizes
from boxdot.notation.codegen.names import MODULES, identifiers
from boxdot.notation.codegen.program import Load, Program, walk
from boxdot.notation.codegen.sharing import repeats_much, with_sharing
from boxdot.notation.codegen.writer import Language, Writer


def write_python(library: Library, program: Program, function: str | None, summary: str) -> Code:
    """Return a program as lines, or as a function with the summary in its docstring."""
    if function is None:
        return write_lines(library, program)
    return write_function(library, program, function, summary)


def write_lines(library: Library, program: Program) -> Code:
    """Return an expression, or an assignment for every symbol that is defined."""
    if repeats_much(program):
        program = with_sharing(program)
    missing = missing_sizes(program)
    writer = writer_of(program, library.language, missing)
    code = "\n".join(_line(writer, step) for step in program.steps)
    code = "\n".join(laid_out([*library.opening(writer, code), *code.split("\n")]))
    return Code(code, _imports(library, writer), (*program.warnings, *_unknown(missing)))


def write_function(library: Library, program: Program, name: str, summary: str) -> Code:
    """Return a function of the inputs that checks their shapes and returns the result."""
    check_name(name)
    program = with_sharing(without_loose_ends(program))
    missing = missing_sizes(program)
    writer = writer_of(program, library.language, [*sizes_bound(program.inputs), *missing])
    parameters = [writer.names[load.name] for load in program.inputs]
    parameters += [writer.sizes[size] for size in missing]
    lines = [
        *shape_checks(writer),
        *(_line(writer, step) for step in program.steps[:-1]),
        f"return {writer.text(program.result.value)}",
    ]
    arrays = library.arrays(writer, "\n".join(lines))
    head = f"def {name}({', '.join(parameters)}):"
    about = docstring(writer, program, missing, summary)
    return Code(
        function_text(head, about, [*arrays, *lines]), _imports(library, writer), program.warnings
    )


def function_text(head: str, about: list[str], lines: list[str]) -> str:
    """Return a function from its head, its docstring and its lines, long ones broken."""
    body = laid_out([INDENT + line for line in lines])
    text = [INDENT + line if line else line for line in about]
    return "\n".join([*laid_out([head]), *text, *body])


def without_loose_ends(program: Program) -> Program:
    """Return the program without the values that are neither named nor returned."""
    kept = tuple(step for step in program.steps[:-1] if step.name is not None)
    return replace(program, steps=(*kept, program.result))


def check_name(name: str) -> None:
    """Refuse what cannot be the name of a function."""
    if not name.isidentifier() or keyword.iskeyword(name) or name in MODULES:
        raise UnsupportedError(
            f"{name!r} cannot be the name of a function", hint="use letters, digits and _"
        )


def writer_of(program: Program, language: Language, sizes: list[str]) -> Writer:
    """Return a writer in which the symbols and these sizes have identifiers of their own."""
    symbols = _symbols(program)
    marked = {size: f"n_{size}" if size in symbols else size for size in sizes}
    names = identifiers([*symbols, *marked.values()])
    named = {size: names[mark] for size, mark in marked.items()}
    writer = Writer(language, names, named, lengths_of(program.inputs), program.inputs)
    for step in program.steps:
        if step.name is not None and writer.is_plain(step.value):
            writer = replace(writer, plain=writer.plain | {step.name}, answers={})
    return writer


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


def _imports(library: Library, writer: Writer) -> tuple[str, ...]:
    return (*sorted(writer.imports), *library.imports)


def _unknown(missing: list[str]) -> list[str]:
    return [f"the size {name} must be given: no axis of an input has it" for name in missing]


def sizes_bound(inputs: tuple[Load, ...]) -> list[str]:
    """Return the size names that are lengths of axes, in order of appearance."""
    sizes = (size for load in inputs for size in load.shape)
    return list(dict.fromkeys(size for size in sizes if isinstance(size, str)))
