"""Values of SymPy objects at small sizes, beside those of the reference evaluator."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import pytest
import reference_evaluator as reference
import sympy

from boxdot.notation import algebra
from boxdot.notation.inference import infer
from boxdot.notation.reading import read


def symbols(sizes):
    """Return the SymPy symbols of sizes with their numbers."""
    return {sympy.Symbol(name, integer=True, positive=True): n for name, n in sizes.items()}


class Trial:
    """A formula at small sizes, with exact values for all that is declared."""

    def __init__(self, text, declarations="", sizes=None, *, seed=0, positive=False, **how):
        self.formula = read(text, declarations, **how)
        self.sizes = dict(sizes or {})
        self.bound = replace(self.formula, sizes=self.sizes)
        rng = random.Random(seed)
        self.values = {
            name: self._tensor(declaration.shape, rng, positive)
            for name, declaration in self.formula.symbols.items()
            if declaration.shape is not None
        }

    def _tensor(self, shape, rng, positive):
        numbers = tuple(int(algebra.substitute(size, self.sizes)) for size in shape)
        low = 1 if positive else -4
        entries = {
            at: Fraction(rng.randint(low, 5), rng.choice((1, 1, 2))) or Fraction(3, 2)
            for at in reference.every(numbers)
        }
        return reference.Tensor(numbers, entries)

    def reference(self, statement=-1, side=-1):
        """Return the value of a side, as the reference sees it."""
        inference = infer(self.bound)
        found = inference.statements[statement]
        evaluator = reference.Reference(self.bound, inference, self.values)
        return evaluator.entries(
            found.chain.sides[side], tuple(found.free), tuple(n or 1 for n in found.free.values())
        )

    def number(self, expression):
        """Return the value of a SymPy number over ``Indexed`` entries and scalars."""
        done = sympy.sympify(expression).subs(symbols(self.sizes)).doit()
        done = done.replace(sympy.FunctionMatrix, self._explicit).doit()
        known = {entry: self._entry(entry) for entry in done.atoms(sympy.Indexed)}
        scalars = {name for name, value in self.values.items() if value.shape == ()}
        known |= {x: self._entry(x) for x in done.atoms(sympy.Symbol) if x.name in scalars}
        return done.xreplace(known).doit()

    @staticmethod
    def _explicit(*arguments):
        return sympy.FunctionMatrix(*arguments).as_explicit().as_immutable()

    def _entry(self, expression):
        indices = getattr(expression, "indices", ())
        name = expression.base.name if indices else expression.name
        assert all(k.is_Integer for k in indices), expression
        value = self.values[name][tuple(int(k) - 1 for k in indices)]
        return sympy.Rational(Fraction(value).numerator, Fraction(value).denominator)


def agree(found, expected):
    """Return whether a SymPy number is the expected one: exactly, if that one is exact."""
    found = sympy.sympify(found)
    if isinstance(expected, int | Fraction) and found.is_Rational:
        return Fraction(int(found.p), int(found.q)) == expected
    return abs(complex(found) - complex(expected)) <= 1e-9 * max(1, abs(expected))


@pytest.fixture
def trial():
    return Trial


@pytest.fixture
def agrees():
    return agree
