"""UnicodeMath, named tensor notation, indices and linear algebra: the texts, and what they mean."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from agreement import draw, same
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_formulas import formulas
from valued import (
    PRIMES,
    Valued,
    conversions,
    equations,
    formulas_of_equations,
    random_expressions,
    table,
    valued,
)

from boxdot.grammar.errors import UnsupportedError
from boxdot.notation.codegen.convert import convert
from boxdot.notation.codegen.notations import NOTATIONS
from boxdot.notation.equality import prove
from boxdot.notation.expressions.formula import Formula
from boxdot.notation.printing import print_declaration, to_text
from boxdot.notation.reading import read
from boxdot.numeric.evaluating import evaluate

HERE = Path(__file__).parent
FULL = os.environ.get("BOXDOT_TESTS") == "full"


def golden(name: str) -> list[tuple[str, str, str]]:
    with (HERE / f"{name}.tsv").open(encoding="utf-8", newline="") as stream:
        rows = csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["formula"], row["declarations"], row["text"]) for row in rows]


GOLDEN = [(name, *row) for name in ("unicodemath", "named", "index") for row in golden(name)]


@pytest.mark.parametrize(("target", "formula", "declarations", "text"), GOLDEN)
def test_text(target, formula, declarations, text):
    code = convert(read(formula, declarations), target)
    assert code.code.split(r" \quad\text{where}")[0] == text


PREAMBLE = r"""\documentclass{article}
\usepackage{amsmath,amssymb,bm}
\providecommand{\boxslash}{\mathbin{/}}
\begin{document}
"""


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="no LaTeX on this machine")
@pytest.mark.parametrize("target", ["named", "index", "latex"])
def test_latex_compiles(target, tmp_path):
    """Every formula with named axes, and by its entries, is mathematics that LaTeX takes."""
    texts = [to_text(formula, "latex") for _, formula in formulas_of_equations()]
    shown = []
    for (_, formula), text in zip(formulas_of_equations(), texts, strict=True):
        try:
            shown.append(convert(replace(formula, text=text), target).code)
        except UnsupportedError:
            continue
    document = "\n".join([PREAMBLE, *(rf"\[{one}\]" for one in shown), r"\end{document}"])
    (tmp_path / "named.tex").write_text(document, encoding="utf-8")
    line = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "named.tex"]
    done = subprocess.run(line, cwd=tmp_path, capture_output=True, timeout=120)
    assert done.returncode == 0, done.stdout.decode("utf-8", "replace")[-800:]
    assert len(shown) >= 190


CLOSING = {"(": ")", "[": "]", "{": "}", "〖": "〗"}


def is_balanced(text: str) -> bool:
    open_ones: list[str] = []
    for character in text:
        if character in CLOSING:
            open_ones.append(CLOSING[character])
        elif character in CLOSING.values() and (not open_ones or open_ones.pop() != character):
            return False
    return not open_ones and text.count("‖") % 2 == 0


@pytest.mark.parametrize(("target", "formula", "declarations", "text"), GOLDEN)
def test_brackets_close(target, formula, declarations, text):
    code = convert(read(formula, declarations), target).code
    assert is_balanced(code)
    if target == "unicodemath":
        assert not re.search(r"[\\{}$]", code)
    if target == "named":
        assert re.search(r"[⊡⊞⊟⧄ᵀ]", code) is None
        assert code.count(r"\mathsf{") >= 1


@given(formulas())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_unicodemath_of_random_formulas(formula):
    text, declared = formula
    code = convert(read(text, declared), "unicodemath").code
    assert is_balanced(code)
    assert not re.search(r"[\\{}$]", code)


def test_the_division_has_no_input_code():
    code = convert(read("X ⧄ y", "X ∈ R^{I×J}; y ∈ R^I"), "unicodemath")
    assert code.code == "X⧄y"
    assert len(code.warnings) == 1
    assert "U+29C4" in code.warnings[0]
    assert not convert(read("X ⊡ y", "X ∈ R^{I×J}; y ∈ R^I"), "unicodemath").warnings


def test_matrices_of_unicodemath():
    formula = read("[1 2; 3 4] A", "A ∈ R^{2×n}")
    assert convert(formula, "unicodemath").code == "[■(1&2@3&4)] A"


def test_fractions_of_unicodemath():
    formula = read(r"\frac{a + b}{c} + \frac{a}{b}", "a, b, c ∈ R")
    assert convert(formula, "unicodemath").code == "(a+b)/c+a/b"


def with_indices(formula: Formula) -> Formula:
    """Return what the index form of a formula says when it is read."""
    code = convert(formula, "index")
    declared = [print_declaration(d) for d in formula.symbols.values()]
    results = [w.removeprefix("the result is ") for w in code.warnings if "the result is" in w]
    return read(code.code, "; ".join([*declared, *results]))


def agrees(case: Valued) -> bool:
    """Return whether the entries of a formula can be written; they must have its value."""
    try:
        entries = with_indices(case.formula)
    except UnsupportedError:
        return False
    found = evaluate(replace(entries, sizes=case.sizes), case.arrays)
    assert same(found, case.value), (case.name, entries.text, found, case.value)
    return True


# Equation 29 defines 𝓘 itself, for which no shape can be declared.
@pytest.mark.parametrize(
    ("cases", "most_refused"),
    [
        (lambda: random_expressions(500 if FULL else 60), 0.0),
        (lambda: table(HERE / "numpy.tsv", PRIMES), 0.1),
        (lambda: [case for case in equations() if "eq-29" not in case.name], 0.02),
    ],
    ids=["random", "formulas", "equations"],
)
def test_entries_have_the_value_of_the_formula(cases, most_refused):
    found = cases()
    refused = [case for case in found if not agrees(case)]
    print(f"{len(found) - len(refused)} written by entries and right, {len(refused)} refused")
    assert len(refused) <= most_refused * len(found)


@given(formulas(), st.integers(0, 2**16))
@settings(max_examples=500 if FULL else 40, deadline=None, suppress_health_check=list(HealthCheck))
def test_entries_of_random_formulas(formula, seed):
    text, declared = formula
    agrees(valued(text, read(text, declared), {}, seed))


EXPRESSIONS = [row[:2] for row in golden("index") if not row[0].startswith("Σ")]


@pytest.mark.parametrize(("formula", "declarations"), EXPRESSIONS)
def test_entries_prove_equal(formula, declarations):
    code = convert(read(formula, declarations), "index")
    result = code.warnings[-1].removeprefix("the result is ")
    name, original = result.split(" ")[0], formula.removeprefix("Y = ")
    both = read(f"{code.code}; {name} = {original}", f"{declarations}; {result}")
    assert prove(both).verdict == "proved"


MERGED = [
    ("vec(X)", "X ∈ R^{I×J}", "y_{i+(j−1) I} = X_{ij}"),
    ("X_(2)", "X ∈ R^{I×J×K}", "Y_{i,j+(k−1) I} = X_{jik}"),
    ("A ⊗ B", "A ∈ R^{m×n}; B ∈ R^{p×q}", "Y_{(i−1) p+j,(k−1) q+l} = A_{ik} B_{jl}"),
    ("A ⊙_KR B", "A ∈ R^{I×R}; B ∈ R^{J×R}", "Y_{(i−1) J+j,k} = A_{ik} B_{jk}"),
    ("A vec(X)", "A ∈ R^{m×(n p)}; X ∈ R^{n×p}",
     "y_i = Σ_{j=1}^{n} Σ_{k=1}^{p} A_{i,j+(k−1) n} X_{jk}"),
    ("(A ⊗ B) vec(X)", "A ∈ R^{m×n}; B ∈ R^{p×q}; X ∈ R^{q×n}",
     "y_{(i−1) p+j} = Σ_{k=1}^{n} Σ_{l=1}^{q} A_{ik} B_{jl} X_{lk}"),
    ("A ⊗ B ⊗ C", "A ∈ R^{m×n}; B ∈ R^{p×q}; C ∈ R^{2×3}",
     "Y_{(i−1) (2p)+2(j−1)+k,(l−1) (3q)+3(r−1)+s} = A_{il} B_{jr} C_{ks}"),
    ("M = X_(3); Y = fold_3(2 M)", "X, Y ∈ R^{I×J×K}",
     "M_{i,j+(k−1) I} = X_{jki}; Y_{ijk} = 2 M_{k,i+(j−1) I}"),
    ("a + vec(X)", "a ∈ R^{I J}; X ∈ R^{I×J}", "y_{i+(j−1) I} = a_{i+(j−1) I} + X_{ij}"),
    ("𝟏_2 ⊗ x", "x ∈ R^n", "y_{(i−1) n+j} = x_j"),
    ("diag(vec(A))", "A ∈ R^{I×J}", "Y_{i+(j−1) I,k} = A_{ij} 1_{i+(j−1) I=k}"),
    ("[A; xᵀ]", "A ∈ R^{m×n}; x ∈ R^n", "Y_{ij} = Σ_{k=1}^{m} 1_{i=k} A_{kj} + 1_{i=m+1} x_j"),
    ("[x y]", "x, y ∈ R^n", "Y_{ij} = 1_{j=1} x_i + 1_{j=2} y_i"),
    ("[A, 𝟎; 𝟎, 𝑰_2]", "A ∈ R^{m×n}",
     "Y_{ij} = Σ_{k=1}^{m} 1_{i=k} Σ_{l=1}^{n} 1_{j=l} A_{kl}"
     " + Σ_{k=1}^{2} 1_{i=m+k} Σ_{l=1}^{2} 1_{j=n+l} 1_{k=l}"),
    ("[0 -1; 1 0] A", "A ∈ R^{2×n}",
     "Y_{ij} = Σ_{k=1}^{2} (−1_{i=1} 1_{k=2} + 1_{i=2} 1_{k=1}) A_{kj}"),
    ("y_i = Σ_{k=1}^{K} w_k x_{i+k-1}", "w ∈ R^K; x ∈ R^{M+K-1}; y ∈ R^M",
     "y_i = Σ_{j=1}^{K} x_{i+j−1} w_j"),
    ("β = (Xᵀ X)⁻¹ Xᵀ y", "X ∈ R^{n×p}; y ∈ R^n",
     "Y_{ij} = Σ_{k=1}^{n} X_{ki} X_{kj}; β_i = Σ_{j=1}^{p} (Y⁻¹)_{i,j} Σ_{k=1}^{n} X_{kj} y_k"),
    ("var_2(X)", "X ∈ R^{I×J}",
     "Y_i = (1 / J) Σ_{j=1}^{J} (X_{ij} − (1 / J) Σ_{k=1}^{J} X_{ik})²"),
]  # fmt: skip
"""What moves entries to other places; an axis that is made of several has an index for each."""

SMALL = {"m": 3, "n": 5, "p": 3, "q": 2, "I": 3, "J": 4, "K": 2, "R": 2, "M": 5}


@pytest.mark.parametrize(("formula", "declarations", "text"), MERGED)
def test_entries_that_are_moved(formula, declarations, text):
    """The texts read back: their value is that of the formula."""
    assert convert(read(formula, declarations), "index").code == text
    names = {name: n for name, n in SMALL.items() if name in declarations}
    one = read(formula, declarations)
    arrays = draw(one, names)
    entries = with_indices(one)
    wanted = evaluate(replace(one, sizes=names), arrays)
    assert same(evaluate(replace(entries, sizes=names), arrays), wanted)


@pytest.mark.parametrize("formula", ["y_{i+1} = x_i", "y_{2 i} = x_i", "y_{n−i+1} = x_i"])
def test_an_equation_gives_every_entry(formula):
    for shape in ("n", "n+1", "2 n"):
        with pytest.raises(UnsupportedError, match=r"every entry of an array once|goes up to"):
            convert(read(formula, f"x ∈ R^n; y ∈ R^{{{shape}}}"), "numpy")


def test_a_latex_formula_has_latex_entries():
    formula = read(r"X \boxdot y", r"X \in \mathbb{R}^{I \times J}; y \in \mathbb{R}^I")
    assert convert(formula, "index").code == "Y_{ij} = X_{ij} y_{i}"
    assert r"\mathrm{diag}(y)" in convert(formula, "linear-algebra").code


LINEAR = [
    ("X ⊡ y ⊞ z", "X ∈ R^{I×J}; y, z ∈ R^I", "diag(y) X + z 𝟏_Jᵀ"),
    ("X ⊡ zᵀ", "X ∈ R^{I×J}; z ∈ R^J", "X diag(z)"),
    ("x ⊡ yᵀ", "x ∈ R^I; y ∈ R^J", "x yᵀ"),
    ("‖X ⊡ y‖_F²", "X ∈ R^{I×J}; y ∈ R^I", "‖diag(y) X‖_F²"),
]


@pytest.mark.parametrize(("formula", "declarations", "text"), LINEAR)
def test_linear_algebra(formula, declarations, text):
    code = convert(read(formula, declarations), "linear-algebra").code
    assert code == text
    assert prove(read(f"{formula} = {code}", declarations)).verdict == "proved"


def test_linear_algebra_names_the_part_that_has_no_such_form():
    with pytest.raises(UnsupportedError, match="X_□"):
        convert(read("X_□ ⊙ Y^□", "X, Y ∈ R^{N×M}"), "linear-algebra")


@pytest.mark.parametrize("target", NOTATIONS)
def test_notations_have_no_functions(target):
    with pytest.raises(UnsupportedError, match=f"no functions in {target}"):
        convert(read("X", "X ∈ R^{I×J}"), target, function="f")


REFUSED = [
    ("index", "max(X)"),
    ("index", "f(X)"),
    ("index", "vec(X) + vec(Xᵀ)"),
    ("named", "[A, A]"),
    ("named", "[1 2; 3 4]"),
    ("named", "A⁻¹ x"),
    ("named", "Σ_i i x_i"),
]


@pytest.mark.parametrize(("target", "formula"), REFUSED)
def test_what_has_no_such_form_is_refused(target, formula):
    with pytest.raises(UnsupportedError) as error:
        convert(read(formula, "X ∈ R^{I×J}; A ∈ R^{n×n}; x ∈ R^n"), target)
    assert "--to" in str(error.value)


def test_equal_sizes_are_renamed():
    """Two axes of one array never have one name, and a sum never catches the wrong one."""
    formula = read("A Aᵀ", "A ∈ R^{n×n}")
    code = convert(formula, "named").code
    assert code.startswith(
        r"A_{\mathsf{n'} \rightarrow \mathsf{n''}} \mathbin{\underset{\mathsf{n''}}{\odot}} "
        r"A_{\mathsf{n} \rightarrow \mathsf{n'}, \mathsf{n'} \rightarrow \mathsf{n''}}"
    )


def test_conversion_cases_are_written_by_entries_or_refused():
    found = conversions()
    refused = [case for case in found if not agrees(case)]
    print(f"{len(found) - len(refused)} of {len(found)} written by entries")
    assert len(refused) <= 4


@pytest.mark.parametrize("target", ["einx", "index", "named"])
def test_what_is_not_stretched_is_said(target):
    shapes = "X ∈ R^{I×J}; y ∈ R^K"
    assert "I = K or I = 1 or K = 1" in convert(read("X ⊡ y", shapes), target).warnings[-1]
    equal = convert(read("X ⊡ X", shapes), target)
    assert not any("stretched" in warning for warning in equal.warnings)


@pytest.mark.parametrize("target", ["einsum", "index", "named"])
def test_norms_of_complex_arrays_are_refused(target):
    with pytest.raises(UnsupportedError, match="complex"):
        convert(read("‖x‖_F", r"x ∈ ℂ^n"), target)
    assert convert(read("x + x", r"x ∈ ℂ^n"), target).code


def test_softmax_has_no_shift():
    code = convert(read("softmax(x)", "x ∈ R^n"), "index")
    assert code.code == "y_i = exp(x_i) / Σ_{j=1}^{n} exp(x_j)"
    with pytest.raises(UnsupportedError, match="maximum"):
        convert(read("exp(x ⊟ max(x)) / (xᵀ x)", "x ∈ R^n"), "index")
