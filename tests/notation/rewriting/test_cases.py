"""Cases as data: what is reached has the vocabulary, the value, and at most the length by hand."""

from __future__ import annotations

import csv
import shutil
import subprocess
from pathlib import Path

import pytest

from boxdot.notation.equality import prove
from boxdot.notation.expressions.nodes import Apply, Binary, BroadcastForm, Chain, Op, Relation
from boxdot.notation.expressions.walking import descendants
from boxdot.notation.reading import read
from boxdot.notation.rewriting import derivation, rewrite

CASES = Path(__file__).resolve().parents[2] / "data" / "rewriting.tsv"

BROADCASTING = {Op.BOXDOT, Op.BOXPLUS, Op.BOXMINUS, Op.BOXSLASH}
FORBIDDEN = {
    # target: operators, functions, whether X^□ may stand there
    "linear-algebra": (BROADCASTING | {Op.HADAMARD, Op.OSLASH}, {"𝒫", "sum", "mean"}, False),
    "hadamard": (BROADCASTING, set(), True),
    "broadcast": ({Op.HADAMARD, Op.OSLASH}, {"diag"}, False),
    "normal": ({Op.HADAMARD, Op.OSLASH}, {"diag"}, False),
    "shortest": (set(), set(), True),
}


def rows():
    with CASES.open(encoding="utf-8", newline="") as lines:
        for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if not row[0].startswith("#"):
                yield pytest.param(*row, id=f"{row[0]}: {row[1]} with {row[2]}")


def nodes(formula):
    for chain in formula.statements:
        for side in chain.sides:
            yield side
            yield from descendants(side)


def size(formula):
    return sum(1 for _ in nodes(formula))


def equal(left, right):
    (one,), (other,) = (formula.statements[0].sides for formula in (left, right))
    equation = read("0", [*left.symbols.values()])
    object.__setattr__(equation, "statements", (Chain((one, other), (Relation.EQUAL,)),))
    object.__setattr__(equation, "text", "")
    return prove(equation)


@pytest.mark.parametrize(("target", "text", "declared", "by_hand"), list(rows()))
def test_case(target, text, declared, by_hand):
    formula = read(text, declared)
    rewriting = rewrite(formula, to=target)
    operators, functions, squares = FORBIDDEN[target]
    for node in nodes(rewriting.result):
        assert not (isinstance(node, Binary) and node.op in operators)
        assert not (isinstance(node, Apply) and node.function in functions)
        assert squares or not isinstance(node, BroadcastForm)
    assert size(rewriting.result) <= size(read(by_hand, declared))
    for other in (rewriting.result, read(by_hand, declared)):
        same = other.statements[0].sides == formula.statements[0].sides
        assert same or equal(formula, other).verdict == "proved"


def test_there_are_cases_for_every_target():
    targets = [param.values[0] for param in rows()]
    assert len(targets) > 120
    assert set(targets) == set(FORBIDDEN)


ROUND_TRIPS = [
    pytest.param(*param.values[1:3], id=param.id)
    for param in rows()
    if param.values[0] == "linear-algebra" and "fold" not in param.values[3]
]


@pytest.mark.parametrize(("text", "declared"), ROUND_TRIPS)
def test_round_trip(text, declared):
    """Back from linear algebra, a broadcast form is what it was, up to its normal form."""
    there = rewrite(read(text, declared), to="linear-algebra").result
    back = rewrite(there, to="broadcast").result
    same = back.statements[0].sides == there.statements[0].sides
    assert same or equal(read(text, declared), back).verdict == "proved"
    assert not any(isinstance(n, Apply) and n.function == "diag" for n in nodes(back))


def test_a_rewriting_that_divides_by_zeros_everywhere_ends():
    assert str(rewrite(read("𝟏_I ⧄ diag(y)", "y ∈ R^I"), to="hadamard")) == "𝟏_I^□ ⊘ diag(y)"


PREAMBLE = r"""\documentclass{article}
\usepackage{amsmath,amssymb,bm}
\providecommand{\boxslash}{\mathbin{/}}
\begin{document}
"""


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="no LaTeX on this machine")
def test_derivations_compile(tmp_path):
    """Each derivation is an environment that LaTeX takes; of ⧄ any glyph will do."""
    shown = []
    for target, text, declared, _ in (param.values for param in rows()):
        if target != "shortest":
            shown.append(derivation(rewrite(read(text, declared), to=target), "latex"))
    document = "\n\n".join([PREAMBLE, *shown, r"\end{document}"])
    (tmp_path / "steps.tex").write_text(document, encoding="utf-8")
    line = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "steps.tex"]
    done = subprocess.run(line, cwd=tmp_path, capture_output=True, timeout=120)
    assert done.returncode == 0, done.stdout.decode("utf-8", "replace")[-800:]
    assert document.count(r"\begin{align*}") == len(shown) > 100
