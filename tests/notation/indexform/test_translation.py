"""Expressions mean in index form what the exact evaluator computes, entry by entry."""

from __future__ import annotations

import itertools
import math
import random

import pytest

from boxdot.notation.equality.exact.evaluator import Evaluator
from boxdot.notation.equality.exact.numbers import Bounds
from boxdot.notation.equality.supplying import STYLES, Values
from boxdot.notation.indexform import translate
from boxdot.notation.indexform.indices import Fixed, indices_of
from boxdot.notation.indexform.structure import (
    Call,
    Delta,
    Entry,
    Length,
    Ordinal,
    Over,
    Prime,
    Support,
    Wrapped,
)
from boxdot.notation.inference import infer
from boxdot.notation.reading import read

EXPRESSIONS = [
    "X ⊡ y + X ⊟ z ⊡ X",
    "(X ⧄ y) ⊙ X − k X",
    "Xᵀ diag(y) X",
    "A³ − A²",
    "X ⊗ A",
    "z ⊗ (X ⊗ y)",
    "A ⊙_KR Aᵀ",
    "vec(X)ᵀ vec(X)",
    "vec(X ⊡ y)",
    "T ×_2 Z ×_1 yᵀ",
    "T_(2)",
    "unfold_(I,6)(T)",
    "𝒫_{1,3}(T)",
    "fold_3(T_(3) diag(vec(X))) + T",
    "T ⊙ fold_1(𝟏_Kᵀ ⊗ X)",
    "permute_{3,1,2}(T)",
    "tr(A) A",
    "y ∘ z",
    "‖X‖_1 + ‖X‖_∞ + ‖X‖_0",
    "‖X‖_F x ⊡ x ⊟ k",
    "⟨X, X⟩ + X : X",
    "Σ_i Σ_j i X_{ij} y_i",
    "∏_i y_i + y_1",
    "Σ_{i=1}^{2} X_{i,2}",
    "Σ_{i≠2} y_i",
    "[y, y, …, y] ⊙ X",
    "[1 2; 3 4] [5; 6]",
    "[y, x, 2 x]",
    "mean(X) + var(y)",
    "X_{:,2} + y",
    "T_1 + X",
    "exp(y) + log(|y|) ⊙ tanh(y)",
    "max(X, 2 X − 𝟏) + relu(X)",
    "softmax(y) + σ(y) + sqrt(y ⊙ y)",
    "‖X ⊡ y^□‖_F",
    "‖X_□ ⊙ y_□‖_F",
    "𝑰 − 2 y yᵀ",
    "diag(y)⁻¹ X",
]
DECLARATIONS = (
    "X ∈ R^{I×J}; A ∈ R^{I×I}; x, y ∈ R^I; z ∈ R^{1×J}; Z ∈ R^{K×J}; k ∈ R; T ∈ R^{I×J×K}"
)
SIZES = {"I": 2, "J": 3, "K": 2}


class Numbers:
    """Evaluates a form at given values of its indices."""

    def __init__(self, values):
        self.values = values

    def form(self, form, at):
        return sum(float(c) * self.monomial(m, at) for m, c in form.terms.items())

    def monomial(self, monomial, at):
        bound = list(monomial.bound)
        result = 0.0
        for positions in itertools.product(*(range(1, i.size + 1) for i in bound)):
            inside = {**at, **dict(zip(bound, positions, strict=True))}
            powers = (self.atom(a, inside) ** float(e) for a, e in monomial.factors.items())
            result += math.prod(powers)
        return result

    def atom(self, atom, at):
        match atom:
            case Entry(name=name, places=places):
                array = self.values.arrays[name]
                return float(array[tuple(self.position(p, at) - 1 for p in places)])
            case Delta(left=left, right=right):
                return float(self.position(left, at) == self.position(right, at))
            case Prime(number=number):
                return number
            case Length(size=size):
                return SIZES[size]
            case Ordinal(place=place):
                return self.position(place, at)
            case Wrapped(form=form):
                return self.form(form, at)
            case Support(form=form):
                return float(self.form(form, at) != 0)
            case Over(function=function, bound=bound, form=form):
                reduce = {"max": max, "min": min, "prod": math.prod}[function]
                ranges = [range(1, i.size + 1) for i in bound]
                found = itertools.product(*ranges)
                return reduce(
                    self.form(form, {**at, **dict(zip(bound, k, strict=True))}) for k in found
                )
            case Call(function=function, arguments=(form,)):
                return {"exp": math.exp, "log": math.log, "abs": abs}[function](self.form(form, at))
        raise NotImplementedError(atom)

    def position(self, place, at):
        total, stride = 0, 1
        for part in place:
            here = part.position if isinstance(part, Fixed) else at[part]
            total += stride * (here - 1)
            stride *= part.size
        return total + 1


@pytest.mark.parametrize("text", EXPRESSIONS)
def test_index_form_has_the_value(text):
    formula = read(text, DECLARATIONS, sizes=SIZES)
    inference = infer(formula)
    assert not inference.errors, inference.errors
    values = Values(formula, random.Random(5), STYLES[1])
    side = formula.statements[0].sides[0]
    wanted = Evaluator(formula, inference, values)(side, {})
    tensor = translate(formula, inference).side(0, 0)
    along = list(indices_of(tensor.axes))
    numbers = Numbers(values)
    for positions in itertools.product(*(range(1, i.size + 1) for i in along)):
        at = dict(zip(along, positions, strict=True))
        index = [numbers.position(place, at) - 1 for place in tensor.axes]
        index = (*index, 0, 0, 0)[: len(wanted.shape)]
        bounds = Bounds.of(wanted[tuple(index)])
        assert numbers.form(tensor.form, at) == pytest.approx(float(bounds.low))
