r"""Definitions: what ``\newcommand``, ``\def``, ``\let`` and their kin make known."""

from __future__ import annotations

import pytest

from boxdot.grammar.papers import expand_macros, read_document


@pytest.mark.parametrize(
    ("definition", "use", "meaning"),
    [
        (r"\newcommand{\x}{a}", r"\x", "a"),
        (r"\newcommand \x {a}", r"\x", "a"),
        (r"\newcommand\x a", r"\x", "a"),
        (r"\newcommand{\x}[1]{(#1)}", r"\x b", "(b)"),
        (r"\newcommand{\x} [2] [d] {#1#2}", r"\x{b}", "db"),
        (r"\newcommand{\x}[2][{]}]{#1#2}", r"\x{b}", "{]}b"),
        (r"\newcommand{\x}{% why" "\n" r"  {a}% that", r"\x", r"\x"),
        (r"\newcommand{\x}{% why" "\n" r"  a\%b}% that", r"\x", r"a\%b"),
        (r"\newcommand{\x}{a}\renewcommand{\x}{b}", r"\x", "b"),
        (r"\newcommand{\x}{a}\providecommand{\x}{b}", r"\x", "a"),
        (r"\long\def\x#1{[#1]}", r"\x{b}", "[b]"),
        (r"\def\x[#1]{#1}", r"\x[b]", "b"),
        (r"\def\x#1\to#2.{#1,#2}", r"\x a\to b.", "a,b"),
        (r"\let\x\y \newcommand{\y}{a}", r"\x", r"\y"),
        (r"\newcommand{\y}{a}\let\x=\y \renewcommand{\y}{b}", r"\x\y", "ab"),
        (r"\let\x=+", r"\x", "+"),
        (r"\DeclareMathOperator*{\x}{arg\,max}", r"\x", r"\operatorname*{argmax}"),
        (r"\DeclarePairedDelimiter\x{\lvert}{\rvert}", r"\x*{a}", r"\lvert a \rvert"),
        (r"\NewDocumentCommand\x{m O{d} o}{#1#2\IfValueT{#3}{!#3}}", r"\x a[b][c]", "ab!c"),
        (r"\NewDocumentCommand{\x}{s m}{\IfBooleanTF{#1}{S}{N}#2}", r"\x*a\x b", "SaNb"),
        (r"\NewDocumentCommand{\x}{v}{a}", r"\x", r"\x"),
        (r"\newcommand{\x", r"\x", r"\x"),
        (r"\def\x#1", r"\x", r"\x"),
        (r"\let\x", r"\x", r"\x"),
        (r"\newcommand{x}{a}", r"\x", r"\x"),
    ],
)
def test_a_macro_means_what_its_definition_says(definition: str, use: str, meaning: str) -> None:
    macros = read_document("a.tex", text=definition + "\n\n").macros
    assert expand_macros(use, macros).text == meaning


def test_a_macro_holds_from_its_definition_on() -> None:
    text = r"$\x$ \def\x{a} $\x$ \def\x{b} $\x$"
    assert [f.text for f in read_document("a.tex", text=text).formulas] == [r"\x", "a", "b"]


def test_a_formula_may_define_macros() -> None:
    text = r"$$\newcommand{\x}{a} \x = b$$ and $\x$"
    formulas = read_document("a.md", text=text).formulas
    assert [f.text for f in formulas] == ["a = b", "a"]
    assert text[formulas[0].start : formulas[0].end] == r"\x = b"


def test_an_endless_macro_costs_one_formula_at_a_time() -> None:
    text = r"\def\x{\x\x} $\x$ $a$ $\x + 1$ \def\x{b} $\x$"
    document = read_document("a.tex", text=text)
    assert [f.text for f in document.formulas] == ["a", "b"]
    assert document.skipped == {"recursive macro": 2}
