"""Odd text: nothing raises, nothing takes more time than in proportion to its length."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boxdot.grammar.papers import FormulaSource, read_document

PIECES = (
    "$", "$$", "`", "```", "```math\n", "~~~\n", "\\", "\\\\", "\\(", "\\)", "\\[", "\\]", "\\\\(",
    "\\\\[", "\\\\)", "\\\\]", "{", "}", "[", "]", "(", ")", "_", "^", "&", "%", "#", "# ", "- ",
    "> ", "\n", "\n\n", "\r\n", "    ", "\t", " ", "a", "5", "x_1", "\\text{", "\\mathbf{x}",
    "\\begin{align}", "\\end{align}", "\\begin{aligned}", "\\end{aligned}", "\\begin{multline}",
    "\\end{multline}", "\\begin{verbatim}", "\\end{verbatim}", "\\begin{document}",
    "\\end{document}", "\\begin{tabular}{", "\\newcommand{\\x}",
    "\\newcommand{\\y}[1][\\x]{#1 \\x}",
    "\\def\\x#1", "\\def\\x{\\y\\y}", "\\let\\x\\y", "\\x", "\\y", "\\verb|", "|", "\\url{",
    "\\iffalse", "\\else", "\\fi", "\\section{", "\\label{", "\\tag{1}", "\\input{a}", "<!--",
    "-->", "<pre>", "</pre>", "<script type=\"math/tex\">", "</script>",
    "{% highlight a %}", "---\n",
    "===\n", "&lt;", "\\_", "\\{", "\\\\{", "\\\\\\\\", "é", "𝟏", "\ufeff", "\x85", "\u2028",
)  # fmt: skip

texts = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@pytest.mark.parametrize("name", ["a.tex", "a.md"])
@given(text=texts)
def test_any_text_is_read(name: str, text: str, covers: Callable[[FormulaSource], None]) -> None:
    document = read_document(name, text=text)
    for formula in document.formulas:
        covers(formula)
        assert formula.line_and_column(0)[0] <= text.count("\n") + 1
    for prose in document.prose:
        assert all(r.formula < len(document.formulas) for r in prose.references)
    for section in document.sections:
        assert 0 <= section.start <= section.end <= len(text)
    ends = [formula.outer.end for formula in document.formulas]
    assert ends == sorted(ends)


ENDLESS = (
    "$", "$5 ", "$ ", "`", "` `` ", "\\[", "\\( word ", "\\\\(", "$$\n", "$$\n\n", "\\begin{align}",
    "\\text{$", "${", "$\\text{", "\\newcommand{", "\\newcommand{\\a}[", "\\def\\a", "\\def\\a#1",
    "<!--", "<script>", "<pre ", "{% highlight a %}", "```\n", "~~~ \n", "\n    a\n", "---\n",
    "a\n---\n\n", "[", "*", "_", "**a", "> $$\n", " \n", "\t", "$`", "\\label{", "$\\label{$",
    "$x\n", "1.\n", "{", "}", "\\section{", "\\verb|", "\\lstinline{", "\\iffalse ", "\\url{",
    "\\begin{verbatim}", "%\\begin{document} ", "\\usepackage[", "\\cite[", "\\begin{tabular}[",
    "\\begin{alignat}{", "\\newenvironment{a}{b}{", "\\NewDocumentCommand\\a{", "a $x$ ",
    "\\def\\a{\\a\\a} $\\a$ ", "$\\def\\a#1{\\a{#1}} \\a b$ ",
)  # fmt: skip


@pytest.mark.parametrize("name", ["a.tex", "a.md"])
@pytest.mark.parametrize("piece", ENDLESS)
def test_what_never_ends_takes_linear_time(name: str, piece: str) -> None:
    # Quadratic time would take minutes.
    text = piece * (50_000 // len(piece))
    start = time.process_time()
    read_document(name, text=text)
    assert time.process_time() - start < 10


@pytest.mark.parametrize("name", ["a.tex", "a.md"])
@pytest.mark.parametrize("piece", ["word ", "x + ", "( ", "\\mathbf{x} \\odot "])
def test_a_long_line_is_read(name: str, piece: str) -> None:
    line = piece * (10_000_000 // len(piece))
    document = read_document(name, text=f"$a$ {line} $b$")
    assert [f.text for f in document.formulas] == ["a", "b"]


@pytest.mark.parametrize("name", ["a.tex", "a.md"])
def test_a_long_formula_is_skipped(name: str) -> None:
    line = "x_1 + " * 2_000_000
    document = read_document(name, text=f"$a$ ${line}$ $b$")
    assert [f.text for f in document.formulas] == ["a", "b"]
    assert document.skipped == {"formula too long": 1}


def test_an_unclosed_formula_ends_with_its_paragraph() -> None:
    text = "Open $x = 1\nand more.\n\nClosed $y$ here."
    for name in ("a.tex", "a.md"):
        document = read_document(name, text=text)
        assert [f.text for f in document.formulas] == ["y"]
        assert document.skipped == {"unclosed formula": 1}
