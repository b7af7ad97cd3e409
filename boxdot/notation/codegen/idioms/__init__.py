"""Idioms: the same program as a careful author of a language would put it."""

from __future__ import annotations

from functools import reduce

from boxdot.notation.codegen.idioms.chains import CHAINS
from boxdot.notation.codegen.idioms.counting import COUNTING
from boxdot.notation.codegen.idioms.dividing import DIVIDING
from boxdot.notation.codegen.idioms.nesting import NESTING, PRODUCTS
from boxdot.notation.codegen.idioms.numbers import NUMBERS
from boxdot.notation.codegen.idioms.stretching import STRETCHING
from boxdot.notation.codegen.idioms.sums import ALL_SQUARES, SQUARES, SUMS
from boxdot.notation.codegen.idioms.words import DEVIATIONS, WORDS
from boxdot.notation.codegen.program import Inverse, Program, walk
from boxdot.notation.codegen.rewriting import Rules, rewritten

Idioms = tuple[Rules, ...]
"""Rules in the order in which they are applied."""

FIRST: Idioms = (STRETCHING, NUMBERS, NESTING)
PYTHON: Idioms = (*FIRST, COUNTING, PRODUCTS, CHAINS, SUMS, DIVIDING)

COLUMN_MAJOR: Idioms = (*FIRST, CHAINS, SQUARES, SUMS, DEVIATIONS)
PATTERNS: Idioms = (*FIRST, COUNTING, PRODUCTS, DIVIDING, SQUARES, DEVIATIONS)
NUMPY: Idioms = (*PYTHON, SQUARES, DEVIATIONS)
ARRAY_API: Idioms = (*FIRST, COUNTING, CHAINS, SQUARES, SUMS, DIVIDING, DEVIATIONS)
TORCH: Idioms = (*PYTHON, SQUARES, WORDS)
JAX: Idioms = (*PYTHON, ALL_SQUARES, WORDS)
"""In JAX the gradient of a norm is no number at 0, that of a sum of squares is."""

LOOPS: Idioms = (ALL_SQUARES,)

REAL = (SQUARES, ALL_SQUARES)
"""Rules that hold for real entries only."""


def in_idiom(program: Program, idioms: Idioms, *, real: bool = True) -> Program:
    """Return the program in the words of a language; squares are magnitudes if all is real."""
    return reduce(_applied, [rules for rules in idioms if real or rules not in REAL], program)


def _applied(program: Program, rules: Rules) -> Program:
    """Return the program after some rules; where a matrix is inverted anyway, nothing is solved."""
    found = rewritten(program, rules)
    inverted = any(isinstance(v, Inverse) for step in found.steps for v in walk(step.value))
    return program if rules is DIVIDING and inverted else found
