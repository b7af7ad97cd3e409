"""Programs as statements about entries: ``Y_{ijk} = X_{ijk} B_{ij}``."""

from __future__ import annotations

import re
from functools import partial

from boxdot.notation.codegen.code import Code
from boxdot.notation.codegen.entrywise.arms import entries_with
from boxdot.notation.codegen.entrywise.context import ONE, Entries, at
from boxdot.notation.codegen.entrywise.digits import Digit
from boxdot.notation.codegen.entrywise.letters import letters
from boxdot.notation.codegen.entrywise.naming import with_named_matrices
from boxdot.notation.codegen.program import Program, Step, Value
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.expressions.nodes import Chain, Expr, Relation
from boxdot.notation.expressions.symbols import Declaration
from boxdot.notation.printing import print_declaration, to_text

RESULTS = ("Y", "Z", "T", "W", "Q", "V", "U", "G", "F", *(f"Y_{n}" for n in range(99)))
"""What a result without a name is called, the first that is free."""


def write_entries(formula: Formula, program: Program, spelling: str) -> Code:
    """Return the entries of every step, with the shapes that what they define has."""
    taken = _taken(formula, program)
    program = with_named_matrices(program, partial(_named, taken))
    chains, declared = [], []
    for step in program.steps:
        name = step.name or _named(taken, step.value)
        shape = step.value.shape
        chains.append(_equation(entries_with(letters(taken)), name, step))
        declared.append(Declaration(name, shape))
    unknown = [one for one in declared if one.name not in formula.symbols]
    symbols = formula.symbols.with_declarations(declared)
    text = to_text(Formula("", tuple(chains), symbols), spelling)
    return Code(text, (), (*program.warnings, *map(_shape_of, unknown)))


def _equation(entries: Entries, name: str, step: Step) -> Chain:
    """Return what the entries of a result are."""
    left: Expr = ONE

    def use(inner: Entries, indices: list[Expr], own: list[Digit]) -> Expr:
        nonlocal left
        left = at(name, step.value.shape, tuple(indices))
        return inner.entry(step.value, tuple(indices))

    right = entries.indexed(step.value.shape, use)
    return Chain((left, right), (Relation.EQUAL,))


def _taken(formula: Formula, program: Program) -> set[str]:
    """Return every name that an index may not have: ``k`` of ``Y_k`` would tell its member."""
    names = {load.name for load in program.inputs}
    names |= {step.name for step in program.steps if step.name is not None}
    names |= set(formula.symbols)
    for load in program.inputs:
        names |= {str(size) for size in load.shape}
    labels = {letter for name in names for letter in re.findall(r"[_^]\(?(\w)\b", name)}
    return names | labels | {"e"}


def _named(taken: set[str], value: Value) -> str:
    """Return a name for a result, and take it: a small letter for a number or a vector."""
    names = [name if len(value.shape) > 1 else name.lower() for name in RESULTS]
    found = next(name for name in [*names, "result"] if name not in taken)
    taken.add(found)
    return found


def _shape_of(declared: Declaration) -> str:
    return f"the result is {print_declaration(declared)}"


__all__ = ["write_entries"]
