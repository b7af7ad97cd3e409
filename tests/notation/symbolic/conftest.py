"""Values of SymPy objects at small sizes, beside those of the reference evaluator."""

from __future__ import annotations

import random
from copy import copy
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
import reference_evaluator as reference
import sympy
from sympy.tensor.array.expressions.array_expressions import ArrayElement

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

    def of(self, formula):
        """Return a trial of another formula on the same values."""
        other = copy(self)
        other.formula, other.bound = formula, replace(formula, sizes=self.sizes)
        return other

    @property
    def free(self):
        """The free indices with how far they run."""
        return {name: n or 1 for name, n in infer(self.bound).statements[-1].free.items()}

    def reference(self, statement=-1, side=-1):
        """Return the value of a side, as the reference sees it; free indices are leading axes."""
        inference = infer(self.bound)
        found = inference.statements[statement]
        evaluator = reference.Reference(self.bound, inference, self.values)
        return evaluator.entries(
            found.chain.sides[side], tuple(found.free), tuple(n or 1 for n in found.free.values())
        )

    def matrix(self, at=()):
        """Return the value where the free indices are ``at``, as a matrix."""
        inference = infer(self.bound)
        evaluator = reference.Reference(self.bound, inference, self.values)
        side = inference.statements[-1].chain.sides[-1]
        return reference.matrix(evaluator(side, dict(zip(self.free, at, strict=True))))

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

    def explicit(self, expression):
        """Return the explicit value of a matrix expression, as a matrix; of a number, 1×1."""
        done = sympy.sympify(expression).subs(symbols(self.sizes))
        known = {x: self._matrix(x) for x in done.atoms(sympy.MatrixSymbol)}
        done = self.number(done.xreplace(known))
        sums = {x: x.arg.as_explicit().trace() for x in done.atoms(sympy.Trace)}
        done = done.xreplace(sums)
        if isinstance(done, sympy.MatrixExpr):
            done = done.as_explicit()
        return done if isinstance(done, sympy.MatrixBase) else sympy.Matrix([[done]])

    def entries(self, expression):
        """Return an array expression with all entries written out."""
        done = sympy.sympify(expression).subs(symbols(self.sizes))
        return done.as_explicit() if hasattr(done, "as_explicit") else done

    def entry(self, expression):
        """Return the value of a number over elements of array symbols."""
        found = sympy.sympify(expression)
        known = {x: self._element(x) for x in found.atoms(ArrayElement)}
        return self.number(found.xreplace(known))

    def _element(self, element):
        value = self.values[str(element.name)][tuple(map(int, element.indices))]
        return sympy.nsimplify(value)

    def _matrix(self, symbol):
        rows, columns = map(int, symbol.shape)
        value = self.values[symbol.name]
        entries = [[value[i, j] for j in range(columns)] for i in range(rows)]
        return sympy.ImmutableMatrix(entries).applyfunc(sympy.nsimplify)

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


def cases(form):
    """Return (formula, declarations) of the cases that SymPy can say in a form."""
    lines = (Path(__file__).parent / "cases.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return [(text, declared) for text, declared, forms in rows if form in forms.split()]


SIZES = {"I": 2, "J": 3, "K": 2, "L": 3, "R": 2, "n": 2}
FIXED = {"Y = X ⊡ y; Y ⊞ ‖Y‖_F²": "X ⊡ y ⊞ ‖X ⊡ y‖_F²"}
"""What the reference, which puts no definitions in, evaluates instead."""


def pytest_generate_tests(metafunc):
    """Give each test that has an argument ``<form>_case`` the cases of the form."""
    for form in ("sum", "matrix", "array"):
        if f"{form}_case" in metafunc.fixturenames:
            found = cases(form)
            metafunc.parametrize(f"{form}_case", found, ids=[text for text, _ in found])


@pytest.fixture
def trials():
    """Two trials on the same values: of a formula, and of what the reference can evaluate."""

    def make(text, declarations):
        how = {"positive": "‖x‖_P" in text}
        formula = Trial(text, declarations, SIZES, **how)
        return formula, Trial(FIXED.get(text, text), declarations, SIZES, **how)

    return make


@pytest.fixture
def trial():
    return Trial


@pytest.fixture(scope="session")
def trial_class():
    return Trial


@pytest.fixture
def agrees():
    return agree
