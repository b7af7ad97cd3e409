"""Programs as statements about entries: ``Y_{ijk} = X_{ijk} B_{ij}``."""

from __future__ import annotations

from boxdot.notation.codegen.code import Code
from boxdot.notation.codegen.entrywise.arms import entries_with
from boxdot.notation.codegen.entrywise.context import ONE, Entries, Indices, at
from boxdot.notation.codegen.entrywise.letters import letters
from boxdot.notation.codegen.program import Program, Step
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Chain, Relation
from boxdot.notation.expressions.symbols import Declaration
from boxdot.notation.printing import print_declaration, to_text

RESULTS = ("Y", "Z", "T", "W", "Q", "V", "U", "Y_0")
"""What a result without a name is called, the first that is free."""


def write_entries(formula: Formula, program: Program, spelling: str) -> Code:
    """Return the entries of every step, with the shapes that what they define has."""
    taken = _taken(formula, program)
    chains, declared = [], []
    for step in program.steps:
        name = step.name or _result(step, taken)
        shape = step.value.shape
        entries, indices = _indices(entries_with(letters(taken)), step)
        left = at(name, shape, indices)
        chains.append(Chain((left, entries.entry(step.value, indices)), (Relation.EQUAL,)))
        declared.append(Declaration(name, shape))
    unknown = [one for one in declared if one.name not in formula.symbols]
    symbols = formula.symbols.with_declarations(declared)
    text = to_text(Formula("", tuple(chains), symbols), spelling)
    return Code(text, (), (*program.warnings, *map(_shape_of, unknown)))


def _indices(entries: Entries, step: Step) -> tuple[Entries, Indices]:
    """Return an index for every axis of a result."""
    shape = step.value.shape
    inner, symbols = entries.within(size for size in shape if size != 1)
    found = iter(symbols)
    return inner, tuple(ONE if size == 1 else next(found) for size in shape)


def _taken(formula: Formula, program: Program) -> set[str]:
    """Return every name that an index may not have."""
    names = {load.name for load in program.inputs}
    names |= {step.name for step in program.steps if step.name is not None}
    names |= set(formula.symbols)
    for load in program.inputs:
        names |= {str(size) for size in load.shape}
    return names | {"e"}


def _result(step: Step, taken: set[str]) -> str:
    """Return a name for a result: a small letter for a number or a vector."""
    names = [name if len(step.value.shape) > 1 else name.lower() for name in RESULTS]
    return next(name for name in [*names, "result"] if name not in taken)


def _shape_of(declared: Declaration) -> str:
    return f"the result is {print_declaration(declared)}"


__all__ = ["write_entries"]
