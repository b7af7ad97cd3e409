"""Idioms: the same program as a careful author of a language would put it."""

from __future__ import annotations

from functools import reduce

from boxdot.notation.codegen.idioms.chains import CHAINS
from boxdot.notation.codegen.idioms.counting import COUNTING
from boxdot.notation.codegen.idioms.dividing import DIVIDING
from boxdot.notation.codegen.idioms.numbers import NUMBERS
from boxdot.notation.codegen.idioms.stretching import STRETCHING
from boxdot.notation.codegen.idioms.sums import ALL_SQUARES, SQUARES, SUMS
from boxdot.notation.codegen.idioms.words import DEVIATIONS, WORDS
from boxdot.notation.codegen.program import Program
from boxdot.notation.codegen.rewriting import Rules, rewritten

Idioms = tuple[Rules, ...]
"""Rules in the order in which they are applied."""

COLUMN_MAJOR: Idioms = (STRETCHING, NUMBERS, CHAINS, SQUARES, SUMS, DEVIATIONS)
PATTERNS: Idioms = (STRETCHING, NUMBERS, COUNTING, DIVIDING, DEVIATIONS)
NUMPY: Idioms = (STRETCHING, NUMBERS, COUNTING, CHAINS, SQUARES, SUMS, DIVIDING, DEVIATIONS)
LIBRARY: Idioms = (STRETCHING, NUMBERS, COUNTING, CHAINS, SQUARES, SUMS, DIVIDING, WORDS)
DIFFERENTIABLE: Idioms = (STRETCHING, NUMBERS, COUNTING, CHAINS, ALL_SQUARES, SUMS, DIVIDING, WORDS)
"""In JAX the gradient of a norm is no number at 0, that of a sum of squares is."""

LOOPS: Idioms = (ALL_SQUARES,)

REAL = (SQUARES, ALL_SQUARES)
"""Rules that hold for real entries only."""


def in_idiom(program: Program, idioms: Idioms, *, real: bool = True) -> Program:
    """Return the program in the words of a language; squares are magnitudes if all is real."""
    return reduce(rewritten, [rules for rules in idioms if real or rules not in REAL], program)
