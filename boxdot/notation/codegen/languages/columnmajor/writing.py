"""Programs as text: what lines and functions of column-major languages have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from boxdot.notation.codegen import program as p
from boxdot.notation.codegen.lengths import lengths_of, missing_sizes
from boxdot.notation.codegen.program import Program
from boxdot.notation.codegen.sharing import repeats_much, with_sharing
from boxdot.notation.codegen.writer import Language, Writer
from boxdot.notation.shapes.sizes import Shape

INDENT = "    "


@dataclass(frozen=True, slots=True)
class Dialect:
    """What a column-major language needs beside its table.

    Parameters
    ----------
    language
        The table.
    identifiers
        Gives every name a legal identifier of its own.
    prepared
        Restates what the language cannot say as it is.
    finished
        Gives names to operands that need one.
    """

    language: Language
    identifiers: Callable[[Iterable[str]], Mapping[str, str]]
    prepared: Callable[[Program], Program]
    finished: Callable[[Program], Program]


@dataclass(frozen=True, slots=True)
class Draft:
    """A program that is ready to be written, and the sizes that no input tells."""

    program: Program
    writer: Writer
    missing: tuple[str, ...]

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a reader of the code should know."""
        unknown = [
            f"the size {name} must be given: no axis of an input has it" for name in self.missing
        ]
        return (*self.program.warnings, *unknown)


def draft_lines(dialect: Dialect, program: Program) -> Draft:
    """Return the program as it is; sizes are read off where they are needed."""
    program = dialect.prepared(program)
    if repeats_much(program):
        program = with_sharing(program)
    program = dialect.finished(program)
    missing = missing_sizes(program)
    return Draft(program, _writer(dialect, program, missing), tuple(missing))


def draft_function(dialect: Dialect, program: Program) -> Draft:
    """Return the program with common parts computed once; sizes have names of their own."""
    program = dialect.finished(with_sharing(dialect.prepared(program)))
    missing = missing_sizes(program)
    writer = _writer(dialect, program, [*sizes_bound(program.inputs), *missing])
    return Draft(program, writer, tuple(missing))


def _writer(dialect: Dialect, program: Program, sizes: list[str]) -> Writer:
    """Return a writer in which the symbols and these sizes have identifiers of their own."""
    symbols = _symbols(program)
    marked = {size: f"n_{size}" if size in symbols else size for size in sizes}
    names = dialect.identifiers([*symbols, *marked.values()])
    named = {size: names[mark] for size, mark in marked.items()}
    return Writer(dialect.language, names, named, lengths_of(program.inputs), program.inputs)


def _symbols(program: Program) -> list[str]:
    """Return everything that the code calls by a name, in order of appearance."""
    called = [
        part.function
        for step in program.steps
        for part in p.walk(step.value)
        if isinstance(part, p.Call)
    ]
    defined = [step.name for step in program.steps if step.name is not None]
    return list(dict.fromkeys([*(load.name for load in program.inputs), *defined, *called]))


def sizes_bound(inputs: Iterable[p.Load]) -> list[str]:
    """Return the size names that are lengths of axes, in order of appearance."""
    sizes = (size for load in inputs for size in load.shape)
    return list(dict.fromkeys(size for size in sizes if isinstance(size, str)))


def shape_text(shape: Shape) -> str:
    """Return a shape as the formula has it.

    >>> from boxdot.notation import algebra
    >>> shape_text(("H", "W", 3)), shape_text((algebra.add("m", 1), "n"))
    ('H×W×3', '(m + 1)×n')
    """
    return "×".join(f"({size})" if set(str(size)) & set("+-") else str(size) for size in shape)
