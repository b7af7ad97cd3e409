"""Notations that a formula can be converted to: other spellings, and other ways to say it."""

from __future__ import annotations

import re
from collections.abc import Callable

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.codegen.code import Code
from boxdot.notation.codegen.entrywise import write_entries
from boxdot.notation.codegen.limits import demand_real_norms, with_condition
from boxdot.notation.codegen.lowering import lower_formula
from boxdot.notation.codegen.namedtensors import write_named
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.inference import infer
from boxdot.notation.printing import to_text

_OPERATORS = re.compile(r' ([⊡⊞⊟⧄⊙⊗∘⊛∗+−·×:=←≈≤≥<>≠⟺∝∼→∈]|:=|"⊘") ')
"""The signs that PowerPoint and Word space by themselves."""

PASTED = "PowerPoint and Word have no input code for ⧄ (U+29C4): paste the glyph"


def to_unicodemath(formula: Formula) -> Code:
    """Write a formula as PowerPoint and Word take it."""
    text = _OPERATORS.sub(r"\1", to_text(formula, "unicodemath"))
    return Code(text, (), (PASTED,) if "⧄" in text else ())


def to_index(formula: Formula) -> Code:
    """Write every entry of a formula, in the spelling that the formula was read in."""
    inference = infer(formula)
    program = lower_formula(formula, inference)
    demand_real_norms(formula, program, "index")
    return with_condition(write_entries(formula, program, spelling_of(formula)), inference)


def to_named(formula: Formula) -> Code:
    """Write a formula in named tensor notation."""
    inference = infer(formula)
    program = lower_formula(formula, inference)
    demand_real_norms(formula, program, "named")
    return with_condition(write_named(program), inference)


def to_linear_algebra(formula: Formula) -> Code:
    """Rewrite a formula with matrices and vectors only; refuse what has no such form."""
    from boxdot.notation.rewriting import rewrite  # late: it reads all identities

    found = rewrite(formula, to="linear-algebra")
    assumed = tuple(f"this holds where {text}" for text in found.assumptions)
    return Code(to_text(found.result, spelling_of(formula)), (), assumed)


def spelling_of(formula: Formula) -> str:
    r"""Return the spelling that a formula was read in: LaTeX if a backslash precedes a letter.

    >>> from boxdot.notation.reading import read
    >>> spelling_of(read(r"X \boxdot y")), spelling_of(read("X ⊡ y"))
    ('latex', 'unicode')
    """
    return "latex" if re.search(r"\\[a-zA-Z]", formula.text) else "unicode"


NOTATIONS: dict[str, Callable[[Formula], Code]] = {
    "unicodemath": to_unicodemath,
    "linear-algebra": to_linear_algebra,
    "index": to_index,
    "named": to_named,
}
"""What says a formula in another way."""


def to_notation(name: str, formula: Formula, function: str | None) -> Code:
    """Return a formula in another notation, which has no functions."""
    if function is not None:
        raise UnsupportedError(
            f"there are no functions in {name}", hint="leave out the name of the function"
        )
    return NOTATIONS[name](formula)
