"""Chains in index form: layout, sizes, Einstein sums, and what codegen asks for."""

from __future__ import annotations

import pytest

from boxdot.notation.expressions.nodes import Index, Reduce, Symbol
from boxdot.notation.expressions.walking import descendants
from boxdot.notation.inference import infer
from boxdot.notation.reading.formulas import read

DECLARED = (
    "A ∈ R^{I×J}; B ∈ R^{J×I}; C ∈ R^{J×K}; x ∈ R^J; y ∈ R^I; "
    "X ∈ R^{N×C×H×W}; μ ∈ R^{1×C×1×1}; F ∈ R^{n×m×n×n}"
)

CHAINS = (
    # chain, layout, sizes, summed
    ("B_{ij} = A_{ji}", ("i", "j"), {"i": "J", "j": "I"}, ((), ())),
    ("y_i = A_{ij} x_j", ("i",), {"i": "I", "j": "J"}, ((), ("j",))),
    ("y_i = Σ_j A_{ij} x_j", ("i",), {"i": "I"}, ((), ())),
    ("D_{ik} = A_{ij} C_{jk}", ("i", "k"), {"i": "I", "k": "K", "j": "J"}, ((), ("j",))),
    ("μ_c = Σ_{n,h,w} X_{n,c,h,w}", (None, "c"), {"c": "C"}, ((), ())),
    ("D_{ij} = 1_{i=j} y_i y_j", ("i", "j"), {"i": "I", "j": "I"}, ((), ())),
)


@pytest.mark.parametrize(("chain", "layout", "sizes", "summed"), CHAINS, ids=[c[0] for c in CHAINS])
def test_index_form(chain, layout, sizes, summed):
    inference = infer(read(chain, DECLARED))
    (statement,) = inference.statements
    assert not inference.errors
    form = statement.index_form
    assert form is not None
    assert (form.layout, dict(form.sizes), form.summed) == (layout, sizes, summed)
    shape = tuple(1 if name is None else sizes[name] for name in layout)
    assert statement.sides == (shape, shape)


def test_what_is_defined_by_entries_is_an_array():
    inference = infer(read("D_{ik} = A_{ij} C_{jk}; D x", DECLARED))
    assert inference.sides[0][0] == ("I", "K")
    assert [problem.condition for problem in inference.problems] == ["K = J"]


def test_an_index_runs_over_axes_of_one_size():
    inference = infer(read("y_i = A_{ij} C_{ji}", DECLARED))
    assert [problem.condition for problem in inference.problems] == ["I = K"]


def test_an_index_on_one_side_only_is_reported():
    inference = infer(read("y_i = A_{ij}", DECLARED))
    assert [problem.name for problem in inference.problems] == ["side-mismatch"]


def test_subscripts_address_axes():
    formula = read("μ_c = Σ_{n,h,w} X_{n,c,h,w}; F^{kl}_{ij}; X_k; A_{:,j}", DECLARED)
    inference = infer(formula)
    found = {
        (node.base.name, len(node.subscripts)): inference.index_axes(node)
        for chain in formula.statements
        for node in descendants(chain)
        if isinstance(node, Index) and isinstance(node.base, Symbol)
    }
    assert found[("μ", 1)] == (2,)
    assert found[("X", 4)] == (1, 2, 3, 4)
    assert found[("F", 2)] == (1, 2, 3, 4)
    assert found[("X", 1)] == (4,)
    assert found[("A", 2)] == (1, 2)


def test_bound_indices_have_sizes():
    formula = read("Σ_{j} A_{ij} x_j + Σ_{r=1}^{R} k", DECLARED + "; k ∈ R")
    inference = infer(formula)
    sums = [node for node in descendants(formula.statements[0]) if isinstance(node, Reduce)]
    assert [dict(inference.index_sizes(node)) for node in sums] == [{"j": "J"}, {"r": "R"}]
    assert inference.statements[0].free == {"i": "I"}


def test_small_letters_are_parts_of_their_capital():
    formula = read("k = Σ_{i,j} a_{ij}", DECLARED + "; k ∈ R")
    inference = infer(formula)
    (entry,) = [node for node in descendants(formula.statements[0]) if isinstance(node, Index)]
    assert inference.shape(entry) == ()
    assert isinstance(entry.base, Symbol)
    assert inference.declared_as(entry.base) == "A"
    assert infer(read("a_j", DECLARED)).sides == [(("I",),)]


def test_slices_can_be_named():
    text = "T_j := X_{:,j,:,:}; T_j ⊡ X_{:,j,:,:}"
    assert infer(read(text, DECLARED)).sides == [(("N", "H", "W"),) * 2, (("N", "H", "W"),)]
