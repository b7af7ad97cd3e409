"""Named tensor notation: every text is read by a reader of its own, and has the right value."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from agreement import draw, same
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from named_tensors import Named, value_of
from random_formulas import formulas
from valued import Valued, conversions, equations, random_expressions, rows, valued

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation import algebra
from boxdot.notation.codegen.convert import convert
from boxdot.notation.codegen.lowering import lower_formula
from boxdot.notation.codegen.namedtensors.writing import named_axes
from boxdot.notation.expressions.nodes import Symbol
from boxdot.notation.inference import infer
from boxdot.notation.printing import to_text
from boxdot.notation.reading import read
from boxdot.numeric.evaluating import evaluate

HERE = Path(__file__).parent
FULL = os.environ.get("BOXDOT_TESTS") == "full"
SIZES = {"I": 3, "J": 4, "K": 2, "R": 2, "H": 3, "W": 4, "N": 2, "C": 3}
SIZES |= {"m": 3, "n": 4, "p": 5, "q": 2, "L": 5, "d": 3}


def text_of(formula) -> str:
    return convert(formula, "named").code.split(r" \quad\text{where}")[0]


def plain(names):
    return tuple(name.removeprefix("#") for name in names)


def longer(array: np.ndarray, shape) -> np.ndarray:
    """Return an array without the axes that have length 1 by their declaration."""
    lengths = zip(array.shape, shape, strict=True)
    return array.reshape([length for length, size in lengths if size != 1])


def agrees(case: Valued) -> bool:
    """Return whether a formula can be written with named axes; it must have its value."""
    try:
        text = text_of(case.formula)
    except UnsupportedError:
        return False
    program = lower_formula(case.formula, infer(case.formula))
    axes = named_axes(program)
    lengths = {
        name.removeprefix("#"): int(algebra.substitute(size, case.sizes))
        for size, name in axes.names.items()
    }
    known = {to_text(Symbol(name), "latex"): number(n) for name, n in case.sizes.items()}
    known |= {r"\pi": number(np.pi), "e": number(np.e)}
    for load in program.inputs:
        array = longer(np.asarray(case.arrays[load.name]), load.shape)
        known[to_text(Symbol(load.name), "latex")] = Named(plain(axes.own(load.name)), array)
    found = value_of(text, known, lengths)
    shape = program.result.value.shape
    wanted = plain(axes.of(shape))
    assert set(found.axes) == set(wanted), text
    value = np.asarray(case.value)
    value = longer(value, shape) if value.ndim == len(shape) else value
    assert same(found.along(wanted), value), (case.name, text)
    return True


def number(value: float) -> Named:
    return Named((), np.asarray(float(value)))


def table() -> list[Valued]:
    """Return the formulas of the table of NumPy texts whose sizes are given here."""
    found = []
    for row in rows(HERE / "numpy.tsv"):
        formula = read(row["formula"], row["declarations"])
        shapes = [d.shape for d in formula.symbols.values() if d.shape is not None]
        names = {name for shape in shapes for size in shape for name in algebra.names_of(size)}
        sizes = {name: SIZES.get(name, 2 + n % 3) for n, name in enumerate(sorted(names))}
        try:
            found.append(valued(row["formula"], formula, sizes))
        except ValueError:  # lengths that do not fit
            continue
    return found


@pytest.mark.parametrize(
    ("cases", "most_refused"),
    [
        (lambda: random_expressions(500 if FULL else 60), 0.0),
        (table, 0.25),
        (conversions, 0.5),
        (equations, 0.15),
    ],
    ids=["random", "formulas", "conversions", "equations"],
)
def test_named_tensors_have_the_value_of_the_formula(cases, most_refused):
    found = cases()
    refused = [case for case in found if not agrees(case)]
    print(f"{len(found) - len(refused)} written with named axes and right, {len(refused)} refused")
    assert len(found) > 20
    assert len(refused) <= most_refused * len(found)


@given(formulas(), st.integers(0, 2**16))
@settings(max_examples=500 if FULL else 40, deadline=None, suppress_health_check=list(HealthCheck))
def test_named_tensors_of_random_formulas(formula, seed):
    text, declared = formula
    agrees(valued(text, read(text, declared), {}, seed))


JOINED = [
    ("vec(X)", "X ∈ R^{I×J}", r"X_{(i, j) \rightarrow ij}"),
    ("X_(2)", "X ∈ R^{I×J×K}", r"X_{(i, k) \rightarrow ik}"),
    (
        "A ⊗ B",
        "A ∈ R^{m×n}; B ∈ R^{p×q}",
        r"(A \odot B)_{(p, m) \rightarrow mp, (q, n) \rightarrow nq}",
    ),
    (
        "A vec(X)",
        "A ∈ R^{m×(I J)}; X ∈ R^{I×J}",
        r"A_{ij \rightarrow (i, j)} \mathbin{\underset{i, j}{\odot}} X",
    ),
    ("A ⊙_KR B", "A ∈ R^{I×R}; B ∈ R^{J×R}", r"(A \odot B)_{(j, i) \rightarrow ij}"),
    ("x ⊗ 𝟏_2", "x ∈ R^n", r"(x \odot \mathbf{1}_{d2[2]})_{(d2, n) \rightarrow 2n}"),
    ("vec(X)ᵀ vec(Y)", "X, Y ∈ R^{I×J}", r"X \mathbin{\underset{i, j}{\odot}} Y"),
]


@pytest.mark.parametrize(("formula", "declarations", "text"), JOINED)
def test_axes_are_joined_and_split(formula, declarations, text):
    written = text_of(read(formula, declarations))
    assert written.replace(r"\mathsf{", "").replace("}", "") == text.replace("}", "")
    names = sorted({name for name in "mnpqIJKR" if name in declarations})
    sizes = {name: SIZES[name] for name in names}
    assert agrees(valued(formula, read(formula, declarations), sizes))


def test_the_order_in_a_joined_axis_is_said():
    code = convert(read("vec(X)", "X ∈ R^{I×J}"), "named")
    assert "the first one runs fastest" in code.warnings[-1]
    assert not convert(read("Xᵀ", "X ∈ R^{I×J}"), "named").warnings


def test_two_axes_of_one_array_have_two_names():
    r"""A trace needs an identity: ``A_{\mathsf{n'} \rightarrow \mathsf{n}}`` has n twice."""
    written = text_of(read("tr(A)", "A ∈ R^{n×n}")).replace(r"\mathsf{", "").replace("}", "")
    assert written == r"\sum_{n A \mathbin{\underset{n'{\odot \mathbf{I_{n, n'"


LARGEST = [
    ("‖x‖_∞ + max(x)", "x ∈ R^n", r"\max_{n \lvert x \rvert + \max_{n x"),
    ("amax_2(X) ⊡ y", "X ∈ R^{m×n}; y ∈ R^m", r"(\max_{n X) \odot y"),
]


@pytest.mark.parametrize(("formula", "declarations", "text"), LARGEST)
def test_largest_entries_name_their_axes(formula, declarations, text):
    case = read(formula, declarations)
    assert text_of(case).replace(r"\mathsf{", "").replace("}", "") == text
    sizes = {name: n for name, n in (("m", 3), ("n", 4)) if name in declarations}
    arrays = draw(case, sizes)
    value = evaluate(replace(case, sizes=sizes), arrays)
    assert agrees(Valued(formula, case, arrays, value, sizes))


def test_a_part_of_an_axis_is_no_renaming():
    with pytest.raises(UnsupportedError, match="a part of an axis"):
        text_of(read("A_{1:2,:} x", "A ∈ R^{m×n}; x ∈ R^n"))
