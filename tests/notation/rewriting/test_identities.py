"""Every identity is proved by the engine, holds on numbers, and is told in plain words."""

from __future__ import annotations

import re

import numpy as np
import pytest
from agreement import draw

from boxdot.notation.algebra import names_of
from boxdot.notation.equality import prove
from boxdot.notation.expressions.symbols import Declaration
from boxdot.notation.inference import infer
from boxdot.notation.reading import read
from boxdot.notation.rewriting.identities import FAMILIES, IDENTITIES, find_identities
from boxdot.notation.shapes.conditions import TRUE
from boxdot.numeric.evaluating import evaluate

CASES = [
    pytest.param(identity, shapes, id=f"{identity.name}:{number}")
    for identity in IDENTITIES.values()
    for number, shapes in enumerate((identity.shapes, *identity.also))
]

PAPER = {12, 13, 14, 15, 16, 17, 20, 21, 22, 23, 24, 25, 26, 27, 28, 30, 31, 47, 48, 49, 55, 56,
         57, 58, 59, 60}  # fmt: skip


@pytest.mark.parametrize(("identity", "shapes"), CASES)
def test_identity_is_proved(identity, shapes):
    assert prove(read(identity.equation, shapes)).verdict == "proved"


@pytest.mark.parametrize(("identity", "shapes"), CASES)
def test_identity_is_well_shaped(identity, shapes):
    inference = infer(read(identity.equation, shapes))
    assert inference.problems == ()
    assert inference.condition == TRUE


def test_the_numbered_equations_of_the_paper_are_there():
    numbers = {int(i.number.removeprefix("eq. ")) for i in IDENTITIES.values() if i.number}
    assert numbers >= PAPER


def test_names_are_words_and_no_two_are_equal():
    assert len(IDENTITIES) == sum(map(len, FAMILIES.values())) > 60
    assert all(re.fullmatch("[a-z]+(-[a-z]+)*", name) for name in IDENTITIES)


def test_each_is_told_in_one_sentence():
    assert all(re.fullmatch(r"[A-Z][^\n]*\.", i.sentence) for i in IDENTITIES.values())


def test_general_symbols_are_declared():
    for identity in IDENTITIES.values():
        declared = read(identity.equation, identity.shapes).symbols
        assert identity.any_shape <= set(declared), identity.name


@pytest.mark.parametrize("key", ["25", "eq-25", "eq. 25", "(25)", "Eq 25"])
def test_equation_numbers_in_every_spelling(key):
    assert find_identities(key)[0].name == "row-scaling"


def test_unknown_names_find_nothing():
    assert find_identities("eq-2500") == find_identities("") == find_identities("eq-") == ()


def test_a_wrong_identity_would_not_pass():
    assert prove(read("X ⊡ y = X diag(y)", "X ∈ R^{I×J}; y ∈ R^I")).verdict != "proved"


@pytest.mark.parametrize("identity", IDENTITIES.values(), ids=list(IDENTITIES))
def test_identity_holds_on_numbers(identity):
    """The evaluator is a judge that shares nothing with the proof."""
    whole = read(identity.equation, identity.shapes)
    declared = [d.shape for d in whole.symbols.values() if d.shape is not None]
    names = sorted({name for shape in declared for size in shape for name in names_of(size)})
    sizes = {name: 2 + number for number, name in enumerate(names)}
    data = draw(whole, sizes)
    symbols, defined = list(whole.symbols.values()), ""
    if "fold" in identity.equation.replace("unfold", ""):  # it takes its shape from the other side
        shape = next(filter(None, infer(whole).statements[0].sides))
        symbols, defined = [*symbols, Declaration("Ψ", shape)], "Ψ = "
    left, right = (
        np.squeeze(evaluate(read(defined + side, symbols, sizes=sizes), data))
        for side in (identity.left, identity.right)
    )
    np.testing.assert_allclose(left, right, rtol=1e-9, atol=1e-12)
